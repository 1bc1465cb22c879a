//! The database of users and of what lets them in.

mod accounts;
mod api_keys;
mod database;
mod error;
mod factors;
mod migrations;
mod passkeys;
mod passwords;
mod proofs;
pub mod sessions;
mod tokens;
mod users;

use std::sync::Arc;

pub use accounts::Account;
pub use api_keys::{ApiKey, NewApiKey};
pub use error::StoreError;
pub use sessions::{Lifetimes, SessionInfo, Sessions};
pub use tokens::{Token, Tokens};
pub use users::{NewUser, User};

use crate::Clock;
pub(crate) use database::Database;
pub(crate) use passkeys::KeptPasskey;
pub(crate) use proofs::PasswordLink;
pub(crate) use tokens::NewToken;

/// Users, accounts, sessions and tokens in SQLite or PostgreSQL. Cheap to clone; all clones share the
/// connections and the memory of sessions.
#[derive(Clone)]
pub struct Store {
    pub(crate) database: Database,
    pub(crate) clock: Clock,
    cache: Arc<sessions::Cache>,
}

impl Store {
    /// Opens the database at `url`, makes it if it is a file that is not there, and brings its
    /// tables up to date. `url` is `sqlite:<file>`, `sqlite::memory:`, `postgres://…`, or a file.
    ///
    /// # Errors
    /// The address is not valid, the database cannot be reached, or a newer version of the program
    /// has written it. No message holds the address, which may have a password in it.
    pub async fn open(url: &str) -> Result<Store, StoreError> {
        Store::open_with(url, Clock::default()).await
    }

    /// The same with another clock.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_with(url: &str, clock: Clock) -> Result<Store, StoreError> {
        let database = Database::open(url).await?;
        migrations::run(&database).await?;
        Ok(Store {
            database,
            clock,
            cache: Arc::default(),
        })
    }

    /// The sessions, with the default lifetimes.
    pub fn sessions(&self) -> Sessions {
        Sessions::new(
            self.database.clone(),
            self.clock.clone(),
            Arc::clone(&self.cache),
        )
    }

    /// The single-use tokens.
    pub fn tokens(&self) -> Tokens {
        Tokens::new(self.database.clone(), self.clock.clone())
    }

    /// Removes sessions, tokens and attempts that have expired; how many there were. They count for
    /// nothing any more, whether they are removed or not.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sweep(&self) -> Result<u64, StoreError> {
        let sessions = self.sessions().delete_expired().await?;
        let tokens = self.tokens().delete_expired().await?;
        let attempts = self.attempts().delete_expired().await?;
        Ok(sessions + tokens + attempts)
    }

    /// What time it is for this store, in milliseconds since 1970.
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// Closes the connections.
    pub async fn close(&self) {
        self.database.pool.close().await;
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}
