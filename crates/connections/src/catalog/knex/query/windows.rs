//! `rank`, `denseRank` and `rowNumber`.

use engine::Value;

use super::super::sql::Sql;
use super::methods::arg;
use super::{Columns, Query};
use crate::Error;

/// A column that counts rows.
#[derive(Debug)]
pub(super) struct Window {
    function: &'static str,
    alias: Option<String>,
    order: Vec<Value>,
    partition: Vec<Value>,
}

impl Query {
    /// Calls one: an alias, the columns to order by, the columns that make groups.
    pub(super) fn window(&mut self, function: &'static str, args: &[Value]) -> Result<(), Error> {
        let list = |value: &Value| match value {
            Value::List(names) => names.to_vec(),
            value if value.is_none() => Vec::new(),
            name => vec![name.clone()],
        };
        let order = list(arg(args, 1));
        if order.is_empty() {
            return Err(Error::request(
                "Invalid query, a window function needs columns to order by.",
            ));
        }
        self.columns.push(Columns::Window(Window {
            function,
            alias: arg(args, 0).as_str().map(str::to_owned),
            order,
            partition: list(arg(args, 2)),
        }));
        Ok(())
    }
}

impl Window {
    /// The column.
    pub(super) fn write(&self, sql: &mut Sql) -> Result<(), Error> {
        sql.push(self.function);
        sql.push("() over (");
        if !self.partition.is_empty() {
            sql.push("partition by ");
            columns(sql, &self.partition, false)?;
            sql.push(" ");
        }
        sql.push("order by ");
        columns(sql, &self.order, true)?;
        sql.push(")");
        match &self.alias {
            Some(alias) => {
                sql.push(" as ");
                sql.quote(alias)
            }
            None => Ok(()),
        }
    }
}

/// Columns as names, or as objects with `column` and `order`.
fn columns(sql: &mut Sql, columns: &[Value], ordered: bool) -> Result<(), Error> {
    for (i, column) in columns.iter().enumerate() {
        sql.push(if i > 0 { ", " } else { "" });
        match column {
            Value::Map(it) => {
                sql.identifier(it.get("column").unwrap_or(&Value::Undefined))?;
                let order = it.get("order").and_then(Value::as_str);
                if ordered && order.is_some_and(|order| order.eq_ignore_ascii_case("desc")) {
                    sql.push(" desc");
                }
            }
            name => sql.identifier(name)?,
        }
    }
    Ok(())
}
