//! Documents changed with their former versions kept.

use std::sync::LazyLock;

use engine::Value;
use mongodb::bson::{Bson, Document, doc};

use super::change_log::ChangeLog;
use super::client::Mongo;
use super::errors::explain;
use super::find::find_one;
use super::insert::insert_one;
use super::options::Options;
use super::update::{modifications, update_one};
use super::{MongoDbCollection, values};
use crate::{Error, Request, RequestCx, Schema};

/// Inserts a copy of a document and changes the copy, so that the document stays as it was. Gives
/// what `MongoDBUpdateOne` gives.
///
/// ```yaml
/// id: save_contract
/// type: MongoDBVersionedUpdateOne
/// connectionId: contracts
/// payload: { contract: { _state: contract }, text: { _state: text } }
/// properties:
///   filter: { contract: { _payload: contract } }
///   update: { $set: { text: { _payload: text } }, $inc: { version: 1 } }
///   options: { find: { sort: { version: -1 } } }
/// ```
///
/// The copy has an `_id` of its own. Lowdefy has it from version 5 on.
///
/// - `filter`: what the document must match.
/// - `update`: update operators, such as `$set`, or a list of pipeline stages.
/// - `disableNoMatchError`: true if it is fine that no document matches. Else that is an error, `No
///   matching record to update.`, unless one is inserted.
/// - `options.find`: options for finding the document, as of `MongoDBFindOne`.
/// - `options.insert`: options for the copy, as of `MongoDBInsertOne`.
/// - `options.update`: options for the change, as of `MongoDBUpdateOne`.
pub(super) struct MongoDbVersionedUpdateOne;

impl Request for MongoDbVersionedUpdateOne {
    const NAME: &'static str = "MongoDBVersionedUpdateOne";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = true;
    type Connection = MongoDbCollection;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("versioned_update_one.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Mongo,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let mut filter = values::document(request.key("filter"))?;
        let update = modifications(request.key("update"))?;
        let options = request.key("options");
        let [find, insert, given] =
            ["find", "insert", "update"].map(|part| Options::new(Self::NAME, options.key(part)));
        let (find, insert, given) = (find?, insert?, given?);
        let found = find_one(cx, client, connection, filter.clone(), find).await?;
        let mut before = Bson::Null;
        if let Some(found) = found {
            let mut copy = Document::try_from(&*found).map_err(|error| explain(error.into()))?;
            copy.remove("_id");
            before = Bson::Document(copy.clone());
            let id = insert_one(client, connection, copy, &insert).await?;
            filter = doc! { "_id": id };
        }
        let strict = request.key("disableNoMatchError").as_bool() != Some(true);
        let strict = strict && !given.flag("upsert");
        let log = ChangeLog::of(client, connection);
        let (outcome, after) =
            update_one(client, connection, filter, update, &given, log.is_some()).await?;
        outcome.check(strict)?;
        if let Some(log) = log {
            let note = doc! { "before": before, "after": after };
            let args = ["filter", "update"];
            log.note(cx, Self::NAME, request, &args, note).await?;
        }
        outcome.answer(true)
    }
}
