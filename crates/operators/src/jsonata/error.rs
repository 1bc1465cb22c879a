//! What can be wrong, by the codes of JSONata.

use std::fmt;

use super::value::Val;
use super::write;

/// A fault: its code, and what its sentence names.
pub(super) struct Fault {
    /// Such as `T2001`; empty where `text` is the whole sentence.
    pub(super) code: &'static str,
    /// The operator, function or token; undefined where none is known.
    pub(super) token: Val,
    /// `{value}` of the sentence.
    pub(super) value: Val,
    /// `{other}` of the sentence.
    pub(super) other: Val,
    /// `{index}` of the sentence.
    pub(super) index: usize,
    /// The sentence of errors that bring their own; elsewhere `{text}`.
    pub(super) text: String,
}

/// What evaluating gives.
pub(super) type Res<T> = Result<T, Box<Fault>>;

impl Fault {
    /// A fault that names nothing.
    pub(super) fn new(code: &'static str) -> Box<Fault> {
        Box::new(Fault {
            code,
            token: Val::Undefined,
            value: Val::Undefined,
            other: Val::Undefined,
            index: 0,
            text: String::new(),
        })
    }

    /// A fault with its own sentence.
    pub(super) fn of_text(text: impl Into<String>) -> Box<Fault> {
        Fault::new("").text(text)
    }

    /// With a value.
    pub(super) fn value(mut self: Box<Self>, value: impl Into<Val>) -> Box<Fault> {
        self.value = value.into();
        self
    }

    /// With a second value.
    pub(super) fn other(mut self: Box<Self>, value: impl Into<Val>) -> Box<Fault> {
        self.other = value.into();
        self
    }

    /// With a text.
    pub(super) fn text(mut self: Box<Self>, text: impl Into<String>) -> Box<Fault> {
        self.text = text.into();
        self
    }

    /// With the number of an argument, from 1.
    pub(super) fn index(mut self: Box<Self>, index: usize) -> Box<Fault> {
        self.index = index;
        self
    }

    /// With a token.
    pub(super) fn token(mut self: Box<Self>, token: impl Into<Val>) -> Box<Fault> {
        self.token = token.into();
        self
    }

    /// With a token where it has none.
    pub(super) fn or_token(self: Box<Self>, token: &Val) -> Box<Fault> {
        match self.token {
            Val::Undefined => self.token(token.clone()),
            _ => self,
        }
    }
}

/// A fault that names nothing, as a result.
pub(super) fn fail<T>(code: &'static str) -> Res<T> {
    Err(Fault::new(code))
}

/// Sentences by code, one a line. Braces name what is put in: as JSON, with `=` as it is.
const SENTENCES: &str = include_str!("sentences.txt");

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = SENTENCES.lines();
        let code = Some(self.code).filter(|code| !code.is_empty());
        let sentence = code.and_then(|code| lines.find_map(|line| line.strip_prefix(code)));
        let Some(mut rest) = sentence.map(str::trim_start) else {
            return f.write_str(&self.text);
        };
        while let Some((before, after)) = rest.split_once('{') {
            let (name, tail) = after.split_once('}').unwrap_or((after, ""));
            f.write_str(before)?;
            match name {
                "value" => f.write_str(&write::brief(&self.value))?,
                "other" => f.write_str(&write::brief(&self.other))?,
                "index" => write!(f, "{}", self.index)?,
                "token" => f.write_str(&write::brief(&self.token))?,
                "=token" => f.write_str(self.token.as_str().unwrap_or_default())?,
                _ => f.write_str(&self.text)?,
            }
            rest = tail;
        }
        f.write_str(rest)
    }
}
