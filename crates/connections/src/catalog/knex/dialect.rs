//! Where the languages of the databases differ in small things: quotes and operators.

/// The language of a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Of SQLite.
    Sqlite,
    /// Of PostgreSQL.
    Postgres,
    /// Of MySQL and MariaDB.
    Mysql,
}

/// Operators of conditions that all have, as Knex takes them.
const COMMON: [&str; 22] = [
    "=",
    "<",
    ">",
    "<=",
    ">=",
    "<>",
    "!=",
    "like",
    "not like",
    "between",
    "not between",
    "exists",
    "rlike",
    "not rlike",
    "regexp",
    "not regexp",
    "match",
    "&",
    "|",
    "<<",
    ">>",
    "||",
];

/// Those of PostgreSQL besides.
const POSTGRES: [&str; 20] = [
    "ilike",
    "not ilike",
    "^",
    "~",
    "~=",
    "~*",
    "!~",
    "!~*",
    "#",
    "&&",
    "@>",
    "<@",
    "&<",
    "&>",
    "-|-",
    "@@",
    "!!",
    "?",
    "?|",
    "?&",
];

impl Dialect {
    /// Appends a name in quotes.
    pub(super) fn quote(self, text: &mut String, name: &str) {
        let quote = match self {
            Dialect::Sqlite | Dialect::Mysql => '`',
            Dialect::Postgres => '"',
        };
        let (name, index) = match self {
            Dialect::Postgres => split_index(name),
            _ => (name, ""),
        };
        text.push(quote);
        for c in name.chars() {
            if c == quote {
                text.push(quote);
            }
            text.push(c);
        }
        text.push(quote);
        text.push_str(index);
    }

    /// What an operator is called there; nothing if it is none.
    pub(super) fn operator(self, name: &str) -> Option<&'static str> {
        let name = name.to_lowercase();
        let find = |operators: &[&'static str]| operators.iter().find(|it| **it == name).copied();
        let own = match self {
            Dialect::Postgres => find(&POSTGRES),
            // Their `like` does not tell case apart, and there is no other.
            Dialect::Sqlite | Dialect::Mysql => match name.as_str() {
                "ilike" => Some("like"),
                "not ilike" => Some("not like"),
                "^" if self == Dialect::Mysql => Some("^"),
                _ => None,
            },
        };
        own.or_else(|| find(&COMMON))
    }
}

/// `tags[1]` as `tags` and `[1]`.
fn split_index(name: &str) -> (&str, &str) {
    let inner = name
        .strip_suffix(']')
        .and_then(|rest| rest.rsplit_once('['));
    match inner {
        Some((before, digits))
            if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) =>
        {
            (before, &name[before.len()..])
        }
        _ => (name, ""),
    }
}
