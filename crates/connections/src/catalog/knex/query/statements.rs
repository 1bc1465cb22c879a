//! The statements that change something, and those about tables.

use engine::{Map, Value, js};

use super::super::sql::{Sql, json_if_object};
use super::{Answer, Conflict, OnConflict, Query, Table};
use crate::Error;

type Result<T> = std::result::Result<T, Error>;

impl Query {
    pub(super) fn insert(&self, sql: &mut Sql) -> Result<Answer> {
        let one = std::slice::from_ref(&self.insert);
        let rows = match &self.insert {
            Value::List(rows) => rows.as_slice(),
            value if value.is_none() => &[],
            _ => one,
        };
        let mut maps = Vec::new();
        for row in rows {
            match row {
                Value::Map(row) => maps.push(&**row),
                // As Knex: what follows a missing row is not inserted.
                row if row.is_none() => break,
                _ => {
                    return Err(Error::request(
                        "Invalid query, insert needs an object or a list of objects.",
                    ));
                }
            }
        }
        if maps.is_empty() {
            return Ok(Answer::InsertedId);
        }
        self.with_clause(sql)?;
        sql.push("insert into ");
        self.table_name(sql)?;
        let mut columns: Vec<&str> = maps
            .iter()
            .flat_map(|row| row.keys())
            .map(|c| &**c)
            .collect();
        columns.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
        columns.dedup();
        if columns.is_empty() {
            sql.push(" default values");
        } else {
            let has = |row: &Map, column: &str| row.get(column).is_some_and(|v| !v.is_undefined());
            let complete = |row: &&Map| columns.iter().all(|column| has(row, column));
            if !self.null_as_default && !maps.iter().all(complete) {
                return Err(Error::request(
                    "`sqlite` does not support inserting default values. Specify values explicitly \
                     or use the `useNullAsDefault` config flag. \
                     (see docs https://knexjs.org/guide/query-builder.html#insert).",
                ));
            }
            insert_rows(sql, &columns, &maps)?;
        }
        if let Some(conflict) = &self.on_conflict
            && !columns.is_empty()
        {
            self.conflict_clause(sql, conflict, &columns)?;
            if maps.len() == 1 && matches!(conflict.action, Conflict::Merge(_)) {
                self.where_clause(sql)?;
            }
        }
        self.returning_clause(sql, Answer::InsertedId)
    }

    fn conflict_clause(&self, sql: &mut Sql, it: &OnConflict, columns: &[&str]) -> Result<()> {
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

    pub(super) fn update_statement(&self, sql: &mut Sql) -> Result<Answer> {
        self.with_clause(sql)?;
        sql.push("update ");
        self.table_name(sql)?;
        sql.push(" set ");
        self.set_clause(sql, &self.update)?;
        self.where_clause(sql)?;
        self.returning_clause(sql, Answer::Changes)
    }

    fn set_clause(&self, sql: &mut Sql, values: &Map) -> Result<()> {
        let mut first = true;
        let mut separate = |sql: &mut Sql| {
            if !std::mem::take(&mut first) {
                sql.push(", ");
            }
        };
        for (column, value) in values.iter().filter(|(_, value)| !value.is_undefined()) {
            separate(sql);
            sql.name(column)?;
            sql.push(" = ");
            sql.bind(value.clone());
        }
        for (column, amount) in self
            .counters
            .iter()
            .filter(|(name, _)| !values.contains_key(name))
        {
            let amount = js::to_number(amount);
            separate(sql);
            sql.name(column)?;
            sql.push(" = ");
            sql.name(column)?;
            sql.push(if amount < 0.0 { " - " } else { " + " });
            sql.bind(amount.abs().into());
        }
        if first {
            return Err(self.empty_update());
        }
        Ok(())
    }

    fn empty_update(&self) -> Error {
        let table = match &self.table {
            Some(Table::Named(Value::String(name))) => format!("Table: {name}."),
            _ => String::new(),
        };
        let columns: Vec<&str> = self.update.keys().map(|column| &**column).collect();
        let columns = format!("Columns: {}.", columns.join(","));
        Error::request(format!(
            "Empty .update() call detected! Update data does not contain any values to update. \
             This will result in a faulty query. {table} {columns}"
        ))
    }

    pub(super) fn delete(&self, sql: &mut Sql) -> Result<Answer> {
        if !self.joins.is_empty() {
            return Err(Error::request("SQLite cannot delete with a join."));
        }
        self.with_clause(sql)?;
        sql.push("delete from ");
        self.table_name(sql)?;
        self.where_clause(sql)?;
        self.returning_clause(sql, Answer::Changes)
    }

    fn returning_clause(&self, sql: &mut Sql, otherwise: Answer) -> Result<Answer> {
        if !js::truthy(&self.returning) {
            return Ok(otherwise);
        }
        sql.push(" returning ");
        sql.identifiers(&self.returning)?;
        Ok(Answer::Rows)
    }

    pub(super) fn truncate(&self, sql: &mut Sql) -> Result<Answer> {
        sql.push("delete from ");
        self.table_name(sql)?;
        let table = match &self.table {
            Some(Table::Named(Value::String(name))) => name.to_string(),
            _ => String::new(),
        };
        Ok(Answer::Truncated { table })
    }

    pub(super) fn column_info(&self, sql: &mut Sql) -> Result<Answer> {
        let Some(Table::Named(Value::String(table))) = &self.table else {
            return Err(Error::request("Invalid query, columnInfo needs a table."));
        };
        sql.push("PRAGMA table_info(");
        sql.quote(table)?;
        sql.push(")");
        Ok(Answer::ColumnInfo(self.column_info.clone()))
    }
}

fn insert_rows(sql: &mut Sql, columns: &[&str], rows: &[&Map]) -> Result<()> {
    sql.push(" (");
    for (i, column) in columns.iter().enumerate() {
        if i > 0 {
            sql.push(", ");
        }
        sql.name(column)?;
    }
    sql.push(")");
    // Knex writes `select … union all select …` for several rows, of which SQLite takes 500.
    for (i, row) in rows.iter().enumerate() {
        sql.push(if i > 0 { ", (" } else { " values (" });
        for (j, column) in columns.iter().enumerate() {
            if j > 0 {
                sql.push(", ");
            }
            sql.bind(
                row.get(column)
                    .map_or(Value::Null, json_if_object)
                    .or_null(),
            );
        }
        sql.push(")");
    }
    Ok(())
}

fn take_excluded<'c>(sql: &mut Sql, columns: impl Iterator<Item = &'c str>) -> Result<()> {
    for (i, column) in columns.enumerate() {
        let column = column.rsplit('.').next().unwrap_or_default();
        if i > 0 {
            sql.push(", ");
        }
        sql.quote(column)?;
        sql.push(" = excluded.");
        sql.quote(column)?;
    }
    Ok(())
}
