//! Markers: reserved keys beginning with `~` by which dates, errors and places in the source travel
//! through JSON (Lowdefy's serializer).

use std::sync::Arc;

use crate::date;
use crate::{ErrorValue, Map, Value};

/// What an object with the given keys stands for: a date, an error, a list with markers, or itself
/// without its markers of place. Its values are revived already.
pub fn revive(mut map: Map) -> Value {
    if !map.keys().any(|k| k.starts_with('~')) {
        return Value::map(map);
    }
    match map.get("~d") {
        // What no date can be stays what it is, as in Lowdefy.
        Some(Value::Number(ms)) if !date::clip(*ms).is_nan() => {
            return Value::Date(date::clip(*ms));
        }
        Some(Value::String(iso)) => {
            if let Some(ms) = date::parse(iso) {
                return Value::Date(ms);
            }
        }
        _ => {}
    }
    if let Some(Value::Map(fields)) = map.get("~e") {
        return Value::Error(Arc::new(error_from(fields)));
    }
    if let Some(Value::List(items)) = map.get("~arr") {
        return Value::List(items.clone());
    }
    for key in ["~k", "~r", "~l"] {
        map.remove(key);
    }
    Value::map(map)
}

/// `value` with all markers in it revived.
pub fn deserialize(value: &Value) -> Value {
    match value {
        Value::List(items) => Value::list(items.iter().map(deserialize).collect()),
        Value::Map(map) => revive(
            map.iter()
                .map(|(k, v)| (k.clone(), deserialize(v)))
                .collect(),
        ),
        v => v.clone(),
    }
}

/// `value` without any `~k`, `~r`, `~l`, in it or below; other markers stay.
pub fn without_places(value: &Value) -> Value {
    match value {
        Value::List(items) => Value::list(items.iter().map(without_places).collect()),
        Value::Map(map) => {
            let kept = map
                .iter()
                .filter(|(k, _)| !matches!(&***k, "~k" | "~r" | "~l"));
            let kept: Map = kept.map(|(k, v)| (k.clone(), without_places(v))).collect();
            // After what is within, which may have become the list of this marker.
            match kept.get("~arr") {
                Some(Value::List(items)) => Value::List(items.clone()),
                _ => Value::map(kept),
            }
        }
        v => v.clone(),
    }
}

/// The object by which a date or an error travels; anything else as it is.
pub fn marker(value: &Value) -> Value {
    match value {
        Value::Date(ms) if ms.is_nan() => Value::object([("~d", Value::Null)]),
        Value::Date(ms) => Value::object([("~d", Value::Number(*ms))]),
        Value::Error(e) => {
            let mut fields = Map::new();
            fields.insert("name", Value::String(e.name.clone()));
            fields.insert("message", Value::String(e.message.clone()));
            for (key, value) in e.extra.iter() {
                fields.insert(key.clone(), value.clone());
            }
            Value::object([("~e", Value::map(fields))])
        }
        v => v.clone(),
    }
}

/// As [`marker`], with dates as ISO text.
pub fn iso_marker(value: &Value) -> Value {
    match value {
        Value::Date(ms) if !ms.is_nan() => Value::object([("~d", date::to_iso(*ms).into())]),
        v => marker(v),
    }
}

fn error_from(fields: &Map) -> ErrorValue {
    let text = |key: &str| fields.get(key).and_then(Value::as_shared_str);
    let mut extra = fields.clone();
    extra.remove("name");
    extra.remove("message");
    ErrorValue {
        name: text("name").unwrap_or_else(|| "Error".into()),
        message: text("message").unwrap_or_else(|| "".into()),
        extra,
    }
}
