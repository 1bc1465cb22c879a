//! A statement as it is.

use std::sync::LazyLock;

use engine::Value;

use super::Knex;
use super::builder::value;
use super::sql::Sql;
use super::sqlite::Database;
use crate::{Error, Request, RequestCx, Schema};

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
/// Values never belong into the text of `query`: parameters keep them apart from it. Gives the
/// rows, or `{ changes, lastInsertRowid }` of a statement that has none.
///
/// - `query`: the statement.
/// - `parameters`: a list for `?` and `??`, or an object for `:name` and `:name:`; `??` and
///   `:name:` take the name of a column or table.
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

    async fn run(
        cx: &RequestCx<'_>,
        client: &Database,
        _connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let mut sql = Sql::default();
        sql.raw(request.key("query"), request.key("parameters"))?;
        client.run(sql, cx.timeout).await.map(value)
    }
}
