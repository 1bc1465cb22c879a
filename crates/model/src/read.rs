//! Reading fields of an artifact, complaining where one is not what it should be.

use engine::{Expr, Map, Str, Table, Value};

use crate::Diagnostics;

/// One object of an artifact, being read.
pub(crate) struct Fields<'a> {
    map: &'a Map,
    table: &'static Table,
}

impl<'a> Fields<'a> {
    /// The object `map`.
    pub(crate) fn new(map: &'a Map, table: &'static Table) -> Fields<'a> {
        Fields { map, table }
    }

    /// The operators that it is compiled against.
    #[cfg(feature = "server")]
    pub(crate) fn table(&self) -> &'static Table {
        self.table
    }

    /// Is there `key`, whatever it is?
    #[cfg(feature = "server")]
    pub(crate) fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    /// The object `value`; anything else is an error that calls it `what`.
    pub(crate) fn of(
        value: &'a Value,
        table: &'static Table,
        what: &str,
        d: &mut Diagnostics,
    ) -> Option<Fields<'a>> {
        match value {
            Value::Map(map) => Some(Fields::new(map, table)),
            _ => {
                d.error(format!("expected {what} to be an object"));
                None
            }
        }
    }

    /// The raw value of `key`.
    pub(crate) fn get(&self, key: &str) -> &'a Value {
        self.map.get(key).unwrap_or(&Value::Undefined)
    }

    /// The text of `key`, if there is one; another kind is an error.
    pub(crate) fn text(&self, key: &str, d: &mut Diagnostics) -> Option<Str> {
        match self.get(key) {
            Value::String(s) => Some(s.clone()),
            v if v.is_none() => None,
            _ => {
                d.within(key, |d| d.error("expected a string"));
                None
            }
        }
    }

    /// The text of `key`, which must be there.
    pub(crate) fn required_text(&self, key: &str, d: &mut Diagnostics) -> Option<Str> {
        let text = self.text(key, d);
        if text.is_none() && self.get(key).is_none() {
            d.error(format!("`{key}` is missing"));
        }
        text
    }

    /// `key`, compiled.
    pub(crate) fn expr(&self, key: &str) -> Expr {
        self.map
            .get(key)
            .map(|v| Expr::compile(v, self.table))
            .unwrap_or_default()
    }

    /// The list of `key`, plain or `~arr`; empty when absent; another kind is an error.
    pub(crate) fn list(&self, key: &str, d: &mut Diagnostics) -> &'a [Value] {
        match list(self.get(key)) {
            Some(items) => items,
            None if self.get(key).is_none() => &[],
            None => {
                d.within(key, |d| d.error("expected an array"));
                &[]
            }
        }
    }

    /// The place marker of the object.
    pub(crate) fn key(&self) -> Option<Str> {
        self.get("~k").as_shared_str()
    }
}

/// The items of a plain or `~arr`-wrapped list.
pub(crate) fn list(value: &Value) -> Option<&[Value]> {
    match value {
        Value::List(items) => Some(items),
        Value::Map(map) => map.get("~arr").and_then(list),
        _ => None,
    }
}

/// Entries of an object that are no markers.
pub(crate) fn entries(value: &Value) -> impl Iterator<Item = (&Str, &Value)> {
    let map = value.as_map().map(|map| map.iter());
    map.into_iter()
        .flatten()
        .filter(|(k, _)| !k.starts_with('~'))
}
