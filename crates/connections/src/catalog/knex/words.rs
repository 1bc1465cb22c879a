//! Reading SQL of a database server just enough to know what a statement is: its verb, and whether
//! it would leave something behind on its connection.

use super::dialect::Dialect;

/// What one statement is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// What it does to its connection.
    pub(super) kind: Kind,
    /// Its verb in lower case; of `with …` the one that follows.
    pub(super) verb: String,
    /// It begins with `with` and changes something.
    pub(super) writes_in_with: bool,
}

/// What a statement does to its connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing that lasts.
    Plain,
    /// Begins or ends a transaction.
    Transaction,
    /// Reads from or writes to the connection itself.
    Copy,
    /// It may change settings of the connection, or anything else.
    Other,
}

const PLAIN: [&str; 13] = [
    "select", "values", "table", "insert", "replace", "update", "delete", "merge", "explain",
    "show", "describe", "desc", "with",
];
const TRANSACTION: [&str; 9] = [
    "begin",
    "start",
    "commit",
    "end",
    "rollback",
    "abort",
    "savepoint",
    "release",
    "xa",
];
const CHANGES: [&str; 5] = ["insert", "update", "delete", "merge", "replace"];

impl Words {
    /// Reads `sql`.
    pub(super) fn read(dialect: Dialect, sql: &str) -> Words {
        let tokens = Tokens { dialect, sql };
        let (mut first, mut verb) = (String::new(), String::new());
        let (mut depth, mut changes, mut second) = (0_usize, false, String::new());
        for token in tokens {
            match token {
                Token::Open => depth += usize::from(!first.is_empty()),
                Token::Close => depth = depth.saturating_sub(1),
                Token::Other => {}
                Token::Word(word) => {
                    let word = word.to_ascii_lowercase();
                    if first.is_empty() {
                        first = word;
                        // Of any other statement nothing more needs to be known.
                        if !matches!(first.as_str(), "with" | "prepare" | "explain") {
                            break;
                        }
                        continue;
                    }
                    if second.is_empty() {
                        second = word.clone();
                    }
                    changes |= CHANGES.contains(&word.as_str());
                    let is_verb = word == "select" || word == "values" || word == "table";
                    if depth == 0 && verb.is_empty() && (is_verb || CHANGES.contains(&&*word)) {
                        verb = word;
                    }
                }
            }
        }
        let kind = match first.as_str() {
            "prepare" if second == "transaction" => Kind::Transaction,
            "copy" | "load" => Kind::Copy,
            word if PLAIN.contains(&word) => Kind::Plain,
            word if TRANSACTION.contains(&word) => Kind::Transaction,
            _ => Kind::Other,
        };
        let is_with = first == "with";
        Words {
            kind,
            writes_in_with: is_with && changes,
            verb: if is_with { verb } else { first },
        }
    }
}

enum Token<'s> {
    Word(&'s str),
    Open,
    Close,
    Other,
}

/// The tokens of a text, without space, comments and strings.
struct Tokens<'s> {
    dialect: Dialect,
    sql: &'s str,
}

impl<'s> Iterator for Tokens<'s> {
    type Item = Token<'s>;

    fn next(&mut self) -> Option<Token<'s>> {
        self.skip();
        let text = self.sql;
        let first = text.chars().next()?;
        let (length, token) = match first {
            '\'' | '"' | '`' => (self.quoted(text, first, false), Token::Other),
            '$' if self.dialect == Dialect::Postgres => (dollar_quoted(text), Token::Other),
            '(' => (1, Token::Open),
            ')' => (1, Token::Close),
            _ => match word(text) {
                0 => (first.len_utf8(), Token::Other),
                // A string whose backslashes count.
                1 if matches!(first, 'e' | 'E') && text[1..].starts_with('\'') => {
                    (1 + self.quoted(&text[1..], '\'', true), Token::Other)
                }
                n => (n, Token::Word(&text[..n])),
            },
        };
        self.sql = &text[length..];
        Some(token)
    }
}

impl Tokens<'_> {
    fn skip(&mut self) {
        let mysql = self.dialect == Dialect::Mysql;
        loop {
            let space = |c: char| c.is_whitespace() || c == '\u{feff}' || c == ';' || c == '\0';
            let text = self.sql.trim_start_matches(space);
            self.sql = text;
            let line = text.starts_with("--") || mysql && text.starts_with('#');
            let length = if line {
                text.find('\n').unwrap_or(text.len())
            } else if mysql && (text.starts_with("/*!") || text.starts_with("/*M!")) {
                // What is in such a comment is run.
                let rest = text.trim_start_matches(|c: char| "/*M!".contains(c));
                text.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len()
            } else if mysql && text.starts_with("*/") {
                2
            } else if text.starts_with("/*") {
                comment(text, self.dialect == Dialect::Postgres)
            } else {
                return;
            };
            self.sql = &text[length..];
        }
    }

    /// How long the quoted text at the beginning is; a doubled quote does not end it.
    fn quoted(&self, text: &str, quote: char, escapes: bool) -> usize {
        let escapes = escapes || self.dialect == Dialect::Mysql && quote != '`';
        let bytes = text.as_bytes();
        let mut i = 1;
        while i < bytes.len() {
            if escapes && bytes[i] == b'\\' {
                i += 1;
            } else if bytes[i] == quote as u8 {
                if bytes.get(i + 1) != Some(&(quote as u8)) {
                    return i + 1;
                }
                i += 1;
            }
            i += 1;
        }
        text.len()
    }
}

/// How long the comment at the beginning is.
fn comment(text: &str, nested: bool) -> usize {
    let bytes = text.as_bytes();
    let (mut depth, mut i) = (0_usize, 0);
    while i + 1 < bytes.len() {
        match (bytes[i], bytes[i + 1]) {
            (b'/', b'*') if nested || depth == 0 => {
                depth += 1;
                i += 2;
            }
            (b'*', b'/') => {
                depth -= 1;
                i += 2;
                if depth == 0 {
                    return i;
                }
            }
            _ => i += 1,
        }
    }
    text.len()
}

/// How long `$tag$…$tag$` at the beginning is; 1 if it is none.
fn dollar_quoted(text: &str) -> usize {
    let Some(end) = text[1..].find('$').map(|end| end + 2) else {
        return 1;
    };
    let tag = &text[..end];
    let name = &tag[1..end - 1];
    let starts_well = !name.starts_with(|c: char| c.is_ascii_digit());
    if !starts_well || word(name) != name.len() {
        return 1;
    }
    match text[end..].find(tag) {
        Some(at) => end + at + end,
        None => text.len(),
    }
}

/// How long the word at the beginning is.
fn word(text: &str) -> usize {
    let part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_' || *b >= 0x80;
    text.bytes().take_while(part).count()
}
