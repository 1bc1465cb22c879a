//! `onConflict` with `ignore` or `merge`.

use engine::Value;

use super::super::dialect::Dialect;
use super::super::sql::Sql;
use super::{Conflict, OnConflict, Query};
use crate::Error;

type Result<T> = std::result::Result<T, Error>;

impl Query {
    /// What happens to rows that are there already.
    pub(super) fn conflict_clause(
        &self,
        sql: &mut Sql,
        it: &OnConflict,
        columns: &[&str],
    ) -> Result<()> {
        if sql.dialect == Dialect::Mysql {
            return self.duplicate_clause(sql, it, columns);
        }
        sql.push(" on conflict ");
        if !it.columns.is_undefined() && it.columns.as_bool().is_none() {
            sql.push("(");
            sql.identifiers(&it.columns)?;
            sql.push(") ");
        }
        let updates = match &it.action {
            Conflict::Ignore => {
                sql.push("do nothing");
                return Ok(());
            }
            Conflict::Merge(updates) => updates,
        };
        sql.push("do update set ");
        self.merge_clause(sql, updates, columns)
    }

    /// The same in MySQL, where `insert ignore` says the other.
    fn duplicate_clause(&self, sql: &mut Sql, it: &OnConflict, columns: &[&str]) -> Result<()> {
        match &it.action {
            Conflict::Ignore => Ok(()),
            Conflict::Merge(updates) => {
                sql.push(" on duplicate key update ");
                self.merge_clause(sql, updates, columns)
            }
        }
    }

    fn merge_clause(&self, sql: &mut Sql, updates: &Value, columns: &[&str]) -> Result<()> {
        match updates {
            Value::Map(updates) => self.set_clause(sql, updates)?,
            Value::List(names) => {
                let name = |name: &Value| name.as_str().map(str::to_owned);
                let names: Option<Vec<String>> = names.iter().map(name).collect();
                let names =
                    names.ok_or_else(|| Error::request("Invalid query, merge needs names."))?;
                take_excluded(sql, names.iter().map(String::as_str))?;
            }
            _ => take_excluded(sql, columns.iter().copied())?,
        }
        Ok(())
    }
}

fn take_excluded<'c>(sql: &mut Sql, columns: impl Iterator<Item = &'c str>) -> Result<()> {
    for (i, column) in columns.enumerate() {
        let column = column.rsplit('.').next().unwrap_or_default();
        if i > 0 {
            sql.push(", ");
        }
        sql.quote(column)?;
        if sql.dialect == Dialect::Mysql {
            sql.push(" = values(");
            sql.quote(column)?;
            sql.push(")");
        } else {
            sql.push(" = excluded.");
            sql.quote(column)?;
        }
    }
    Ok(())
}
