//! Words of an expression.

use engine::Str;
use engine::platform::Regex;
use std::rc::Rc;

use super::ast::Pattern;
use super::error::{Fault, Res, fail};
use super::value::Val;

/// A word.
#[derive(Clone)]
pub(super) enum Token {
    End,
    Name(Str),
    /// Without the `$`.
    Variable(Str),
    Text(Str),
    Number(f64),
    /// `true`, `false`, `null`
    Literal(Val),
    Regex(Rc<Pattern>),
    Op(&'static str),
}

impl Token {
    /// As faults show it.
    pub(super) fn value(&self) -> Val {
        match self {
            Token::End => Val::text("(end)"),
            Token::Name(text) | Token::Variable(text) | Token::Text(text) => {
                Val::Text(text.clone())
            }
            Token::Number(n) => Val::Number(*n),
            Token::Literal(value) => value.clone(),
            Token::Regex(_) => Val::object([]),
            Token::Op(op) => Val::text(op),
        }
    }

    pub(super) fn is(&self, text: &str) -> bool {
        matches!(self, Token::Op(op) if *op == text)
    }
}

const DOUBLE: [&str; 9] = ["..", ":=", "!=", ">=", "<=", "**", "~>", "?:", "??"];
const SINGLE: [&str; 25] = [
    ".", "[", "]", "{", "}", "(", ")", ",", "@", "#", ";", ":", "?", "+", "-", "*", "/", "%", "|",
    "=", "<", ">", "^", "&", "!",
];

/// Where the reading stands.
pub(super) struct Lexer<'a> {
    text: &'a str,
    pos: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Lexer<'a> {
        Lexer { text, pos: 0 }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.pos..]
    }

    /// The next word; `infix` says that a `/` divides.
    pub(super) fn next(&mut self, infix: bool) -> Res<Token> {
        self.space()?;
        let rest = self.rest();
        let Some(first) = rest.chars().next() else {
            return Ok(Token::End);
        };
        if first == '/' && !infix {
            self.pos += 1;
            return self.regex();
        }
        let op = DOUBLE
            .iter()
            .chain(&SINGLE)
            .find(|op| rest.starts_with(**op));
        if let Some(op) = op {
            self.pos += op.len();
            return Ok(Token::Op(op));
        }
        match first {
            '~' => {
                self.pos += 1;
                Ok(Token::Op("~"))
            }
            '"' | '\'' => self.string(first),
            '0'..='9' => self.number(),
            '`' => self.quoted_name(),
            _ => Ok(self.name()),
        }
    }

    fn space(&mut self) -> Res<()> {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start_matches([' ', '\t', '\n', '\r', '\u{b}']);
            self.pos += rest.len() - trimmed.len();
            let Some(comment) = trimmed.strip_prefix("/*") else {
                return Ok(());
            };
            match comment.find("*/") {
                Some(end) => self.pos += end + 4,
                None => return fail("S0106"),
            }
        }
    }

    fn regex(&mut self) -> Res<Token> {
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let (mut depth, mut escapes) = (0, 0);
        for (i, b) in bytes.iter().enumerate() {
            match b {
                b'/' if depth == 0 && escapes % 2 == 0 => return self.regex_end(i),
                b'(' | b'[' | b'{' if escapes == 0 => depth += 1,
                b')' | b']' | b'}' if escapes == 0 => depth -= 1,
                _ => {}
            }
            escapes = if *b == b'\\' { escapes + 1 } else { 0 };
        }
        fail("S0302")
    }

    fn regex_end(&mut self, len: usize) -> Res<Token> {
        let source = &self.rest()[..len];
        if source.is_empty() {
            return fail("S0301");
        }
        self.pos += len + 1;
        let rest = self.rest();
        let n_flags = rest.len() - rest.trim_start_matches(['i', 'm']).len();
        let regex = Regex::new(source, &rest[..n_flags]).map_err(Fault::of_text)?;
        self.pos += n_flags;
        Ok(Token::Regex(Rc::new(Pattern { regex })))
    }

    fn string(&mut self, quote: char) -> Res<Token> {
        self.pos += 1;
        let mut units: Vec<u16> = Vec::new();
        let mut chars = self.rest().char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' => {
                    let escaped = chars.next().map(|(_, c)| c).unwrap_or_default();
                    let plain = match escaped {
                        'b' => '\u{8}',
                        'f' => '\u{c}',
                        'n' => '\n',
                        'r' => '\r',
                        't' => '\t',
                        '"' | '\\' | '/' => escaped,
                        'u' => {
                            let hex = self.rest().get(at + 2..at + 6).unwrap_or_default();
                            let unit = u16::from_str_radix(hex, 16);
                            match unit {
                                Ok(unit) if hex.bytes().all(|b| b.is_ascii_hexdigit()) => {
                                    units.push(unit);
                                }
                                _ => return fail("S0104"),
                            }
                            chars.nth(3);
                            continue;
                        }
                        _ => return Err(Fault::new("S0103").token(escaped.to_string())),
                    };
                    units.push(plain as u16);
                }
                c if c == quote => {
                    self.pos += at + 1;
                    return Ok(Token::Text(String::from_utf16_lossy(&units).into()));
                }
                c => units.extend_from_slice(c.encode_utf16(&mut [0; 2])),
            }
        }
        fail("S0101")
    }

    fn number(&mut self) -> Res<Token> {
        let bytes = self.rest().as_bytes();
        let digits = |from: usize| {
            let rest = bytes.get(from..).unwrap_or_default();
            from + rest.iter().take_while(|b| b.is_ascii_digit()).count()
        };
        let mut end = if bytes[0] == b'0' { 1 } else { digits(0) };
        if bytes.get(end) == Some(&b'.') && digits(end + 1) > end + 1 {
            end = digits(end + 1);
        }
        if let Some(b'e' | b'E') = bytes.get(end) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            let from = end + 1 + sign;
            if digits(from) > from {
                end = digits(from);
            }
        }
        let text = &self.rest()[..end];
        self.pos += end;
        match text.parse::<f64>() {
            Ok(n) if n.is_finite() => Ok(Token::Number(n)),
            _ => Err(Fault::new("S0102").token(text)),
        }
    }

    fn quoted_name(&mut self) -> Res<Token> {
        let rest = &self.rest()[1..];
        match rest.find('`') {
            Some(end) => {
                self.pos += end + 2;
                Ok(Token::Name(rest[..end].into()))
            }
            None => fail("S0105"),
        }
    }

    fn name(&mut self) -> Token {
        let rest = self.rest();
        let stops = |c: char| {
            matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '~')
                || SINGLE.iter().any(|op| op.starts_with(c))
        };
        let name = &rest[..rest.find(stops).unwrap_or(rest.len())];
        self.pos += name.len();
        if let Some(variable) = name.strip_prefix('$') {
            return Token::Variable(variable.into());
        }
        match name {
            "or" => Token::Op("or"),
            "in" => Token::Op("in"),
            "and" => Token::Op("and"),
            "true" => Token::Literal(Val::Bool(true)),
            "false" => Token::Literal(Val::Bool(false)),
            "null" => Token::Literal(Val::Null),
            _ => Token::Name(name.into()),
        }
    }
}
