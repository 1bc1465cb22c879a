//! Values to SQLite and back, as better-sqlite3 converts them.

use engine::{Str, Value};
use sqlx::sqlite::{SqliteArguments, SqliteRow, SqliteValueRef};
use sqlx::{Arguments, Column, Row as _, TypeInfo, ValueRef};

use super::super::database::{Buffers, Row};
use crate::Error;

/// What is bound to the placeholders. A number is always a floating-point number there, a boolean
/// one too, a date its milliseconds; lists and objects cannot be bound.
pub(super) fn arguments(values: &[Value]) -> Result<SqliteArguments, Error> {
    let mut arguments = SqliteArguments::default();
    arguments.reserve(values.len(), 0);
    for value in values {
        let added = match value {
            Value::Undefined | Value::Null => arguments.add(None::<f64>),
            Value::Bool(b) => arguments.add(f64::from(u8::from(*b))),
            Value::Number(n) | Value::Date(n) => arguments.add(*n),
            Value::String(text) => arguments.add(text.to_string()),
            _ => {
                return Err(Error::request(
                    "SQLite3 can only bind numbers, strings, bigints, buffers, and null",
                ));
            }
        };
        added.map_err(|error| Error::request("A value cannot be bound.").with_source(error))?;
    }
    Ok(arguments)
}

/// The names of the columns.
pub(super) fn names(row: &SqliteRow) -> Vec<Str> {
    row.columns().iter().map(|it| it.name().into()).collect()
}

/// A row as an object. Of columns with the same name the last counts.
pub(super) fn row(row: &SqliteRow, names: &[Str], buffers: &Buffers) -> Result<Value, sqlx::Error> {
    let mut object = Row::with_capacity(names.len());
    for (i, name) in names.iter().enumerate() {
        object.push(name, value(row.try_get_raw(i)?, buffers)?);
    }
    let checked = buffers.check();
    checked.map_err(|error| sqlx::Error::Decode(error.into()))?;
    Ok(object.done())
}

fn value(raw: SqliteValueRef<'_>, buffers: &Buffers) -> Result<Value, sqlx::Error> {
    if raw.is_null() {
        return Ok(Value::Null);
    }
    let kind = raw.type_info().into_owned();
    let decoded = match kind.name() {
        "INTEGER" => decode::<i64>(raw).map(|n| Value::Number(n as f64)),
        "REAL" => decode::<f64>(raw).map(Value::Number),
        "TEXT" => decode::<&[u8]>(raw).map(|text| Value::text(String::from_utf8_lossy(text))),
        _ => decode::<&[u8]>(raw).map(|bytes| buffers.value(bytes)),
    };
    decoded.map_err(sqlx::Error::Decode)
}

fn decode<'r, T: sqlx::Decode<'r, sqlx::Sqlite>>(
    raw: SqliteValueRef<'r>,
) -> Result<T, sqlx::error::BoxDynError> {
    T::decode(raw)
}
