//! The statements that change something, and those about tables.

use engine::{Map, Value, js};

use super::super::dialect::Dialect;
use super::super::sql::{Sql, json_if_object};
use super::{Answer, Conflict, Join, Query, Table};
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
        let otherwise = match sql.dialect {
            Dialect::Postgres => Answer::Raw,
            _ => Answer::InsertedId,
        };
        if maps.is_empty() {
            return Ok(otherwise);
        }
        self.with_clause(sql)?;
        let ignores = self.on_conflict.as_ref();
        let ignores = ignores.is_some_and(|it| matches!(it.action, Conflict::Ignore));
        sql.push(match sql.dialect {
            Dialect::Mysql if ignores => "insert ignore into ",
            _ => "insert into ",
        });
        self.table_name(sql)?;
        let mut columns: Vec<&str> = maps
            .iter()
            .flat_map(|row| row.keys())
            .map(|c| &**c)
            .collect();
        columns.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
        columns.dedup();
        if columns.is_empty() {
            sql.push(match sql.dialect {
                Dialect::Mysql => " () values ()",
                _ => " default values",
            });
        } else {
            let has = |row: &Map, column: &str| row.get(column).is_some_and(|v| !v.is_undefined());
            let complete = |row: &&Map| columns.iter().all(|column| has(row, column));
            let needs_all = sql.dialect == Dialect::Sqlite && !self.null_as_default;
            if needs_all && !maps.iter().all(complete) {
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
            let one = maps.len() == 1 || sql.dialect != Dialect::Sqlite;
            if one && matches!(conflict.action, Conflict::Merge(_)) {
                if sql.dialect == Dialect::Mysql && !self.wheres.is_empty() {
                    return Err(Error::request(
                        ".onConflict().merge().where() is not supported for mysql",
                    ));
                }
                self.where_clause(sql)?;
            }
        }
        self.returning_clause(sql, otherwise)
    }

    pub(super) fn update_statement(&self, sql: &mut Sql) -> Result<Answer> {
        self.with_clause(sql)?;
        sql.push("update ");
        self.table_name(sql)?;
        if sql.dialect == Dialect::Mysql {
            self.join_clauses(sql)?;
        }
        sql.push(" set ");
        self.set_clause(sql, &self.update)?;
        if sql.dialect == Dialect::Postgres && js::truthy(&self.update_from) {
            sql.push(" from ");
            sql.identifiers(&self.update_from)?;
        }
        self.where_clause(sql)?;
        if sql.dialect == Dialect::Mysql {
            self.order_clause(sql)?;
            self.limit_clause(sql);
        }
        self.returning_clause(sql, Answer::Changes)
    }

    pub(super) fn set_clause(&self, sql: &mut Sql, values: &Map) -> Result<()> {
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
        let joined = !self.joins.is_empty() || js::truthy(&self.using);
        if joined && sql.dialect == Dialect::Sqlite {
            return Err(Error::request("SQLite cannot delete with a join."));
        }
        self.with_clause(sql)?;
        sql.push("delete ");
        if sql.dialect == Dialect::Mysql && !self.joins.is_empty() {
            self.table_name(sql)?;
            sql.push(" ");
        }
        sql.push("from ");
        self.table_name(sql)?;
        if sql.dialect == Dialect::Postgres {
            self.delete_using(sql)?;
        } else {
            self.join_clauses(sql)?;
            self.where_clause(sql)?;
        }
        self.returning_clause(sql, Answer::Changes)
    }

    /// PostgreSQL joins in a delete by naming the tables, and the columns among the conditions.
    fn delete_using(&self, sql: &mut Sql) -> Result<()> {
        let mut first = true;
        let mut separate = |sql: &mut Sql| {
            sql.push(match std::mem::take(&mut first) {
                true => " using ",
                false => ", ",
            });
        };
        if js::truthy(&self.using) {
            separate(sql);
            sql.identifiers(&self.using)?;
        }
        for join in &self.joins {
            let Join::On { table, .. } = join else {
                return Err(Error::request(
                    "Invalid query, a delete cannot have a raw join.",
                ));
            };
            separate(sql);
            self.join_table(sql, table)?;
        }
        self.where_clause(sql)?;
        let mut any = !self.wheres.is_empty();
        for join in &self.joins {
            if let Join::On { on, .. } = join
                && !on.is_empty()
            {
                sql.push(if any { " and (" } else { " where (" });
                super::joins::all(sql, on)?;
                sql.push(")");
                any = true;
            }
        }
        Ok(())
    }

    fn returning_clause(&self, sql: &mut Sql, otherwise: Answer) -> Result<Answer> {
        // MySQL has none, and Knex leaves it out there.
        if !js::truthy(&self.returning) || sql.dialect == Dialect::Mysql {
            return Ok(otherwise);
        }
        sql.push(" returning ");
        sql.identifiers(&self.returning)?;
        Ok(Answer::Rows)
    }

    pub(super) fn truncate(&self, sql: &mut Sql) -> Result<Answer> {
        if sql.dialect != Dialect::Sqlite {
            sql.push("truncate ");
            self.table_name(sql)?;
            if sql.dialect == Dialect::Postgres {
                sql.push(" restart identity");
            }
            return Ok(Answer::Raw);
        }
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
        let schema = self.schema.as_deref().map(Value::from);
        if sql.dialect == Dialect::Sqlite {
            sql.push("PRAGMA table_info(");
            sql.quote(table)?;
            sql.push(")");
        } else {
            sql.push("select * from information_schema.columns where table_name = ");
            sql.bind(Value::String(table.clone()));
            sql.push(" and table_schema = ");
            match (schema, sql.dialect) {
                (Some(schema), _) => sql.bind(schema),
                (None, Dialect::Postgres) => sql.push("current_schema()"),
                (None, _) => sql.push("database()"),
            }
        }
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
            let value = row.get(column).map_or(Value::Undefined, json_if_object);
            match (value, sql.dialect) {
                (Value::Undefined, Dialect::Postgres | Dialect::Mysql) => sql.push("default"),
                (value, _) => sql.bind(value.or_null()),
            }
        }
        sql.push(")");
    }
    Ok(())
}
