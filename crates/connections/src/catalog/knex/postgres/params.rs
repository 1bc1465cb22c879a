//! Values for the parameters of a statement, by the types that the server gave them.

use engine::{Value, date, js, json};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgTypeInfo, PgTypeKind};
use sqlx::{Encode, Postgres, Type, TypeInfo};

use super::super::database::buffer_bytes;
use super::{arrays, numeric};

/// Microseconds from 1970 to 2000, where PostgreSQL begins to count.
const EPOCH_US: i64 = 946_684_800_000_000;

/// How a value goes to the server.
#[derive(Debug, PartialEq)]
pub(super) enum Form {
    /// As the bytes of its type; nothing for null.
    Bytes(Option<Vec<u8>>),
    /// As text that the server reads.
    Text(String),
}

/// A parameter that is written.
pub(super) struct Parameter {
    pub(super) bytes: Option<Vec<u8>>,
    pub(super) kind: PgTypeInfo,
}

impl Type<Postgres> for Parameter {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(Oid(25))
    }
}

impl Encode<'_, Postgres> for Parameter {
    fn encode_by_ref(&self, buf: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        match &self.bytes {
            Some(bytes) => {
                buf.extend_from_slice(bytes);
                Ok(IsNull::No)
            }
            None => Ok(IsNull::Yes),
        }
    }

    fn produces(&self) -> Option<PgTypeInfo> {
        Some(self.kind.clone())
    }
}

/// The number of a type; 0 if it has none.
pub(super) fn oid(kind: &PgTypeInfo) -> u32 {
    kind.oid().map_or(0, |oid| oid.0)
}

/// How `value` goes to a parameter of the type `kind`.
pub(super) fn form(kind: &PgTypeInfo, value: &Value) -> Form {
    if value.is_none() {
        return Form::Bytes(None);
    }
    match kind.kind() {
        PgTypeKind::Domain(inner) => return form(inner, value),
        PgTypeKind::Enum(_) => return Form::Bytes(Some(plain(value).into_bytes())),
        PgTypeKind::Array(_) => return Form::Text(plain(value)),
        _ => {}
    }
    match bytes(oid(kind), kind.name(), value) {
        Some(bytes) => Form::Bytes(Some(bytes)),
        None => Form::Text(plain(value)),
    }
}

fn bytes(oid: u32, name: &str, value: &Value) -> Option<Vec<u8>> {
    match oid {
        16 => value.as_bool().map(|b| vec![u8::from(b)]),
        20 => integer(value).map(|n| n.to_be_bytes().to_vec()),
        21 => Some(i16::try_from(integer(value)?).ok()?.to_be_bytes().to_vec()),
        23 => Some(i32::try_from(integer(value)?).ok()?.to_be_bytes().to_vec()),
        26 => Some(u32::try_from(integer(value)?).ok()?.to_be_bytes().to_vec()),
        700 => Some((value.as_number()? as f32).to_be_bytes().to_vec()),
        701 => Some(value.as_number()?.to_be_bytes().to_vec()),
        1700 => match value {
            Value::Number(_) | Value::String(_) => numeric::encode(&plain(value)),
            _ => None,
        },
        19 | 25 | 705 | 1042 | 1043 => Some(plain(value).into_bytes()),
        114 => Some(json_text(value).into_bytes()),
        3802 => Some([&[1], json_text(value).as_bytes()].concat()),
        2950 => uuid(value.as_str()?),
        17 => buffer_bytes(value),
        1114 | 1184 => Some((micros(value)? - EPOCH_US).to_be_bytes().to_vec()),
        1082 => {
            let days = (micros(value)? - EPOCH_US).div_euclid(86_400_000_000);
            Some(i32::try_from(days).ok()?.to_be_bytes().to_vec())
        }
        _ if name == "citext" => Some(plain(value).into_bytes()),
        _ => None,
    }
}

/// A whole number, also as text.
fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(n) if n.fract() == 0.0 && n.abs() < 9.2e18 => Some(*n as i64),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

fn micros(value: &Value) -> Option<i64> {
    let ms = value.as_date()?;
    (ms.abs() <= 8.64e15).then_some((ms * 1000.0) as i64)
}

fn uuid(text: &str) -> Option<Vec<u8>> {
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    if text.len() != 36 || digits.len() != 32 {
        return None;
    }
    let byte = |i: usize| u8::from_str_radix(digits.get(i..i + 2)?, 16).ok();
    (0..32).step_by(2).map(byte).collect()
}

/// Text is JSON already.
fn json_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.to_string(),
        value => json::stringify(value),
    }
}

/// A value as text, as the driver of Node writes it.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Date(ms) if ms.is_finite() => date::to_iso(*ms).replace('Z', "+00:00"),
        Value::Map(_) => match buffer_bytes(value) {
            Some(bytes) => super::values::hex(&bytes),
            None => json::stringify(value),
        },
        Value::List(items) => arrays::literal(items),
        value => js::to_text(value),
    }
}
