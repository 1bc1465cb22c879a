//! What `columnInfo` gives.

use engine::{Map, Value};

use super::dialect::Dialect;

/// The rows that tell of columns, as an object by name, as Knex gives it.
pub(super) fn column_info(dialect: Dialect, rows: &[Value]) -> Map {
    let column = |row: &Value| match dialect {
        Dialect::Sqlite => sqlite(row),
        Dialect::Postgres => standard(row, str::to_owned),
        Dialect::Mysql => standard(row, str::to_uppercase),
    };
    let columns = rows.iter().map(column);
    let columns = columns.filter_map(|(name, column)| Some((name.as_shared_str()?, column)));
    columns.collect()
}

/// A row of `information_schema.columns`.
fn standard(row: &Value, case: fn(&str) -> String) -> (Value, Value) {
    let of = |name: &str| row.key(&case(name)).clone().or_null();
    let default = match of("column_default") {
        // MariaDB's.
        Value::String(text) if &*text == "NULL" => Value::Null,
        other => other,
    };
    let column = Value::object([
        ("type", of("data_type")),
        ("maxLength", of("character_maximum_length")),
        (
            "nullable",
            (of("is_nullable").as_str() == Some("YES")).into(),
        ),
        ("defaultValue", default),
    ]);
    (of("column_name"), column)
}

/// A row of `pragma table_info`.
fn sqlite(row: &Value) -> (Value, Value) {
    let declared = row.key("type").as_str().unwrap_or_default();
    let length = declared
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(')'));
    let length = length.map(|(digits, _)| digits);
    let length = length.filter(|it| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit()));
    let name = match length {
        Some(_) => declared.split('(').next().unwrap_or_default(),
        None => declared,
    };
    let column = Value::object([
        ("type", name.to_lowercase().into()),
        ("maxLength", length.map_or(Value::Null, Value::from)),
        (
            "nullable",
            (row.key("notnull").as_number() == Some(0.0)).into(),
        ),
        ("defaultValue", row.key("dflt_value").clone()),
    ]);
    (row.key("name").clone(), column)
}
