//! Connections to a database server: opened when needed, checked before they are used again, given
//! up when nobody knows what still runs on them.

use std::sync::Arc;
use std::time::Duration;

use deadpool::Runtime;
use deadpool::managed::{
    self, Metrics, Object, PoolError, RecycleError, RecycleResult, TimeoutType,
};
use engine::Value;

use super::server::{Failure, Server};
use crate::Error;

/// What was used so recently is not asked whether it still is there.
const FRESH: Duration = Duration::from_millis(250);

/// How long a server may take to say that it is there.
const PING: Duration = Duration::from_secs(5);

/// How many connections there may be, and how long to wait for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limits {
    /// At the same time.
    pub(super) most: usize,
    /// Not closed although they are not used.
    pub(super) least: usize,
    /// Waiting until one is free.
    pub(super) acquire: Duration,
    /// Not used for so long, it is closed.
    pub(super) idle: Duration,
    /// Opening one.
    pub(super) connect: Duration,
}

impl Limits {
    /// Reads `pool` of the properties of a connection; as Knex has them if it says nothing.
    pub(super) fn read(properties: &Value, connect: Duration) -> Limits {
        let pool = properties.key("pool");
        let own = properties.key("acquireConnectionTimeout");
        let millis = |value: &Value| {
            let ms = value.as_number().filter(|ms| *ms > 0.0)?;
            Some(Duration::from_millis(ms.min(86_400_000.0) as u64))
        };
        let acquire = millis(pool.key("acquireTimeoutMillis")).or_else(|| millis(own));
        let most = pool.key("max").as_integer().map_or(10, |n| n.clamp(1, 500)) as usize;
        let least = pool.key("min").as_integer().map_or(2, |n| n.clamp(0, 500)) as usize;
        Limits {
            most,
            least,
            acquire: acquire.unwrap_or(Duration::from_secs(60)),
            idle: millis(pool.key("idleTimeoutMillis")).unwrap_or(Duration::from_secs(30)),
            connect,
        }
    }
}

/// Opens and checks connections for the pool.
struct Opener<S: Server> {
    server: Arc<S>,
}

impl<S: Server> managed::Manager for Opener<S> {
    type Type = S::Connection;
    type Error = Failure;

    async fn create(&self) -> Result<S::Connection, Failure> {
        self.server.connect().await
    }

    async fn recycle(
        &self,
        connection: &mut S::Connection,
        metrics: &Metrics,
    ) -> RecycleResult<Failure> {
        match metrics.last_used() < FRESH || S::ping(connection).await {
            true => Ok(()),
            false => Err(RecycleError::message("it is not there any more")),
        }
    }
}

/// The connections to one server.
pub(super) struct Pool<S: Server> {
    pool: managed::Pool<Opener<S>>,
    limits: Limits,
}

impl<S: Server> Pool<S> {
    /// None open yet.
    pub(super) fn new(server: S, limits: Limits) -> Result<Pool<S>, Error> {
        let opener = Opener {
            server: Arc::new(server),
        };
        let pool = managed::Pool::builder(opener)
            .max_size(limits.most)
            .wait_timeout(Some(limits.acquire))
            .create_timeout(Some(limits.connect))
            .recycle_timeout(Some(PING))
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| Error::config("The pool is not possible.").with_source(error))?;
        Ok(Pool { pool, limits })
    }

    /// What it connects to.
    pub(super) fn server(&self) -> &Arc<S> {
        &self.pool.manager().server
    }

    /// A connection, when one is free.
    pub(super) async fn get(&self) -> Result<Lease<S>, Error> {
        let Limits { idle, least, .. } = self.limits;
        // Nobody else looks after those that are not used.
        let mut kept = 0;
        drop(self.pool.retain(|_, metrics| {
            let keep = metrics.last_used() < idle || kept < least;
            kept += usize::from(keep);
            keep
        }));
        let object = self.pool.get().await;
        let object = object.map_err(|error| refused(error, |failure| failure.error))?;
        Ok(Lease {
            server: self.server().clone(),
            object: Some(object),
            busy: false,
            keep: true,
        })
    }

    /// Closes it; who has a connection keeps it until the statement is done.
    pub(super) fn close(&self) {
        self.pool.close();
    }
}

/// Why a pool gave no connection; `own` is what the database itself said.
pub(super) fn refused<E>(error: PoolError<E>, own: impl FnOnce(E) -> Error) -> Error {
    match error {
        PoolError::Backend(error) => own(error),
        PoolError::Timeout(TimeoutType::Wait) => {
            Error::service("No connection to the database was free in time.")
        }
        PoolError::Timeout(_) => Error::service("The database did not answer in time."),
        _ => Error::service("The connection to the database is closed."),
    }
}

/// A connection that somebody has for some time.
pub(super) struct Lease<S: Server> {
    server: Arc<S>,
    object: Option<Object<Opener<S>>>,
    busy: bool,
    keep: bool,
}

impl<S: Server> Lease<S> {
    /// The connection.
    pub(super) fn connection(&mut self) -> &mut S::Connection {
        let object = self.object.as_mut();
        object.expect("it is taken only when the lease is dropped")
    }

    /// Says whether something runs on it: then it is given up when the lease is dropped.
    pub(super) fn busy(&mut self, busy: bool) {
        self.busy = busy;
    }

    /// Has it closed instead of used again.
    pub(super) fn do_not_keep(&mut self) {
        self.keep = false;
    }
}

impl<S: Server> Drop for Lease<S> {
    fn drop(&mut self) {
        let Some(object) = self.object.take() else {
            return;
        };
        if self.busy {
            self.server.abandon(Object::take(object));
        } else if !self.keep {
            drop(Object::take(object));
        }
    }
}
