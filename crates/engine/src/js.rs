//! JavaScript's rules for values, where configuration can tell the difference: truth, equality,
//! order, and conversion to text and number.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::{Value, date, json};

/// JavaScript's truthiness.
pub fn truthy(value: &Value) -> bool {
    match value {
        Value::Undefined | Value::Null => false,
        Value::Bool(b) => *b,
        Value::Number(n) => *n != 0.0 && !n.is_nan(),
        Value::String(s) => !s.is_empty(),
        _ => true,
    }
}

/// `===`. Lists, objects and dates are equal only when they are the same one.
pub fn strict_eq(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Undefined, Value::Undefined) | (Value::Null, Value::Null) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Number(a), Value::Number(b)) => a == b,
        (Value::String(a), Value::String(b)) => a == b,
        (Value::List(a), Value::List(b)) => Arc::ptr_eq(a, b),
        (Value::Map(a), Value::Map(b)) => Arc::ptr_eq(a, b),
        (Value::Function(a), Value::Function(b)) => Arc::ptr_eq(a, b),
        (Value::Error(a), Value::Error(b)) => Arc::ptr_eq(a, b),
        _ => false,
    }
}

/// What `<` and `>` compare: text by UTF-16 units when both are text, else numbers; none where a side
/// is not a number.
pub fn compare(a: &Value, b: &Value) -> Option<Ordering> {
    let (a, b) = (to_primitive(a), to_primitive(b));
    if let (Value::String(a), Value::String(b)) = (&a, &b) {
        return Some(a.encode_utf16().cmp(b.encode_utf16()));
    }
    to_number(&a).partial_cmp(&to_number(&b))
}

/// Dates become numbers, lists and objects text.
fn to_primitive(value: &Value) -> Value {
    match value {
        Value::Date(ms) => Value::Number(*ms),
        Value::List(_) | Value::Map(_) | Value::Function(_) | Value::Error(_) => {
            to_text(value).into()
        }
        v => v.clone(),
    }
}

/// `Number(value)`.
pub fn to_number(value: &Value) -> f64 {
    match value {
        Value::Undefined => f64::NAN,
        Value::Null => 0.0,
        Value::Bool(b) => f64::from(u8::from(*b)),
        Value::Number(n) | Value::Date(n) => *n,
        Value::String(s) => text_to_number(s),
        v => text_to_number(&to_text(v)),
    }
}

/// `Number("…")`: trimmed, empty is 0; decimal, `0x`, `0o`, `0b`, `Infinity`.
pub fn text_to_number(text: &str) -> f64 {
    let text = trim(text);
    let radix =
        |digits: &str, radix| u64::from_str_radix(digits, radix).map_or(f64::NAN, |n| n as f64);
    match text {
        "" => 0.0,
        "Infinity" | "+Infinity" => f64::INFINITY,
        "-Infinity" => f64::NEG_INFINITY,
        _ => match text.get(..2) {
            Some("0x" | "0X") => radix(&text[2..], 16),
            Some("0o" | "0O") => radix(&text[2..], 8),
            Some("0b" | "0B") => radix(&text[2..], 2),
            _ if text
                .bytes()
                .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-')) =>
            {
                text.parse().unwrap_or(f64::NAN)
            }
            _ => f64::NAN,
        },
    }
}

/// Without the white space that JavaScript trims: Unicode's, and the byte order mark.
pub fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// Is `c` white space to JavaScript?
pub fn is_space(c: char) -> bool {
    c == '\u{feff}' || (c.is_whitespace() && c != '\u{85}')
}

/// The longest text that a list becomes, in bytes.
const MAX_TEXT: usize = 32 << 20;

/// `String(value)`.
pub fn to_text(value: &Value) -> String {
    match value {
        Value::Undefined => "undefined".to_owned(),
        Value::Null => "null".to_owned(),
        Value::Bool(b) => b.to_string(),
        Value::Number(n) => number_to_text(*n),
        Value::String(s) => s.to_string(),
        Value::Date(ms) => date_to_text(*ms),
        // Nobody reads it, and it may be endless.
        Value::List(_) if value.exceeds(MAX_TEXT) => "[object Array]".to_owned(),
        Value::List(items) => {
            let texts = items.iter().map(|v| {
                if v.is_none() {
                    String::new()
                } else {
                    to_text(v)
                }
            });
            texts.collect::<Vec<_>>().join(",")
        }
        Value::Map(_) => "[object Object]".to_owned(),
        Value::Function(_) => "function".to_owned(),
        Value::Error(e) => format!("{}: {}", e.name, e.message),
    }
}

/// `String(n)`.
pub fn number_to_text(n: f64) -> String {
    if n.is_nan() {
        "NaN".to_owned()
    } else if n.is_infinite() {
        if n > 0.0 {
            "Infinity".to_owned()
        } else {
            "-Infinity".to_owned()
        }
    } else {
        let mut out = String::new();
        json::write_number(&mut out, n);
        out
    }
}

const WEEKDAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// `String(date)` in UTC: `Tue Nov 14 2023 22:13:20 GMT+0000 (Coordinated Universal Time)`.
pub fn date_to_text(ms: f64) -> String {
    if ms.is_nan() {
        return "Invalid Date".to_owned();
    }
    let c = date::civil(ms);
    format!(
        "{} {} {:02} {:04} {:02}:{:02}:{:02} GMT+0000 (Coordinated Universal Time)",
        WEEKDAYS[c.weekday as usize],
        MONTHS[c.month as usize - 1],
        c.day,
        c.year,
        c.hour,
        c.minute,
        c.second
    )
}

/// JSON with sorted keys: what Lowdefy compares values of any kind by.
pub fn stable_stringify(value: &Value) -> String {
    json::to_string(
        value,
        json::Style {
            sorted: true,
            markers: true,
            ..json::Style::default()
        },
    )
}
