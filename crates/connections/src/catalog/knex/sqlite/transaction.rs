//! Transactions. Dropping one rolls it back.

use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::sync::Mutex;

use super::super::database::{Job, Outcome, Session};
use super::super::dialect::Dialect;
use super::super::scan::Kind;
use super::errors::{NONE_CODE, code, failure};
use super::pool::Lease;
use super::session::{Work, each, run_on};
use crate::limit::within;
use crate::{BoxFuture, Error, RowStream};

/// A transaction.
pub(super) struct Transaction(Arc<Mutex<Open>>);

struct Open {
    /// Gone when it has ended.
    inner: Option<Lease>,
    /// A statement was begun and has not succeeded.
    failed: bool,
}

impl Transaction {
    /// Begins one.
    pub(super) async fn begin(lease: Lease) -> Result<Transaction, Error> {
        // From here on it is ended, also if nobody waits until it has begun.
        let mut open = Open {
            inner: Some(lease),
            failed: false,
        };
        // It is to write: so two of them wait for each other now, and not when it is too late.
        let begun = open.statement()?.turn("begin immediate").await;
        begun.map_err(|error| failure(error, None))?;
        open.failed = false;
        Ok(Transaction(Arc::new(Mutex::new(open))))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let (Some(mut lease), Ok(runtime)) = (self.inner.take(), Handle::try_current()) else {
            return;
        };
        // Whoever gets the connection next must not be in the middle of it.
        runtime.spawn(async move {
            match lease.turn("rollback").await {
                Ok(()) => {}
                // There was none any more.
                Err(error) if code(&error) == Some(NONE_CODE) => {}
                Err(_) => drop(Lease::take(lease)),
            }
        });
    }
}

impl Open {
    /// The transaction, for a statement that counts as failed until it is said to be done.
    fn statement(&mut self) -> Result<&mut Lease, Error> {
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
            let failed = open.failed;
            let lease = open.inner.as_mut().ok_or_else(ended)?;
            let fail = |error| failure(error, None);
            if commit && !failed {
                lease.turn("commit").await.map_err(fail)?;
                open.inner = None;
                return Ok(());
            }
            let rolled_back = lease.turn("rollback").await.map_err(fail);
            open.inner = None;
            match commit {
                true => Err(Error::request(
                    "The transaction was rolled back, because a statement of it failed.",
                )),
                // SQLite rolls back by itself after some errors.
                false if failed => Ok(()),
                false => rolled_back,
            }
        })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            let _ = self.end(false).await;
        })
    }
}
