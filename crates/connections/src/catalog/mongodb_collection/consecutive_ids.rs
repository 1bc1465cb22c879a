//! New documents whose ids are numbered.

use std::sync::LazyLock;

use engine::Value;
use futures_util::TryStreamExt;
use mongodb::bson::{Bson, Document, doc};
use mongodb::error::{
    Error as DriverError, ErrorKind, TRANSIENT_TRANSACTION_ERROR, UNKNOWN_TRANSACTION_COMMIT_RESULT,
};
use mongodb::options::{ReadConcern, WriteConcern};
use mongodb::{ClientSession, Collection};

use super::change_log::{ChangeLog, arguments};
use super::client::Mongo;
use super::errors::explain;
use super::insert::{by_place, decode_ids, insert_many_options};
use super::options::Options;
use super::{MongoDbCollection, values};
use crate::{Error, Request, RequestCx, Schema};

/// How often a transaction is tried that came in the way of another.
const ATTEMPTS: usize = 20;

/// The digits that a number can be filled up to.
const MAX_LENGTH: f64 = 64.0;

/// Inserts a document whose `_id` is a prefix and the next free number. Gives
/// `{ acknowledged, insertedId }`.
///
/// ```yaml
/// id: add_invoice
/// type: MongoDBInsertConsecutiveId
/// connectionId: invoices
/// payload: { invoice: { _state: invoice } }
/// properties:
///   doc: { _payload: invoice }
///   prefix: INV-
///   length: 6
/// ```
///
/// The number is found and the document inserted in one transaction, which needs a replica set.
/// Lowdefy has it from version 5 on.
///
/// - `doc`: the document; an `_id` in it is replaced.
/// - `prefix`: what stands before the number.
/// - `length`: zeros fill the number up to so many digits.
/// - `options`: as of `MongoDBInsertOne`.
pub(super) struct MongoDbInsertConsecutiveId;

impl Request for MongoDbInsertConsecutiveId {
    const NAME: &'static str = "MongoDBInsertConsecutiveId";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = true;
    type Connection = MongoDbCollection;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("insert_consecutive_id.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Mongo,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let docs = vec![values::document(request.key("doc"))?];
        let insert = Insert::new(Self::NAME, "doc", cx, client, connection, request, docs)?;
        let ids = insert.run(client).await?;
        let id = ids.into_iter().next().map_or(Bson::Null, |(_, id)| id);
        Ok(Value::object([
            ("acknowledged", true.into()),
            ("insertedId", values::decode(&id)?),
        ]))
    }
}

/// Inserts documents whose `_id`s are a prefix and the next free numbers. Gives
/// `{ acknowledged, insertedIds }`.
///
/// ```yaml
/// id: add_tickets
/// type: MongoDBInsertManyConsecutiveIds
/// connectionId: tickets
/// payload: { tickets: { _state: tickets } }
/// properties:
///   docs: { _payload: tickets }
///   prefix: T-
///   length: 4
/// ```
///
/// The numbers are found and the documents inserted in one transaction, which needs a replica set.
/// Lowdefy has it from version 5 on.
///
/// - `docs`: the documents, at least one; an `_id` in them is replaced.
/// - `prefix`: what stands before the numbers.
/// - `length`: zeros fill the numbers up to so many digits.
/// - `options`: as of `MongoDBInsertMany`.
pub(super) struct MongoDbInsertManyConsecutiveIds;

impl Request for MongoDbInsertManyConsecutiveIds {
    const NAME: &'static str = "MongoDBInsertManyConsecutiveIds";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = true;
    type Connection = MongoDbCollection;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
            Schema::builtin(include_str!("insert_many_consecutive_ids.schema.json"))
        });
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
        let insert = Insert::new(Self::NAME, "docs", cx, client, connection, request, docs)?;
        let ids = insert.run(client).await?;
        Ok(Value::object([
            ("acknowledged", true.into()),
            ("insertedIds", decode_ids(&ids)?),
        ]))
    }
}

/// What both do.
struct Insert<'a> {
    kind: &'static str,
    /// The property that has the documents.
    property: &'static str,
    cx: &'a RequestCx<'a>,
    request: &'a Value,
    collection: Collection<Document>,
    log: Option<ChangeLog<'a>>,
    docs: Vec<Document>,
    prefix: &'a str,
    length: usize,
    options: mongodb::options::InsertManyOptions,
}

impl<'a> Insert<'a> {
    fn new(
        kind: &'static str,
        property: &'static str,
        cx: &'a RequestCx<'a>,
        client: &Mongo,
        connection: &'a Value,
        request: &'a Value,
        docs: Vec<Document>,
    ) -> Result<Insert<'a>, Error> {
        let mut options = insert_many_options(&Options::new(kind, request.key("options"))?)?;
        // It is that of the transaction.
        options.write_concern = None;
        let length = request.key("length").as_number().unwrap_or_default();
        Ok(Insert {
            kind,
            property,
            cx,
            request,
            collection: client.collection(connection).clone_with_type(),
            log: ChangeLog::of(client, connection),
            docs,
            prefix: request.key("prefix").as_str().unwrap_or_default(),
            length: length.clamp(0.0, MAX_LENGTH) as usize,
            options,
        })
    }

    async fn run(&self, client: &Mongo) -> Result<Vec<(usize, Bson)>, Error> {
        let mut session = client.driver().start_session().await.map_err(explain)?;
        for _ in 1..ATTEMPTS {
            match self.attempt(&mut session).await {
                Err(Failure::Driver(error))
                    if error.contains_label(TRANSIENT_TRANSACTION_ERROR) => {}
                done => return done.map_err(Failure::explain),
            }
        }
        self.attempt(&mut session).await.map_err(Failure::explain)
    }

    async fn attempt(&self, session: &mut ClientSession) -> Result<Vec<(usize, Bson)>, Failure> {
        let begin = session.start_transaction();
        let begin = begin.read_concern(ReadConcern::local());
        begin.write_concern(WriteConcern::majority()).await?;
        match self.insert(session).await {
            Ok(ids) => {
                commit(session).await?;
                Ok(ids)
            }
            Err(failure) => {
                // The server ends it by itself if this does not reach it.
                let _ = session.abort_transaction().await;
                Err(failure)
            }
        }
    }

    async fn insert(&self, session: &mut ClientSession) -> Result<Vec<(usize, Bson)>, Failure> {
        let first = self.last(session).await? + 1;
        let mut ids = Vec::with_capacity(self.docs.len());
        let mut docs = self.docs.clone();
        for (at, doc) in docs.iter_mut().enumerate() {
            let (number, length) = (first + at as i64, self.length);
            let id = Bson::String(format!("{}{number:0length$}", self.prefix));
            doc.insert("_id", id.clone());
            ids.push((at, id));
        }
        let insert = self.collection.insert_many(docs);
        let insert = insert.with_options(self.options.clone());
        insert.session(&mut *session).await?;
        if let Some(log) = &self.log {
            let note = self.note(log, &ids).map_err(Failure::Ours)?;
            log.insert(session, note).await?;
        }
        Ok(ids)
    }

    /// The highest number that there is.
    async fn last(&self, session: &mut ClientSession) -> Result<i64, Failure> {
        let pattern = format!("^{}\\d+$", escaped(self.prefix));
        let number = doc! {
            "$replaceOne": { "input": "$_id", "find": self.prefix, "replacement": "" },
        };
        let pipeline = [
            doc! { "$match": { "_id": { "$regex": pattern } } },
            doc! { "$project": { "index": { "$toLong": number } } },
            doc! { "$sort": { "index": -1 } },
            doc! { "$limit": 1 },
        ];
        let find = self.collection.aggregate(pipeline);
        let mut cursor = find.session(&mut *session).await?;
        let found = cursor.stream(session).try_next().await?;
        Ok(match found.as_ref().and_then(|it| it.get("index")) {
            Some(Bson::Int32(n)) => i64::from(*n),
            Some(Bson::Int64(n)) => *n,
            _ => 0,
        })
    }

    fn note(&self, log: &ChangeLog<'_>, ids: &[(usize, Bson)]) -> Result<Document, Error> {
        let args = arguments(self.request, &[self.property])?;
        let response = match (self.property, ids) {
            ("doc", [(_, id)]) => doc! { "acknowledged": true, "insertedId": id },
            _ => doc! {
                "acknowledged": true,
                "insertedCount": ids.len() as i64,
                "insertedIds": by_place(ids),
            },
        };
        let outcome = doc! { "response": response };
        log.document(self.cx, self.kind, args, outcome)
    }
}

async fn commit(session: &mut ClientSession) -> Result<(), Failure> {
    for _ in 1..ATTEMPTS {
        match session.commit_transaction().await {
            Err(error) if error.contains_label(UNKNOWN_TRANSACTION_COMMIT_RESULT) => {}
            done => return done.map_err(Failure::Driver),
        }
    }
    Ok(session.commit_transaction().await?)
}

enum Failure {
    Driver(DriverError),
    Ours(Error),
}

impl Failure {
    fn explain(self) -> Error {
        match self {
            // What the server and the driver say of it speaks of other things.
            Failure::Driver(error) if is_alone(&error) => Error::request(
                "Numbered ids need transactions, and those a replica set, which this MongoDB \
                 server is not part of.",
            ),
            Failure::Driver(error) => explain(error),
            Failure::Ours(error) => error,
        }
    }
}

impl From<DriverError> for Failure {
    fn from(error: DriverError) -> Failure {
        Failure::Driver(error)
    }
}

/// Is it a server without transactions?
fn is_alone(error: &DriverError) -> bool {
    match *error.kind {
        ErrorKind::Command(ref it) => matches!(it.code, 20 | 263),
        ErrorKind::SessionsNotSupported => true,
        _ => false,
    }
}

/// A text as a part of a regular expression.
fn escaped(text: &str) -> String {
    let mut pattern = String::new();
    for c in text.chars() {
        if !c.is_alphanumeric() && c.is_ascii() {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}
