//! SQL that is being written: text from our side, identifiers in quotes, values as bindings.
//!
//! This is the only place where something that is not ours becomes text, and only as an identifier
//! ([`Sql::identifier`]) or as SQL that the configuration itself contains ([`Sql::raw`]).

use engine::{Map, Value, js};

use super::dialect::Dialect;
use crate::Error;

/// A statement, or a part of one.
#[derive(Debug)]
pub(super) struct Sql {
    /// How names and operators are written.
    pub(super) dialect: Dialect,
    /// The text, without its placeholders.
    pub(super) text: String,
    /// Where in the text a placeholder belongs, in order, one for each binding.
    places: Vec<usize>,
    /// The values.
    pub(super) bindings: Vec<Value>,
}

impl Sql {
    /// Nothing yet.
    pub(super) fn new(dialect: Dialect) -> Sql {
        Sql {
            dialect,
            text: String::new(),
            places: Vec::new(),
            bindings: Vec::new(),
        }
    }

    /// The text with its placeholders; `placeholder` appends that of a binding.
    pub(super) fn render(&self, mut placeholder: impl FnMut(&mut String, usize)) -> String {
        let mut text = String::with_capacity(self.text.len() + 4 * self.places.len());
        let mut done = 0;
        for (i, place) in self.places.iter().enumerate() {
            text.push_str(&self.text[done..*place]);
            placeholder(&mut text, i);
            done = *place;
        }
        text.push_str(&self.text[done..]);
        text
    }

    /// The text with `?` for each binding.
    pub(super) fn with_question_marks(&self) -> String {
        self.render(|text, _| text.push('?'))
    }

    /// Appends text of ours.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Appends a placeholder for `value`.
    pub(super) fn bind(&mut self, value: Value) {
        self.places.push(self.text.len());
        self.bindings.push(value);
    }

    /// Appends a placeholder for a value of raw SQL. In MySQL a list is several values there, as
    /// its drivers have it: `in (?)`.
    fn bind_raw(&mut self, value: Value) {
        let values = match &value {
            Value::List(values) if self.dialect == Dialect::Mysql && !values.is_empty() => values,
            _ => return self.bind(value),
        };
        for (i, value) in values.iter().enumerate() {
            self.push(if i > 0 { ", " } else { "" });
            match value {
                Value::List(row) => {
                    self.push("(");
                    self.bind_all(row);
                    self.push(")");
                }
                value => self.bind(value.clone()),
            }
        }
    }

    /// Appends placeholders for `values`, with objects as JSON.
    pub(super) fn bind_all(&mut self, values: &[Value]) {
        for (i, value) in values.iter().enumerate() {
            if i > 0 {
                self.push(", ");
            }
            self.bind(json_if_object(value));
        }
    }

    /// Appends a column or table: `a`, `a.b`, `a as b`, a number as it is, `{ b: "a" }` as an alias.
    pub(super) fn identifier(&mut self, value: &Value) -> Result<(), Error> {
        match value {
            Value::String(name) => self.name(name),
            Value::Number(n) if n.is_finite() => {
                self.push(&js::number_to_text(*n));
                Ok(())
            }
            Value::Map(aliases) => self.aliases(aliases),
            _ => Err(Error::request(
                "Invalid query, a name of a column or a table should be a string or an object.",
            )),
        }
    }

    /// Appends several, with commas. One that is not a list stands for itself.
    pub(super) fn identifiers(&mut self, value: &Value) -> Result<(), Error> {
        let one = std::slice::from_ref(value);
        let names = value.as_list().map_or(one, |names| names.as_slice());
        for (i, name) in names.iter().enumerate() {
            if i > 0 {
                self.push(", ");
            }
            self.identifier(name)?;
        }
        Ok(())
    }

    fn aliases(&mut self, aliases: &Map) -> Result<(), Error> {
        for (i, (alias, name)) in aliases.iter().enumerate() {
            if i > 0 {
                self.push(", ");
            }
            match name {
                Value::Map(_) => return self.identifier(&Value::Null),
                name => self.identifier(name)?,
            }
            self.push(" as ");
            self.quote(alias)?;
        }
        Ok(())
    }

    /// Appends `a`, `a.b` or `a as b`.
    pub(super) fn name(&mut self, name: &str) -> Result<(), Error> {
        if let Some((name, alias)) = split_alias(name) {
            self.name(name)?;
            self.push(" as ");
            return self.quote(alias);
        }
        for (i, segment) in name.split('.').enumerate() {
            if i > 0 {
                self.push(".");
            }
            self.quote(segment)?;
        }
        Ok(())
    }

    /// Appends one name in the quotes of the dialect; `*` stays itself.
    pub(super) fn quote(&mut self, name: &str) -> Result<(), Error> {
        // SQLite takes the end of the text there, whatever the quotes say.
        if name.contains('\0') {
            return Err(Error::request(
                "Invalid query, a name contains a zero character.",
            ));
        }
        match js::trim(name) {
            "*" => self.push("*"),
            name => self.dialect.quote(&mut self.text, name),
        }
        Ok(())
    }

    /// Appends an operator, if it is one.
    pub(super) fn operator(&mut self, operator: &Value) -> Result<(), Error> {
        let name = operator.as_str().unwrap_or_default();
        match self.dialect.operator(name) {
            Some(sql) => {
                self.push(sql);
                Ok(())
            }
            None => Err(Error::request(format!(
                "The operator \"{name}\" is not permitted"
            ))),
        }
    }

    /// Appends SQL of the configuration with its bindings: a list for `?` and `??`, an object for
    /// `:name` and `:name:`.
    pub(super) fn raw(&mut self, sql: &Value, bindings: &Value) -> Result<(), Error> {
        let Some(sql) = sql.as_str() else {
            return Err(Error::request("Invalid query, raw SQL should be a string."));
        };
        match bindings {
            Value::Undefined => self.push(&unescape(sql)),
            Value::List(values) => self.raw_by_position(sql, values)?,
            Value::Map(values) => self.raw_by_name(sql, values)?,
            value => self.raw_by_position(sql, std::slice::from_ref(value))?,
        }
        Ok(())
    }

    fn raw_by_position(&mut self, sql: &str, values: &[Value]) -> Result<(), Error> {
        let mut seen = 0;
        let mut rest = sql;
        while let Some(at) = rest.find('?') {
            let (before, after) = (&rest[..at], &rest[at + 1..]);
            let (after, double) = match after.strip_prefix('?') {
                Some(after) => (after, true),
                None => (after, false),
            };
            rest = after;
            match (before.strip_suffix('\\'), double) {
                (Some(before), false) => {
                    self.push(before);
                    self.push("?");
                    continue;
                }
                (Some(before), true) => self.push(before),
                (None, _) => self.push(before),
            }
            let value = values.get(seen).unwrap_or(&Value::Undefined);
            seen += 1;
            match double && !before.ends_with('\\') {
                _ if seen > values.len() => {}
                true => self.identifiers(value)?,
                false => self.bind_raw(defined(value, seen - 1)?),
            }
        }
        self.push(rest);
        match seen == values.len() {
            true => Ok(()),
            false => Err(Error::request(format!(
                "Expected {} bindings, saw {seen}",
                values.len()
            ))),
        }
    }

    fn raw_by_name(&mut self, sql: &str, values: &Map) -> Result<(), Error> {
        let mut rest = sql;
        while let Some(at) = rest.find(':') {
            let (before, after) = (&rest[..at], &rest[at + 1..]);
            let length = after.bytes().take_while(|b| is_word(*b)).count();
            let (name, after) = after.split_at(length);
            if name.is_empty() {
                // `::` casts; what follows is a type and no binding.
                let cast = after.strip_prefix(':');
                let length =
                    cast.map_or(0, |word| word.bytes().take_while(|b| is_word(*b)).count());
                let end = at + 1 + cast.map_or(0, |_| 1 + length);
                self.push(&unescape(&rest[..end]));
                rest = &rest[end..];
                continue;
            }
            let is_identifier = match after.strip_prefix(':') {
                Some(further) => further.starts_with("::") || !further.starts_with(':'),
                None => false,
            };
            let after = if is_identifier { &after[1..] } else { after };
            let whole = &rest[at..rest.len() - after.len()];
            rest = after;
            if let Some(before) = before.strip_suffix('\\') {
                self.push(&unescape(before));
                self.push(whole);
                continue;
            }
            self.push(&unescape(before));
            match values.get(name) {
                None => self.push(whole),
                Some(value) if is_identifier => self.identifiers(value)?,
                Some(value) => self.bind_raw(defined(value, name)?),
            }
        }
        self.push(&unescape(rest));
        Ok(())
    }
}

/// `a as b` taken apart at the first ` as `, in any case.
pub(super) fn split_alias(name: &str) -> Option<(&str, &str)> {
    let at = name
        .as_bytes()
        .windows(4)
        .position(|w| w.eq_ignore_ascii_case(b" as "))?;
    Some((&name[..at], &name[at + 4..]))
}

/// Knex writes plain objects as JSON text where it lists values.
pub(super) fn json_if_object(value: &Value) -> Value {
    match value {
        Value::Map(_) => engine::json::stringify(value).into(),
        value => value.clone(),
    }
}

fn defined(value: &Value, key: impl std::fmt::Display) -> Result<Value, Error> {
    match value {
        Value::Undefined => Err(Error::request(format!(
            "Undefined binding(s) detected for keys [{key}] when compiling RAW query"
        ))),
        value => Ok(value.clone()),
    }
}

fn unescape(sql: &str) -> String {
    sql.replace("\\?", "?")
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
