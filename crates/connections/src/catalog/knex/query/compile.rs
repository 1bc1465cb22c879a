//! Writing a query as SQL: the parts that all kinds of statement share, and `select`.

use engine::{Value, js};

use super::super::dialect::Dialect;
use super::super::sql::Sql;
use super::clauses::{clause, identifiers};
use super::{Aggregate, Answer, Columns, Compiled, Group, Order, Query, Table, Verb};
use crate::Error;

type Result<T> = std::result::Result<T, Error>;

impl Query {
    /// The statement.
    pub(in super::super) fn compile(&self, dialect: Dialect) -> Result<Compiled> {
        let mut sql = Sql::new(dialect);
        let answer = self.write(&mut sql)?;
        if sql.text.is_empty() {
            return Err(Error::request("The query is empty"));
        }
        let timeout = self.timeout;
        Ok(Compiled {
            sql,
            answer,
            timeout,
        })
    }

    fn write(&self, sql: &mut Sql) -> Result<Answer> {
        Ok(match self.verb {
            Verb::Select => {
                self.select(sql)?;
                Answer::Rows
            }
            Verb::First => {
                self.select(sql)?;
                Answer::First
            }
            Verb::Pluck => {
                self.select(sql)?;
                Answer::Pluck(self.pluck.clone())
            }
            Verb::Insert => self.insert(sql)?,
            Verb::Update => self.update_statement(sql)?,
            Verb::Delete => self.delete(sql)?,
            Verb::Truncate => self.truncate(sql)?,
            Verb::ColumnInfo => self.column_info(sql)?,
        })
    }

    fn select(&self, sql: &mut Sql) -> Result<()> {
        self.with_clause(sql)?;
        for comment in &self.comments {
            sql.push("/* ");
            sql.push(comment);
            sql.push(" */ ");
        }
        // Without a table and columns the unions are all there is.
        let only_unions =
            self.table.is_none() && self.columns.is_empty() && !self.unions.is_empty();
        if !only_unions {
            let wrap = self.unions.iter().any(|union| union.wrap);
            sql.push(if wrap { "(" } else { "" });
            self.select_list(sql)?;
            self.join_clauses(sql)?;
            clause(sql, "where", &self.wheres)?;
            sql.push(if wrap { ")" } else { "" });
        }
        for (i, union) in self.unions.iter().enumerate() {
            if i > 0 || !only_unions {
                sql.push(" ");
                sql.push(union.kind);
                sql.push(" ");
            }
            sql.push(if union.wrap { "(" } else { "" });
            union.query.nested(sql)?;
            sql.push(if union.wrap { ")" } else { "" });
        }
        self.group_clause(sql)?;
        clause(sql, "having", &self.havings)?;
        self.order_clause(sql)?;
        self.limit_clause(sql);
        self.lock_clause(sql)
    }

    /// A select within another statement.
    pub(super) fn nested(&self, sql: &mut Sql) -> Result<()> {
        match self.verb {
            Verb::Select | Verb::First | Verb::Pluck => self.select(sql),
            _ => Err(Error::request(
                "Invalid query, a query within another should select.",
            )),
        }
    }

    pub(super) fn with_clause(&self, sql: &mut Sql) -> Result<()> {
        if self.with.is_empty() {
            return Ok(());
        }
        let recursive = self.with.iter().any(|with| with.recursive);
        sql.push(if recursive {
            "with recursive "
        } else {
            "with "
        });
        for (i, with) in self.with.iter().enumerate() {
            if i > 0 {
                sql.push(", ");
            }
            sql.name(&with.alias)?;
            if let Some(columns) = &with.columns {
                sql.push("(");
                sql.identifiers(columns)?;
                sql.push(")");
            }
            sql.push(match with.materialized {
                None => " as (",
                Some(true) => " as materialized (",
                Some(false) => " as not materialized (",
            });
            match (sql.dialect, with.query.verb) {
                // There a part of a query may change something.
                (Dialect::Postgres, Verb::Insert | Verb::Update | Verb::Delete) => {
                    with.query.write(sql)?;
                }
                _ => with.query.nested(sql)?,
            }
            sql.push(")");
        }
        sql.push(" ");
        Ok(())
    }

    fn select_list(&self, sql: &mut Sql) -> Result<()> {
        let distinct = |columns: &Columns| matches!(columns, Columns::Names { distinct: true, .. });
        sql.push("select ");
        if !self.hints.is_empty() {
            sql.push("/*+ ");
            sql.push(&self.hints.join(" "));
            sql.push(" */ ");
        }
        let on = self.columns.iter().rev().find_map(|columns| match columns {
            Columns::DistinctOn(names) => Some(names),
            _ => None,
        });
        match on {
            Some(names) if sql.dialect == Dialect::Postgres => {
                sql.push("distinct on (");
                identifiers(sql, names)?;
                sql.push(") ");
            }
            Some(_) => {
                return Err(Error::request(
                    ".distinctOn() is currently only supported on PostgreSQL",
                ));
            }
            None if self.columns.iter().any(distinct) => sql.push("distinct "),
            None => {}
        }
        let mut first = true;
        for columns in &self.columns {
            match columns {
                Columns::Names { names, .. } if names.is_empty() => continue,
                Columns::DistinctOn(_) => continue,
                _ => {}
            }
            if !std::mem::take(&mut first) {
                sql.push(", ");
            }
            match columns {
                Columns::Names { names, .. } => identifiers(sql, names)?,
                Columns::Aggregate(aggregate) => aggregate.write(sql)?,
                Columns::Window(window) => window.write(sql)?,
                Columns::Json(column) => column.write(sql)?,
                Columns::DistinctOn(_) => {}
            }
        }
        if first {
            sql.push("*");
        }
        if self.table.is_some() {
            sql.push(" from ");
            self.table_name(sql)?;
        }
        Ok(())
    }

    pub(super) fn table_name(&self, sql: &mut Sql) -> Result<()> {
        match (&self.table, &self.schema) {
            (None, _) => Ok(()),
            (Some(Table::Raw(text, bindings)), _) => sql.raw(text, bindings),
            (Some(Table::Named(Value::String(name))), Some(schema)) => {
                sql.name(&format!("{schema}.{name}"))
            }
            (Some(Table::Named(name)), _) => sql.identifier(name),
        }
    }

    fn group_clause(&self, sql: &mut Sql) -> Result<()> {
        for (i, group) in self.groups.iter().enumerate() {
            sql.push(if i > 0 { ", " } else { " group by " });
            match group {
                Group::Names(names) => identifiers(sql, names)?,
                Group::Raw(text, bindings) => sql.raw(text, bindings)?,
            }
        }
        Ok(())
    }

    /// `order by`.
    pub(super) fn order_clause(&self, sql: &mut Sql) -> Result<()> {
        for (i, order) in self.orders.iter().enumerate() {
            sql.push(if i > 0 { ", " } else { " order by " });
            match order {
                Order::Raw(text, bindings) => sql.raw(text, bindings)?,
                Order::By {
                    column,
                    descending,
                    nulls,
                } => {
                    let simple = sql.dialect == Dialect::Postgres || !js::truthy(nulls);
                    if simple {
                        sql.identifiers(column)?;
                    } else {
                        sql.push("(");
                        sql.identifiers(column)?;
                        sql.push(match nulls.as_str() {
                            Some("last") => " is null)",
                            Some("first") => " is not null)",
                            _ => ")",
                        });
                    }
                    sql.push(if *descending { " desc" } else { " asc" });
                    sql.push(match (sql.dialect, nulls.as_str()) {
                        (Dialect::Postgres, Some("last")) => " nulls last",
                        (Dialect::Postgres, Some("first")) => " nulls first",
                        _ => "",
                    });
                }
            }
        }
        Ok(())
    }

    pub(super) fn limit_clause(&self, sql: &mut Sql) {
        let offset = self.offset.filter(|offset| *offset != 0.0);
        match (self.limit, offset, sql.dialect) {
            (Some(limit), ..) => {
                sql.push(" limit ");
                sql.bind(limit.into());
            }
            // SQLite has no offset without a limit; -1 is none.
            (None, Some(_), Dialect::Sqlite) => {
                sql.push(" limit ");
                sql.bind((-1).into());
            }
            (None, Some(_), Dialect::Mysql) => sql.push(" limit 18446744073709551615"),
            _ => {}
        }
        if let Some(offset) = offset {
            sql.push(" offset ");
            sql.bind(offset.into());
        }
    }

    fn lock_clause(&self, sql: &mut Sql) -> Result<()> {
        // Nothing to lock in SQLite, and Knex does nothing there.
        let lock = self
            .lock
            .as_ref()
            .filter(|_| sql.dialect != Dialect::Sqlite);
        if let Some(lock) = lock {
            sql.push(match (sql.dialect, lock.mode) {
                (Dialect::Mysql, " for share") => " lock in share mode",
                (_, mode) => mode,
            });
            let tables = lock.tables.as_slice();
            if sql.dialect == Dialect::Postgres && !tables.is_empty() {
                sql.push(" of ");
                identifiers(sql, tables)?;
            }
        }
        if let Some(wait) = self.wait {
            if sql.dialect == Dialect::Sqlite {
                return Err(Error::request("SQLite cannot skip rows that are locked."));
            }
            sql.push(wait);
        }
        Ok(())
    }

    pub(super) fn where_clause(&self, sql: &mut Sql) -> Result<()> {
        clause(sql, "where", &self.wheres)
    }
}

impl Aggregate {
    fn write(&self, sql: &mut Sql) -> Result<()> {
        match &self.column {
            Value::Map(columns) => {
                for (i, (alias, column)) in columns.iter().enumerate() {
                    if i > 0 {
                        sql.push(", ");
                    }
                    self.one(sql, column, Some(alias))?;
                }
                Ok(())
            }
            column => self.one(sql, column, self.alias.as_deref()),
        }
    }

    fn one(&self, sql: &mut Sql, column: &Value, alias: Option<&str>) -> Result<()> {
        sql.push(self.function);
        // Of several columns PostgreSQL counts rows.
        let rows =
            self.distinct && sql.dialect == Dialect::Postgres && matches!(column, Value::List(_));
        sql.push(match (self.distinct, rows) {
            (true, true) => "(distinct(",
            (true, false) => "(distinct ",
            (false, _) => "(",
        });
        sql.identifiers(column)?;
        sql.push(if rows { "))" } else { ")" });
        if let Some(alias) = alias {
            sql.push(" as ");
            sql.name(alias)?;
        }
        Ok(())
    }
}
