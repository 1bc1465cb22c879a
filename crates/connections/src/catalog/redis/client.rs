//! The connections to a server.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use ::redis::aio::{ConnectionManager, ConnectionManagerConfig};
use ::redis::{AsyncConnectionConfig, Client, Cmd, RedisError, Value};
use engine::Value as Data;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::arguments::Call;
use super::errors::explain;
use super::settings::{Settings, settings};
use crate::Error;

/// Commands that wait at the same time, each on its own connection.
const WAITING: usize = 16;

/// After so long without an answer the connection is looked at before it is used: a server that was
/// started again has closed it, and a command that was sent must not be sent again.
const IDLE: Duration = Duration::from_secs(1);

/// A server.
pub(crate) struct Server {
    settings: Settings,
    shared: Mutex<Shared>,
    waiting: Semaphore,
}

struct Shared {
    manager: ConnectionManager,
    /// The last answer.
    answered: Option<Instant>,
}

impl Server {
    /// A server; nothing is opened yet.
    pub(super) fn open(connection: &Data) -> Result<Server, Error> {
        let settings = settings(connection)?;
        let shared = Shared {
            manager: manager(&settings)?,
            answered: None,
        };
        Ok(Server {
            settings,
            shared: Mutex::new(shared),
            waiting: Semaphore::new(WAITING),
        })
    }

    /// Runs a command.
    ///
    /// # Errors
    /// What the server says; it cannot be reached; it took too long.
    pub(super) async fn run(&self, call: &Call, limit: Option<Duration>) -> Result<Value, Error> {
        let work = async {
            match call.waits {
                true => self.run_alone(&call.command).await,
                false => self.run_shared(&call.command).await,
            }
        };
        let done = match limit {
            Some(limit) => timeout(limit, work).await,
            None => Ok(work.await),
        };
        match done {
            Ok(done) => done.map_err(|error| explain(error, &call.given)),
            Err(_) => {
                // Perhaps nobody is there any more.
                self.lock().answered = None;
                Err(Error::service("The database took too long."))
            }
        }
    }

    async fn run_shared(&self, command: &Cmd) -> Result<Value, RedisError> {
        let mut connection = self.connection().await?;
        let answer = command.query_async(&mut connection).await;
        if !matches!(&answer, Err(error) if error.is_io_error()) {
            self.lock().answered = Some(Instant::now());
        }
        answer
    }

    /// A connection of its own ends with the request.
    async fn run_alone(&self, command: &Cmd) -> Result<Value, RedisError> {
        let _place = self.waiting.acquire().await;
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(self.settings.connect_timeout))
            .set_response_timeout(None);
        let client: &Client = &self.settings.client;
        let mut connection = client
            .get_multiplexed_async_connection_with_config(&config)
            .await?;
        command.query_async(&mut connection).await
    }

    /// The shared connection, open as far as that can be known.
    async fn connection(&self) -> Result<ConnectionManager, RedisError> {
        let (mut connection, fresh) = {
            let shared = self.lock();
            let fresh = shared.answered.is_some_and(|at| at.elapsed() < IDLE);
            (shared.manager.clone(), fresh)
        };
        if fresh {
            return Ok(connection);
        }
        let ping = ::redis::cmd("PING");
        // Opening it is part of this; what fails fails again with the command.
        let limit = self.settings.connect_timeout * 3;
        let answer = timeout(limit, ping.query_async::<Value>(&mut connection)).await;
        if answer.is_err() {
            // It is there and says nothing.
            let manager = manager_of(&self.settings)?;
            self.lock().manager = manager.clone();
            return Ok(manager);
        }
        Ok(connection)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn manager(settings: &Settings) -> Result<ConnectionManager, Error> {
    manager_of(settings).map_err(|_| Error::config("The Redis connection is not valid."))
}

fn manager_of(settings: &Settings) -> Result<ConnectionManager, RedisError> {
    let config = ConnectionManagerConfig::new()
        .set_number_of_retries(1)
        .set_min_delay(Duration::from_millis(100))
        .set_connection_timeout(Some(settings.connect_timeout))
        // Requests have their own.
        .set_response_timeout(None);
    ConnectionManager::new_lazy_with_config(settings.client.clone(), config)
}
