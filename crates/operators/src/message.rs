//! Messages in the form of ICU, as FormatJS reads and writes them: text with arguments, which may
//! choose among texts.
//!
//! `{name}`; `{price, number, ::currency/EUR}`; `{due, date, long}`; `{at, time, short}`;
//! `{count, plural, offset:1 =0 {nobody} one {# other} other {# others}}`, `selectordinal` likewise;
//! `{kind, select, a {…} other {…}}`; `<b>bold</b>`, where `b` is a function. `'{'` is a brace.

mod format;
mod parse;
mod skeleton;
#[cfg(test)]
mod tests;

pub(crate) use format::format;
pub(crate) use parse::parse;

/// A piece of a message.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Part {
    /// Stands for itself.
    Text(String),
    /// `{name}`
    Argument(String),
    /// `#`: the number that plurals were chosen by.
    Pound,
    /// `{name, number, style}`
    Formatted {
        name: String,
        kind: Kind,
        style: Option<Style>,
    },
    /// `{name, select, …}`
    Select { name: String, options: Options },
    /// `{name, plural, …}`
    Plural {
        name: String,
        ordinal: bool,
        offset: f64,
        options: Options,
    },
    /// `<name>…</name>`
    Tag { name: String, children: Vec<Part> },
}

/// What an argument is formatted as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Number,
    Date,
    Time,
}

/// How an argument is formatted.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Style {
    /// `short`
    Named(String),
    /// What follows `::`, as options of `Intl`.
    Skeleton(engine::Value),
}

/// Texts by what they are chosen for.
pub(crate) type Options = Vec<(String, Vec<Part>)>;
