//! Notes of what requests write, in a collection of its own.

use engine::Value;
use mongodb::bson::{Bson, DateTime, Document, doc};
use mongodb::{ClientSession, Collection};

use super::client::Mongo;
use super::errors::explain;
use super::values;
use crate::{Error, RequestCx};

/// The collection of the notes.
pub(super) struct ChangeLog<'a> {
    collection: Collection<Document>,
    meta: &'a Value,
}

impl ChangeLog<'_> {
    /// That of a connection, if it has one.
    pub(super) fn of<'a>(client: &Mongo, connection: &'a Value) -> Option<ChangeLog<'a>> {
        let settings = connection.key("changeLog");
        let name = settings.key("collection").as_str()?;
        Some(ChangeLog {
            collection: client.database(connection).collection(name),
            meta: settings.key("meta"),
        })
    }

    /// Notes a request: `args` names the properties that say what was to be done, `outcome` is what
    /// came of it.
    ///
    /// # Errors
    /// What the database says. The request itself was done.
    pub(super) async fn note(
        &self,
        cx: &RequestCx<'_>,
        kind: &str,
        request: &Value,
        args: &[&str],
        outcome: Document,
    ) -> Result<(), Error> {
        let args = arguments(request, args)?;
        let note = self.document(cx, kind, args, outcome)?;
        self.collection.insert_one(note).await.map_err(explain)?;
        Ok(())
    }

    /// The same as a part of a transaction.
    ///
    /// # Errors
    /// What the driver says.
    pub(super) async fn insert(
        &self,
        session: &mut ClientSession,
        note: Document,
    ) -> Result<(), mongodb::error::Error> {
        let insert = self.collection.insert_one(note).session(session);
        insert.await.map(|_| ())
    }

    /// What is noted.
    ///
    /// # Errors
    /// The payload or `meta` cannot be stored.
    pub(super) fn document(
        &self,
        cx: &RequestCx<'_>,
        kind: &str,
        args: Document,
        outcome: Document,
    ) -> Result<Document, Error> {
        let mut note = doc! {
            "args": args,
            "blockId": cx.block_id,
            "connectionId": cx.connection_id,
            "pageId": cx.page_id,
            "payload": values::encode(cx.payload)?,
            "requestId": cx.request_id,
        };
        note.extend(outcome);
        note.insert("timestamp", Bson::DateTime(DateTime::now()));
        note.insert("type", kind);
        note.insert("meta", values::encode(self.meta)?);
        Ok(note)
    }
}

/// Properties of a request and its options, as they are noted.
///
/// # Errors
/// They cannot be stored.
pub(super) fn arguments(request: &Value, names: &[&str]) -> Result<Document, Error> {
    let names = names.iter().copied().chain(["options"]);
    names
        .map(|name| Ok((name.to_owned(), values::encode(request.key(name))?)))
        .collect()
}
