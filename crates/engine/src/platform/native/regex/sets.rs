//! Sets of code points, and which code points are the same when case is ignored.

use std::collections::HashMap;
use std::sync::OnceLock;

/// First and last of each run, ascending, with gaps between.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Ranges(pub(super) Vec<(u32, u32)>);

const LAST: u32 = 0x10_ffff;

impl Ranges {
    pub(super) fn of(ranges: &[(u32, u32)]) -> Ranges {
        let mut out = Ranges(ranges.to_vec());
        out.normalize();
        out
    }

    /// Puts the runs in order and joins those that touch.
    pub(super) fn normalize(&mut self) {
        self.0.sort_unstable();
        let mut out: Vec<(u32, u32)> = Vec::with_capacity(self.0.len());
        for (lo, hi) in self.0.drain(..) {
            match out.last_mut() {
                Some(last) if lo <= last.1.saturating_add(1) => last.1 = last.1.max(hi),
                _ => out.push((lo, hi)),
            }
        }
        self.0 = out;
    }

    pub(super) fn add(&mut self, other: &Ranges) {
        self.0.extend_from_slice(&other.0);
        self.normalize();
    }

    #[must_use]
    pub(super) fn inverted(&self) -> Ranges {
        let mut out = Vec::with_capacity(self.0.len() + 1);
        let mut next = 0;
        for (lo, hi) in &self.0 {
            if *lo > next {
                out.push((next, lo - 1));
            }
            next = hi + 1;
        }
        if next <= LAST {
            out.push((next, LAST));
        }
        Ranges(out)
    }

    #[must_use]
    pub(super) fn without(&self, other: &Ranges) -> Ranges {
        self.common(&other.inverted())
    }

    #[must_use]
    pub(super) fn common(&self, other: &Ranges) -> Ranges {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut out = Vec::new();
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            let (lo, hi) = (x.0.max(y.0), x.1.min(y.1));
            if lo <= hi {
                out.push((lo, hi));
            }
            if x.1 < y.1 {
                a.next();
            } else {
                b.next();
            }
        }
        Ranges(out)
    }

    pub(super) fn contains(&self, c: u32) -> bool {
        let at = self.0.partition_point(|(_, hi)| *hi < c);
        self.0.get(at).is_some_and(|(lo, _)| *lo <= c)
    }

    /// With all that differs from a member by case alone.
    #[must_use]
    pub(super) fn any_case(mut self, unicode: bool) -> Ranges {
        let cases = Cases::get(unicode);
        let count: u64 = self.0.iter().map(|(lo, hi)| u64::from(hi - lo) + 1).sum();
        let mut more = Vec::new();
        if count <= 128 {
            for c in self.0.iter().flat_map(|(lo, hi)| *lo..=*hi) {
                more.extend(cases.same(c).iter().map(|c| (*c, *c)));
            }
        } else {
            for class in &cases.classes {
                if class.iter().any(|c| self.contains(*c)) {
                    more.extend(class.iter().map(|c| (*c, *c)));
                }
            }
        }
        self.0.extend(more);
        self.normalize();
        self
    }
}

/// A set that is quick to ask.
#[derive(Debug, Clone)]
pub(super) struct Set {
    ascii: u128,
    /// Those from 128.
    rest: Vec<(u32, u32)>,
}

impl Set {
    pub(super) fn new(ranges: &Ranges) -> Set {
        let mut ascii = 0;
        for (lo, hi) in ranges.0.iter().filter(|r| r.0 < 128) {
            for c in *lo..=(*hi).min(127) {
                ascii |= 1 << c;
            }
        }
        let rest = ranges.0.iter().filter(|r| r.1 >= 128);
        Set {
            ascii,
            rest: rest.map(|(lo, hi)| ((*lo).max(128), *hi)).collect(),
        }
    }

    /// The set of `c` alone.
    pub(super) fn one(c: u32) -> Set {
        Set::new(&Ranges(vec![(c, c)]))
    }

    #[inline]
    pub(super) fn ascii(&self, b: u8) -> bool {
        self.ascii >> (b & 127) & 1 != 0
    }

    #[inline]
    pub(super) fn contains(&self, c: u32) -> bool {
        if c < 128 {
            return self.ascii(c as u8);
        }
        let at = self.rest.partition_point(|(_, hi)| *hi < c);
        self.rest.get(at).is_some_and(|(lo, _)| *lo <= c)
    }

    /// The runs from 128.
    pub(super) fn rest(&self) -> &[(u32, u32)] {
        &self.rest
    }
}

/// Which code points are the same when case is ignored.
pub(super) struct Cases {
    class_of: HashMap<u32, u32>,
    classes: Vec<Vec<u32>>,
}

impl Cases {
    /// Those of JavaScript with (`unicode`) or without the flags `u` and `v`.
    pub(super) fn get(unicode: bool) -> &'static Cases {
        static UNITS: OnceLock<Cases> = OnceLock::new();
        static POINTS: OnceLock<Cases> = OnceLock::new();
        if unicode {
            POINTS.get_or_init(|| Cases::new(super::props::folded()))
        } else {
            UNITS.get_or_init(|| {
                let changed = (0..=0xffff_u32).map(|c| (c, upper(c)));
                Cases::new(changed.filter(|(c, to)| c != to).collect())
            })
        }
    }

    /// From pairs of what stands for the same.
    fn new(pairs: Vec<(u32, u32)>) -> Cases {
        let mut cases = Cases {
            class_of: HashMap::new(),
            classes: Vec::new(),
        };
        for (a, b) in pairs {
            let class = match (cases.class_of.get(&a), cases.class_of.get(&b)) {
                (Some(class), _) | (_, Some(class)) => *class,
                _ => {
                    cases.classes.push(Vec::new());
                    cases.classes.len() as u32 - 1
                }
            };
            for c in [a, b] {
                if cases.class_of.insert(c, class).is_none() {
                    cases.classes[class as usize].push(c);
                }
            }
        }
        cases
    }

    /// All that is the same as `c`, itself included; empty where `c` has no case.
    pub(super) fn same(&self, c: u32) -> &[u32] {
        self.class_of
            .get(&c)
            .map_or(&[], |class| &self.classes[*class as usize])
    }

    pub(super) fn equal(&self, a: u32, b: u32) -> bool {
        a == b || (self.class_of.get(&a)).is_some_and(|x| self.class_of.get(&b) == Some(x))
    }
}

/// The capital letter of a UTF-16 unit, where it is one unit too and not ASCII for another.
fn upper(unit: u32) -> u32 {
    let Some(c) = char::from_u32(unit) else {
        return unit;
    };
    let mut upper = c.to_uppercase();
    match (upper.next().map(u32::from), upper.next()) {
        (Some(to), None) if to <= 0xffff && (to >= 128 || unit < 128) => to,
        _ => unit,
    }
}
