//! `[…]` with the flag `v`: classes in classes, `--`, `&&`, and texts of several characters.

use super::Node;
use super::parse::{Parser, Result};
use super::sets::{Cases, Ranges};

/// Code points, and texts of any other length than one.
#[derive(Default)]
struct Class {
    chars: Ranges,
    texts: Vec<Vec<u32>>,
}

/// Doubled, these are kept for operators to come.
const DOUBLED: &str = "&!#$%*+,.:;<=>?@^`~";
const OUT_OF_ORDER: &str = "Range out of order in character class";
const BAD_OPERATION: &str = "Invalid set operation in character class";

impl Parser {
    /// A class, from after its `[`.
    pub(super) fn unicode_class(&mut self) -> Result<Node> {
        let mut class = self.nested_class()?;
        class.texts.sort_by_key(|t| std::cmp::Reverse(t.len()));
        if class.texts.is_empty() {
            return self.set(&class.chars);
        }
        let mut alternatives = Vec::with_capacity(class.texts.len() + 1);
        let (empty, longer): (Vec<_>, Vec<_>) = class.texts.iter().partition(|t| t.is_empty());
        for text in longer {
            let chars = text.iter().map(|c| self.character(*c));
            alternatives.push(Node::Cat(chars.collect::<Result<_>>()?));
        }
        alternatives.push(self.set(&class.chars)?);
        alternatives.extend(empty.first().map(|_| Node::Empty));
        Ok(Node::Alt(alternatives))
    }

    fn nested_class(&mut self) -> Result<Class> {
        self.deeper()?;
        let negated = self.eat("^");
        let mut class = Class::default();
        if self.peek() != Some(']') {
            let range;
            (class, range) = self.operand_or_range()?;
            if !range && (self.ahead_is("--") || self.ahead_is("&&")) {
                self.operations(&mut class)?;
            }
        }
        while !self.eat("]") {
            if self.ahead_is("--") || self.ahead_is("&&") {
                return Err(BAD_OPERATION);
            }
            let more = self.operand_or_range()?.0;
            class.chars.0.extend(more.chars.0);
            class.texts.extend(more.texts);
        }
        class.chars.normalize();
        if negated {
            if !class.texts.is_empty() {
                return Err("Negated character class may contain strings");
            }
            class.chars = class.chars.inverted();
        }
        class.texts.sort();
        class.texts.dedup();
        self.shallower();
        Ok(class)
    }

    fn ahead_is(&mut self, text: &str) -> bool {
        let at = self.at;
        let there = self.eat(text);
        self.at = at;
        there
    }

    /// `--[…]--[…]` or `&&[…]&&[…]`, one of the two throughout.
    fn operations(&mut self, class: &mut Class) -> Result<()> {
        let minus = self.ahead_is("--");
        let operator = if minus { "--" } else { "&&" };
        while self.eat(operator) {
            if !minus && self.peek() == Some('&') {
                return Err("Invalid character in character class");
            }
            let other = self.operand()?.0;
            class.texts.retain(|t| other.texts.contains(t) != minus);
            class.chars = if minus {
                class.chars.without(&other.chars)
            } else {
                class.chars.common(&other.chars)
            };
        }
        match self.peek() {
            Some(']') => Ok(()),
            None => Err("Unterminated character class"),
            Some(_) => Err(BAD_OPERATION),
        }
    }

    /// What comes next, and whether it is a range.
    fn operand_or_range(&mut self) -> Result<(Class, bool)> {
        let (class, from) = self.operand()?;
        if self.peek() != Some('-') || self.ahead(1) == Some('-') {
            return Ok((class, false));
        }
        let Some(lo) = from else {
            return Err("Invalid character class");
        };
        self.at += 1;
        match self.operand()?.1 {
            Some(hi) if hi < lo => Err(OUT_OF_ORDER),
            Some(_) if self.peek() == Some('-') && self.ahead(1) != Some('-') => {
                Err("Invalid character class")
            }
            Some(hi) => Ok((self.chars(Ranges(vec![(lo, hi)])), true)),
            None => Err("Invalid character class"),
        }
    }

    fn chars(&self, chars: Ranges) -> Class {
        Class {
            chars: if self.icase {
                chars.any_case(true)
            } else {
                chars
            },
            texts: Vec::new(),
        }
    }

    /// A class, an escape or a character; of the last the character itself too.
    fn operand(&mut self) -> Result<(Class, Option<u32>)> {
        if self.eat("[") {
            return Ok((self.nested_class()?, None));
        }
        if self.eat("\\q{") {
            return Ok((self.quoted()?, None));
        }
        if self.peek() == Some('\\') && !self.is_escaped_char() {
            self.at += 1;
            if let Some((ranges, _)) = self.class_escape(true)? {
                return Ok((self.chars(ranges), None));
            }
            self.at -= 1;
        }
        let c = self.class_char()?;
        Ok((self.chars(Ranges(vec![(c, c)])), Some(c)))
    }

    fn is_escaped_char(&self) -> bool {
        matches!(self.ahead(1), Some(c) if c == 'b' || "&-!#%,:;<=>@`~".contains(c))
    }

    fn class_char(&mut self) -> Result<u32> {
        let Some(c) = self.peek() else {
            return Err("Unterminated character class");
        };
        if self.is_escaped_char() && c == '\\' {
            self.at += 1;
            let c = self.next_unit().unwrap_or_default();
            return Ok(if c == 98 { 8 } else { c });
        }
        self.at += 1;
        match c {
            '\\' => self.character_escape(true),
            '(' | ')' | '[' | ']' | '{' | '}' | '/' | '-' | '|' => {
                Err("Invalid character in character class")
            }
            c if DOUBLED.contains(c) && self.peek() == Some(c) => Err(BAD_OPERATION),
            c => Ok(c.into()),
        }
    }

    /// `\q{ab|c}`, from after its `{`.
    fn quoted(&mut self) -> Result<Class> {
        let mut class = Class::default();
        let mut text = Vec::new();
        loop {
            let closed = self.eat("}");
            if closed || self.eat("|") {
                match text.as_slice() {
                    [c] => class.chars.add(&Ranges(vec![(*c, *c)])),
                    _ => class.texts.push(std::mem::take(&mut text)),
                }
                text.clear();
                if closed {
                    break;
                }
                continue;
            }
            let c = self.class_char()?;
            text.push(self.folded(c));
        }
        class.chars = self.chars(class.chars).chars;
        Ok(class)
    }

    /// One for all that differ by case alone, so that texts can be compared.
    fn folded(&self, c: u32) -> u32 {
        let same = if self.icase {
            Cases::get(true).same(c)
        } else {
            &[]
        };
        same.iter().copied().min().unwrap_or(c)
    }
}
