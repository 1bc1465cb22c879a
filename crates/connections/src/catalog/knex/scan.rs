//! Reading SQL just enough to know what it is: how many statements, which kind, how many
//! placeholders. What SQLite's own parser would only tell by running it.

use crate::Error;

/// What one statement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) kind: Kind,
    /// Number of `?`.
    pub(super) placeholders: usize,
    /// It has `?1`, `:a`, `@a` or `$a`.
    pub(super) named: bool,
    /// Its columns depend on the tables as they are (`*`), so it must not be kept prepared.
    pub(super) star: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Gives rows.
    Rows,
    /// Inserts.
    Insert,
    /// Updates or deletes.
    Change,
    /// Says something to or about this connection.
    Pragma,
    /// Begins or ends a transaction.
    Transaction,
    /// Changes what databases this connection has, or makes something temporary.
    Session,
    /// Anything else, such as `create table`.
    Other,
}

impl Statement {
    /// Reads `sql`.
    ///
    /// # Errors
    /// There is no statement in it, or more than one.
    pub(super) fn read(sql: &str) -> Result<Statement, Error> {
        let mut reader = Reader::default();
        for token in Tokens(sql) {
            reader.token(token)?;
        }
        if !reader.begun {
            return Err(Error::request(
                "The supplied SQL string contains no statements",
            ));
        }
        Ok(Statement {
            kind: reader.kind(),
            placeholders: reader.placeholders,
            named: reader.named,
            star: reader.star,
        })
    }
}

enum Token<'s> {
    Word(&'s str),
    Placeholder,
    Named,
    Char(u8),
    /// A string or a quoted name.
    Quoted,
}

#[derive(Default)]
struct Reader {
    begun: bool,
    ended: bool,
    /// The first words, at most so many as decide what it is.
    words: Vec<String>,
    /// The verb after `with …`.
    verb: Option<String>,
    depth: usize,
    returning: bool,
    placeholders: usize,
    named: bool,
    star: bool,
    previous: Previous,
}

/// What came before, for `; end ;` and `count(*)`.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Previous {
    #[default]
    Other,
    Semicolon,
    SemicolonEnd,
    Open,
}

impl Reader {
    fn token(&mut self, token: Token<'_>) -> Result<(), Error> {
        let before = std::mem::take(&mut self.previous);
        if let Token::Char(b';') = token {
            // The statements within a trigger end like it does; it ends after `; end`.
            let ends = !self.is_trigger() || before == Previous::SemicolonEnd;
            self.ended |= self.begun && ends;
            self.previous = Previous::Semicolon;
            return Ok(());
        }
        if self.ended {
            return Err(Error::request(
                "The supplied SQL string contains more than one statement",
            ));
        }
        self.begun = true;
        match token {
            Token::Word(word) => {
                let word = word.to_ascii_lowercase();
                if before == Previous::Semicolon && word == "end" {
                    self.previous = Previous::SemicolonEnd;
                }
                self.word(word);
            }
            Token::Placeholder => self.placeholders += 1,
            Token::Named => self.named = true,
            Token::Char(b'(') => {
                self.depth += 1;
                self.previous = Previous::Open;
            }
            Token::Char(b')') => self.depth = self.depth.saturating_sub(1),
            Token::Char(b'*') => self.star |= before != Previous::Open,
            Token::Char(_) | Token::Quoted => {}
        }
        Ok(())
    }

    fn word(&mut self, word: String) {
        if self.depth == 0 {
            self.returning |= word == "returning";
            let verbs = ["select", "values", "insert", "replace", "update", "delete"];
            if self.verb.is_none() && verbs.contains(&word.as_str()) {
                self.verb = Some(word.clone());
            }
        }
        if self.words.len() < 4 {
            self.words.push(word);
        }
    }

    fn first(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    fn is_trigger(&self) -> bool {
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        matches!(
            words.as_slice(),
            ["create", "trigger", ..] | ["create", "temp" | "temporary", "trigger", ..]
        )
    }

    fn kind(&self) -> Kind {
        let verb = match self.first() {
            "with" => self.verb.as_deref().unwrap_or_default(),
            first => first,
        };
        let temporary = |word: &String| matches!(word.as_str(), "temp" | "temporary");
        match verb {
            "select" | "values" | "explain" => Kind::Rows,
            "insert" | "replace" | "update" | "delete" if self.returning => Kind::Rows,
            "insert" | "replace" => Kind::Insert,
            "update" | "delete" => Kind::Change,
            "pragma" => Kind::Pragma,
            "begin" | "commit" | "end" | "rollback" | "savepoint" | "release" => Kind::Transaction,
            "attach" | "detach" => Kind::Session,
            "create" if self.words.get(1).is_some_and(temporary) => Kind::Session,
            _ => Kind::Other,
        }
    }
}

/// The tokens of a text, without space and comments.
struct Tokens<'s>(&'s str);

impl<'s> Iterator for Tokens<'s> {
    type Item = Token<'s>;

    fn next(&mut self) -> Option<Token<'s>> {
        self.skip();
        let text = self.0;
        let first = *text.as_bytes().first()?;
        let (length, token) = match first {
            b'\'' | b'"' | b'`' => (quoted(text, first), Token::Quoted),
            b'[' => (
                text.find(']').map_or(text.len(), |end| end + 1),
                Token::Quoted,
            ),
            b'?' => match text[1..].bytes().take_while(u8::is_ascii_digit).count() {
                0 => (1, Token::Placeholder),
                length => (1 + length, Token::Named),
            },
            b':' | b'@' | b'$' => match word(&text[1..]) {
                0 => (1, Token::Char(first)),
                length => (1 + length, Token::Named),
            },
            _ => match word(text) {
                0 => (1, Token::Char(first)),
                length => (length, Token::Word(&text[..length])),
            },
        };
        self.0 = &text[length..];
        Some(token)
    }
}

impl Tokens<'_> {
    fn skip(&mut self) {
        loop {
            // A byte order mark is space to SQLite too.
            self.0 = self
                .0
                .trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '\u{feff}');
            let end = if self.0.starts_with("--") {
                self.0.find('\n')
            } else if let Some(comment) = self.0.strip_prefix("/*") {
                comment.find("*/").map(|end| end + 4)
            } else {
                return;
            };
            self.0 = end.map_or("", |end| &self.0[end..]);
        }
    }
}

/// How long the quoted text at the beginning is; a doubled quote does not end it.
fn quoted(text: &str, quote: u8) -> usize {
    let bytes = text.as_bytes();
    let mut i = 1;
    while i < bytes.len() {
        if bytes[i] == quote {
            if bytes.get(i + 1) != Some(&quote) {
                return i + 1;
            }
            i += 1;
        }
        i += 1;
    }
    bytes.len()
}

/// How long the word at the beginning is. Everything beyond ASCII belongs to words, as in SQLite.
fn word(text: &str) -> usize {
    let part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_' || *b == b'$' || *b >= 0x80;
    text.bytes().take_while(|b| part(b)).count()
}
