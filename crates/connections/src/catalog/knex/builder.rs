//! A statement from calls of Knex's query builder.

use std::sync::LazyLock;
use std::time::Duration;

use engine::{Value, js};

use super::Knex;
use super::query::{Answer, Query};
use super::sql::Sql;
use super::sqlite::{Database, Outcome, column_info};
use crate::{Error, Request, RequestCx, Schema};

/// Builds one SQL statement from calls of Knex's query builder, and runs it.
///
/// ```yaml
/// id: orders
/// type: KnexBuilder
/// connectionId: db
/// payload: { customer: { _state: customer } }
/// properties:
///   tableName: orders
///   query:
///     - select: [id, total]
///     - where: [customer, { _payload: customer }]
///     - orderBy: [id, desc]
///     - limit: [20]
/// ```
///
/// A query gives its rows, `first` one row, `pluck` a list of values. An `insert` gives a list with
/// the id of the row, other statements the number of rows that they changed.
///
/// The methods are:
///
/// - columns: `select`, `distinct`, `first`, `pluck`, `count`, `countDistinct`, `min`, `max`,
///   `sum`, `sumDistinct`, `avg`, `avgDistinct`, `columnInfo`
/// - tables: `from`, `fromRaw`, `withSchema`, `with`, `withRecursive`, `join`, `leftJoin`,
///   `rightJoin`, `fullOuterJoin`, `crossJoin`, `joinRaw`
/// - conditions: `where`, `whereIn`, `whereNull`, `whereBetween`, `whereLike`, `whereILike`,
///   `whereColumn`, `whereExists`, `whereRaw`, `whereWrapped`, and `having` in the same way; with
///   `or` before it and `Not` after it, such as `orWhereNotIn`
/// - order and number: `groupBy`, `groupByRaw`, `orderBy`, `orderByRaw`, `limit`, `offset`
/// - several queries: `union`, `unionAll`, `intersect`, `except`
/// - changes: `insert`, `update`, `increment`, `decrement`, `delete`, `truncate`, `returning`,
///   `onConflict` followed by `ignore` or `merge`
/// - others: `timeout`, `comment`
///
/// Methods that take a function in JavaScript take a list of calls here, such as
/// `whereWrapped: [[{ where: [a, 1] }, { orWhere: [b, 2] }]]`.
///
/// - `query`: a list of objects with one key each: the method, and a list of its arguments.
/// - `tableName`: the table.
pub(super) struct KnexBuilder;

impl Request for KnexBuilder {
    const NAME: &'static str = "KnexBuilder";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = false;
    type Connection = Knex;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("builder.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Database,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let query = Query::build(request.key("tableName"), request.key("query"))?;
        let null_as_default = js::truthy(connection.key("useNullAsDefault"));
        let compiled = query.null_as_default(null_as_default).compile()?;
        let own = compiled
            .timeout
            .map(|ms| Duration::from_secs_f64(ms.min(1e9) / 1000.0));
        let timeout = match (cx.timeout, own) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let outcome = client.run(compiled.sql, timeout).await?;
        if let Answer::Truncated { table } = &compiled.answer {
            return Ok(reset_ids(client, table, timeout).await);
        }
        Ok(answer(compiled.answer, outcome))
    }
}

/// Makes ids begin at 1 again. A database without automatic ids has no such table; that is fine.
async fn reset_ids(client: &Database, table: &str, timeout: Option<Duration>) -> Value {
    let mut sql = Sql::default();
    sql.push("delete from sqlite_sequence where name = ");
    sql.bind(table.into());
    client
        .run(sql, timeout)
        .await
        .map_or(Value::Undefined, value)
}

/// What a statement gives as it is.
pub(super) fn value(outcome: Outcome) -> Value {
    match outcome {
        Outcome::Rows(rows) => rows.into(),
        Outcome::Done { changes, last_id } => Value::object([
            ("changes", changes.into()),
            ("lastInsertRowid", last_id.into()),
        ]),
    }
}

fn answer(answer: Answer, outcome: Outcome) -> Value {
    let (rows, changes, last_id) = match outcome {
        Outcome::Rows(rows) => (rows, 0.0, 0.0),
        Outcome::Done { changes, last_id } => (Vec::new(), changes, last_id),
    };
    match answer {
        Answer::Rows => rows.into(),
        Answer::First => rows.into_iter().next().unwrap_or(Value::Undefined),
        Answer::Pluck(column) => {
            let values = rows.iter().map(|row| row.key(&column).clone().or_null());
            values.collect::<Vec<_>>().into()
        }
        Answer::InsertedId => vec![last_id.into()].into(),
        Answer::Changes => changes.into(),
        Answer::ColumnInfo(only) => {
            let columns = column_info(&rows);
            match only.and_then(|name| columns.get(&name).cloned()) {
                Some(column) => column,
                None => columns.into(),
            }
        }
        Answer::Truncated { .. } => changes.into(),
    }
}
