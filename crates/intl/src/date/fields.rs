//! The letters of patterns and skeletons, and how far two skeletons are apart.

/// Fields in the order in which skeletons have them.
pub(super) const N_FIELDS: usize = 16;
pub(super) const YEAR: usize = 1;
pub(super) const MONTH: usize = 3;
pub(super) const WEEKDAY: usize = 6;
pub(super) const DAY_PERIOD: usize = 10;
pub(super) const HOUR: usize = 11;
pub(super) const MINUTE: usize = 12;
pub(super) const SECOND: usize = 13;
pub(super) const FRACTION: usize = 14;
pub(super) const ZONE: usize = 15;

const NARROW: i32 = -0x101;
const SHORTER: i32 = -0x102;
const SHORT: i32 = -0x103;
const LONG: i32 = -0x104;
const NUMERIC: i32 = 0x100;
const DELTA: i32 = 0x10;

/// A letter, its field, the kind of what it writes, and the least times that it stands there for it.
type Row = (char, usize, i32, usize);

/// What letters ask for.
const ROWS: [Row; 62] = [
    ('G', 0, SHORT, 1),
    ('G', 0, LONG, 4),
    ('G', 0, NARROW, 5),
    ('y', YEAR, NUMERIC, 1),
    ('Y', YEAR, NUMERIC + DELTA, 1),
    ('u', YEAR, NUMERIC + 2 * DELTA, 1),
    ('r', YEAR, NUMERIC + 3 * DELTA, 1),
    ('M', MONTH, NUMERIC, 1),
    ('M', MONTH, SHORT, 3),
    ('M', MONTH, LONG, 4),
    ('M', MONTH, NARROW, 5),
    ('L', MONTH, NUMERIC + DELTA, 1),
    ('L', MONTH, SHORT - DELTA, 3),
    ('L', MONTH, LONG - DELTA, 4),
    ('L', MONTH, NARROW - DELTA, 5),
    ('E', WEEKDAY, SHORT, 1),
    ('E', WEEKDAY, LONG, 4),
    ('E', WEEKDAY, NARROW, 5),
    ('E', WEEKDAY, SHORTER, 6),
    ('c', WEEKDAY, NUMERIC + 2 * DELTA, 1),
    ('c', WEEKDAY, SHORT - 2 * DELTA, 3),
    ('c', WEEKDAY, LONG - 2 * DELTA, 4),
    ('c', WEEKDAY, NARROW - 2 * DELTA, 5),
    ('c', WEEKDAY, SHORTER - 2 * DELTA, 6),
    ('e', WEEKDAY, NUMERIC + DELTA, 1),
    ('e', WEEKDAY, SHORT - DELTA, 3),
    ('e', WEEKDAY, LONG - DELTA, 4),
    ('e', WEEKDAY, NARROW - DELTA, 5),
    ('e', WEEKDAY, SHORTER - DELTA, 6),
    ('d', 9, NUMERIC, 1),
    ('a', DAY_PERIOD, SHORT, 1),
    ('a', DAY_PERIOD, LONG, 4),
    ('a', DAY_PERIOD, NARROW, 5),
    ('b', DAY_PERIOD, SHORT - DELTA, 1),
    ('b', DAY_PERIOD, LONG - DELTA, 4),
    ('b', DAY_PERIOD, NARROW - DELTA, 5),
    ('B', DAY_PERIOD, SHORT - 3 * DELTA, 1),
    ('B', DAY_PERIOD, LONG - 3 * DELTA, 4),
    ('B', DAY_PERIOD, NARROW - 3 * DELTA, 5),
    ('H', HOUR, NUMERIC + 10 * DELTA, 1),
    ('k', HOUR, NUMERIC + 11 * DELTA, 1),
    ('h', HOUR, NUMERIC, 1),
    ('K', HOUR, NUMERIC + DELTA, 1),
    ('m', MINUTE, NUMERIC, 1),
    ('s', SECOND, NUMERIC, 1),
    ('S', FRACTION, NUMERIC, 1),
    ('v', ZONE, SHORT - 2 * DELTA, 1),
    ('v', ZONE, LONG - 2 * DELTA, 4),
    ('z', ZONE, SHORT, 1),
    ('z', ZONE, LONG, 4),
    ('Z', ZONE, NARROW - DELTA, 1),
    ('Z', ZONE, LONG - DELTA, 4),
    ('Z', ZONE, SHORT - DELTA, 5),
    ('O', ZONE, SHORT - DELTA, 1),
    ('O', ZONE, LONG - DELTA, 4),
    ('V', ZONE, SHORT - DELTA, 1),
    ('V', ZONE, LONG - DELTA, 2),
    ('V', ZONE, LONG - 1 - DELTA, 3),
    ('V', ZONE, LONG - 2 - DELTA, 4),
    ('X', ZONE, NARROW - DELTA, 1),
    ('x', ZONE, NARROW - DELTA, 1),
    ('D', 7, NUMERIC, 1),
];

/// The row of a letter that stands there `len` times.
pub(super) fn row(letter: char, len: usize) -> Option<&'static Row> {
    let rows = ROWS.iter().filter(|(known, ..)| *known == letter);
    let mut rows = rows.filter(|(.., least)| *least <= len.max(1));
    let mut found = rows.next()?;
    for row in rows {
        found = row;
    }
    Some(found)
}

/// A piece of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// A letter and how many times it stands there.
    Field(char, usize),
    /// Text, with the quotes that it may have.
    Text(&'a str),
}

/// The pieces of a pattern.
pub(super) fn pieces(pattern: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        let (piece, len) = if c.is_ascii_alphabetic() {
            let len = rest.chars().take_while(|x| *x == c).count();
            (Piece::Field(c, len), len)
        } else {
            let mut quoted = false;
            let end = rest.find(|c: char| {
                quoted ^= c == '\'';
                c.is_ascii_alphabetic() && !quoted
            });
            let len = end.unwrap_or(rest.len());
            (Piece::Text(&rest[..len]), len)
        };
        pieces.push(piece);
        rest = &rest[len..];
    }
    pieces
}

/// What a pattern has, or is to have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Skeleton {
    /// The letter and its number by field.
    pub(super) asked: [Option<(char, usize)>; N_FIELDS],
    /// The number that stands for the kind of what is written.
    base: [usize; N_FIELDS],
    kinds: [i32; N_FIELDS],
}

impl Skeleton {
    /// That of a pattern, or of letters by themselves.
    pub(super) fn of(pattern: &str) -> Skeleton {
        let mut skeleton = Skeleton::default();
        for piece in pieces(pattern) {
            if let Piece::Field(letter, len) = piece {
                skeleton.add(letter, len);
            }
        }
        // Fractions of a second belong to seconds.
        let has = |field: usize| skeleton.asked[field].is_some();
        if has(MINUTE) && has(FRACTION) && !has(SECOND) {
            skeleton.add('s', 1);
        }
        match skeleton.asked[HOUR] {
            Some(('h' | 'K', _)) if skeleton.asked[DAY_PERIOD].is_none() => skeleton.add('a', 1),
            Some(('H' | 'k', _)) => {
                skeleton.asked[DAY_PERIOD] = None;
                skeleton.base[DAY_PERIOD] = 0;
                skeleton.kinds[DAY_PERIOD] = 0;
            }
            _ => {}
        }
        skeleton
    }

    fn add(&mut self, letter: char, len: usize) {
        let Some(&(letter, field, kind, least)) = row(letter, len) else {
            return;
        };
        self.asked[field] = Some((letter, len));
        self.base[field] = least;
        self.kinds[field] = if kind > 0 { kind + len as i32 } else { kind };
    }

    /// The letter and the least number of it that asks for the same kind, by field: what two patterns
    /// share that differ in the width of numbers alone.
    pub(super) fn base(&self) -> Vec<(usize, char, usize)> {
        let fields = self.asked.iter().enumerate();
        let present = fields.filter_map(|(field, asked)| Some((field, (*asked)?.0)));
        present
            .map(|(field, letter)| (field, letter, self.base[field]))
            .collect()
    }

    pub(super) fn base_len(&self, field: usize) -> usize {
        self.base[field]
    }

    pub(super) fn kind(&self, field: usize) -> i32 {
        self.kinds[field]
    }

    /// The fields that are there, as bits.
    pub(super) fn mask(&self) -> u32 {
        let fields = self.kinds.iter().enumerate();
        fields.fold(0, |mask, (field, kind)| {
            mask | u32::from(*kind != 0) << field
        })
    }
}

/// How far a pattern is from what is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Distance {
    pub(super) distance: i32,
    /// Fields that the pattern has not, as bits.
    pub(super) missing: u32,
    /// Fields that it has too much.
    pub(super) extra: u32,
}

impl Distance {
    /// Looks at the fields of `mask` alone of what is `asked`.
    pub(super) fn between(asked: &Skeleton, pattern: &Skeleton, mask: u32) -> Distance {
        let mut found = Distance::default();
        for field in 0..N_FIELDS {
            let bit = 1 << field;
            let mine = if mask & bit == 0 {
                0
            } else {
                asked.kinds[field]
            };
            let theirs = pattern.kinds[field];
            if mine == theirs {
                continue;
            }
            if mine == 0 {
                found.distance += 0x1_0000;
                found.extra |= bit;
            } else if theirs == 0 {
                found.distance += 0x1000;
                found.missing |= bit;
            } else {
                found.distance += (mine - theirs).abs();
            }
        }
        found
    }
}
