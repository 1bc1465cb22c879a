//! Documents changed.

use std::sync::LazyLock;

use engine::Value;
use mongodb::bson::{Bson, Document, RawDocumentBuf, doc};
use mongodb::options::{UpdateModifications, UpdateOptions};

use super::change_log::ChangeLog;
use super::client::Mongo;
use super::errors::explain;
use super::find::find_one;
use super::options::Options;
use super::{MongoDbCollection, values};
use crate::{Error, Request, RequestCx, Schema};

/// Changes the first document that matches a filter. Gives
/// `{ acknowledged, modifiedCount, upsertedId, upsertedCount, matchedCount }`.
///
/// ```yaml
/// id: save_order
/// type: MongoDBUpdateOne
/// connectionId: orders
/// payload: { id: { _state: _id }, note: { _state: note } }
/// properties:
///   filter: { _id: { _payload: id } }
///   update:
///     $set: { note: { _payload: note }, changed: { _date: now } }
///     $inc: { version: 1 }
///   disableNoMatchError: false
/// ```
///
/// - `filter`: what the document must match.
/// - `update`: update operators, such as `$set`, or a list of pipeline stages.
/// - `disableNoMatchError`: false makes it an error if no document matches, `No matching record to
///   update.`, unless one is inserted. Lowdefy has it from version 5.5 on, where false is the
///   default. Default: true.
/// - `options`: as the Node driver has them: `upsert`, `arrayFilters`, `collation`, `hint`,
///   `bypassDocumentValidation`, `let`, `comment`, `sort`, `writeConcern`. Others have no effect.
pub(super) struct MongoDbUpdateOne;

impl Request for MongoDbUpdateOne {
    const NAME: &'static str = "MongoDBUpdateOne";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = true;
    type Connection = MongoDbCollection;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("update_one.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Mongo,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let filter = values::document(request.key("filter"))?;
        let update = modifications(request.key("update"))?;
        let given = Options::new(Self::NAME, request.key("options"))?;
        let strict = request.key("disableNoMatchError").as_bool() == Some(false);
        let strict = strict && !given.flag("upsert");
        let log = ChangeLog::of(client, connection);
        let before = match log {
            Some(_) => {
                let none = Options::new(Self::NAME, &Value::Undefined)?;
                find_one(cx, client, connection, filter.clone(), none).await?
            }
            None => None,
        };
        let (outcome, after) =
            update_one(client, connection, filter, update, &given, log.is_some()).await?;
        outcome.check(strict)?;
        if let Some(log) = log {
            let note = doc! { "before": stored(before)?, "after": after };
            let args = ["filter", "update"];
            log.note(cx, Self::NAME, request, &args, note).await?;
        }
        outcome.answer(true)
    }
}

/// A document as it is stored, or null.
///
/// # Errors
/// Its bytes are no document.
pub(super) fn stored(document: Option<RawDocumentBuf>) -> Result<Bson, Error> {
    let document = document.map(|it| Document::try_from(&*it)).transpose();
    let document = document.map_err(|error| explain(error.into()))?;
    Ok(document.map_or(Bson::Null, Bson::Document))
}

/// Changes one document. With `value` it gives the document as it is afterwards.
///
/// # Errors
/// What the database says; an option is wrong.
pub(super) async fn update_one(
    client: &Mongo,
    connection: &Value,
    filter: Document,
    update: UpdateModifications,
    given: &Options,
    value: bool,
) -> Result<(Outcome, Bson), Error> {
    if value {
        let what = doc! { "update": as_bson(update), "new": true, "upsert": given.flag("upsert") };
        let done = find_and_modify(client, connection, filter, what, given).await?;
        let outcome = Outcome {
            matched: if done.upserted.is_some() {
                0
            } else {
                done.matched
            },
            modified: if done.upserted.is_some() {
                0
            } else {
                done.matched
            },
            upserted: done.upserted,
        };
        return Ok((outcome, done.value));
    }
    let options = update_options(given.clone())?;
    let collection = client.collection(connection);
    let updated = collection.update_one(filter, update).with_options(options);
    let updated = updated.await.map_err(explain)?;
    Ok((Outcome::from(updated), Bson::Null))
}

/// Changes all documents that match a filter. Gives
/// `{ modifiedCount, upsertedId, upsertedCount, matchedCount }`.
///
/// ```yaml
/// id: close_orders
/// type: MongoDBUpdateMany
/// connectionId: orders
/// properties:
///   filter: { status: open, at: { $lt: { _date: "2024-01-01" } } }
///   update: { $set: { status: closed } }
/// ```
///
/// - `filter`: what the documents must match.
/// - `update`: update operators, such as `$set`, or a list of pipeline stages.
/// - `options`: as the Node driver has them: `upsert`, `arrayFilters`, `collation`, `hint`,
///   `bypassDocumentValidation`, `let`, `comment`, `writeConcern`. Others have no effect.
pub(super) struct MongoDbUpdateMany;

impl Request for MongoDbUpdateMany {
    const NAME: &'static str = "MongoDBUpdateMany";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = true;
    type Connection = MongoDbCollection;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("update_many.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Mongo,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let filter = values::document(request.key("filter"))?;
        let update = modifications(request.key("update"))?;
        let options = update_options(Options::new(Self::NAME, request.key("options"))?)?;
        let collection = client.collection(connection);
        let updated = collection.update_many(filter, update).with_options(options);
        let outcome = Outcome::from(updated.await.map_err(explain)?);
        if let Some(log) = ChangeLog::of(client, connection) {
            let note = doc! { "response": outcome.document() };
            let args = ["filter", "update"];
            log.note(cx, Self::NAME, request, &args, note).await?;
        }
        outcome.answer(false)
    }
}

/// What came of an update.
pub(super) struct Outcome {
    matched: u64,
    modified: u64,
    upserted: Option<Bson>,
}

impl From<mongodb::results::UpdateResult> for Outcome {
    fn from(it: mongodb::results::UpdateResult) -> Outcome {
        Outcome {
            matched: it.matched_count,
            modified: it.modified_count,
            upserted: it.upserted_id,
        }
    }
}

impl Outcome {
    /// Was there anything to update?
    ///
    /// # Errors
    /// No, and it is `strict`.
    pub(super) fn check(&self, strict: bool) -> Result<(), Error> {
        match strict && self.matched == 0 && self.upserted.is_none() {
            true => Err(Error::request("No matching record to update.")),
            false => Ok(()),
        }
    }

    /// For the caller.
    ///
    /// # Errors
    /// None can be expected.
    pub(super) fn answer(&self, acknowledged: bool) -> Result<Value, Error> {
        let mut answer = self.document();
        if !acknowledged {
            answer.remove("acknowledged");
        }
        values::decode(&Bson::Document(answer))
    }

    fn document(&self) -> Document {
        doc! {
            "acknowledged": true,
            "modifiedCount": self.modified as i64,
            "upsertedId": self.upserted.clone(),
            "upsertedCount": i32::from(self.upserted.is_some()),
            "matchedCount": self.matched as i64,
        }
    }
}

/// What a document is changed by.
///
/// # Errors
/// It has no operators, and so would be another document.
pub(super) fn modifications(update: &Value) -> Result<UpdateModifications, Error> {
    let has_operators =
        |document: &Document| document.keys().next().is_some_and(|it| it.starts_with('$'));
    let (update, fine) = match update {
        Value::List(_) => {
            let stages = values::documents(update, "The stages of an update")?;
            let fine = stages.iter().all(has_operators);
            (UpdateModifications::Pipeline(stages), fine)
        }
        _ => {
            let document = values::document(update)?;
            let fine = has_operators(&document);
            (UpdateModifications::Document(document), fine)
        }
    };
    match fine {
        true => Ok(update),
        false => Err(Error::request("Update document requires atomic operators")),
    }
}

/// As a part of a command.
pub(super) fn as_bson(update: UpdateModifications) -> Bson {
    match update {
        UpdateModifications::Document(document) => Bson::Document(document),
        UpdateModifications::Pipeline(stages) => stages.into(),
        _ => Bson::Null,
    }
}

fn update_options(mut given: Options) -> Result<UpdateOptions, Error> {
    let write_concern = given.write_concern()?;
    let mut options: UpdateOptions = given.rest()?;
    options.write_concern = write_concern;
    Ok(options)
}

/// What `findAndModify` says.
pub(super) struct Modified {
    pub(super) value: Bson,
    pub(super) matched: u64,
    pub(super) upserted: Option<Bson>,
}

/// Changes or deletes a document and gives it. It is the command itself, since the driver does not
/// tell what was inserted.
///
/// # Errors
/// What the database says.
pub(super) async fn find_and_modify(
    client: &Mongo,
    connection: &Value,
    filter: Document,
    what: Document,
    given: &Options,
) -> Result<Modified, Error> {
    let name = connection.key("collection").as_str().unwrap_or_default();
    let mut command = doc! { "findAndModify": name, "query": filter };
    command.extend(what);
    for option in [
        "sort",
        "arrayFilters",
        "bypassDocumentValidation",
        "collation",
        "comment",
        "hint",
        "let",
        "maxTimeMS",
        "writeConcern",
    ] {
        if let Some(value) = given.document().get(option) {
            command.insert(option, value.clone());
        }
    }
    if let Some(fields) = given.document().get("projection") {
        command.insert("fields", fields.clone());
    }
    let database = client.database(connection);
    let mut answer = database.run_command(command).await.map_err(explain)?;
    let last = answer.get_document("lastErrorObject").ok();
    let number = |it: Option<&Bson>| match it {
        Some(Bson::Int32(n)) => u64::try_from(*n).unwrap_or_default(),
        Some(Bson::Int64(n)) => u64::try_from(*n).unwrap_or_default(),
        Some(Bson::Double(n)) => *n as u64,
        _ => 0,
    };
    Ok(Modified {
        matched: number(last.and_then(|it| it.get("n"))),
        upserted: last.and_then(|it| it.get("upserted")).cloned(),
        value: answer.remove("value").unwrap_or(Bson::Null),
    })
}
