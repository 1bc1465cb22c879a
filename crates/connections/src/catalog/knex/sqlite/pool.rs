//! The open connections to one database. Each has a thread of its own, so what is asked of it besides
//! statements is kept small: a connection is neither tested when it is taken nor when it comes back.

use std::path::PathBuf;
use std::time::Duration;

use deadpool::Runtime;
use deadpool::managed::{self, Metrics, Object, QueueMode, RecycleResult};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection as _, Executor as _};

use super::super::lease::refused;
use super::super::scan::Kind;
use super::errors::failure;
use super::seed;
use super::watch::Watch;
use crate::Error;

/// A connection.
pub(super) struct Open {
    /// To run statements on.
    pub(super) connection: SqliteConnection,
    /// What looks after them.
    pub(super) watch: Watch,
}

impl Open {
    /// Runs a statement of ours that begins or ends a transaction.
    pub(super) async fn turn(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        let Open { connection, watch } = self;
        let mut running = watch.begin(connection, Kind::Transaction, None).await?;
        let done = connection.execute(sql).await;
        running.over();
        done.map(drop)
    }
}

/// A connection that somebody has for some time.
pub(super) type Lease = Object<Opener>;

/// Opens connections.
pub(super) struct Opener {
    options: SqliteConnectOptions,
    /// The script that fills each, which is a database of its own.
    script: Option<PathBuf>,
}

impl managed::Manager for Opener {
    type Type = Open;
    type Error = Error;

    async fn create(&self) -> Result<Open, Error> {
        let connection = self.options.connect().await;
        let mut connection = connection.map_err(|error| failure(error, None))?;
        if let Some(script) = &self.script {
            seed::run(&mut connection, script).await?;
        }
        let watch = Watch::install(&mut connection).await;
        let watch = watch.map_err(|error| failure(error, None))?;
        Ok(Open { connection, watch })
    }

    async fn recycle(&self, _: &mut Open, _: &Metrics) -> RecycleResult<Error> {
        Ok(())
    }
}

/// See the module.
pub(super) struct Pool(managed::Pool<Opener>);

impl Pool {
    /// Up to `most` connections; who finds none free waits no longer than `acquire`.
    ///
    /// # Errors
    /// Such a pool is not possible.
    pub(super) fn new(
        options: SqliteConnectOptions,
        script: Option<PathBuf>,
        most: usize,
        acquire: Duration,
    ) -> Result<Pool, Error> {
        managed::Pool::builder(Opener { options, script })
            .max_size(most)
            .wait_timeout(Some(acquire))
            .create_timeout(Some(acquire))
            // What was used last has its pages and statements at hand.
            .queue_mode(QueueMode::Lifo)
            .runtime(Runtime::Tokio1)
            .build()
            .map(Pool)
            .map_err(|error| Error::config("The pool is not possible.").with_source(error))
    }

    /// A connection, when one is free.
    ///
    /// # Errors
    /// None was in time, or the database cannot be opened.
    pub(super) async fn get(&self) -> Result<Lease, Error> {
        let lease = self.0.get().await;
        lease.map_err(|error| refused(error, |own| own))
    }

    /// Closes it; who has a connection keeps it until the statement is done.
    pub(super) async fn close(&self) {
        let free = self.0.retain(|_, _| false).removed;
        self.0.close();
        for open in free {
            // Nobody waits for what it says.
            let _ = open.connection.close().await;
        }
    }
}
