//! The encoding of values in vectors: markers for what JSON cannot say.
//!
//! `{"~undef":true}` undefined, `{"~d":ms|null}` a date, `{"~num":"NaN"}` a number without JSON,
//! `{"~fn":true}` a function, `{"~e":"message"}` an error.

use engine::{Function, Map, Value, json};

/// The value that `encoded` stands for. Functions become `stand_in`, or one that gives null.
pub fn decode(encoded: &Value, stand_in: Option<&Value>) -> Value {
    match encoded {
        Value::List(items) => Value::list(items.iter().map(|v| decode(v, stand_in)).collect()),
        Value::Map(map) => marker(map, stand_in).unwrap_or_else(|| {
            Value::map(
                map.iter()
                    .map(|(k, v)| (k.clone(), decode(v, stand_in)))
                    .collect(),
            )
        }),
        v => v.clone(),
    }
}

fn marker(map: &Map, stand_in: Option<&Value>) -> Option<Value> {
    let (key, value) = map.at(0).filter(|_| map.len() == 1)?;
    Some(match (&**key, value) {
        ("~undef", _) => Value::Undefined,
        ("~d", Value::Number(ms)) => Value::Date(*ms),
        ("~d", Value::Null) => Value::Date(f64::NAN),
        ("~num", Value::String(s)) => {
            Value::Number(if &**s == "-0" { -0.0 } else { s.parse().ok()? })
        }
        ("~e", Value::String(message)) => Value::error("Error", message),
        ("~fn", _) => stand_in
            .cloned()
            .unwrap_or_else(|| Value::Function(Function::new(|_, _| Ok(Value::Null)))),
        _ => return None,
    })
}

/// What is left of `value` when Lowdefy's parsers copy it by way of JSON, before they look at it.
pub fn through_json(value: &Value) -> Value {
    match value {
        Value::Undefined => Value::Null,
        Value::Number(n) if !n.is_finite() => Value::Null,
        Value::Number(n) => Value::Number(n + 0.0),
        Value::List(items) => Value::list(items.iter().map(through_json).collect()),
        Value::Map(map) => {
            let kept = map.iter().filter(|(_, v)| !v.is_undefined());
            Value::map(kept.map(|(k, v)| (k.clone(), through_json(v))).collect())
        }
        v => v.clone(),
    }
}

/// `value` in the encoding of the vectors.
pub fn encode(value: &Value) -> Value {
    let mark = |key: &str, value: Value| Value::object([(key, value)]);
    match value {
        Value::Undefined => mark("~undef", true.into()),
        Value::Function(_) => mark("~fn", true.into()),
        Value::Error(e) => mark("~e", e.message.clone().into()),
        Value::Date(ms) if ms.is_nan() => mark("~d", Value::Null),
        Value::Date(ms) => mark("~d", Value::Number(*ms)),
        Value::Number(n) if n.is_nan() => mark("~num", "NaN".into()),
        Value::Number(n) if n.is_infinite() => mark(
            "~num",
            if *n > 0.0 { "Infinity" } else { "-Infinity" }.into(),
        ),
        Value::Number(n) if *n == 0.0 && n.is_sign_negative() => mark("~num", "-0".into()),
        Value::List(items) => Value::list(items.iter().map(encode).collect()),
        Value::Map(map) => {
            let kept = map.iter().filter(|(_, v)| !v.is_undefined());
            Value::map(kept.map(|(k, v)| (k.clone(), encode(v))).collect())
        }
        v => v.clone(),
    }
}

/// Is `got` what `expected` (in the encoding of vectors) says? Keys may stand in any order, and an
/// undefined key is as good as none.
pub fn same(expected: &Value, got: &Value) -> bool {
    without_undefined(expected) == encode(got)
}

/// `encoded` without keys that are undefined.
pub fn without_undefined(encoded: &Value) -> Value {
    match encoded {
        Value::List(items) => Value::list(items.iter().map(without_undefined).collect()),
        Value::Map(map) => {
            let kept = map
                .iter()
                .filter(|(_, v)| !v.as_map().is_some_and(|m| m.contains_key("~undef")));
            Value::map(
                kept.map(|(k, v)| (k.clone(), without_undefined(v)))
                    .collect(),
            )
        }
        v => v.clone(),
    }
}

/// As [`show`], of a value that is in the encoding already.
pub fn show_encoded(encoded: &Value) -> String {
    json::to_wire(encoded)
}

/// `value` on one line, for people.
pub fn show(value: &Value) -> String {
    json::to_wire(&encode(value))
}
