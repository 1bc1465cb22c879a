//! What follows a backslash.

use super::Node;
use super::parse::{Parser, Repeat, Result};
use super::props;
use super::sets::Ranges;

const DIGITS: [(u32, u32); 1] = [(48, 57)];
const WORD: [(u32, u32); 4] = [(48, 57), (65, 90), (95, 95), (97, 122)];
const SPACE: [(u32, u32); 10] = [
    (9, 13),
    (32, 32),
    (0xa0, 0xa0),
    (0x1680, 0x1680),
    (0x2000, 0x200a),
    (0x2028, 0x2029),
    (0x202f, 0x202f),
    (0x205f, 0x205f),
    (0x3000, 0x3000),
    (0xfeff, 0xfeff),
];

impl Parser {
    /// An escape outside of a class, and what a quantifier after it is.
    pub(super) fn escape(&mut self) -> Result<(Node, Repeat)> {
        let Some(c) = self.ahead(1) else {
            return Err("\\ at end of pattern");
        };
        match c {
            'b' | 'B' => {
                self.at += 2;
                let more = self.unicode && self.icase;
                return Ok((Node::Word(c == 'B', more), Repeat::No));
            }
            '1'..='9' => {
                if let Some(node) = self.numbered()? {
                    return Ok((node, Repeat::May));
                }
            }
            'k' if self.named => {
                self.at += 2;
                if !self.eat("<") {
                    return Err("Invalid named reference");
                }
                let name = self.name().ok_or("Invalid capture group name")?;
                let at = self.refs.iter().position(|r| *r == name);
                let at = at.unwrap_or_else(|| {
                    self.refs.push(name);
                    self.refs.len() - 1
                });
                let icase = self.icase;
                return Ok((Node::NamedRef { name: at, icase }, Repeat::May));
            }
            _ => {}
        }
        self.at += 1;
        if let Some((ranges, _)) = self.class_escape(false)? {
            return Ok((self.set(&ranges)?, Repeat::May));
        }
        let c = self.character_escape(false)?;
        Ok((self.character(c)?, Repeat::May))
    }

    /// `\1` where there are as many groups.
    fn numbered(&mut self) -> Result<Option<Node>> {
        let start = self.at;
        self.at += 1;
        let group = self.decimal().unwrap_or_default();
        if group <= self.total {
            return Ok(Some(Node::BackRef {
                groups: vec![group],
                icase: self.icase,
            }));
        }
        self.at = start;
        if self.unicode {
            return Err("Invalid escape");
        }
        Ok(None)
    }

    /// `d`, `D`, `s`, `S`, `w`, `W`, `p{…}`, `P{…}` from after the backslash: the set, and whether it
    /// is a property.
    pub(super) fn class_escape(&mut self, in_class: bool) -> Result<Option<(Ranges, bool)>> {
        let Some(c) = self.peek() else {
            return Err("\\ at end of pattern");
        };
        let property = self.unicode && matches!(c, 'p' | 'P');
        let mut ranges = match c.to_ascii_lowercase() {
            'd' => Ranges::of(&DIGITS),
            's' => Ranges::of(&SPACE),
            'w' => Ranges::of(&WORD),
            'p' if property => {
                self.at += 1;
                let found = self.property_name().and_then(|n| props::property(&n));
                found.ok_or(if in_class {
                    "Invalid property name in character class"
                } else {
                    "Invalid property name"
                })?
            }
            _ => return Ok(None),
        };
        self.at += 1;
        if self.icase && (self.sets || (self.unicode && c == 'W')) {
            ranges = ranges.any_case(true);
        }
        if c.is_ascii_uppercase() {
            ranges = ranges.inverted();
        }
        if self.icase && self.unicode {
            ranges = ranges.any_case(true);
        }
        Ok(Some((ranges, property)))
    }

    /// `{…}`; reads it only if it is one, and leaves the place at its last character.
    fn property_name(&mut self) -> Option<String> {
        if !self.eat("{") {
            return None;
        }
        let mut name = String::new();
        loop {
            match self.peek()? {
                '}' => return Some(name),
                c if c.is_ascii_alphanumeric() || c == '_' || c == '=' => name.push(c),
                _ => return None,
            }
            self.at += 1;
        }
    }

    /// An escape that is one character, from after the backslash.
    pub(super) fn character_escape(&mut self, in_class: bool) -> Result<u32> {
        let start = self.at;
        let Some(unit) = self.next_unit() else {
            return Err("\\ at end of pattern");
        };
        let c = char::from_u32(unit).unwrap_or('\u{fffd}');
        Ok(match c {
            'f' => 12,
            'n' => 10,
            'r' => 13,
            't' => 9,
            'v' => 11,
            'c' => match self.peek() {
                Some(letter) if letter.is_ascii_alphabetic() => {
                    self.at += 1;
                    u32::from(letter) & 31
                }
                _ if self.unicode => return Err("Invalid Unicode escape"),
                Some(d) if in_class && (d.is_ascii_digit() || d == '_') => {
                    self.at += 1;
                    u32::from(d) & 31
                }
                // The backslash stands for itself.
                _ => {
                    self.at = start;
                    92
                }
            },
            '0' if !self.peek().is_some_and(|d| d.is_ascii_digit()) => 0,
            '0'..='7' if self.unicode && in_class => return Err("Invalid class escape"),
            '0' if self.unicode => return Err("Invalid decimal escape"),
            '0'..='7' => self.octal(unit - 48),
            'x' => match self.hex(2) {
                Some(value) => value,
                None if self.unicode => return Err("Invalid escape"),
                None => unit,
            },
            'u' => match self.unicode_escape() {
                Some(value) => value,
                None if self.unicode => return Err("Invalid Unicode escape"),
                None => unit,
            },
            '-' if self.unicode && in_class => unit,
            c if self.unicode && !"^$\\.*+?()[]{}|/".contains(c) => {
                return Err("Invalid escape");
            }
            'k' if self.named => return Err("Invalid escape"),
            _ => unit,
        })
    }

    /// The rest of an octal number below 256.
    fn octal(&mut self, first: u32) -> u32 {
        let mut value = first;
        for limit in [256, 32] {
            match self.peek().and_then(|c| c.to_digit(8)) {
                Some(digit) if value < limit => {
                    value = value * 8 + digit;
                    self.at += 1;
                }
                _ => break,
            }
        }
        value
    }

    /// Exactly `count` hexadecimal digits.
    fn hex(&mut self, count: usize) -> Option<u32> {
        let mut value = 0;
        for i in 0..count {
            value = value * 16 + self.ahead(i)?.to_digit(16)?;
        }
        self.at += count;
        Some(value)
    }

    /// `0041`, `{1f600}` or a pair of surrogates, from after the `u`.
    fn unicode_escape(&mut self) -> Option<u32> {
        let start = self.at;
        if self.unicode && self.eat("{") {
            let mut value = None;
            while let Some(digit) = self.peek().and_then(|c| c.to_digit(16)) {
                value = Some(value.unwrap_or(0_u32) * 16 + digit).filter(|v| *v <= 0x10_ffff);
                value?;
                self.at += 1;
            }
            if !self.eat("}") {
                self.at = start;
                return None;
            }
            return value;
        }
        let high = self.hex(4)?;
        if self.unicode && (0xd800..0xdc00).contains(&high) {
            let before_low = self.at;
            if self.eat("\\u") {
                match self.hex(4) {
                    Some(low) if (0xdc00..0xe000).contains(&low) => {
                        return Some(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00));
                    }
                    _ => self.at = before_low,
                }
            }
        }
        Some(high)
    }

    /// A name and its `>`.
    pub(super) fn name(&mut self) -> Option<String> {
        let mut name = String::new();
        while !self.eat(">") {
            let mut c = self.next_unit()?;
            let escaped = c == 92;
            if escaped {
                if !self.eat("u") {
                    return None;
                }
                // Names know the escapes of the flag `u` without it.
                let unicode = std::mem::replace(&mut self.unicode, true);
                let value = self.unicode_escape();
                self.unicode = unicode;
                c = value?;
            } else if (0xd800..0xdc00).contains(&c) {
                let low = self.next_unit()?;
                c = 0x1_0000 + ((c - 0xd800) << 10) + low.checked_sub(0xdc00)?;
            }
            let c = char::from_u32(c)?;
            let fits = if name.is_empty() {
                "ID_Start"
            } else {
                "ID_Continue"
            };
            let joins = !name.is_empty() && matches!(c, '\u{200c}' | '\u{200d}');
            let plain = c.is_ascii_alphabetic() || (!name.is_empty() && c.is_ascii_digit());
            if !(plain || joins || matches!(c, '$' | '_'))
                && (c.is_ascii() || !props::property(fits)?.contains(c.into()))
            {
                return None;
            }
            name.push(c);
        }
        (!name.is_empty()).then_some(name)
    }
}
