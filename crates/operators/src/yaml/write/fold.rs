//! Breaking long text into lines.

/// How text goes on after a break.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// A plain scalar, or one between `'`.
    Flow,
    /// Text after `>`.
    Block,
    /// Text between `"`: it may be broken anywhere.
    Quoted,
}

/// The room that text has.
#[derive(Clone, Copy)]
pub(super) struct Room {
    /// Spaces in front of each line but the first.
    pub(super) indent: usize,
    /// What the first line has in front, if that differs.
    pub(super) at_start: Option<usize>,
    /// Characters of a line; none for any number.
    pub(super) width: Option<usize>,
    /// Characters that a line has at least.
    pub(super) min: usize,
}

const NL: u16 = b'\n' as u16;
const SPACE: u16 = b' ' as u16;
const TAB: u16 = b'\t' as u16;

/// `text` with breaks at spaces, so that lines have `room.width` characters at most where that is
/// possible.
pub(super) fn fold(text: &str, mode: Mode, room: Room) -> String {
    let Some(width) = room.width else {
        return text.to_owned();
    };
    let units: Vec<u16> = text.encode_utf16().collect();
    let (width, indent) = (width as isize, room.indent as isize);
    let step = (1 + room.min as isize).max(1 + width - indent);
    if units.len() as isize <= step {
        return text.to_owned();
    }
    let mut folder = Folder {
        units: &units,
        mode,
        step,
        end: width - indent,
        folds: Vec::new(),
        split: None,
        prev: None,
        escape: (-1, -1),
    };
    if let Some(at_start) = room.at_start {
        if at_start as isize > width - (room.min as isize).max(2) {
            folder.folds.push((0, false));
        } else {
            folder.end = width - at_start as isize;
        }
    }
    if !folder.run() || folder.folds.is_empty() {
        return text.to_owned();
    }
    folder.join(room.indent)
}

struct Folder<'a> {
    units: &'a [u16],
    mode: Mode,
    step: isize,
    /// Where the line is full.
    end: isize,
    /// Where lines are broken, and whether there is no space there.
    folds: Vec<(usize, bool)>,
    /// The last place that could be broken.
    split: Option<usize>,
    prev: Option<u16>,
    /// Start and end of the last escape.
    escape: (isize, isize),
}

impl Folder<'_> {
    fn at(&self, i: isize) -> Option<u16> {
        self.units.get(usize::try_from(i).ok()?).copied()
    }

    /// False where the room is too small for an escape.
    fn run(&mut self) -> bool {
        let mut i = -1;
        if self.mode == Mode::Block {
            i = self.skip_indented(i);
            if i != -1 {
                self.end = i + self.step;
            }
        }
        loop {
            i += 1;
            let Some(mut unit) = self.at(i) else {
                return true;
            };
            if self.mode == Mode::Quoted && unit == u16::from(b'\\') {
                i = self.skip_escape(i);
            }
            if unit == NL {
                if self.mode == Mode::Block {
                    i = self.skip_indented(i);
                }
                self.end = i + self.step;
                self.split = None;
            } else {
                let is_gap = |unit: Option<u16>| matches!(unit, None | Some(SPACE | NL | TAB));
                if unit == SPACE && !is_gap(self.prev) && !is_gap(self.at(i + 1)) {
                    self.split = Some(i as usize);
                }
                if i >= self.end {
                    if let Some(split) = self.split.take() {
                        self.folds.push((split, false));
                        self.end = split as isize + self.step;
                    } else if self.mode == Mode::Quoted {
                        while matches!(self.prev, Some(SPACE | TAB)) {
                            self.prev = Some(unit);
                            i += 1;
                            match self.at(i) {
                                Some(next) => unit = next,
                                None => break,
                            }
                        }
                        let (start, end) = self.escape;
                        let at = if i > end + 1 { i - 2 } else { start - 1 };
                        let Ok(fold) = usize::try_from(at) else {
                            return false;
                        };
                        if self.folds.last().is_some_and(|last| *last == (fold, true)) {
                            return false;
                        }
                        self.folds.push((fold, true));
                        self.end = at + self.step;
                    }
                }
            }
            self.prev = Some(unit);
        }
    }

    /// Passes over lines that are indented deeper, from the break at `i`.
    fn skip_indented(&self, mut i: isize) -> isize {
        while matches!(self.at(i + 1), Some(SPACE | TAB)) {
            loop {
                i += 1;
                if matches!(self.at(i), None | Some(NL)) {
                    break;
                }
            }
        }
        i
    }

    fn skip_escape(&mut self, at: isize) -> isize {
        let len = match self.at(at + 1).map(|unit| unit as u8) {
            Some(b'x') => 3,
            Some(b'u') => 5,
            Some(b'U') => 9,
            _ => 1,
        };
        self.escape = (at, at + len);
        at + len
    }

    fn join(&self, indent: usize) -> String {
        let gap = || std::iter::once(NL).chain(std::iter::repeat_n(SPACE, indent));
        let first = self.folds[0].0;
        let mut out: Vec<u16> = self.units[..first].to_vec();
        for (i, (fold, inside)) in self.folds.iter().enumerate() {
            let end = self
                .folds
                .get(i + 1)
                .map_or(self.units.len(), |next| next.0);
            if *fold == 0 {
                out = gap().collect();
                out.extend_from_slice(&self.units[..end]);
                continue;
            }
            if *inside {
                out.push(self.units[*fold]);
                out.push(u16::from(b'\\'));
            }
            out.extend(gap());
            out.extend_from_slice(self.units.get(fold + 1..end).unwrap_or_default());
        }
        String::from_utf16_lossy(&out)
    }
}
