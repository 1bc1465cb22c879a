//! Several writes at once.

mod batches;

use std::sync::LazyLock;

use engine::{Map, Value};
use mongodb::bson::oid::ObjectId;
use mongodb::bson::{Bson, Document, doc};

use super::client::Mongo;
use super::errors::explain;
use super::options::Options;
use super::update::{as_bson, modifications};
use super::{MongoDbCollection, errors, insert, values};
use crate::{Error, Request, RequestCx, Schema};
use batches::{Batch, Kind, Statement, batches};

/// Inserts, updates, replaces and deletes documents by one request. Gives `{ insertedCount,
/// matchedCount, modifiedCount, deletedCount, upsertedCount, upsertedIds, insertedIds }`.
///
/// ```yaml
/// id: save_lines
/// type: MongoDBBulkWrite
/// connectionId: lines
/// payload: { order: { _state: _id } }
/// properties:
///   operations:
///     - deleteMany: { filter: { order: { _payload: order }, removed: true } }
///     - updateOne:
///         filter: { order: { _payload: order }, kind: total }
///         update: { $inc: { version: 1 } }
///         upsert: true
///     - insertOne: { document: { order: { _payload: order }, kind: note } }
/// ```
///
/// It is no transaction: what was done before an operation that is refused stays done. Operations
/// of a kind that follow each other are sent together; they are not repeated by themselves if the
/// connection is lost.
///
/// - `operations`: a list of objects with one of these members.
/// - `operations.insertOne`: `{ document }`.
/// - `operations.updateOne`: `{ filter, update, upsert, arrayFilters, collation, hint }`.
/// - `operations.updateMany`: the same for all documents that match.
/// - `operations.replaceOne`: `{ filter, replacement, upsert, collation, hint }`.
/// - `operations.deleteOne`: `{ filter, collation, hint }`.
/// - `operations.deleteMany`: the same for all documents that match.
/// - `options`: as the Node driver has them: `ordered` (false goes on after an operation that is
///   refused, and does inserts first and deletes last), `bypassDocumentValidation`, `comment`,
///   `let`, `writeConcern`. Others have no effect.
pub(super) struct MongoDbBulkWrite;

impl Request for MongoDbBulkWrite {
    const NAME: &'static str = "MongoDBBulkWrite";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = true;
    type Connection = MongoDbCollection;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("bulk_write.schema.json")));
        &SCHEMA
    }

    async fn run(
        _cx: &RequestCx<'_>,
        client: &Mongo,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let operations = request.key("operations").items();
        if operations.is_empty() {
            return Err(Error::request(
                "Invalid BulkOperation, Batch cannot be empty",
            ));
        }
        let given = Options::new(Self::NAME, request.key("options"))?;
        let ordered = given.document().get_bool("ordered").unwrap_or(true);
        let statements = operations.iter().enumerate();
        let statements = statements.map(|(at, operation)| statement(at, operation));
        let statements = statements.collect::<Result<Vec<_>, _>>()?;
        let mut report = Report::of(&statements, ordered);
        let database = client.database(connection);
        let name = connection.key("collection").as_str().unwrap_or_default();
        for batch in batches(statements, ordered)? {
            let command = command(name, &batch, ordered, given.document());
            let answer = database.run_command(command).await.map_err(explain)?;
            report.add(&batch, &answer);
            if ordered && report.failure.is_some() {
                break;
            }
        }
        report.finish()
    }
}

fn command(collection: &str, batch: &Batch, ordered: bool, options: &Document) -> Document {
    let (verb, list, takes) = match batch.kind {
        Kind::Insert => ("insert", "documents", ["bypassDocumentValidation", ""]),
        Kind::Update => ("update", "updates", ["bypassDocumentValidation", "let"]),
        Kind::Delete => ("delete", "deletes", ["", "let"]),
    };
    let statements = batch.statements.iter().map(|it| it.body.clone());
    let statements: Vec<Document> = statements.collect();
    let mut command = doc! { verb: collection, list: statements, "ordered": ordered };
    for option in takes.into_iter().chain(["comment", "writeConcern"]) {
        if let Some(value) = options.get(option) {
            command.insert(option, value.clone());
        }
    }
    command
}

/// An operation as the server takes it.
fn statement(at: usize, operation: &Value) -> Result<Statement, Error> {
    let map = operation.as_map();
    let Some((name, given)) = map.and_then(|map| map.at(0)) else {
        return Err(Error::request(format!("Operation {at} is empty.")));
    };
    let filter = || values::document(given.key("filter"));
    let (kind, mut body) = match &**name {
        "insertOne" => (Kind::Insert, values::document(given.key("document"))?),
        "updateOne" | "updateMany" => {
            let update = as_bson(modifications(given.key("update"))?);
            let mut body = doc! { "q": filter()?, "u": update };
            if &**name == "updateMany" {
                body.insert("multi", true);
            }
            (Kind::Update, body)
        }
        "replaceOne" => {
            let replacement = values::document(given.key("replacement"))?;
            if replacement
                .keys()
                .next()
                .is_some_and(|it| it.starts_with('$'))
            {
                return Err(Error::request(
                    "Replacement document must not use atomic operators",
                ));
            }
            (Kind::Update, doc! { "q": filter()?, "u": replacement })
        }
        "deleteOne" => (Kind::Delete, doc! { "q": filter()?, "limit": 1 }),
        "deleteMany" => (Kind::Delete, doc! { "q": filter()?, "limit": 0 }),
        other => {
            return Err(Error::request(format!(
                "There is no operation \"{other}\"."
            )));
        }
    };
    let options: &[&str] = match kind {
        Kind::Insert => &[],
        Kind::Update => &["upsert", "arrayFilters", "collation", "hint", "sort"],
        Kind::Delete => &["collation", "hint"],
    };
    for option in options {
        if !given.key(option).is_none() {
            body.insert(*option, values::encode(given.key(option))?);
        }
    }
    if kind == Kind::Insert && !body.contains_key("_id") {
        body.insert("_id", ObjectId::new());
    }
    Ok(Statement { at, kind, body })
}

/// What came of all batches.
struct Report {
    counts: [u64; 5],
    inserted: Vec<(usize, Bson)>,
    upserted: Vec<(usize, Bson)>,
    failure: Option<Error>,
}

impl Report {
    fn of(statements: &[Statement], ordered: bool) -> Report {
        let inserts = statements.iter().filter(|it| it.kind == Kind::Insert);
        let ids = inserts.enumerate().map(|(nth, it)| {
            let id = it.body.get("_id").cloned().unwrap_or(Bson::Null);
            // Without an order the Node driver counts inserts alone.
            (if ordered { it.at } else { nth }, id)
        });
        Report {
            counts: [0; 5],
            inserted: ids.collect(),
            upserted: Vec::new(),
            failure: None,
        }
    }

    fn add(&mut self, batch: &Batch, answer: &Document) {
        let count = |document: &Document, key: &str| match document.get(key) {
            Some(Bson::Int32(n)) => u64::try_from(*n).unwrap_or_default(),
            Some(Bson::Int64(n)) => u64::try_from(*n).unwrap_or_default(),
            Some(Bson::Double(n)) => *n as u64,
            _ => 0,
        };
        let list = |key: &str| answer.get_array(key).into_iter().flatten();
        let [inserted, matched, modified, deleted, upserted] = &mut self.counts;
        let n = count(answer, "n");
        match batch.kind {
            Kind::Insert => *inserted += n,
            Kind::Delete => *deleted += n,
            Kind::Update => {
                let new: Vec<_> = list("upserted").filter_map(Bson::as_document).collect();
                *upserted += new.len() as u64;
                *matched += n.saturating_sub(new.len() as u64);
                *modified += count(answer, "nModified");
                for it in new {
                    let place = batch.statements.get(count(it, "index") as usize);
                    let id = it.get("_id").cloned().unwrap_or(Bson::Null);
                    self.upserted.extend(place.map(|place| (place.at, id)));
                }
            }
        }
        let concern = answer.get_document("writeConcernError").ok();
        let first = list("writeErrors").find_map(Bson::as_document).or(concern);
        if let (Some(first), None) = (first, &self.failure) {
            let code = i32::try_from(count(first, "code")).unwrap_or_default();
            let text = first.get_str("errmsg").unwrap_or_default();
            self.failure = Some(errors::refused(code, text));
        }
    }

    fn finish(self) -> Result<Value, Error> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let names = [
            "insertedCount",
            "matchedCount",
            "modifiedCount",
            "deletedCount",
            "upsertedCount",
        ];
        let counts = names.into_iter().zip(self.counts);
        let mut answer: Map = counts
            .map(|(name, count)| (name, Value::Number(count as f64)))
            .collect();
        answer.insert("upsertedIds", insert::decode_ids(&self.upserted)?);
        answer.insert("insertedIds", insert::decode_ids(&self.inserted)?);
        Ok(Value::map(answer))
    }
}
