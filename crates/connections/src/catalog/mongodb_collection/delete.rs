//! Documents deleted.

use std::sync::LazyLock;

use engine::Value;
use mongodb::bson::{Bson, doc};
use mongodb::options::DeleteOptions;

use super::change_log::ChangeLog;
use super::client::Mongo;
use super::errors::explain;
use super::options::Options;
use super::{MongoDbCollection, update, values};
use crate::{Error, Request, RequestCx, Schema};

/// Deletes the first document that matches a filter. Gives `{ acknowledged, deletedCount }`.
///
/// ```yaml
/// id: delete_order
/// type: MongoDBDeleteOne
/// connectionId: orders
/// payload: { id: { _state: selected._id } }
/// properties:
///   filter: { _id: { _payload: id } }
/// ```
///
/// - `filter`: what the document must match.
/// - `options`: as the Node driver has them: `collation`, `comment`, `hint`, `let`,
///   `writeConcern`. Others have no effect.
pub(super) struct MongoDbDeleteOne;

impl Request for MongoDbDeleteOne {
    const NAME: &'static str = "MongoDBDeleteOne";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = true;
    type Connection = MongoDbCollection;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("delete_one.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Mongo,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let filter = values::document(request.key("filter"))?;
        let given = Options::new(Self::NAME, request.key("options"))?;
        let Some(log) = ChangeLog::of(client, connection) else {
            let options = delete_options(given)?;
            let collection = client.collection(connection);
            let deleted = collection.delete_one(filter).with_options(options).await;
            return Ok(answer(deleted.map_err(explain)?.deleted_count));
        };
        // Together with deleting it, so that the note has what was deleted.
        let what = doc! { "remove": true };
        let done = update::find_and_modify(client, connection, filter, what, &given).await?;
        let note = doc! { "before": done.value };
        log.note(cx, Self::NAME, request, &["filter"], note).await?;
        Ok(answer(done.matched))
    }
}

/// Deletes all documents that match a filter. Gives `{ acknowledged, deletedCount }`.
///
/// ```yaml
/// id: delete_drafts
/// type: MongoDBDeleteMany
/// connectionId: orders
/// properties:
///   filter: { status: draft }
/// ```
///
/// - `filter`: what the documents must match; `{}` deletes them all.
/// - `options`: as the Node driver has them: `collation`, `comment`, `hint`, `let`,
///   `writeConcern`. Others have no effect.
pub(super) struct MongoDbDeleteMany;

impl Request for MongoDbDeleteMany {
    const NAME: &'static str = "MongoDBDeleteMany";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = true;
    type Connection = MongoDbCollection;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("delete_many.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Mongo,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let filter = values::document(request.key("filter"))?;
        let options = delete_options(Options::new(Self::NAME, request.key("options"))?)?;
        let collection = client.collection(connection);
        let deleted = collection.delete_many(filter).with_options(options).await;
        let count = deleted.map_err(explain)?.deleted_count;
        if let Some(log) = ChangeLog::of(client, connection) {
            let response = doc! { "acknowledged": true, "deletedCount": Bson::Int64(count as i64) };
            let note = doc! { "response": response };
            log.note(cx, Self::NAME, request, &["filter"], note).await?;
        }
        Ok(answer(count))
    }
}

fn delete_options(mut given: Options) -> Result<DeleteOptions, Error> {
    let write_concern = given.write_concern()?;
    let mut options: DeleteOptions = given.rest()?;
    options.write_concern = write_concern;
    Ok(options)
}

fn answer(count: u64) -> Value {
    Value::object([
        ("acknowledged", true.into()),
        ("deletedCount", Value::Number(count as f64)),
    ])
}
