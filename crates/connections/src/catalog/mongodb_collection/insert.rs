//! New documents.

use std::sync::LazyLock;

use engine::{Map, Value};
use mongodb::bson::{Bson, Document, doc};
use mongodb::options::{InsertManyOptions, InsertOneOptions};

use super::change_log::ChangeLog;
use super::client::Mongo;
use super::errors::explain;
use super::options::Options;
use super::{MongoDbCollection, values};
use crate::{Error, Request, RequestCx, Schema};

/// Inserts a document. Gives `{ acknowledged, insertedId }`.
///
/// ```yaml
/// id: add_order
/// type: MongoDBInsertOne
/// connectionId: orders
/// payload: { order: { _state: order } }
/// properties:
///   doc:
///     _object.assign:
///       - _payload: order
///       - { at: { _date: now }, by: { _user: sub } }
/// ```
///
/// - `doc`: the document. Without an `_id` it gets an `ObjectId`.
/// - `options`: as the Node driver has them: `bypassDocumentValidation`, `comment`, `writeConcern`.
///   Others have no effect.
pub(super) struct MongoDbInsertOne;

impl Request for MongoDbInsertOne {
    const NAME: &'static str = "MongoDBInsertOne";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = true;
    type Connection = MongoDbCollection;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("insert_one.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Mongo,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let doc = values::document(request.key("doc"))?;
        let given = Options::new(Self::NAME, request.key("options"))?;
        let id = insert_one(client, connection, doc, &given).await?;
        if let Some(log) = ChangeLog::of(client, connection) {
            let response = doc! { "acknowledged": true, "insertedId": &id };
            let note = doc! { "response": response };
            log.note(cx, Self::NAME, request, &["doc"], note).await?;
        }
        Ok(Value::object([
            ("acknowledged", true.into()),
            ("insertedId", values::decode(&id)?),
        ]))
    }
}

/// Inserts a document and gives its id.
///
/// # Errors
/// What the database says; an option is wrong.
pub(super) async fn insert_one(
    client: &Mongo,
    connection: &Value,
    doc: Document,
    given: &Options,
) -> Result<Bson, Error> {
    let collection = client.collection(connection).clone_with_type::<Document>();
    let insert = collection.insert_one(doc);
    let inserted = insert.with_options(insert_one_options(given)?).await;
    Ok(inserted.map_err(explain)?.inserted_id)
}

/// What the driver takes for one document.
///
/// # Errors
/// An option is wrong.
pub(super) fn insert_one_options(given: &Options) -> Result<InsertOneOptions, Error> {
    let mut given = given.clone();
    let write_concern = given.write_concern()?;
    let mut options: InsertOneOptions = given.rest()?;
    options.write_concern = write_concern;
    Ok(options)
}

/// What the driver takes for several documents.
///
/// # Errors
/// An option is wrong.
pub(super) fn insert_many_options(given: &Options) -> Result<InsertManyOptions, Error> {
    let mut given = given.clone();
    let write_concern = given.write_concern()?;
    let mut options: InsertManyOptions = given.rest()?;
    options.write_concern = write_concern;
    // The Node driver says so to the server, where it is the same.
    options.ordered.get_or_insert(true);
    Ok(options)
}

/// Inserts documents. Gives `{ acknowledged, insertedCount, insertedIds }`.
///
/// ```yaml
/// id: add_lines
/// type: MongoDBInsertMany
/// connectionId: lines
/// payload: { lines: { _state: lines } }
/// properties:
///   docs: { _payload: lines }
///   options: { ordered: false }
/// ```
///
/// `insertedIds` has the ids by the places of the documents in `docs`; Lowdefy has it from
/// version 5 on.
///
/// - `docs`: the documents, at least one. Those without an `_id` get an `ObjectId`.
/// - `options`: as the Node driver has them: `ordered` (false goes on after a document that is
///   refused), `bypassDocumentValidation`, `comment`, `writeConcern`. Others have no effect.
pub(super) struct MongoDbInsertMany;

impl Request for MongoDbInsertMany {
    const NAME: &'static str = "MongoDBInsertMany";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = true;
    type Connection = MongoDbCollection;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("insert_many.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Mongo,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let docs = values::documents(request.key("docs"), "The documents")?;
        if docs.is_empty() {
            return Err(Error::request(
                "Invalid BulkOperation, Batch cannot be empty",
            ));
        }
        let given = Options::new(Self::NAME, request.key("options"))?;
        let count = docs.len();
        let collection = client.collection(connection).clone_with_type::<Document>();
        let insert = collection.insert_many(docs);
        let inserted = insert.with_options(insert_many_options(&given)?).await;
        let mut ids: Vec<(usize, Bson)> = inserted
            .map_err(explain)?
            .inserted_ids
            .into_iter()
            .collect();
        ids.sort_by_key(|(at, _)| *at);
        if let Some(log) = ChangeLog::of(client, connection) {
            let response = doc! { "acknowledged": true, "insertedCount": count as i64, "insertedIds": by_place(&ids) };
            let note = doc! { "response": response };
            log.note(cx, Self::NAME, request, &["docs"], note).await?;
        }
        Ok(Value::object([
            ("acknowledged", true.into()),
            ("insertedCount", Value::Number(count as f64)),
            ("insertedIds", decode_ids(&ids)?),
        ]))
    }
}

/// Ids by their places, for the database.
pub(super) fn by_place(ids: &[(usize, Bson)]) -> Document {
    ids.iter()
        .map(|(at, id)| (at.to_string(), id.clone()))
        .collect()
}

/// Ids by their places, for the answer.
///
/// # Errors
/// None can be expected.
pub(super) fn decode_ids(ids: &[(usize, Bson)]) -> Result<Value, Error> {
    let mut map = Map::new();
    for (at, id) in ids {
        map.insert(at.to_string(), values::decode(id)?);
    }
    Ok(Value::map(map))
}
