//! Values of columns, as the driver of Node gives them: whole numbers up to 32 bits and floating
//! point as numbers, larger and exact numbers as text, JSON read, times as dates, bytes as a buffer.

use std::net::{Ipv4Addr, Ipv6Addr};

use engine::{Map, Str, Value, json};
use sqlx::postgres::{PgTypeInfo, PgTypeKind, PgValueRef};
use sqlx::{TypeInfo, ValueRef};

use super::super::database::Buffers;
use super::{arrays, numeric, params};

/// Milliseconds from 1970 to 2000.
const EPOCH_MS: i64 = 946_684_800_000;
const DAY_MS: i64 = 86_400_000;

/// How the bytes of a column are read.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Form {
    Bool,
    Int16,
    Int32,
    Int64,
    Oid,
    Float32,
    Float64,
    Numeric,
    Text,
    Json,
    Jsonb,
    Uuid,
    Date,
    Timestamp,
    Time,
    TimeWithZone,
    Interval,
    Bytes,
    Inet,
    Point,
    Nothing,
    Array(Box<Form>),
    /// Only the server can write it as text.
    Opaque,
}

/// How columns of a type are read.
pub(super) fn form(kind: &PgTypeInfo) -> Form {
    match kind.kind() {
        PgTypeKind::Enum(_) => return Form::Text,
        PgTypeKind::Domain(inner) => return form(inner),
        PgTypeKind::Array(element) => {
            return match form(element) {
                Form::Opaque => Form::Opaque,
                element => Form::Array(Box::new(element)),
            };
        }
        _ => {}
    }
    match params::oid(kind) {
        16 => Form::Bool,
        17 => Form::Bytes,
        18 | 19 | 25 | 142 | 705 | 1042 | 1043 => Form::Text,
        20 => Form::Int64,
        21 => Form::Int16,
        23 => Form::Int32,
        26 => Form::Oid,
        114 => Form::Json,
        600 => Form::Point,
        650 | 869 => Form::Inet,
        700 => Form::Float32,
        701 => Form::Float64,
        1082 => Form::Date,
        1083 => Form::Time,
        1114 | 1184 => Form::Timestamp,
        1186 => Form::Interval,
        1266 => Form::TimeWithZone,
        1700 => Form::Numeric,
        2278 => Form::Nothing,
        2950 => Form::Uuid,
        3802 => Form::Jsonb,
        _ if kind.name() == "citext" => Form::Text,
        _ => Form::Opaque,
    }
}

/// The value of a column.
pub(super) fn value(raw: &PgValueRef<'_>, form: &Form, buffers: &Buffers) -> Value {
    match raw.as_bytes() {
        Ok(bytes) if !raw.is_null() => read(bytes, form, buffers),
        _ => Value::Null,
    }
}

fn read(bytes: &[u8], form: &Form, buffers: &Buffers) -> Value {
    decode(bytes, form, buffers).unwrap_or_else(|| match std::str::from_utf8(bytes) {
        Ok(text) if !text.chars().any(|c| c.is_control()) => text.into(),
        _ => hex(bytes).into(),
    })
}

fn decode(bytes: &[u8], form: &Form, buffers: &Buffers) -> Option<Value> {
    let mut reader = Reader(bytes);
    Some(match form {
        Form::Bool => (reader.take(1)?[0] != 0).into(),
        Form::Int16 => Value::Number(f64::from(i16::from_be_bytes(reader.array()?))),
        Form::Int32 => Value::Number(f64::from(reader.i32()?)),
        Form::Int64 => reader.i64()?.to_string().into(),
        Form::Oid => Value::Number(f64::from(u32::from_be_bytes(reader.array()?))),
        // By its shortest text: 1.1 and not 1.10000002384.
        Form::Float32 => {
            let n = f32::from_be_bytes(reader.array()?);
            Value::Number(n.to_string().parse().unwrap_or(f64::from(n)))
        }
        Form::Float64 => Value::Number(f64::from_be_bytes(reader.array()?)),
        Form::Numeric => numeric::decode(bytes)?.into(),
        Form::Text => std::str::from_utf8(bytes).ok()?.into(),
        Form::Json => json::parse(bytes).ok()?,
        Form::Jsonb => json::parse(bytes.strip_prefix(&[1])?).ok()?,
        Form::Uuid => uuid(reader.array()?).into(),
        Form::Date => date(reader.i32()?),
        Form::Timestamp => timestamp(reader.i64()?),
        Form::Time => time(reader.i64()?).into(),
        Form::TimeWithZone => (time(reader.i64()?) + &zone(reader.i32()?)).into(),
        Form::Interval => interval(reader.i64()?, reader.i32()?, reader.i32()?),
        Form::Bytes => buffers.value(bytes),
        Form::Inet => inet(bytes)?.into(),
        Form::Point => {
            let mut next = || Some(Value::Number(f64::from_be_bytes(reader.array()?)));
            Value::object([("x", next()?), ("y", next()?)])
        }
        Form::Nothing => "".into(),
        Form::Array(element) => arrays::decode(bytes, &|bytes| read(bytes, element, buffers))?,
        Form::Opaque => return None,
    })
}

/// Bytes that are read from the beginning.
pub(super) struct Reader<'b>(pub(super) &'b [u8]);

impl<'b> Reader<'b> {
    /// The next so many.
    pub(super) fn take(&mut self, n: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    /// The next as a number of 32 bits.
    pub(super) fn i32(&mut self) -> Option<i32> {
        self.array().map(i32::from_be_bytes)
    }

    fn i64(&mut self) -> Option<i64> {
        self.array().map(i64::from_be_bytes)
    }
}

/// Bytes as PostgreSQL writes them.
pub(super) fn hex(bytes: &[u8]) -> String {
    let mut text = "\\x".to_owned();
    for byte in bytes {
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

fn uuid(bytes: [u8; 16]) -> String {
    let digits = &hex(&bytes)[2..];
    let parts = [
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..],
    ];
    parts.join("-")
}

fn date(days: i32) -> Value {
    match days {
        i32::MAX => Value::Number(f64::INFINITY),
        i32::MIN => Value::Number(f64::NEG_INFINITY),
        days => Value::Date((i64::from(days) * DAY_MS + EPOCH_MS) as f64),
    }
}

fn timestamp(us: i64) -> Value {
    match us {
        i64::MAX => Value::Number(f64::INFINITY),
        i64::MIN => Value::Number(f64::NEG_INFINITY),
        us => Value::Date((us.div_euclid(1000) + EPOCH_MS) as f64),
    }
}

fn time(us: i64) -> String {
    let seconds = us / 1_000_000;
    let (h, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let mut text = format!("{h:02}:{m:02}:{s:02}");
    let fraction = us % 1_000_000;
    if fraction != 0 {
        text.push_str(format!(".{fraction:06}").trim_end_matches('0'));
    }
    text
}

/// Seconds west of Greenwich as `+02` or `-03:30`.
fn zone(west: i32) -> String {
    let sign = if west > 0 { '-' } else { '+' };
    let minutes = west.unsigned_abs() / 60;
    match minutes % 60 {
        0 => format!("{sign}{:02}", minutes / 60),
        rest => format!("{sign}{:02}:{rest:02}", minutes / 60),
    }
}

/// An object of the parts that are not 0.
fn interval(us: i64, days: i32, months: i32) -> Value {
    let seconds = us / 1_000_000;
    let parts = [
        ("years", f64::from(months / 12)),
        ("months", f64::from(months % 12)),
        ("days", f64::from(days)),
        ("hours", (seconds / 3600) as f64),
        ("minutes", (seconds / 60 % 60) as f64),
        ("seconds", (seconds % 60) as f64),
        ("milliseconds", (us % 1_000_000) as f64 / 1000.0),
    ];
    let parts = parts.into_iter().filter(|(_, n)| *n != 0.0);
    let parts: Map = parts
        .map(|(name, n)| (Str::from(name), Value::Number(n)))
        .collect();
    Value::map(parts)
}

fn inet(bytes: &[u8]) -> Option<String> {
    let [family, bits, is_cidr, _, address @ ..] = bytes else {
        return None;
    };
    let (text, all) = match family {
        2 => (
            Ipv4Addr::from(<[u8; 4]>::try_from(address).ok()?).to_string(),
            32,
        ),
        3 => (
            Ipv6Addr::from(<[u8; 16]>::try_from(address).ok()?).to_string(),
            128,
        ),
        _ => return None,
    };
    match *is_cidr == 0 && *bits == all {
        true => Some(text),
        false => Some(format!("{text}/{bits}")),
    }
}
