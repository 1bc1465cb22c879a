//! The conditions of `where` and `having` as SQL.

use engine::{Value, js};

use super::super::dialect::Dialect;
use super::super::sql::Sql;
use super::{Condition, Test};
use crate::Error;

type Result<T> = std::result::Result<T, Error>;

/// `where` or `having` with its conditions; nothing if there are none.
pub(super) fn clause(sql: &mut Sql, name: &str, conditions: &[Condition]) -> Result<()> {
    if conditions.is_empty() {
        return Ok(());
    }
    sql.push(" ");
    sql.push(name);
    sql.push(" ");
    all(sql, conditions)
}

fn all(sql: &mut Sql, conditions: &[Condition]) -> Result<()> {
    for (i, condition) in conditions.iter().enumerate() {
        if i > 0 {
            sql.push(if condition.or { " or " } else { " and " });
        }
        condition.write(sql)?;
    }
    Ok(())
}

impl Condition {
    fn write(&self, sql: &mut Sql) -> Result<()> {
        let not = if self.not { "not " } else { "" };
        match &self.test {
            Test::Compare {
                column,
                operator,
                value,
                columns,
            } => {
                sql.push(not);
                sql.identifier(column)?;
                sql.push(" ");
                sql.operator(operator)?;
                sql.push(" ");
                match columns {
                    true => sql.identifier(value)?,
                    false => sql.bind(single(sql, defined(column, value)?)?),
                }
            }
            Test::In(columns, values) => {
                column_or_columns(sql, columns)?;
                sql.push(" ");
                sql.push(not);
                sql.push("in ");
                values_list(sql, columns, values)?;
            }
            Test::Null(column) => {
                sql.identifier(column)?;
                sql.push(" is ");
                sql.push(not);
                sql.push("null");
            }
            Test::Between(column, values) => {
                sql.identifier(column)?;
                sql.push(" ");
                sql.push(not);
                sql.push("between ");
                for (i, value) in values.iter().enumerate() {
                    if i > 0 {
                        sql.push(" and ");
                    }
                    sql.bind(defined(column, value)?);
                }
            }
            Test::Like {
                column,
                value,
                any_case,
            } => {
                column_or_columns(sql, column)?;
                sql.push(" ");
                sql.push(not);
                sql.push(match (sql.dialect, any_case) {
                    (Dialect::Postgres, true) => "ilike ",
                    _ => "like ",
                });
                sql.bind(defined(column, value)?);
                if sql.dialect == Dialect::Mysql && !any_case {
                    sql.push(" collate utf8mb4_bin");
                }
            }
            Test::Json(test) => test.write(sql, self.not)?,
            Test::Raw(text, bindings) => {
                sql.push(not);
                sql.raw(text, bindings)?;
            }
            Test::Exists(query) => {
                sql.push(not);
                sql.push("exists (");
                query.nested(sql)?;
                sql.push(")");
            }
            Test::Group(conditions) => {
                sql.push(not);
                sql.push("(");
                all(sql, conditions)?;
                sql.push(")");
            }
        }
        Ok(())
    }
}

/// A column, or several in parentheses.
pub(super) fn column_or_columns(sql: &mut Sql, columns: &Value) -> Result<()> {
    match columns {
        Value::List(_) => {
            sql.push("(");
            sql.identifiers(columns)?;
            sql.push(")");
            Ok(())
        }
        column => sql.identifier(column),
    }
}

/// The values of `in`.
pub(super) fn values_list(sql: &mut Sql, column: &Value, values: &Value) -> Result<()> {
    let Value::List(values) = values else {
        sql.bind(defined(column, values)?);
        return Ok(());
    };
    for value in values.iter() {
        defined(column, value)?;
    }
    if !matches!(values.first(), Some(Value::List(_))) {
        sql.push("(");
        sql.bind_all(values);
        sql.push(")");
        return Ok(());
    }
    // Only SQLite takes rows that are written as a table.
    sql.push(match sql.dialect {
        Dialect::Sqlite => "( values ",
        _ => "(",
    });
    for (i, row) in values.iter().enumerate() {
        sql.push(if i > 0 { ", (" } else { "(" });
        match row {
            Value::List(row) => sql.bind_all(row),
            one => sql.bind_all(std::slice::from_ref(one)),
        }
        sql.push(")");
    }
    sql.push(")");
    Ok(())
}

/// Several names, with commas.
pub(super) fn identifiers(sql: &mut Sql, names: &[Value]) -> Result<()> {
    for (i, name) in names.iter().enumerate() {
        if i > 0 {
            sql.push(", ");
        }
        sql.identifier(name)?;
    }
    Ok(())
}

/// `value`, if it is not undefined: a condition that silently tests for nothing would be a hole.
pub(super) fn defined(column: &Value, value: &Value) -> Result<Value> {
    match value {
        Value::Undefined => Err(Error::request(format!(
            "Undefined binding(s) detected when compiling SELECT. Undefined column(s): [{}]",
            js::to_text(column)
        ))),
        value => Ok(value.clone()),
    }
}

/// A value that is one: MySQL's drivers would write another as several.
fn single(sql: &Sql, value: Value) -> Result<Value> {
    match value {
        Value::List(_) | Value::Map(_) if sql.dialect == Dialect::Mysql => Err(Error::request(
            "The values in where clause must not be object or array.",
        )),
        value => Ok(value),
    }
}
