//! Values to MySQL and back, as the drivers of Node convert them.

use engine::{Value, date, js, json};
use sqlx::mysql::{MySql, MySqlArguments, MySqlValueRef};
use sqlx::{Arguments, Decode, Type, TypeInfo, ValueRef};

use super::super::database::{Buffers, buffer_bytes};
use super::Form;
use crate::Error;

/// The largest whole number that a number holds exactly.
const MOST: i64 = 9_007_199_254_740_991;

/// What is bound to the placeholders.
pub(super) fn arguments(values: &[Value], form: Form) -> Result<MySqlArguments, Error> {
    let mut arguments = MySqlArguments::default();
    let add = |arguments: &mut MySqlArguments, value: &Value| match value {
        Value::Undefined | Value::Null => Arguments::add(arguments, None::<String>),
        Value::Bool(b) => Arguments::add(arguments, i64::from(*b)),
        Value::Number(n) if n.fract() == 0.0 && n.abs() <= MOST as f64 => {
            Arguments::add(arguments, *n as i64)
        }
        Value::Number(n) if n.is_finite() => Arguments::add(arguments, *n),
        Value::Date(ms) => Arguments::add(arguments, datetime(*ms, form)),
        Value::Map(_) => match buffer_bytes(value) {
            Some(bytes) => Arguments::add(arguments, bytes),
            None => Arguments::add(arguments, json::stringify(value)),
        },
        Value::List(_) => Arguments::add(arguments, json::stringify(value)),
        value => Arguments::add(arguments, js::to_text(value)),
    };
    for value in values {
        let added = add(&mut arguments, value);
        added.map_err(|error| Error::request("A value cannot be bound.").with_source(error))?;
    }
    Ok(arguments)
}

/// A date as `2020-01-31 12:30:00.000` in the time of the database.
fn datetime(ms: f64, form: Form) -> Option<String> {
    let local = ms + f64::from(form.offset) * 60_000.0;
    let text = date::to_iso(local);
    let text = text.strip_suffix('Z')?;
    ms.is_finite().then(|| text.replace('T', " "))
}

/// The value of a column.
pub(super) fn value(raw: MySqlValueRef<'_>, form: Form, buffers: &Buffers) -> Value {
    if raw.is_null() {
        return Value::Null;
    }
    let kind = raw.type_info().into_owned();
    let is_text = <str as Type<MySql>>::compatible(&kind);
    let Ok(bytes) = <&[u8] as Decode<MySql>>::decode(raw) else {
        return Value::Null;
    };
    let name = kind.name();
    let text = || Value::text(String::from_utf8_lossy(bytes));
    let known = match name {
        "DATE" | "DATETIME" | "TIMESTAMP" => moment(bytes, form),
        "TIME" => time(bytes).map(Value::from),
        "FLOAT" => <[u8; 4]>::try_from(bytes).ok().map(|bytes| {
            let n = f32::from_le_bytes(bytes);
            Value::Number(n.to_string().parse().unwrap_or(f64::from(n)))
        }),
        "DOUBLE" => <[u8; 8]>::try_from(bytes)
            .ok()
            .map(|bytes| f64::from_le_bytes(bytes).into()),
        "DECIMAL" if form.old => {
            let number = std::str::from_utf8(bytes)
                .ok()
                .and_then(|text| text.parse().ok());
            number.map(Value::Number)
        }
        "DECIMAL" | "ENUM" | "SET" => Some(text()),
        "JSON" if form.old => Some(text()),
        "JSON" => json::parse(bytes).ok().or_else(|| Some(text())),
        "BIT" | "GEOMETRY" => Some(buffers.value(bytes)),
        _ if is_text => Some(text()),
        name if name.ends_with("UNSIGNED") => Some(whole(bytes, false)),
        "BOOLEAN" | "TINYINT" | "SMALLINT" | "INT" | "MEDIUMINT" | "BIGINT" => {
            Some(whole(bytes, true))
        }
        "YEAR" => Some(whole(bytes, false)),
        _ => Some(buffers.value(bytes)),
    };
    known.unwrap_or_else(|| buffers.value(bytes))
}

/// A whole number; as text where a number would not be exact.
fn whole(bytes: &[u8], signed: bool) -> Value {
    let fill = match bytes.last() {
        Some(last) if signed && *last >= 0x80 => 0xff,
        _ => 0,
    };
    let mut all = [fill; 16];
    let n = bytes.len().min(16);
    all[..n].copy_from_slice(&bytes[..n]);
    let number = i128::from_le_bytes(all);
    match number.abs() <= i128::from(MOST) {
        true => Value::Number(number as f64),
        false => number.to_string().into(),
    }
}

/// A date or a time of a date: a length, then as many parts as are not 0.
fn moment(bytes: &[u8], form: Form) -> Option<Value> {
    let (_, parts) = bytes.split_first()?;
    let byte = |i: usize| parts.get(i).copied().map_or(0, i64::from);
    let year = i64::from(u16::from_le_bytes([*parts.first()?, *parts.get(1)?]));
    let days = date::days_from_civil(year, byte(2), byte(3));
    let seconds = days * 86_400 + byte(4) * 3600 + byte(5) * 60 + byte(6);
    let micros = match parts.get(7..11) {
        Some(micros) => u32::from_le_bytes(micros.try_into().ok()?),
        None => 0,
    };
    let ms = seconds * 1000 + i64::from(micros / 1000) - i64::from(form.offset) * 60_000;
    Some(Value::Date(ms as f64))
}

/// A time, which may have more hours than a day, as text.
fn time(bytes: &[u8]) -> Option<String> {
    let (length, parts) = bytes.split_first()?;
    if *length == 0 {
        return Some("00:00:00".to_owned());
    }
    let byte = |i: usize| parts.get(i).copied().map_or(0, u32::from);
    let days = u32::from_le_bytes(parts.get(1..5)?.try_into().ok()?);
    let sign = if byte(0) == 1 { "-" } else { "" };
    let hours = u64::from(days) * 24 + u64::from(byte(5));
    let text = format!("{sign}{hours:02}:{:02}:{:02}", byte(6), byte(7));
    match parts.get(8..12) {
        Some(micros) => {
            let micros = u32::from_le_bytes(micros.try_into().ok()?);
            Some(format!("{text}.{micros:06}"))
        }
        None => Some(text),
    }
}
