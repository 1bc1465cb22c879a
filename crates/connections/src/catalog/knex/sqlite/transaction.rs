//! Transactions. Dropping one rolls it back.

use std::sync::Arc;

use sqlx::Sqlite;
use tokio::sync::Mutex;

use super::super::database::{Job, Outcome, Session};
use super::super::dialect::Dialect;
use super::super::scan::Kind;
use super::errors::failure;
use super::session::{Work, each, run_on};
use crate::limit::within;
use crate::{BoxFuture, Error, RowStream};

/// A transaction.
pub(super) struct Transaction(Arc<Mutex<Open>>);

struct Open {
    /// Gone when it has ended.
    inner: Option<sqlx::Transaction<'static, Sqlite>>,
    /// A statement was begun and has not succeeded.
    failed: bool,
}

impl Transaction {
    /// One that has begun.
    pub(super) fn new(inner: sqlx::Transaction<'static, Sqlite>) -> Transaction {
        Transaction(Arc::new(Mutex::new(Open {
            inner: Some(inner),
            failed: false,
        })))
    }
}

impl Open {
    /// The transaction, for a statement that counts as failed until it is said to be done.
    fn statement(&mut self) -> Result<&mut sqlx::Transaction<'static, Sqlite>, Error> {
        if self.failed {
            return Err(Error::request(
                "A statement of the transaction failed; nothing more can be done in it.",
            ));
        }
        self.failed = true;
        self.inner.as_mut().ok_or_else(ended)
    }
}

fn ended() -> Error {
    Error::request("The transaction has ended.")
}

fn look(job: &Job) -> Result<Work, Error> {
    let work = Work::of(job)?;
    match work.leaves_traces() {
        true => Err(Error::request(
            "Only statements that read or change rows are available in a transaction.",
        )),
        false => Ok(work),
    }
}

impl Session for Transaction {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn run(&self, job: Job) -> BoxFuture<'_, Result<Outcome, Error>> {
        Box::pin(async move {
            let work = look(&job)?;
            let limit = work.timeout;
            within(limit, async {
                let mut open = self.0.lock().await;
                let outcome = run_on(open.statement()?, work).await;
                open.failed = outcome.is_err();
                outcome.map_err(|error| failure(error, limit))
            })
            .await
        })
    }

    fn stream(&self, job: Job) -> BoxFuture<'_, Result<RowStream, Error>> {
        Box::pin(async move {
            let work = look(&job)?;
            if work.statement.kind != Kind::Rows {
                return Err(Error::request("This statement gives no rows."));
            }
            let (limit, open) = (work.timeout, self.0.clone());
            Ok(RowStream::new(move |sink| {
                within(limit, async move {
                    let mut open = open.lock().await;
                    let mut put = |row| sink.put(row);
                    let done = each(open.statement()?, work, &mut put).await;
                    open.failed = done.is_err();
                    done.map(drop).map_err(|error| failure(error, limit))
                })
            }))
        })
    }

    fn end(&self, commit: bool) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async move {
            let mut open = self.0.lock().await;
            let inner = open.inner.take().ok_or_else(ended)?;
            let fail = |error| failure(error, None);
            if commit && !open.failed {
                return inner.commit().await.map_err(fail);
            }
            let rolled_back = inner.rollback().await.map_err(fail);
            match commit {
                true => Err(Error::request(
                    "The transaction was rolled back, because a statement of it failed.",
                )),
                // SQLite rolls back by itself after some errors.
                false if open.failed => Ok(()),
                false => rolled_back,
            }
        })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move { self.0.lock().await.inner = None })
    }
}
