//! Values of typed columns: in a sheet all are texts.

use engine::{Map, Value, date, js, json};

use crate::Documents;

/// A row as documents have it, of a row of texts.
pub(super) fn read(row: &Map, types: &Value, documents: &Documents) -> Map {
    let mut out = row.clone();
    for (name, kind) in types.as_map().iter().flat_map(|map| map.iter()) {
        if let Some(value) = out.get_mut(name) {
            *value = from_text(value, kind.as_str().unwrap_or_default(), documents);
        }
    }
    out
}

fn from_text(value: &Value, kind: &str, documents: &Documents) -> Value {
    match kind {
        "number" => match js::to_number(value) {
            n if n.is_nan() => Value::Null,
            n => n.into(),
        },
        "boolean" => (value.as_str() == Some("TRUE")).into(),
        "date" => {
            let ms = match value {
                Value::String(text) => (documents.date)(text),
                Value::Number(ms) => date::clip(*ms),
                Value::Date(ms) => *ms,
                _ => f64::NAN,
            };
            match ms.is_nan() {
                true => Value::Null,
                false => Value::Date(ms),
            }
        }
        "json" => json::parse(js::to_text(value).as_bytes()).unwrap_or(Value::Null),
        _ => value.clone(),
    }
}

/// A row of texts, of a row as documents have it. What is not of the type of its column stays.
pub(super) fn write(row: &Value, types: &Value) -> Map {
    let mut out = row.as_map().map_or_else(Map::new, |row| (**row).clone());
    for (name, kind) in types.as_map().iter().flat_map(|map| map.iter()) {
        if let Some(value) = out.get_mut(name) {
            *value = to_text(value, kind.as_str().unwrap_or_default());
        }
    }
    out
}

fn to_text(value: &Value, kind: &str) -> Value {
    match (kind, value) {
        ("number", Value::Number(n)) if !n.is_nan() => js::number_to_text(*n).into(),
        ("boolean", Value::Bool(true)) => "TRUE".into(),
        ("boolean", Value::Bool(false)) => "FALSE".into(),
        ("date", Value::Date(ms)) if !ms.is_nan() => date::to_iso(*ms).into(),
        ("json", Value::Undefined) => Value::Undefined,
        ("json", value) => json::stringify(value).into(),
        _ => value.clone(),
    }
}
