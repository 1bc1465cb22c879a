//! A statement as it is.

use std::sync::LazyLock;

use engine::{Expr, Value};

use super::Knex;
use super::database::{Database, Job};
use super::sql::Sql;
use crate::{Error, Request, RequestCx, RowStream, Schema};

/// Runs one SQL statement.
///
/// ```yaml
/// id: order
/// type: KnexRaw
/// connectionId: db
/// payload: { id: { _state: id } }
/// properties:
///   query: select * from orders where id = :id
///   parameters: { id: { _payload: id } }
/// ```
///
/// Values never belong into the text of `query`: parameters keep them apart from it. What it gives
/// is what the driver of the database gives in Node:
///
/// - PostgreSQL: `{ command, rowCount, oid, rows, fields }`; the rows are in `rows`.
/// - MySQL: a list of the rows and of their fields; of a statement that has none a list with
///   `{ affectedRows, insertId }`.
/// - SQLite: the rows, or `{ changes, lastInsertRowid }` of a statement that has none.
///
/// - `query`: one statement. `\?` is a question mark that is no placeholder.
/// - `parameters`: a list for `?` and `??`, or an object for `:name` and `:name:`; `??` and
///   `:name:` take the name of a column or table. In MySQL a list among the values is several
///   values, for `in (?)`; in PostgreSQL it is an array, for `= any(?)`.
pub(super) struct KnexRaw;

impl Request for KnexRaw {
    const NAME: &'static str = "KnexRaw";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = false;
    type Connection = Knex;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("raw.schema.json")));
        &SCHEMA
    }

    fn only_reads(_connection: &Expr, request: &Expr) -> bool {
        let query = request.as_const_at(&["query"]);
        query.is_some_and(|it| it.key("query").as_str().is_some_and(reads))
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Database,
        _connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let outcome = client.session().run(job(cx, client, request)?).await?;
        Ok(outcome.raw)
    }

    async fn stream(
        cx: &RequestCx<'_>,
        client: &Database,
        _connection: &Value,
        request: &Value,
    ) -> Result<RowStream, Error> {
        client.session().stream(job(cx, client, request)?).await
    }
}

/// Words of SQL that change something.
const WRITES: [&str; 10] = [
    "insert", "update", "delete", "replace", "create", "drop", "alter", "pragma", "attach", "into",
];

/// Does a statement begin as a query, and hold no word that changes something?
fn reads(sql: &str) -> bool {
    let words: Vec<String> = sql
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let first = words.first().map(String::as_str);
    matches!(first, Some("select" | "with")) && !words.iter().any(|w| WRITES.contains(&&**w))
}

fn job(cx: &RequestCx<'_>, client: &Database, request: &Value) -> Result<Job, Error> {
    let mut sql = Sql::new(client.session().dialect());
    sql.raw(request.key("query"), request.key("parameters"))?;
    Ok(Job {
        sql,
        timeout: cx.timeout,
        raw: true,
    })
}
