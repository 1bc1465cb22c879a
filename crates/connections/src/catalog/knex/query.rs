//! Knex's query builder: a list of method calls, collected, then written as one statement in the
//! language of the database.
//!
//! It is data throughout. A method gets its arguments as evaluated, which a caller may have had a
//! hand in, so nothing that Knex takes as a value is ever read as anything else: values are bound,
//! names are quoted. Where Knex takes a function there is nothing in JSON to give; those methods,
//! which could not be used before (`whereWrapped`, `whereExists`, `union`, `with` and their like),
//! take a list of method calls instead.

mod aggregates;
mod changes;
mod clauses;
mod compile;
mod conditions;
mod joins;
mod json_columns;
mod methods;
mod statements;
mod upsert;
mod windows;

use engine::{Map, Value, json};

use super::sql::Sql;
use crate::Error;

/// What the calls have said so far.
#[derive(Debug, Default)]
pub(super) struct Query {
    verb: Verb,
    table: Option<Table>,
    schema: Option<String>,
    comments: Vec<String>,
    hints: Vec<String>,
    with: Vec<With>,
    columns: Vec<Columns>,
    joins: Vec<Join>,
    wheres: Vec<Condition>,
    unions: Vec<Union>,
    groups: Vec<Group>,
    havings: Vec<Condition>,
    orders: Vec<Order>,
    limit: Option<f64>,
    lock: Option<Lock>,
    /// `skip locked` or `nowait`.
    wait: Option<&'static str>,
    offset: Option<f64>,
    pluck: String,
    insert: Value,
    update: Map,
    counters: Map,
    returning: Value,
    /// Further tables of a delete, and of an update.
    using: Value,
    update_from: Value,
    on_conflict: Option<OnConflict>,
    column_info: Option<String>,
    timeout: Option<f64>,
    /// Rows of an insert may leave out columns that others have.
    null_as_default: bool,
    /// The call that has to be completed by the next.
    conflict: Option<Value>,
    /// Said by `or…` and `…Not…` for the condition that they add.
    next: Next,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Verb {
    #[default]
    Select,
    First,
    Pluck,
    Insert,
    Update,
    Delete,
    Truncate,
    ColumnInfo,
}

#[derive(Debug)]
enum Table {
    Named(Value),
    Raw(Value, Value),
}

#[derive(Debug)]
struct With {
    alias: String,
    columns: Option<Value>,
    query: Query,
    recursive: bool,
    /// Undefined if it is not said.
    materialized: Option<bool>,
}

/// Rows that others must not change meanwhile.
#[derive(Debug)]
struct Lock {
    mode: &'static str,
    tables: Vec<Value>,
}

#[derive(Debug)]
enum Columns {
    Names { names: Vec<Value>, distinct: bool },
    DistinctOn(Vec<Value>),
    Aggregate(Aggregate),
    Window(windows::Window),
    Json(json_columns::JsonColumn),
}

#[derive(Debug)]
struct Aggregate {
    function: &'static str,
    column: Value,
    distinct: bool,
    alias: Option<String>,
}

#[derive(Debug)]
enum Join {
    Raw(Value, Value),
    On {
        kind: &'static str,
        table: Value,
        on: Vec<joins::On>,
    },
}

#[derive(Debug)]
struct Union {
    kind: &'static str,
    query: Query,
    /// Both sides are in parentheses.
    wrap: bool,
}

#[derive(Debug)]
enum Group {
    Names(Vec<Value>),
    Raw(Value, Value),
}

#[derive(Debug)]
enum Order {
    By {
        column: Value,
        descending: bool,
        nulls: Value,
    },
    Raw(Value, Value),
}

#[derive(Debug)]
struct OnConflict {
    /// Undefined for any conflict.
    columns: Value,
    action: Conflict,
}

#[derive(Debug)]
enum Conflict {
    Ignore,
    Merge(Value),
}

/// A part of `where` or `having`.
#[derive(Debug)]
struct Condition {
    or: bool,
    not: bool,
    test: Test,
}

#[derive(Debug)]
enum Test {
    Compare {
        column: Value,
        operator: Value,
        value: Value,
        /// The value is a column too.
        columns: bool,
    },
    In(Value, Value),
    Null(Value),
    Between(Value, Vec<Value>),
    Like {
        column: Value,
        value: Value,
        /// Whether `a` is `A`.
        any_case: bool,
    },
    Json(json_columns::JsonTest),
    Raw(Value, Value),
    Exists(Box<Query>),
    Group(Vec<Condition>),
}

#[derive(Clone, Copy, Debug, Default)]
struct Next {
    or: bool,
    not: bool,
    columns: bool,
}

/// A statement, and how its answer is read.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) sql: Sql,
    pub(super) answer: Answer,
    /// Milliseconds.
    pub(super) timeout: Option<f64>,
}

#[derive(Debug, PartialEq)]
pub(super) enum Answer {
    Rows,
    First,
    /// The values of a column.
    Pluck(String),
    /// The id of the last row, in a list.
    InsertedId,
    /// How many rows were changed.
    Changes,
    /// What the driver of the database gives.
    Raw,
    /// Rows of `pragma table_info`, as an object; of one column only if it is named.
    ColumnInfo(Option<String>),
    /// Nothing.
    Truncated {
        table: String,
    },
}

impl Query {
    /// Collects the calls of a request. `table` is undefined if the request names none.
    pub(super) fn build(table: &Value, calls: &Value) -> Result<Query, Error> {
        let mut query = Query::default();
        if engine::js::truthy(table) {
            query.table = Some(Table::Named(table.clone()));
        }
        query.calls(calls)?;
        Ok(query)
    }

    /// Lets rows of an insert leave out columns that others have: they get null.
    pub(super) fn null_as_default(mut self, allowed: bool) -> Query {
        self.null_as_default = allowed;
        self
    }

    fn calls(&mut self, calls: &Value) -> Result<(), Error> {
        for call in calls.items() {
            let call = call.as_map().map_or_else(Map::new, |call| (**call).clone());
            let Some((method, args)) = call.at(0).filter(|_| call.len() == 1) else {
                let names = call.keys().map(|name| Value::from(name.clone())).collect();
                let names = json::stringify(&Value::list(names));
                return Err(Error::request(format!(
                    "Invalid query, more than one method defined in a method object, received {names}."
                )));
            };
            let Value::List(args) = args else {
                return Err(Error::request(format!(
                    "Invalid query, method \"{method}\" arguments should be an array."
                )));
            };
            self.call(method, args)?;
        }
        match self.conflict {
            Some(_) => Err(Error::request(
                "Incomplete onConflict clause. .onConflict() must be directly followed by either .merge() or .ignore()",
            )),
            None => Ok(()),
        }
    }
}

fn invalid_method(method: &str) -> Error {
    Error::request(format!("Invalid query builder method \"{method}\"."))
}
