//! JSON in the layouts that the engine's writer does not have.

use engine::{Str, Value, json, serializer};

/// `text`, which is indented by one space a level, indented by `indent` instead.
pub(super) fn indented(text: &str, indent: &str) -> String {
    if indent == " " || indent.is_empty() {
        return text.to_owned();
    }
    // Line breaks within values are escaped, so every line begins with its indentation.
    let mut out = String::with_capacity(text.len() * 2);
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push('\n');
        }
        let rest = line.trim_start_matches(' ');
        for _ in 0..line.len() - rest.len() {
            out.push_str(indent);
        }
        out.push_str(rest);
    }
    out
}

/// With keys in order. Dates are milliseconds, and an empty list or object has a line break in it when
/// lines are broken at all, as Lowdefy writes it.
pub(super) fn stable(value: &Value, indent: &str) -> String {
    let mut out = String::new();
    write(&mut out, value, indent, 0);
    out
}

fn write(out: &mut String, value: &Value, indent: &str, depth: usize) {
    match value {
        Value::List(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                separate(out, i > 0, indent, depth + 1);
                write(out, item, indent, depth + 1);
            }
            separate(out, false, indent, depth);
            out.push(']');
        }
        Value::Map(map) => {
            let written = |v: &Value| !matches!(v, Value::Undefined | Value::Function(_));
            let mut entries: Vec<(&Str, &Value)> = map.iter().filter(|(_, v)| written(v)).collect();
            entries.sort_by(|a, b| crate::utf16::compare(a.0, b.0));
            out.push('{');
            for (i, (key, value)) in entries.into_iter().enumerate() {
                separate(out, i > 0, indent, depth + 1);
                json::write_text(out, key);
                out.push_str(if indent.is_empty() { ":" } else { ": " });
                write(out, value, indent, depth + 1);
            }
            separate(out, false, indent, depth);
            out.push('}');
        }
        Value::Date(_) | Value::Error(_) => write(out, &serializer::marker(value), indent, depth),
        Value::Undefined | Value::Function(_) => out.push_str("null"),
        value => out.push_str(&json::stringify(value)),
    }
}

fn separate(out: &mut String, comma: bool, indent: &str, depth: usize) {
    if comma {
        out.push(',');
    }
    if !indent.is_empty() {
        out.push('\n');
        for _ in 0..depth {
            out.push_str(indent);
        }
    }
}

/// Is there a date in it that has no ISO text?
pub(super) fn has_invalid_date(value: &Value) -> bool {
    match value {
        Value::Date(ms) => ms.is_nan(),
        Value::List(items) => items.iter().any(has_invalid_date),
        Value::Map(map) => map.values().any(has_invalid_date),
        _ => false,
    }
}
