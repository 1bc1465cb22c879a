//! Messages taken apart.

use super::skeleton;
use super::{Kind, Options, Part, Style};

/// Messages within messages that are taken.
const MAX_DEPTH: usize = 64;

/// Texts that an argument may choose among.
const MAX_OPTIONS: usize = 1_000;

/// Reads a message.
///
/// # Errors
/// FormatJS's word for what is wrong, such as `EXPECT_ARGUMENT_CLOSING_BRACE`.
pub(crate) fn parse(text: &str) -> Result<Vec<Part>, String> {
    let mut parser = Parser {
        rest: text,
        depth: 0,
    };
    let parts = parser.message(false, false)?;
    match parser.rest {
        "" => Ok(parts),
        _ => fail("MALFORMED_ARGUMENT"),
    }
}

fn fail<T>(message: &str) -> Result<T, String> {
    Err(message.to_owned())
}

struct Parser<'a> {
    rest: &'a str,
    /// How many messages and tags are around.
    depth: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn after(&self) -> Option<char> {
        self.rest.chars().nth(1)
    }

    fn bump(&mut self) {
        let len = self.peek().map_or(0, char::len_utf8);
        self.rest = &self.rest[len..];
    }

    fn eat(&mut self, prefix: &str) -> bool {
        let rest = self.rest.strip_prefix(prefix);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches(is_space);
    }

    /// Takes what `keep` says.
    fn take(&mut self, keep: impl Fn(char) -> bool) -> &'a str {
        let len = self.rest.find(|c| !keep(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(len);
        self.rest = rest;
        taken
    }

    /// The pieces up to the end, a brace or a closing tag. `plural`: `#` is the number.
    fn message(&mut self, plural: bool, in_tag: bool) -> Result<Vec<Part>, String> {
        if self.depth > MAX_DEPTH {
            return fail("NESTED_TOO_DEEPLY");
        }
        let mut parts = Vec::new();
        while let Some(c) = self.peek() {
            let part = match (c, self.after()) {
                ('{', _) => self.argument(in_tag)?,
                ('}', _) if self.depth > 0 => break,
                ('#', _) if plural => {
                    self.bump();
                    Part::Pound
                }
                ('<', Some('/')) if in_tag => break,
                ('<', Some('/')) => return fail("UNMATCHED_CLOSING_TAG"),
                ('<', Some(next)) if next.is_ascii_alphabetic() => self.tag(plural)?,
                _ => Part::Text(self.text(plural)),
            };
            parts.push(part);
        }
        Ok(parts)
    }

    fn text(&mut self, plural: bool) -> String {
        let mut text = String::new();
        while let Some(c) = self.peek() {
            match (c, self.after()) {
                ('\'', _) if self.quote(plural, &mut text) => {}
                ('{', _) => break,
                ('}', _) if self.depth > 0 => break,
                ('#', _) if plural => break,
                ('<', Some(next)) if next.is_ascii_alphabetic() || next == '/' => break,
                _ => {
                    text.push(c);
                    self.bump();
                }
            }
        }
        text
    }

    /// Takes quoted text, if it is that: `''`, or `'{…'`.
    fn quote(&mut self, plural: bool, text: &mut String) -> bool {
        match self.after() {
            Some('\'') => {
                text.push('\'');
                self.rest = &self.rest[2..];
                return true;
            }
            Some('{' | '<' | '>' | '}') => {}
            Some('#') if plural => {}
            _ => return false,
        }
        self.bump();
        while let Some(c) = self.peek() {
            self.bump();
            if c != '\'' {
                text.push(c);
            } else if self.eat("'") {
                text.push('\'');
            } else {
                break;
            }
        }
        true
    }

    fn tag(&mut self, plural: bool) -> Result<Part, String> {
        self.bump();
        let name = self.take(is_tag_char);
        self.skip_space();
        if self.eat("/>") {
            return Ok(Part::Text(format!("<{name}/>")));
        }
        if !self.eat(">") {
            return fail("INVALID_TAG");
        }
        self.depth += 1;
        let children = self.message(plural, true)?;
        self.depth -= 1;
        if !self.eat("</") {
            return fail("UNCLOSED_TAG");
        }
        if !self.peek().is_some_and(|c| c.is_ascii_alphabetic()) {
            return fail("INVALID_TAG");
        }
        if self.take(is_tag_char) != name {
            return fail("UNMATCHED_CLOSING_TAG");
        }
        self.skip_space();
        if !self.eat(">") {
            return fail("INVALID_TAG");
        }
        Ok(Part::Tag {
            name: name.to_owned(),
            children,
        })
    }

    fn identifier(&mut self) -> &'a str {
        self.take(|c| !is_space(c) && !is_syntax(c))
    }

    fn argument(&mut self, in_tag: bool) -> Result<Part, String> {
        self.bump();
        self.skip_space();
        match self.peek() {
            None => return fail("EXPECT_ARGUMENT_CLOSING_BRACE"),
            Some('}') => return fail("EMPTY_ARGUMENT"),
            Some(_) => {}
        }
        let name = self.identifier().to_owned();
        if name.is_empty() {
            return fail("MALFORMED_ARGUMENT");
        }
        self.skip_space();
        match self.peek() {
            None => fail("EXPECT_ARGUMENT_CLOSING_BRACE"),
            Some('}') => {
                self.bump();
                Ok(Part::Argument(name))
            }
            Some(',') => {
                self.bump();
                self.skip_space();
                if self.rest.is_empty() {
                    return fail("EXPECT_ARGUMENT_CLOSING_BRACE");
                }
                self.options(name, in_tag)
            }
            Some(_) => fail("MALFORMED_ARGUMENT"),
        }
    }

    /// What follows `{name,`.
    fn options(&mut self, name: String, in_tag: bool) -> Result<Part, String> {
        let kind = self.identifier();
        let kind = match kind {
            "" => return fail("EXPECT_ARGUMENT_TYPE"),
            "number" => Kind::Number,
            "date" => Kind::Date,
            "time" => Kind::Time,
            "plural" | "selectordinal" | "select" => return self.choice(name, kind, in_tag),
            _ => return fail("INVALID_ARGUMENT_TYPE"),
        };
        self.skip_space();
        let mut style = None;
        if self.eat(",") {
            self.skip_space();
            let text = self.style()?.trim_end_matches(is_space);
            style = Some(match (text.strip_prefix("::"), kind) {
                _ if text.is_empty() => return fail("EXPECT_ARGUMENT_STYLE"),
                (None, _) => Style::Named(text.to_owned()),
                (Some(skeleton), Kind::Number) => Style::Skeleton(skeleton::number(skeleton)?),
                (Some(skeleton), _) => Style::Skeleton(skeleton::date(skeleton)?),
            });
        }
        self.close()?;
        Ok(Part::Formatted { name, kind, style })
    }

    fn close(&mut self) -> Result<(), String> {
        if self.eat("}") {
            Ok(())
        } else {
            fail("EXPECT_ARGUMENT_CLOSING_BRACE")
        }
    }

    /// The style, up to the brace that closes the argument.
    fn style(&mut self) -> Result<&'a str, String> {
        let start = self.rest;
        let mut braces = 0;
        while let Some(c) = self.peek() {
            match c {
                '\'' => {
                    self.bump();
                    self.take(|c| c != '\'');
                    if self.rest.is_empty() {
                        return fail("UNCLOSED_QUOTE_IN_ARGUMENT_STYLE");
                    }
                }
                '{' => braces += 1,
                '}' if braces == 0 => break,
                '}' => braces -= 1,
                _ => {}
            }
            self.bump();
        }
        Ok(&start[..start.len() - self.rest.len()])
    }

    fn choice(&mut self, name: String, kind: &str, in_tag: bool) -> Result<Part, String> {
        self.skip_space();
        if !self.eat(",") {
            return fail("EXPECT_SELECT_ARGUMENT_OPTIONS");
        }
        self.skip_space();
        let mut selector = self.identifier().to_owned();
        let mut offset = 0.0;
        if kind != "select" && selector == "offset" {
            if !self.eat(":") {
                return fail("EXPECT_PLURAL_ARGUMENT_OFFSET_VALUE");
            }
            self.skip_space();
            offset = self.integer("EXPECT_PLURAL_ARGUMENT_OFFSET_VALUE")?;
            self.skip_space();
            self.identifier().clone_into(&mut selector);
        }
        let options = self.texts(kind, selector, in_tag)?;
        self.close()?;
        Ok(match kind {
            "select" => Part::Select { name, options },
            _ => Part::Plural {
                name,
                ordinal: kind == "selectordinal",
                offset,
                options,
            },
        })
    }

    fn integer(&mut self, message: &str) -> Result<f64, String> {
        let sign = match (self.eat("+"), self.eat("-")) {
            (_, true) => -1.0,
            _ => 1.0,
        };
        let digits = self.take(|c| c.is_ascii_digit());
        match digits.parse::<f64>() {
            Ok(n) if n <= 9_007_199_254_740_991.0 => Ok(sign * n),
            _ => fail(message),
        }
    }

    /// `one {…} other {…}`, the first selector of which is taken already.
    fn texts(&mut self, kind: &str, selector: String, in_tag: bool) -> Result<Options, String> {
        let which = if kind == "select" { "SELECT" } else { "PLURAL" };
        let mut options = Options::new();
        let mut selector = selector;
        loop {
            if selector.is_empty() {
                if kind == "select" || !self.rest.starts_with('=') {
                    break;
                }
                let start = self.rest;
                self.bump();
                self.integer("EXPECT_PLURAL_ARGUMENT_SELECTOR")?;
                start[..start.len() - self.rest.len()].clone_into(&mut selector);
            }
            if options.len() >= MAX_OPTIONS {
                return Err(format!("TOO_MANY_{which}_ARGUMENT_SELECTORS"));
            }
            if options.iter().any(|(known, _)| *known == selector) {
                return Err(format!("DUPLICATE_{which}_ARGUMENT_SELECTOR"));
            }
            self.skip_space();
            if !self.eat("{") {
                return Err(format!("EXPECT_{which}_ARGUMENT_SELECTOR_FRAGMENT"));
            }
            self.depth += 1;
            let text = self.message(kind != "select", in_tag)?;
            self.depth -= 1;
            self.close()?;
            options.push((std::mem::take(&mut selector), text));
            self.skip_space();
            self.identifier().clone_into(&mut selector);
        }
        if options.is_empty() {
            return Err(format!("EXPECT_{which}_ARGUMENT_SELECTOR"));
        }
        if !options.iter().any(|(selector, _)| selector == "other") {
            return fail("MISSING_OTHER_CLAUSE");
        }
        Ok(options)
    }
}

/// Unicode's white space of patterns.
fn is_space(c: char) -> bool {
    matches!(
        c,
        '\t'..='\r' | ' ' | '\u{85}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}'
    )
}

/// Unicode's syntax of patterns: signs that names cannot have.
fn is_syntax(c: char) -> bool {
    matches!(c,
        '!'..='/' | ':'..='@' | '['..='^' | '`' | '{'..='~' | '¡'..='§' | '©' | '«' | '¬' | '®'
        | '°' | '±' | '¶' | '»' | '¿' | '×' | '÷' | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{203e}' | '\u{2041}'..='\u{2053}' | '\u{2055}'..='\u{205e}'
        | '\u{2190}'..='\u{245f}' | '\u{2500}'..='\u{2775}' | '\u{2794}'..='\u{2bff}'
        | '\u{2e00}'..='\u{2e7f}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3020}' | '\u{3030}'
        | '\u{fd3e}' | '\u{fd3f}' | '\u{fe45}' | '\u{fe46}')
}

/// Can it be in the name of a tag?
fn is_tag_char(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '-' | '.' | '_' | '\u{b7}' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}'
            | '\u{f8}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}'
            | '\u{203f}'..='\u{2040}' | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}'
            | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
            | '\u{10000}'..='\u{effff}')
}
