//! Columns that hold JSON: parts of them, and conditions on them.

use engine::{Value, js, json};

use super::super::dialect::Dialect;
use super::super::sql::Sql;
use super::methods::arg;
use super::{Columns, Query};
use crate::Error;

type Result<T> = std::result::Result<T, Error>;

/// A column that is made of one with JSON.
#[derive(Debug)]
pub(super) struct JsonColumn {
    action: Action,
    column: Value,
    path: String,
    value: Value,
    alias: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Extract,
    Set,
    Insert,
    Remove,
}

/// A condition on a column with JSON.
#[derive(Debug)]
pub(super) enum JsonTest {
    /// It is the same object.
    Same(Value, Value),
    /// What is at a path compares to a value.
    Path {
        column: Value,
        path: String,
        operator: Value,
        value: Value,
    },
    /// It has all that the value has.
    Superset(Value, Value),
    /// The value has all that it has.
    Subset(Value, Value),
}

impl Query {
    /// Calls `jsonExtract`, `jsonSet`, `jsonInsert` or `jsonRemove`.
    pub(super) fn json_column(&mut self, method: &str, args: &[Value]) -> Result<()> {
        let action = match method {
            "jsonExtract" => Action::Extract,
            "jsonSet" => Action::Set,
            "jsonInsert" => Action::Insert,
            _ => Action::Remove,
        };
        if let (Action::Extract, Value::List(several)) = (action, arg(args, 0)) {
            for one in several.iter() {
                self.json_column(method, one.items())?;
            }
            return Ok(());
        }
        let has_value = matches!(action, Action::Set | Action::Insert);
        let (value, alias) = match has_value {
            true => (arg(args, 2).clone(), arg(args, 3)),
            false => (Value::Undefined, arg(args, 2)),
        };
        self.columns.push(Columns::Json(JsonColumn {
            action,
            column: arg(args, 0).clone(),
            path: path(method, arg(args, 1))?,
            value,
            alias: alias.as_str().map(str::to_owned),
        }));
        Ok(())
    }
}

/// A path, which must be text.
pub(super) fn path(method: &str, value: &Value) -> Result<String> {
    let path = value.as_str().map(str::to_owned);
    path.ok_or_else(|| Error::request(format!("Invalid query, {method} needs a path as a string.")))
}

impl JsonColumn {
    /// The column.
    pub(super) fn write(&self, sql: &mut Sql) -> Result<()> {
        match (self.action, sql.dialect) {
            (Action::Extract, Dialect::Postgres) => {
                sql.push("jsonb_path_query(");
                sql.identifier(&self.column)?;
                sql.push(", ");
                sql.bind(self.path.as_str().into());
                sql.push(")");
            }
            (Action::Extract, _) => json_value(sql, &self.column, &self.path.as_str().into())?,
            (Action::Remove, Dialect::Postgres) => {
                sql.identifier(&self.column)?;
                sql.push(" #- ");
                sql.bind(postgres_path(&self.path).into());
            }
            (action, dialect) => {
                sql.push(match (action, dialect) {
                    (Action::Set, Dialect::Postgres) => "jsonb_set(",
                    (Action::Set, _) => "json_set(",
                    (Action::Insert, Dialect::Postgres) => "jsonb_insert(",
                    (Action::Insert, _) => "json_insert(",
                    _ => "json_remove(",
                });
                sql.identifier(&self.column)?;
                sql.push(", ");
                match dialect {
                    Dialect::Postgres => sql.bind(postgres_path(&self.path).into()),
                    _ => sql.bind(self.path.as_str().into()),
                }
                if action != Action::Remove {
                    sql.push(", ");
                    self.new_value(sql);
                }
                sql.push(")");
            }
        }
        match &self.alias {
            Some(alias) => {
                sql.push(" as ");
                sql.quote(alias)
            }
            None => Ok(()),
        }
    }

    fn new_value(&self, sql: &mut Sql) {
        let is_data = matches!(self.value, Value::Map(_) | Value::List(_));
        match (sql.dialect, is_data) {
            (Dialect::Postgres, _) => sql.bind(text_of(&self.value).into()),
            // Otherwise it would become text within the JSON.
            (dialect, true) => {
                sql.push(match dialect {
                    Dialect::Mysql => "json_extract(",
                    _ => "json(",
                });
                sql.bind(json::stringify(&self.value).into());
                sql.push(if dialect == Dialect::Mysql {
                    ", '$')"
                } else {
                    ")"
                });
            }
            (_, false) => sql.bind(self.value.clone()),
        }
    }
}

impl JsonTest {
    /// The condition.
    pub(super) fn write(&self, sql: &mut Sql, not: bool) -> Result<()> {
        let negated = if not { "not " } else { "" };
        match self {
            JsonTest::Same(column, value) => {
                let by_function = sql.dialect == Dialect::Mysql;
                if by_function {
                    return contains(sql, negated, column, value, false);
                }
                sql.identifier(column)?;
                sql.push(if not { " != " } else { " = " });
                sql.bind(text_of(value).into());
            }
            JsonTest::Path {
                column,
                path,
                operator,
                value,
            } => {
                json_value(sql, column, &path.as_str().into())?;
                sql.push(" ");
                if sql.dialect == Dialect::Postgres {
                    sql.text.truncate(sql.text.len() - 1);
                    sql.push(match value {
                        Value::Number(n) if n.fract() == 0.0 => "::int ",
                        Value::Number(_) => "::float ",
                        _ => " #>> '{}' ",
                    });
                }
                sql.operator(operator)?;
                sql.push(" ");
                match value {
                    Value::Map(_) | Value::List(_) => sql.bind(json::stringify(value).into()),
                    value => sql.bind(value.clone()),
                }
            }
            JsonTest::Superset(column, value) => {
                return contains(sql, negated, column, value, false);
            }
            JsonTest::Subset(column, value) => return contains(sql, negated, column, value, true),
        }
        Ok(())
    }
}

/// Whether a column contains a value, or the other way round.
fn contains(sql: &mut Sql, not: &str, column: &Value, value: &Value, within: bool) -> Result<()> {
    let text: Value = text_of(value).into();
    match sql.dialect {
        Dialect::Postgres => {
            sql.push(not);
            sql.identifier(column)?;
            sql.push(if within { " <@ " } else { " @> " });
            sql.bind(text);
        }
        Dialect::Mysql => {
            sql.push(not);
            sql.push("json_contains(");
            if within {
                sql.bind(text);
                sql.push(", ");
                sql.identifier(column)?;
            } else {
                sql.identifier(column)?;
                sql.push(", ");
                sql.bind(text);
            }
            sql.push(")");
        }
        Dialect::Sqlite => {
            return Err(Error::request(
                "Json superset or subset where clause not actually supported by SQLite",
            ));
        }
    }
    Ok(())
}

/// What is at a path of a column.
pub(super) fn json_value(sql: &mut Sql, column: &Value, path: &Value) -> Result<()> {
    sql.push(match sql.dialect {
        Dialect::Postgres => "jsonb_path_query_first(",
        Dialect::Mysql => "json_unquote(json_extract(",
        Dialect::Sqlite => "json_extract(",
    });
    sql.identifier(column)?;
    sql.push(", ");
    sql.bind(path.clone());
    sql.push(match sql.dialect {
        Dialect::Mysql => "))",
        _ => ")",
    });
    Ok(())
}

/// JSON as text; text is JSON already, if it is.
fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) if json::parse(text.as_bytes()).is_ok() => text.to_string(),
        Value::Undefined => "null".to_owned(),
        value => json::stringify(value),
    }
}

/// `$.a.b[0]` as `{a,b,0}`.
fn postgres_path(path: &str) -> String {
    if path.starts_with('{') && path.ends_with('}') {
        return path.to_owned();
    }
    let path = path
        .strip_prefix("$.")
        .or(path.strip_prefix('$'))
        .unwrap_or(path);
    let parts = path.split(['.', '[', ']']).filter(|part| !part.is_empty());
    let parts = parts.map(|part| {
        let part = js::trim(part).replace('\\', "\\\\").replace('"', "\\\"");
        format!("\"{part}\"")
    });
    format!("{{{}}}", parts.collect::<Vec<_>>().join(","))
}
