//! `count`, `sum` and their family.

use engine::{Value, js};

use super::super::sql::split_alias;
use super::methods::{NOTHING, arg};
use super::{Aggregate, Columns, Query, invalid_method};
use crate::Error;

impl Query {
    /// Calls `count` or one of its family.
    pub(super) fn aggregate(&mut self, function: &str, args: &[Value]) -> Result<(), Error> {
        let functions = ["count", "min", "max", "sum", "avg"];
        let function = functions.into_iter().find(|name| *name == function);
        let function = function.ok_or_else(|| invalid_method("aggregate"))?;
        let column = match arg(args, 0) {
            column if function == "count" && !js::truthy(column) => "*".into(),
            column => column.clone(),
        };
        let alias = match arg(args, 1).key("as") {
            alias if js::truthy(alias) => Some(js::to_text(alias)),
            _ => None,
        };
        let (column, alias) = match (column, alias) {
            (Value::String(text), alias) => match (split_alias(&text), alias) {
                (Some((column, _)), Some(_)) => {
                    return Err(Error::request(format!(
                        "Found multiple aliases for same column: {column}"
                    )));
                }
                (Some((column, alias)), None) => (column.into(), Some(alias.to_owned())),
                (None, alias) => (Value::String(text), alias),
            },
            (Value::Map(_), Some(_)) => {
                return Err(Error::request(
                    "When using an object explicit alias can not be used",
                ));
            }
            (column @ (Value::Map(_) | Value::List(_)), alias) => (column, alias),
            _ => {
                return Err(Error::request(format!(
                    "Invalid query, {function} needs the name of a column."
                )));
            }
        };
        self.columns.push(Columns::Aggregate(Aggregate {
            function,
            column,
            distinct: arg(args, 1).key("distinct").as_bool() == Some(true),
            alias,
        }));
        Ok(())
    }

    /// Calls `countDistinct`.
    pub(super) fn count_distinct(&mut self, args: &[Value]) -> Result<(), Error> {
        let (columns, options) = match args {
            [columns @ .., options @ Value::Map(_)] if !columns.is_empty() => (columns, options),
            columns => (columns, &NOTHING),
        };
        let columns = match columns {
            [] => "*".into(),
            [only] => only.clone(),
            several => Value::list(several.to_vec()),
        };
        self.aggregate("count", &[columns, options.clone()])?;
        if let Some(Columns::Aggregate(aggregate)) = self.columns.last_mut() {
            aggregate.distinct = true;
        }
        Ok(())
    }
}
