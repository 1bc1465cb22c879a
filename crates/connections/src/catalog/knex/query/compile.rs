//! Writing a query as SQL: the parts that all kinds of statement share, and `select`.

use engine::{Value, js};

use super::super::sql::Sql;
use super::{
    Aggregate, Answer, Columns, Compiled, Condition, Group, Join, Order, Query, Table, Test, Verb,
};
use crate::Error;

type Result<T> = std::result::Result<T, Error>;

impl Query {
    /// The statement.
    pub(in super::super) fn compile(&self) -> Result<Compiled> {
        let mut sql = Sql::default();
        let answer = match self.verb {
            Verb::Select => {
                self.select(&mut sql)?;
                Answer::Rows
            }
            Verb::First => {
                self.select(&mut sql)?;
                Answer::First
            }
            Verb::Pluck => {
                self.select(&mut sql)?;
                Answer::Pluck(self.pluck.clone())
            }
            Verb::Insert => self.insert(&mut sql)?,
            Verb::Update => self.update_statement(&mut sql)?,
            Verb::Delete => self.delete(&mut sql)?,
            Verb::Truncate => self.truncate(&mut sql)?,
            Verb::ColumnInfo => self.column_info(&mut sql)?,
        };
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

    fn select(&self, sql: &mut Sql) -> Result<()> {
        self.with_clause(sql)?;
        for comment in &self.comments {
            sql.push("/* ");
            sql.push(comment);
            sql.push(" */ ");
        }
        self.select_list(sql)?;
        self.join_clauses(sql)?;
        clause(sql, "where", &self.wheres)?;
        for union in &self.unions {
            sql.push(" ");
            sql.push(union.kind);
            sql.push(" ");
            union.query.nested(sql)?;
        }
        self.group_clause(sql)?;
        clause(sql, "having", &self.havings)?;
        self.order_clause(sql)?;
        self.limit_clause(sql);
        Ok(())
    }

    /// A select within another statement.
    fn nested(&self, sql: &mut Sql) -> Result<()> {
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
            sql.push(" as (");
            with.query.nested(sql)?;
            sql.push(")");
        }
        sql.push(" ");
        Ok(())
    }

    fn select_list(&self, sql: &mut Sql) -> Result<()> {
        let distinct = |columns: &Columns| matches!(columns, Columns::Names { distinct: true, .. });
        sql.push("select ");
        if self.columns.iter().any(distinct) {
            sql.push("distinct ");
        }
        let mut first = true;
        for columns in &self.columns {
            if matches!(columns, Columns::Names { names, .. } if names.is_empty()) {
                continue;
            }
            if !std::mem::take(&mut first) {
                sql.push(", ");
            }
            match columns {
                Columns::Names { names, .. } => identifiers(sql, names)?,
                Columns::Aggregate(aggregate) => aggregate.write(sql)?,
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

    fn join_clauses(&self, sql: &mut Sql) -> Result<()> {
        for join in &self.joins {
            sql.push(" ");
            match join {
                Join::Raw(text, bindings) => sql.raw(text, bindings)?,
                Join::On { kind, table, on } => {
                    sql.push(kind);
                    sql.push(" join ");
                    match (table, &self.schema) {
                        (Value::String(name), Some(schema)) => {
                            sql.name(&format!("{schema}.{name}"))?;
                        }
                        _ => sql.identifier(table)?,
                    }
                    for (i, (a, operator, b)) in on.iter().enumerate() {
                        sql.push(if i > 0 { " and " } else { " on " });
                        sql.identifier(a)?;
                        sql.push(" ");
                        sql.operator(operator)?;
                        sql.push(" ");
                        sql.identifier(b)?;
                    }
                }
            }
        }
        Ok(())
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

    fn order_clause(&self, sql: &mut Sql) -> Result<()> {
        for (i, order) in self.orders.iter().enumerate() {
            sql.push(if i > 0 { ", " } else { " order by " });
            match order {
                Order::Raw(text, bindings) => sql.raw(text, bindings)?,
                Order::By {
                    column,
                    descending,
                    nulls,
                } => {
                    if js::truthy(nulls) {
                        sql.push("(");
                        sql.identifiers(column)?;
                        sql.push(match nulls.as_str() {
                            Some("last") => " is null)",
                            Some("first") => " is not null)",
                            _ => ")",
                        });
                    } else {
                        sql.identifiers(column)?;
                    }
                    sql.push(if *descending { " desc" } else { " asc" });
                }
            }
        }
        Ok(())
    }

    fn limit_clause(&self, sql: &mut Sql) {
        let offset = self.offset.filter(|offset| *offset != 0.0);
        // SQLite has no offset without a limit; -1 is none.
        if let Some(limit) = self.limit.or(offset.map(|_| -1.0)) {
            sql.push(" limit ");
            sql.bind(limit.into());
        }
        if let Some(offset) = offset {
            sql.push(" offset ");
            sql.bind(offset.into());
        }
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
        sql.push(if self.distinct { "(distinct " } else { "(" });
        sql.identifiers(column)?;
        sql.push(")");
        if let Some(alias) = alias {
            sql.push(" as ");
            sql.name(alias)?;
        }
        Ok(())
    }
}

/// `where` or `having` with its conditions; nothing if there are none.
fn clause(sql: &mut Sql, name: &str, conditions: &[Condition]) -> Result<()> {
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
                    false => sql.bind(defined(column, value)?),
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
            Test::Like(column, value) => {
                column_or_columns(sql, column)?;
                sql.push(" like ");
                sql.bind(defined(column, value)?);
            }
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

fn column_or_columns(sql: &mut Sql, columns: &Value) -> Result<()> {
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

fn values_list(sql: &mut Sql, column: &Value, values: &Value) -> Result<()> {
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
    sql.push("( values ");
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

fn identifiers(sql: &mut Sql, names: &[Value]) -> Result<()> {
    for (i, name) in names.iter().enumerate() {
        if i > 0 {
            sql.push(", ");
        }
        sql.identifier(name)?;
    }
    Ok(())
}

/// `value`, if it is not undefined: a condition that silently tests for nothing would be a hole.
fn defined(column: &Value, value: &Value) -> Result<Value> {
    match value {
        Value::Undefined => Err(Error::request(format!(
            "Undefined binding(s) detected when compiling SELECT. Undefined column(s): [{}]",
            js::to_text(column)
        ))),
        value => Ok(value.clone()),
    }
}
