//! How specs write what YAML and JSON cannot say. Dates and errors have the markers of the wire:
//! `{~d: 2026-06-04T10:30:00Z}`, `{~e: {name: Error, message: No}}`. Beside them there are
//! `{~undefined: true}`, `{~number: NaN}` (also `Infinity`, `-Infinity`, `-0`), `{~function: true}` and,
//! for an invalid date, `{~d: null}`.

use engine::{Function, Map, Value};

/// The value that is meant; markers of the wire are revived already.
pub fn read(written: &Value) -> Value {
    match written {
        Value::List(items) => Value::list(items.iter().map(read).collect()),
        Value::Map(map) => marked(map)
            .unwrap_or_else(|| Value::map(map.iter().map(|(k, v)| (k.clone(), read(v))).collect())),
        value => value.clone(),
    }
}

fn marked(map: &Map) -> Option<Value> {
    let (key, value) = map.at(0).filter(|_| map.len() == 1)?;
    Some(match (&**key, value) {
        ("~undefined", _) => Value::Undefined,
        ("~function", _) => Value::Function(Function::new(|_, _| Ok(Value::Null))),
        ("~number", Value::String(text)) => text.parse::<f64>().ok()?.into(),
        // As YAML reads `-0` and `.nan`.
        ("~number", Value::Number(n)) if *n == 0.0 => (-0.0).into(),
        ("~number", Value::Number(n)) => (*n).into(),
        ("~d", Value::Null) => Value::Date(f64::NAN),
        _ => return None,
    })
}

/// As specs write it.
pub fn write(value: &Value) -> Value {
    let mark = |key: &str, value: Value| Value::object([(key, value)]);
    match value {
        Value::Undefined => mark("~undefined", true.into()),
        Value::Function(_) => mark("~function", true.into()),
        Value::Date(ms) if ms.is_nan() => mark("~d", Value::Null),
        Value::Number(n) if !n.is_finite() || (*n == 0.0 && n.is_sign_negative()) => {
            let text = if *n == 0.0 {
                "-0".to_owned()
            } else {
                engine::js::number_to_text(*n)
            };
            mark("~number", text.into())
        }
        Value::List(items) => Value::list(items.iter().map(write).collect()),
        Value::Map(map) => Value::map(map.iter().map(|(k, v)| (k.clone(), write(v))).collect()),
        value => value.clone(),
    }
}

/// On one line, for people and to compare: equal texts are equal values, also in the order of keys.
pub fn show(value: &Value) -> String {
    engine::json::to_wire(&write(value))
}
