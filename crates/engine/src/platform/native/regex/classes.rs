//! `[…]` without the flag `v`.

use super::Node;
use super::parse::{Parser, Result};
use super::sets::Ranges;

/// What stands in a class: one code point, or the set of `\d` and its like.
enum Atom {
    Char(u32),
    Set(Ranges),
}

impl Parser {
    /// A class, from after its `[`.
    pub(super) fn class(&mut self) -> Result<Node> {
        let negated = self.eat("^");
        let mut ranges = Ranges::default();
        while !self.eat("]") {
            let from = self.class_atom()?;
            if self.peek() != Some('-') {
                put(&mut ranges, from);
                continue;
            }
            self.at += 1;
            if self.peek() == Some(']') {
                put(&mut ranges, from);
                put(&mut ranges, Atom::Char(45));
                continue;
            }
            match (from, self.class_atom()?) {
                (Atom::Char(lo), Atom::Char(hi)) if lo > hi => {
                    return Err("Range out of order in character class");
                }
                (Atom::Char(lo), Atom::Char(hi)) => ranges.0.push((lo, hi)),
                _ if self.unicode => return Err("Invalid character class"),
                (from, to) => {
                    put(&mut ranges, from);
                    put(&mut ranges, Atom::Char(45));
                    put(&mut ranges, to);
                }
            }
        }
        ranges.normalize();
        if self.icase {
            ranges = ranges.any_case(self.unicode);
        }
        if negated {
            ranges = ranges.inverted();
        }
        self.set(&ranges)
    }

    fn class_atom(&mut self) -> Result<Atom> {
        let Some(c) = self.next_unit() else {
            return Err("Unterminated character class");
        };
        if c != 92 {
            return Ok(Atom::Char(c));
        }
        if self.eat("b") {
            return Ok(Atom::Char(8));
        }
        if let Some((ranges, _)) = self.class_escape(true)? {
            return Ok(Atom::Set(ranges));
        }
        self.character_escape(true).map(Atom::Char)
    }
}

fn put(ranges: &mut Ranges, atom: Atom) {
    match atom {
        Atom::Char(c) => ranges.0.push((c, c)),
        Atom::Set(set) => ranges.0.extend(set.0),
    }
}
