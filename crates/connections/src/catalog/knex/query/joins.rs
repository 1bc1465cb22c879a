//! Joins: on columns, on an object of columns, or on a list of calls such as
//! `[{ on: [a, b] }, { andOnVal: [c, 1] }]`, which stands for the function in JavaScript.

use engine::Value;

use super::super::sql::Sql;
use super::clauses::{column_or_columns, defined, identifiers, values_list};
use super::json_columns::json_value;
use super::methods::{arg, subquery};
use super::{Join, Query, invalid_method};
use crate::Error;

type Result<T> = std::result::Result<T, Error>;

/// A part of what a join is on.
#[derive(Debug)]
pub(super) struct On {
    or: bool,
    not: bool,
    test: OnTest,
}

#[derive(Debug)]
enum OnTest {
    Columns(Value, Value, Value),
    Value(Value, Value, Value),
    In(Value, Value),
    Null(Value),
    Between(Value, Vec<Value>),
    Exists(Box<Query>),
    Group(Vec<On>),
    Using(Vec<Value>),
    JsonPaths(Box<[Value; 4]>),
}

impl Query {
    /// Calls `join` or one of its family.
    pub(super) fn join(&mut self, kind: &'static str, args: &[Value]) -> Result<()> {
        let table = arg(args, 0).clone();
        let on = match (arg(args, 1), args.len()) {
            (first, _) if !engine::js::truthy(first) => Vec::new(),
            (Value::Map(pairs), _) => {
                let pair = |(a, b): (&engine::Str, &Value)| On::equal(a.clone().into(), b.clone());
                pairs.iter().map(pair).collect()
            }
            (Value::List(calls), _) => calls_on(calls)?,
            (first @ (Value::String(_) | Value::Number(_)), 3) => {
                vec![On::equal(first.clone(), args[2].clone())]
            }
            (first @ (Value::String(_) | Value::Number(_)), 4..) => vec![On {
                or: false,
                not: false,
                test: OnTest::Columns(first.clone(), args[2].clone(), args[3].clone()),
            }],
            _ => {
                return Err(Error::request(
                    "Invalid query, a join needs a table and the columns to join on.",
                ));
            }
        };
        self.joins.push(Join::On { kind, table, on });
        Ok(())
    }

    /// The joins.
    pub(super) fn join_clauses(&self, sql: &mut Sql) -> Result<()> {
        for join in &self.joins {
            sql.push(" ");
            match join {
                Join::Raw(text, bindings) => sql.raw(text, bindings)?,
                Join::On { kind, table, on } => {
                    sql.push(kind);
                    sql.push(" join ");
                    self.join_table(sql, table)?;
                    let using =
                        matches!(on.first(), Some(on) if matches!(on.test, OnTest::Using(_)));
                    if !on.is_empty() {
                        sql.push(if using { " using " } else { " on " });
                        all(sql, on)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The name of the table of a join, in the schema of the query.
    pub(super) fn join_table(&self, sql: &mut Sql, table: &Value) -> Result<()> {
        match (table, &self.schema) {
            (Value::String(name), Some(schema)) => sql.name(&format!("{schema}.{name}")),
            _ => sql.identifier(table),
        }
    }
}

/// The parts that a list of calls says.
fn calls_on(calls: &[Value]) -> Result<Vec<On>> {
    let mut parts = Vec::new();
    for call in calls {
        let call = call.as_map().filter(|call| call.len() == 1);
        let Some((method, args)) = call.and_then(|call| call.at(0)) else {
            return Err(Error::request(
                "Invalid query, what a join is on should be a list of method calls.",
            ));
        };
        let Value::List(args) = args else {
            return Err(Error::request(format!(
                "Invalid query, method \"{method}\" arguments should be an array."
            )));
        };
        on(method, args, &mut parts)?;
    }
    Ok(parts)
}

fn on(method: &str, args: &[Value], parts: &mut Vec<On>) -> Result<()> {
    let unknown = || invalid_method(method);
    let (or, rest) = match (method.strip_prefix("or"), method.strip_prefix("and")) {
        (Some(rest), _) => (true, rest),
        (_, Some(rest)) => (false, rest),
        _ => (false, method),
    };
    let prefix = if rest.len() < method.len() {
        "On"
    } else {
        "on"
    };
    if rest == "using" {
        let names = match arg(args, 0) {
            Value::List(names) => names.to_vec(),
            name => vec![name.clone()],
        };
        let test = OnTest::Using(names);
        parts.push(On {
            or,
            not: false,
            test,
        });
        return Ok(());
    }
    let rest = rest.strip_prefix(prefix).ok_or_else(unknown)?;
    let (not, rest) = match rest.strip_prefix("Not") {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let (first, second) = (arg(args, 0).clone(), arg(args, 1).clone());
    let mut push = |not, test| parts.push(On { or, not, test });
    match (rest, &first) {
        ("" | "Val", Value::Map(pairs)) if !not => {
            for (column, value) in pairs.iter() {
                let (column, equal) = (column.clone().into(), "=".into());
                push(false, compared(rest, column, equal, value.clone()));
            }
        }
        ("", Value::List(calls)) if !not => push(false, OnTest::Group(calls_on(calls)?)),
        ("" | "Val", _) if !not => {
            let (operator, value) = match args {
                [_, value] => (Value::from("="), value.clone()),
                _ => (second, arg(args, 2).clone()),
            };
            push(false, compared(rest, first, operator, value));
        }
        ("In", _) => push(not, OnTest::In(first, second)),
        ("Null", _) => push(not, OnTest::Null(first)),
        ("Between", _) => match second.as_list().filter(|values| values.len() == 2) {
            Some(values) => push(not, OnTest::Between(first, values.to_vec())),
            None => {
                return Err(Error::request(
                    "You must specify 2 values for the onBetween clause",
                ));
            }
        },
        ("Exists", _) => push(not, OnTest::Exists(Box::new(subquery(method, &first)?))),
        ("JsonPathEquals", _) if !not => {
            let paths = [0, 1, 2, 3].map(|i| arg(args, i).clone());
            push(false, OnTest::JsonPaths(Box::new(paths)));
        }
        _ => return Err(unknown()),
    }
    Ok(())
}

fn compared(kind: &str, column: Value, operator: Value, value: Value) -> OnTest {
    match kind {
        "Val" => OnTest::Value(column, operator, value),
        _ => OnTest::Columns(column, operator, value),
    }
}

/// The parts, one after the other.
pub(super) fn all(sql: &mut Sql, parts: &[On]) -> Result<()> {
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            sql.push(if part.or { " or " } else { " and " });
        }
        part.write(sql)?;
    }
    Ok(())
}

impl On {
    fn equal(a: Value, b: Value) -> On {
        let test = OnTest::Columns(a, "=".into(), b);
        On {
            or: false,
            not: false,
            test,
        }
    }

    fn write(&self, sql: &mut Sql) -> Result<()> {
        let not = if self.not { "not " } else { "" };
        match &self.test {
            OnTest::Columns(a, operator, b) => {
                sql.identifier(a)?;
                sql.push(" ");
                sql.operator(operator)?;
                sql.push(" ");
                sql.identifier(b)?;
            }
            OnTest::Value(column, operator, value) => {
                sql.identifier(column)?;
                sql.push(" ");
                sql.operator(operator)?;
                sql.push(" ");
                sql.bind(defined(column, value)?);
            }
            OnTest::In(_, Value::List(values)) if values.is_empty() => {
                sql.push(if self.not { "1 = 1" } else { "1 = 0" });
            }
            OnTest::In(columns, values) => {
                column_or_columns(sql, columns)?;
                sql.push(" ");
                sql.push(not);
                sql.push("in ");
                values_list(sql, columns, values)?;
            }
            OnTest::Null(column) => {
                sql.identifier(column)?;
                sql.push(" is ");
                sql.push(not);
                sql.push("null");
            }
            OnTest::Between(column, values) => {
                sql.identifier(column)?;
                sql.push(" ");
                sql.push(not);
                sql.push("between ");
                for (i, value) in values.iter().enumerate() {
                    sql.push(if i > 0 { " and " } else { "" });
                    sql.bind(defined(column, value)?);
                }
            }
            OnTest::Exists(query) => {
                sql.push(not);
                sql.push("exists (");
                query.nested(sql)?;
                sql.push(")");
            }
            OnTest::Group(parts) => {
                sql.push("(");
                all(sql, parts)?;
                sql.push(")");
            }
            OnTest::Using(names) => {
                sql.push("(");
                identifiers(sql, names)?;
                sql.push(")");
            }
            OnTest::JsonPaths(paths) => {
                let [column, path, other, other_path] = &**paths;
                json_value(sql, column, path)?;
                sql.push(" = ");
                json_value(sql, other, other_path)?;
            }
        }
        Ok(())
    }
}
