//! A statement from calls of Knex's query builder.

use std::sync::LazyLock;
use std::time::Duration;

use engine::{Expr, Value, js};

use super::Knex;
use super::columns::column_info;
use super::database::{Database, Job, Outcome};
use super::dialect::Dialect;
use super::query::{Answer, Compiled, Query};
use super::sql::Sql;
use crate::{Error, Request, RequestCx, RowStream, Schema};

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
/// A query gives its rows, `first` one row, `pluck` a list of values. An `update` or `delete` gives
/// the number of rows that it changed. An `insert` gives a list with the id of the row; on
/// PostgreSQL what `KnexRaw` gives. With `returning` they give the rows, but not on MySQL, which has
/// none.
///
/// The methods are:
///
/// - columns: `select`, `distinct`, `distinctOn` (PostgreSQL), `first`, `pluck`, `count`,
///   `countDistinct`, `min`, `max`, `sum`, `sumDistinct`, `avg`, `avgDistinct`, `rank`,
///   `denseRank`, `rowNumber`, `jsonExtract`, `jsonSet`, `jsonInsert`, `jsonRemove`, `columnInfo`
/// - tables: `from`, `fromRaw`, `withSchema`, `with`, `withRecursive`, `withMaterialized`,
///   `withNotMaterialized`, `join`, `leftJoin`, `rightJoin`, `fullOuterJoin`, `crossJoin`, `joinRaw`
/// - conditions: `where`, `whereIn`, `whereNull`, `whereBetween`, `whereLike`, `whereILike`,
///   `whereColumn`, `whereExists`, `whereRaw`, `whereWrapped`, `whereJsonObject`, `whereJsonPath`,
///   `whereJsonSupersetOf`, `whereJsonSubsetOf`, and `having` in the same way; with `or` before it
///   and `Not` after it, such as `orWhereNotIn`
/// - order and number: `groupBy`, `groupByRaw`, `orderBy`, `orderByRaw`, `limit`, `offset`
/// - several queries: `union`, `unionAll`, `intersect`, `except`
/// - changes: `insert`, `update`, `increment`, `decrement`, `delete`, `truncate`, `returning`,
///   `onConflict` followed by `ignore` or `merge`, `using` and `updateFrom` (PostgreSQL)
/// - locks: `forUpdate`, `forShare`, `forNoKeyUpdate`, `forKeyShare`, followed by `skipLocked` or
///   `noWait`; on SQLite they do nothing
/// - others: `timeout`, `comment`, `hintComment`, `clear`, `clearSelect`, `clearWhere` and the like
///
/// Methods that take a function in JavaScript take a list of calls here, such as
/// `whereWrapped: [[{ where: [a, 1] }, { orWhere: [b, 2] }]]` or
/// `join: [orders, [{ on: [orders.user, users.id] }, { andOnVal: [orders.paid, true] }]]`.
///
/// - `query`: a list of objects with one key each: the method, and a list of its arguments.
/// - `tableName`: the table.
pub(super) struct KnexBuilder;

/// Methods that change something.
const WRITES: [&str; 8] = [
    "decrement",
    "del",
    "delete",
    "increment",
    "insert",
    "truncate",
    "update",
    "upsert",
];

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

    fn only_reads(_connection: &Expr, request: &Expr) -> bool {
        let mut writes = false;
        request.visit_keys(&mut |key| writes |= WRITES.contains(&key));
        request.spells_out("query") && !writes
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Database,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let session = client.session();
        let compiled = compile(client, connection, request)?;
        let timeout = timeout(cx, &compiled);
        let outcome = session.run(Job {
            sql: compiled.sql,
            timeout,
            raw: compiled.answer == Answer::Raw,
        });
        let outcome = outcome.await?;
        if let Answer::Truncated { table } = &compiled.answer {
            return Ok(reset_ids(client, table, timeout).await);
        }
        Ok(answer(session.dialect(), compiled.answer, outcome))
    }

    async fn stream(
        cx: &RequestCx<'_>,
        client: &Database,
        connection: &Value,
        request: &Value,
    ) -> Result<RowStream, Error> {
        let compiled = compile(client, connection, request)?;
        if !matches!(compiled.answer, Answer::Rows) {
            return Err(Error::request(
                "Only queries that give rows can give them one after the other.",
            ));
        }
        let timeout = timeout(cx, &compiled);
        let job = Job {
            sql: compiled.sql,
            timeout,
            raw: false,
        };
        client.session().stream(job).await
    }
}

fn compile(client: &Database, connection: &Value, request: &Value) -> Result<Compiled, Error> {
    let query = Query::build(request.key("tableName"), request.key("query"))?;
    let null_as_default = js::truthy(connection.key("useNullAsDefault"));
    let query = query.null_as_default(null_as_default);
    query.compile(client.session().dialect())
}

/// The shorter of the limits of the request and of the query.
fn timeout(cx: &RequestCx<'_>, compiled: &Compiled) -> Option<Duration> {
    let own = compiled.timeout;
    let own = own.map(|ms| Duration::from_secs_f64(ms.min(1e9) / 1000.0));
    match (cx.timeout, own) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Makes ids of SQLite begin at 1 again. A database without automatic ids has no such table; that
/// is fine.
async fn reset_ids(client: &Database, table: &str, timeout: Option<Duration>) -> Value {
    let mut sql = Sql::new(client.session().dialect());
    sql.push("delete from sqlite_sequence where name = ");
    sql.bind(table.into());
    let job = Job {
        sql,
        timeout,
        raw: true,
    };
    let outcome = client.session().run(job).await;
    outcome.map_or(Value::Undefined, |outcome| outcome.raw)
}

fn answer(dialect: Dialect, answer: Answer, outcome: Outcome) -> Value {
    let Outcome {
        rows,
        changes,
        last_id,
        raw,
    } = outcome;
    let rows = rows.unwrap_or_default();
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
            let columns = column_info(dialect, &rows);
            match only.and_then(|name| columns.get(&name).cloned()) {
                Some(column) => column,
                None => columns.into(),
            }
        }
        Answer::Truncated { .. } => changes.into(),
        Answer::Raw => raw,
    }
}
