//! Documents by a query.

use std::sync::LazyLock;

use engine::Value;
use futures_util::TryStreamExt;
use mongodb::Cursor;
use mongodb::bson::{Document, RawDocumentBuf};
use mongodb::options::{FindOneOptions, FindOptions};

use super::client::Mongo;
use super::errors::explain;
use super::options::Options;
use super::{MongoDbCollection, values};
use crate::{Error, Request, RequestCx, RowStream, Schema};

/// Gives the documents that match a query.
///
/// ```yaml
/// id: open_orders
/// type: MongoDBFind
/// connectionId: orders
/// payload: { customer: { _state: customer } }
/// properties:
///   query: { status: open, customer: { _oid: { _payload: customer } } }
///   options: { sort: { at: -1 }, limit: 20, projection: { lines: 0 } }
/// ```
///
/// - `query`: what the documents must match, in MongoDB's query language.
/// - `options`: as the Node driver has them: `projection`, `sort`, `limit`, `skip`, `hint`,
///   `collation`, `maxTimeMS`, `batchSize`, `allowDiskUse`, `comment`, `let`, `min`, `max`,
///   `returnKey`, `showRecordId`, `noCursorTimeout`, `readConcern`, `readPreference`. Others have no
///   effect.
pub(super) struct MongoDbFind;

impl Request for MongoDbFind {
    const NAME: &'static str = "MongoDBFind";
    const CHECK_READ: bool = true;
    const CHECK_WRITE: bool = false;
    type Connection = MongoDbCollection;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("find.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Mongo,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        all(find(cx, client, connection, request).await?).await
    }

    async fn stream(
        cx: &RequestCx<'_>,
        client: &Mongo,
        connection: &Value,
        request: &Value,
    ) -> Result<RowStream, Error> {
        Ok(rows(find(cx, client, connection, request).await?))
    }
}

async fn find(
    cx: &RequestCx<'_>,
    client: &Mongo,
    connection: &Value,
    request: &Value,
) -> Result<Cursor<RawDocumentBuf>, Error> {
    let query = values::document(request.key("query"))?;
    let mut given = Options::new(MongoDbFind::NAME, request.key("options"))?;
    let max_time = given.max_time(cx.timeout)?;
    let (preference, concern) = (given.read_preference()?, given.read_concern()?);
    let mut options: FindOptions = given.rest()?;
    options.max_time = max_time;
    options.selection_criteria = preference;
    options.read_concern = concern;
    let collection = client.collection(connection);
    let cursor = collection.find(query).with_options(options).await;
    cursor.map_err(explain)
}

/// All that a cursor has.
///
/// # Errors
/// What the database says in the middle of it.
pub(super) async fn all(mut cursor: Cursor<RawDocumentBuf>) -> Result<Value, Error> {
    let mut documents = Vec::new();
    while let Some(document) = cursor.try_next().await.map_err(explain)? {
        documents.push(values::decode_document(&document)?);
    }
    Ok(Value::list(documents))
}

/// What a cursor has, one after the other.
pub(super) fn rows(mut cursor: Cursor<RawDocumentBuf>) -> RowStream {
    RowStream::new(|sink| async move {
        while let Some(document) = cursor.try_next().await.map_err(explain)? {
            if !sink.put(values::decode_document(&document)?).await {
                break;
            }
        }
        Ok(())
    })
}

/// Gives the first document that matches a query, or null.
///
/// ```yaml
/// id: order
/// type: MongoDBFindOne
/// connectionId: orders
/// payload: { id: { _url_query: id } }
/// properties:
///   query: { _id: { _oid: { _payload: id } } }
///   options: { projection: { history: 0 } }
/// ```
///
/// - `query`: what the document must match, in MongoDB's query language.
/// - `options`: as the Node driver has them: `projection`, `sort`, `skip`, `hint`, `collation`,
///   `maxTimeMS`, `comment`, `min`, `max`, `returnKey`, `showRecordId`, `readConcern`,
///   `readPreference`. Others have no effect.
pub(super) struct MongoDbFindOne;

impl Request for MongoDbFindOne {
    const NAME: &'static str = "MongoDBFindOne";
    const CHECK_READ: bool = true;
    const CHECK_WRITE: bool = false;
    type Connection = MongoDbCollection;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("find_one.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Mongo,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let query = values::document(request.key("query"))?;
        let given = Options::new(Self::NAME, request.key("options"))?;
        let found = find_one(cx, client, connection, query, given).await?;
        found.map_or(Ok(Value::Null), |it| values::decode_document(&it))
    }
}

/// The first document that matches.
///
/// # Errors
/// What the database says; an option is wrong.
pub(super) async fn find_one(
    cx: &RequestCx<'_>,
    client: &Mongo,
    connection: &Value,
    query: Document,
    mut given: Options,
) -> Result<Option<RawDocumentBuf>, Error> {
    let max_time = given.max_time(cx.timeout)?;
    let (preference, concern) = (given.read_preference()?, given.read_concern()?);
    let mut options: FindOneOptions = given.rest()?;
    options.max_time = max_time;
    options.selection_criteria = preference;
    options.read_concern = concern;
    let collection = client.collection(connection);
    let found = collection.find_one(query).with_options(options).await;
    found.map_err(explain)
}
