//! From text to tokens. White space that `-` takes away is gone already, and so are comments.

use engine::{Str, js};

use super::Failure;

/// A part of a template.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// Text outside of tags.
    Text(Str),
    /// `{%`
    BlockStart,
    /// `%}`
    BlockEnd,
    /// `{{`
    OutputStart,
    /// `}}`
    OutputEnd,
    /// A word.
    Name(Str),
    /// Text in quotes.
    String(Str),
    /// A number.
    Number(f64),
    /// Anything else, such as `==` or `(`.
    Operator(&'static str),
}

/// Longest first.
const OPERATORS: [&str; 28] = [
    "===", "!==", "==", "!=", "<=", ">=", "//", "**", "(", ")", "[", "]", "{", "}", "%", "*", "-",
    "+", "~", "/", ",", ":", "|", ".", "<", ">", "=", "!",
];

/// The tokens with the line that each begins in.
///
/// # Errors
/// A tag, text in quotes or comment that does not end; a character that means nothing.
pub(super) fn tokens(template: &str) -> Result<Vec<(Token, usize)>, Failure> {
    let mut lexer = Lexer {
        rest: template,
        line: 1,
        out: Vec::new(),
        trim: false,
    };
    while !lexer.rest.is_empty() {
        lexer.text()?;
    }
    Ok(lexer.out)
}

struct Lexer<'a> {
    rest: &'a str,
    line: usize,
    out: Vec<(Token, usize)>,
    /// The last tag takes away the white space that follows.
    trim: bool,
}

impl<'a> Lexer<'a> {
    /// Text up to a tag, and that tag.
    fn text(&mut self) -> Result<(), Failure> {
        let tags = ["{%", "{{", "{#"];
        let Some(at) = tags.iter().filter_map(|tag| self.rest.find(tag)).min() else {
            let text = self.take(self.rest.len());
            return self.push_text(text, false);
        };
        let text = self.take(at);
        let start = self.take(2);
        let trim = self.rest.starts_with('-');
        self.push_text(text, trim)?;
        if trim {
            self.take(1);
        }
        match start {
            "{#" => self.comment(),
            "{%" => self.tag(Token::BlockStart),
            _ => self.tag(Token::OutputStart),
        }
    }

    fn push_text(&mut self, text: &str, trim_end: bool) -> Result<(), Failure> {
        if text.contains("#}") {
            return Err(self.fail("a comment ends that did not begin"));
        }
        let text = if std::mem::take(&mut self.trim) {
            text.trim_start_matches(js::is_space)
        } else {
            text
        };
        let text = if trim_end {
            text.trim_end_matches(js::is_space)
        } else {
            text
        };
        if !text.is_empty() {
            self.out.push((Token::Text(text.into()), self.line));
        }
        Ok(())
    }

    fn take(&mut self, n: usize) -> &'a str {
        let (head, tail) = self.rest.split_at(n);
        self.line += head.bytes().filter(|b| *b == b'\n').count();
        self.rest = tail;
        head
    }

    fn comment(&mut self) -> Result<(), Failure> {
        let Some(end) = self.rest.find("#}") else {
            return Err(self.fail("a comment does not end"));
        };
        self.trim = self.take(end + 2).ends_with("-#}");
        Ok(())
    }

    fn tag(&mut self, start: Token) -> Result<(), Failure> {
        let first = self.out.len();
        self.out.push((start, self.line));
        loop {
            let spaces = self.rest.len() - self.rest.trim_start_matches(js::is_space).len();
            self.take(spaces);
            if self.end() {
                break;
            }
            let line = self.line;
            let token = self.token()?;
            self.out.push((token, line));
        }
        let raw = match &self.out[first + 1..] {
            [(Token::Name(name), _), (Token::BlockEnd, _)]
                if matches!(&**name, "raw" | "verbatim") =>
            {
                name.clone()
            }
            _ => return Ok(()),
        };
        self.out.truncate(first);
        self.raw(&raw)
    }

    fn end(&mut self) -> bool {
        let ends = [
            ("-%}", Token::BlockEnd),
            ("-}}", Token::OutputEnd),
            ("%}", Token::BlockEnd),
            ("}}", Token::OutputEnd),
        ];
        let Some((text, token)) = ends
            .into_iter()
            .find(|(text, _)| self.rest.starts_with(text))
        else {
            return false;
        };
        self.trim = text.len() == 3;
        self.take(text.len());
        self.out.push((token, self.line));
        true
    }

    fn token(&mut self) -> Result<Token, Failure> {
        let Some(first) = self.rest.chars().next() else {
            return Err(self.fail("a tag does not end"));
        };
        if first == '"' || first == '\'' {
            return self.string(first);
        }
        let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        let end = self.rest.find(|c| !is_word(c)).unwrap_or(self.rest.len());
        if end > 0 && self.rest[..end].bytes().all(|b| b.is_ascii_digit()) {
            return Ok(self.number(end));
        }
        if end > 0 {
            return Ok(Token::Name(self.take(end).into()));
        }
        match OPERATORS.iter().find(|op| self.rest.starts_with(**op)) {
            Some(op) => {
                self.take(op.len());
                Ok(Token::Operator(op))
            }
            None => Err(self.fail("a character that means nothing")),
        }
    }

    fn number(&mut self, end: usize) -> Token {
        let fraction = self.rest[end..].strip_prefix('.');
        let n = fraction.map_or(0, |f| f.bytes().take_while(u8::is_ascii_digit).count());
        let text = self.take(if n > 0 { end + 1 + n } else { end });
        Token::Number(text.parse().unwrap_or(f64::NAN))
    }

    fn string(&mut self, quote: char) -> Result<Token, Failure> {
        self.take(1);
        let mut text = String::new();
        let mut chars = self.rest.char_indices();
        while let Some((i, c)) = chars.next() {
            match c {
                '\\' => text.extend(chars.next().map(|(_, c)| match c {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    c => c,
                })),
                c if c == quote => {
                    self.take(i + 1);
                    return Ok(Token::String(text.into()));
                }
                c => text.push(c),
            }
        }
        Err(self.fail("text in quotes does not end"))
    }

    /// Text up to the `endraw` that belongs to a `raw`.
    fn raw(&mut self, name: &str) -> Result<(), Failure> {
        let mut depth = 1;
        let mut at = 0;
        while let Some(found) = self.rest[at..].find("{%") {
            let start = at + found;
            let Some(length) = self.rest[start..].find("%}") else {
                break;
            };
            at = start + length + 2;
            let inner = &self.rest[start + 2..at - 2];
            let trims = (inner.starts_with('-'), inner.ends_with('-'));
            match inner.trim_matches('-').trim() {
                word if word == name => depth += 1,
                word if word.strip_prefix("end") == Some(name) => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let text = self.take(start);
                self.out.push((
                    Token::Text(if trims.0 { text.trim_end() } else { text }.into()),
                    self.line,
                ));
                self.take(at - start);
                self.trim = trims.1;
                return Ok(());
            }
        }
        Err(self.fail("a `raw` does not end"))
    }

    fn fail(&self, message: &'static str) -> Failure {
        Failure::new(message).at(self.line)
    }
}
