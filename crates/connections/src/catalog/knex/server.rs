//! Sessions on a database server: a pool of connections, and transactions on one of them. What
//! differs between servers is behind [`Server`].

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;

use super::database::{Job, Outcome, Session};
use super::dialect::Dialect;
use super::lease::{Lease, Pool};
use super::words::{Kind, Words};
use crate::limit::within;
use crate::{BoxFuture, Error, RowSink, RowStream};

/// What a statement failed with.
pub(super) struct Failure {
    /// For the caller.
    pub(super) error: Error,
    /// The connection must not be used again.
    pub(super) broken: bool,
}

/// Is it an error of encryption: a certificate that is not trusted, or none?
pub(super) fn is_tls(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Configuration(_) | sqlx::Error::Tls(_) => true,
        // So says rustls what is wrong with a certificate.
        sqlx::Error::Io(error) => error.kind() == std::io::ErrorKind::InvalidData,
        _ => false,
    }
}

/// A statement that was looked at.
pub(super) struct Work {
    /// The statement.
    pub(super) job: Job,
    /// What it is.
    pub(super) words: Words,
    /// It is part of a transaction, where every error ends all.
    pub(super) in_transaction: bool,
}

/// A kind of database server.
pub(super) trait Server: Send + Sync + Sized + 'static {
    /// Its language.
    const DIALECT: Dialect;
    /// A connection to it.
    type Connection: Send + 'static;

    /// Opens a connection.
    fn connect(&self) -> impl Future<Output = Result<Self::Connection, Failure>> + Send;

    /// Is it still there?
    fn ping(connection: &mut Self::Connection) -> impl Future<Output = bool> + Send;

    /// Runs a statement to its end.
    fn run(
        &self,
        connection: &mut Self::Connection,
        work: &Work,
    ) -> impl Future<Output = Result<Outcome, Failure>> + Send;

    /// Runs a statement and puts its rows into `sink`.
    fn rows(
        &self,
        connection: &mut Self::Connection,
        work: &Work,
        sink: &RowSink,
    ) -> impl Future<Output = Result<(), Failure>> + Send;

    /// Runs `begin`, `commit` or `rollback`.
    fn say(
        connection: &mut Self::Connection,
        statement: &'static str,
    ) -> impl Future<Output = Result<(), Failure>> + Send;

    /// Gives a connection up, on which a statement may still run: that must not go on.
    fn abandon(&self, connection: Self::Connection);
}

/// The protocols of both count them with 16 bits.
const MOST_VALUES: usize = 65_535;

fn look(dialect: Dialect, job: Job, in_transaction: bool) -> Result<Work, Error> {
    if job.sql.text.is_empty() {
        return Err(Error::request("The query is empty"));
    }
    if job.sql.text.contains('\0') {
        return Err(Error::request("The SQL contains a zero character."));
    }
    if job.sql.bindings.len() > MOST_VALUES {
        return Err(Error::request(format!(
            "A statement can have at most {MOST_VALUES} values."
        )));
    }
    let words = Words::read(dialect, &job.sql.text);
    match words.kind {
        Kind::Transaction => Err(Error::request(
            "Statements that begin or end a transaction are not available in a request.",
        )),
        Kind::Copy => Err(Error::request(
            "Statements that copy data through the connection are not available.",
        )),
        // Most of them would end it there.
        Kind::Other if in_transaction && dialect == Dialect::Mysql => Err(Error::request(
            "Only statements that read or change rows are available in a transaction.",
        )),
        _ => Ok(Work {
            job,
            words,
            in_transaction,
        }),
    }
}

/// The pool of a server.
pub(super) struct Pooled<S: Server> {
    pool: Pool<S>,
}

impl<S: Server> Pooled<S> {
    /// Runs on the connections of `pool`.
    pub(super) fn new(pool: Pool<S>) -> Pooled<S> {
        Pooled { pool }
    }
}

impl<S: Server> Session for Pooled<S> {
    fn dialect(&self) -> Dialect {
        S::DIALECT
    }

    fn run(&self, job: Job) -> BoxFuture<'_, Result<Outcome, Error>> {
        Box::pin(async move {
            let limit = job.timeout;
            let work = look(S::DIALECT, job, false)?;
            within(limit, async {
                let mut lease = self.pool.get().await?;
                if work.words.kind == Kind::Other {
                    lease.do_not_keep();
                }
                lease.busy(true);
                let outcome = self.pool.server().run(lease.connection(), &work).await;
                lease.busy(outcome.as_ref().is_err_and(|failure| failure.broken));
                outcome.map_err(|failure| failure.error)
            })
            .await
        })
    }

    fn stream(&self, job: Job) -> BoxFuture<'_, Result<RowStream, Error>> {
        Box::pin(async move {
            let limit = job.timeout;
            let work = look(S::DIALECT, job, false)?;
            let mut lease = within(limit, self.pool.get()).await?;
            let server = self.pool.server().clone();
            Ok(RowStream::new(move |sink| {
                within(limit, async move {
                    if work.words.kind == Kind::Other {
                        lease.do_not_keep();
                    }
                    lease.busy(true);
                    let done = server.rows(lease.connection(), &work, &sink).await;
                    lease.busy(done.as_ref().is_err_and(|failure| failure.broken));
                    done.map_err(|failure| failure.error)
                })
            }))
        })
    }

    fn begin(&self) -> BoxFuture<'_, Result<Arc<dyn Session>, Error>> {
        Box::pin(async move {
            let mut lease = self.pool.get().await?;
            // From here on, who lets go of the connection ends the transaction.
            lease.busy(true);
            let begun = S::say(lease.connection(), "begin").await;
            begun.map_err(|failure| failure.error)?;
            let session: Arc<dyn Session> = Arc::new(Transaction {
                server: self.pool.server().clone(),
                open: Arc::new(Mutex::new(Open {
                    lease: Some(lease),
                    running: false,
                    failed: false,
                })),
            });
            Ok(session)
        })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move { self.pool.close() })
    }
}

/// A transaction. Dropping it gives up its connection, so that the server rolls back.
struct Transaction<S: Server> {
    server: Arc<S>,
    open: Arc<Mutex<Open<S>>>,
}

struct Open<S: Server> {
    /// Gone when the transaction has ended.
    lease: Option<Lease<S>>,
    /// A statement was begun, and nobody has seen its end.
    running: bool,
    /// A statement failed: what has been done is not what was meant.
    failed: bool,
}

impl<S: Server> Open<S> {
    fn connection(&mut self) -> Result<&mut S::Connection, Error> {
        if self.failed || self.running {
            return Err(Error::request(
                "A statement of the transaction failed; nothing more can be done in it.",
            ));
        }
        match &mut self.lease {
            Some(lease) => Ok(lease.connection()),
            None => Err(ended()),
        }
    }

    fn done<T>(&mut self, result: Result<T, Failure>) -> Result<T, Error> {
        self.running = result.as_ref().is_err_and(|failure| failure.broken);
        self.failed = result.is_err();
        result.map_err(|failure| failure.error)
    }
}

fn ended() -> Error {
    Error::request("The transaction has ended.")
}

impl<S: Server> Session for Transaction<S> {
    fn dialect(&self) -> Dialect {
        S::DIALECT
    }

    fn run(&self, job: Job) -> BoxFuture<'_, Result<Outcome, Error>> {
        Box::pin(async move {
            let limit = job.timeout;
            let work = look(S::DIALECT, job, true)?;
            within(limit, async {
                let mut open = self.open.lock().await;
                open.connection()?;
                open.running = true;
                let Some(lease) = &mut open.lease else {
                    return Err(ended());
                };
                if work.words.kind == Kind::Other {
                    lease.do_not_keep();
                }
                let outcome = self.server.run(lease.connection(), &work).await;
                open.done(outcome)
            })
            .await
        })
    }

    fn stream(&self, job: Job) -> BoxFuture<'_, Result<RowStream, Error>> {
        Box::pin(async move {
            let limit: Option<Duration> = job.timeout;
            let work = look(S::DIALECT, job, true)?;
            let (server, open) = (self.server.clone(), self.open.clone());
            Ok(RowStream::new(move |sink| {
                within(limit, async move {
                    let mut open = open.lock().await;
                    open.connection()?;
                    open.running = true;
                    let Some(lease) = &mut open.lease else {
                        return Err(ended());
                    };
                    let done = server.rows(lease.connection(), &work, &sink).await;
                    open.done(done)
                })
            }))
        })
    }

    fn end(&self, commit: bool) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async move {
            let mut open = self.open.lock().await;
            let mut lease = open.lease.take().ok_or_else(ended)?;
            let commits = commit && !open.failed && !open.running;
            // On a connection with an unfinished statement nothing can be said: it is given up.
            if !open.running {
                let statement = if commits { "commit" } else { "rollback" };
                let said = S::say(lease.connection(), statement).await;
                let said = said.map_err(|failure| failure.error);
                if said.is_ok() {
                    lease.busy(false);
                }
                if commits {
                    return said;
                }
            }
            match commit {
                true => Err(Error::request(
                    "The transaction was rolled back, because a statement of it failed.",
                )),
                // What is not committed is gone, whatever else went wrong.
                false => Ok(()),
            }
        })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            // The connection is given up.
            self.open.lock().await.lease = None;
        })
    }
}
