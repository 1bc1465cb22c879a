//! A text as a pattern sees it: code points, or UTF-16 units.

/// The bytes of a text, which is UTF-8.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) bytes: &'a [u8],
    /// Code points, not units.
    pub(super) unicode: bool,
}

impl<'a> Text<'a> {
    /// The code point or unit after (`back`: before) `at`, and the place beyond it.
    #[inline]
    pub(super) fn step(self, at: usize, back: bool) -> Option<(u32, usize)> {
        if back {
            let b = *self.bytes.get(at.checked_sub(1)?)?;
            if b < 128 {
                return Some((b.into(), at - 1));
            }
            return self.step_back(at);
        }
        let b = *self.bytes.get(at)?;
        if b < 128 {
            return Some((b.into(), at + 1));
        }
        self.step_on(at)
    }

    fn step_on(self, at: usize) -> Option<(u32, usize)> {
        if !self.is_boundary(at) {
            let c = self.decode(at - 2)?.0;
            return Some((0xdc00 + (c & 0x3ff), at + 2));
        }
        let (c, len) = self.decode(at)?;
        if len == 4 && !self.unicode {
            return Some((0xd800 + ((c - 0x1_0000) >> 10), at + 2));
        }
        Some((c, at + len))
    }

    fn step_back(self, at: usize) -> Option<(u32, usize)> {
        if !self.is_boundary(at) {
            let c = self.decode(at - 2)?.0;
            return Some((0xd800 + ((c - 0x1_0000) >> 10), at - 2));
        }
        let start = (0..at).rev().find(|at| self.is_boundary(*at))?;
        let (c, len) = self.decode(start)?;
        if len == 4 && !self.unicode {
            return Some((0xdc00 + (c & 0x3ff), at - 2));
        }
        Some((c, start))
    }

    /// Not between the two units of a character.
    #[inline]
    pub(super) fn is_boundary(self, at: usize) -> bool {
        self.bytes.get(at).is_none_or(|b| b & 0xc0 != 0x80)
    }

    /// The character at `at`, and its length.
    fn decode(self, at: usize) -> Option<(u32, usize)> {
        let rest = |n: usize| Some(u32::from(*self.bytes.get(at + n)?) & 63);
        let lead = u32::from(*self.bytes.get(at)?);
        Some(match lead {
            0..0xc0 => (lead, 1),
            0xc0..0xe0 => ((lead & 31) << 6 | rest(1)?, 2),
            0xe0..0xf0 => ((lead & 15) << 12 | rest(1)? << 6 | rest(2)?, 3),
            _ => (
                (lead & 7) << 18 | rest(1)? << 12 | rest(2)? << 6 | rest(3)?,
                4,
            ),
        })
    }

    /// The place beyond `bytes`, if they stand after (`back`: before) `at`.
    #[inline]
    pub(super) fn literal(self, bytes: &[u8], at: usize, back: bool) -> Option<usize> {
        if back {
            let head = self.bytes.get(..at)?;
            head.ends_with(bytes).then(|| at - bytes.len())
        } else {
            let tail = self.bytes.get(at..)?;
            tail.starts_with(bytes).then(|| at + bytes.len())
        }
    }

    pub(super) fn is_start(self, at: usize, lines: bool) -> bool {
        at == 0 || (lines && self.step(at, true).is_some_and(|(c, _)| ends_line(c)))
    }

    pub(super) fn is_end(self, at: usize, lines: bool) -> bool {
        at == self.bytes.len() || (lines && self.step(at, false).is_some_and(|(c, _)| ends_line(c)))
    }

    /// Is there a letter, digit or `_` on one side alone?
    pub(super) fn is_word_edge(self, at: usize, more: bool) -> bool {
        let word = |back| {
            self.step(at, back).is_some_and(|(c, _)| {
                u8::try_from(c).is_ok_and(|b| b.is_ascii_alphanumeric() || b == b'_')
                    || (more && matches!(c, 0x17f | 0x212a))
            })
        };
        word(true) != word(false)
    }
}

fn ends_line(c: u32) -> bool {
    matches!(c, 10 | 13 | 0x2028 | 0x2029)
}
