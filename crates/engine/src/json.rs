//! JSON in and out: parsing to [`Value`], and the two ways of writing, for the wire (markers) and as
//! `JSON.stringify` prints (error texts, `_json.stringify`).

use std::fmt::Write as _;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::date;
use crate::serializer;
use crate::{Map, Str, Value};

/// A syntax error of a JSON text.
#[derive(Debug, Clone, PartialEq)]
pub struct SyntaxError {
    /// What is wrong, without the place.
    pub message: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in bytes, from 1 (0 at the end of the text).
    pub column: usize,
}

impl std::fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} at line {} column {}",
            self.message, self.line, self.column
        )
    }
}

impl std::error::Error for SyntaxError {}

impl From<serde_json::Error> for SyntaxError {
    fn from(e: serde_json::Error) -> SyntaxError {
        let text = e.to_string();
        let place = format!(" at line {} column {}", e.line(), e.column());
        let message = text.strip_suffix(&place).unwrap_or(&text).to_owned();
        SyntaxError {
            message,
            line: e.line(),
            column: e.column(),
        }
    }
}

/// Parses `text` and keeps markers as plain keys: what the loader of artifacts wants.
///
/// # Errors
/// A syntax error with line and column; nesting deeper than 128.
pub fn parse(text: &[u8]) -> Result<Value, SyntaxError> {
    read(text, false)
}

/// Parses `text` and revives markers (`~d`, `~e`, `~arr`; `~k`, `~r`, `~l` are dropped): what every
/// payload and response is read with.
///
/// # Errors
/// As [`parse`].
pub fn parse_wire(text: &[u8]) -> Result<Value, SyntaxError> {
    read(text, true)
}

fn read(text: &[u8], revive: bool) -> Result<Value, SyntaxError> {
    let mut de = serde_json::Deserializer::from_slice(text);
    let value = Seed { revive }.deserialize(&mut de)?;
    de.end()?;
    Ok(value)
}

#[derive(Clone, Copy)]
struct Seed {
    revive: bool,
}

impl<'de> DeserializeSeed<'de> for Seed {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, de: D) -> Result<Value, D::Error> {
        de.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, b: bool) -> Result<Value, E> {
        Ok(Value::Bool(b))
    }

    fn visit_i64<E>(self, n: i64) -> Result<Value, E> {
        Ok(Value::Number(n as f64))
    }

    fn visit_u64<E>(self, n: u64) -> Result<Value, E> {
        Ok(Value::Number(n as f64))
    }

    fn visit_f64<E>(self, n: f64) -> Result<Value, E> {
        Ok(Value::Number(n))
    }

    fn visit_str<E: serde::de::Error>(self, s: &str) -> Result<Value, E> {
        Ok(Value::text(s))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::with_capacity(seq.size_hint().unwrap_or(0).min(1024));
        while let Some(item) = seq.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Value::list(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = access.next_key_seed(KeySeed)? {
            let value = access.next_value_seed(self)?;
            map.insert(key, value);
        }
        Ok(if self.revive {
            serializer::revive(map)
        } else {
            Value::map(map)
        })
    }
}

struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Str;

    fn deserialize<D: Deserializer<'de>>(self, de: D) -> Result<Str, D::Error> {
        de.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Str;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, s: &str) -> Result<Str, E> {
        Ok(Str::from(s))
    }
}

impl<'de> serde::Deserialize<'de> for Value {
    /// Revives markers, as [`parse_wire`].
    fn deserialize<D: Deserializer<'de>>(de: D) -> Result<Value, D::Error> {
        Seed { revive: true }.deserialize(de)
    }
}

impl<'de> serde::Deserialize<'de> for Map {
    fn deserialize<D: Deserializer<'de>>(de: D) -> Result<Map, D::Error> {
        match (Seed { revive: true }).deserialize(de)? {
            Value::Map(map) => Ok(std::sync::Arc::unwrap_or_clone(map)),
            _ => Err(D::Error::custom("expected an object")),
        }
    }
}

impl Serialize for Value {
    /// Writes for the wire, as [`to_wire`].
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Undefined | Value::Null | Value::Function(_) => s.serialize_unit(),
            Value::Bool(b) => s.serialize_bool(*b),
            Value::Number(n) => match number_as_i64(*n) {
                Some(i) => s.serialize_i64(i),
                None if n.is_finite() => s.serialize_f64(*n),
                None => s.serialize_unit(),
            },
            Value::String(text) => s.serialize_str(text),
            Value::Date(_) | Value::Error(_) => serializer::marker(self).serialize(s),
            Value::List(items) => {
                let mut seq = s.serialize_seq(Some(items.len()))?;
                for item in items.iter() {
                    seq.serialize_element(item)?;
                }
                seq.end()
            }
            Value::Map(map) => map.serialize(s),
        }
    }
}

impl Serialize for Map {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut out = s.serialize_map(None)?;
        for (key, value) in self.iter().filter(|(_, v)| is_written(v)) {
            out.serialize_entry(&**key, value)?;
        }
        out.end()
    }
}

fn number_as_i64(n: f64) -> Option<i64> {
    (n.fract() == 0.0 && n.abs() < 9_007_199_254_740_992.0 && !(n == 0.0 && n.is_sign_negative()))
        .then_some(n as i64)
}

/// Whether a key with this value is written at all: undefined and functions are not.
fn is_written(value: &Value) -> bool {
    !matches!(value, Value::Undefined | Value::Function(_))
}

/// How to write.
#[derive(Clone, Copy, Default)]
pub struct Style {
    /// Dates and errors as markers; else as `JSON.stringify` has them (ISO text, `{}`).
    pub markers: bool,
    /// With `markers`: dates as `{"~d": "<ISO>"}` and not as milliseconds.
    pub iso_dates: bool,
    /// Spaces of indentation; 0 writes everything on one line.
    pub space: usize,
    /// Keys in byte order.
    pub sorted: bool,
}

/// `value` for a payload, a response or an artifact: one line, with markers.
pub fn to_wire(value: &Value) -> String {
    to_string(
        value,
        Style {
            markers: true,
            ..Style::default()
        },
    )
}

/// `value` as `JSON.stringify` prints it; undefined gives `undefined`, as in a template string.
pub fn stringify(value: &Value) -> String {
    to_string(value, Style::default())
}

/// What the text of an error shows of a value at most, in bytes.
const MAX_SHOWN: usize = 1 << 20;

/// As [`stringify`], for the text of an error: what would be very long is not shown.
pub fn show(value: &Value) -> String {
    if value.exceeds(MAX_SHOWN) {
        return "(too long to be shown)".to_owned();
    }
    stringify(value)
}

/// `value` in the given style.
pub fn to_string(value: &Value, style: Style) -> String {
    let mut out = String::new();
    if is_written(value) {
        write_value(&mut out, value, style, 0);
    } else {
        out.push_str("undefined");
    }
    out
}

fn write_value(out: &mut String, value: &Value, style: Style, depth: usize) {
    match value {
        Value::Undefined | Value::Null | Value::Function(_) => out.push_str("null"),
        Value::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
        Value::Number(n) if n.is_finite() => write_number(out, *n),
        Value::Number(_) => out.push_str("null"),
        Value::String(s) => write_text(out, s),
        Value::Date(_) | Value::Error(_) if style.markers => {
            let marker = if style.iso_dates {
                serializer::iso_marker(value)
            } else {
                serializer::marker(value)
            };
            write_value(out, &marker, style, depth);
        }
        Value::Date(ms) if ms.is_nan() => out.push_str("null"),
        Value::Date(ms) => write_text(out, &date::to_iso(*ms)),
        Value::Error(e) => write_entries(out, e.extra.iter(), style, depth),
        Value::List(items) => write_items(out, items, style, depth),
        Value::Map(map) if style.sorted => {
            let mut sorted = (**map).clone();
            sorted.sort_keys();
            write_entries(out, sorted.iter(), style, depth);
        }
        Value::Map(map) => write_entries(out, map.iter(), style, depth),
    }
}

fn write_items(out: &mut String, items: &[Value], style: Style, depth: usize) {
    if items.is_empty() {
        return out.push_str("[]");
    }
    out.push('[');
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        new_line(out, style, depth + 1);
        write_value(out, item, style, depth + 1);
    }
    new_line(out, style, depth);
    out.push(']');
}

fn write_entries<'a>(
    out: &mut String,
    entries: impl Iterator<Item = (&'a Str, &'a Value)>,
    style: Style,
    depth: usize,
) {
    out.push('{');
    let mut first = true;
    for (key, value) in entries.filter(|(_, v)| is_written(v)) {
        if !std::mem::take(&mut first) {
            out.push(',');
        }
        new_line(out, style, depth + 1);
        write_text(out, key);
        out.push_str(if style.space > 0 { ": " } else { ":" });
        write_value(out, value, style, depth + 1);
    }
    if !first {
        new_line(out, style, depth);
    }
    out.push('}');
}

fn new_line(out: &mut String, style: Style, depth: usize) {
    if style.space > 0 {
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', style.space * depth));
    }
}

/// Writes a finite number as JavaScript does.
pub fn write_number(out: &mut String, n: f64) {
    let _ = match number_as_i64(n) {
        Some(i) => write!(out, "{i}"),
        None if n == 0.0 => write!(out, "0"),
        None if (1e-6..1e21).contains(&n.abs()) => write!(out, "{n}"),
        None => {
            let text = format!("{n:e}");
            match text.split_once('e') {
                Some((digits, exp)) if !exp.starts_with('-') => write!(out, "{digits}e+{exp}"),
                _ => write!(out, "{text}"),
            }
        }
    };
}

/// Writes `s` in quotes, escaped as `JSON.stringify` does.
pub fn write_text(out: &mut String, s: &str) {
    out.push('"');
    let mut rest = s;
    while let Some(at) = escaped(rest.as_bytes()) {
        out.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            0x08 => out.push_str("\\b"),
            0x0c => out.push_str("\\f"),
            b => {
                let _ = write!(out, "\\u{b:04x}");
            }
        }
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out.push('"');
}

/// Where the first byte is that JSON does not take as it is.
fn escaped(bytes: &[u8]) -> Option<usize> {
    let is = |b: u8| b < 0x20 || b == b'"' || b == b'\\';
    // Whole chunks at once: most have none.
    let (chunks, _) = bytes.as_chunks::<16>();
    let clean = chunks
        .iter()
        .take_while(|chunk| !chunk.iter().fold(false, |any, b| any | is(*b)))
        .count();
    let from = clean * 16;
    let at = bytes[from..].iter().position(|b| is(*b))?;
    Some(from + at)
}

/// `json` so that a script element of HTML can hold it: without `<`, `>`, `&`, and without what ends a
/// line in JavaScript only.
pub fn escape_html(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + json.len() / 16);
    let mut from = 0;
    for (i, c) in json.char_indices() {
        let escaped = match c {
            '<' => "\\u003c",
            '>' => "\\u003e",
            '&' => "\\u0026",
            '\u{2028}' => "\\u2028",
            '\u{2029}' => "\\u2029",
            _ => continue,
        };
        out.push_str(&json[from..i]);
        out.push_str(escaped);
        from = i + c.len_utf8();
    }
    out.push_str(&json[from..]);
    out
}
