//! Opening the database, whichever kind it is.
//!
//! All statements are written so that both kinds understand them: texts and 64-bit integers only,
//! arguments as `$1`. What must not come apart is one statement (`returning`, `on conflict`), or one
//! transaction that begins with a statement that writes.

use std::path::{Path, PathBuf};
use std::sync::Once;
use std::time::{Duration, Instant};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sqlx::any::AnyPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{Any, AnyPool, ConnectOptions, Connection, Transaction};

use super::StoreError;

/// How long a statement waits for a free connection.
const ACQUIRE: Duration = Duration::from_secs(10);

/// How long it is waited until a file is tried again that somebody else has to themselves.
const AGAIN: Duration = Duration::from_millis(10);

/// Which of the two it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// Connections to the database.
#[derive(Clone)]
pub(crate) struct Database {
    pub(crate) pool: AnyPool,
    pub(crate) kind: Kind,
}

impl Database {
    /// Opens what `url` names, see [`super::Store::open`].
    pub(crate) async fn open(url: &str) -> Result<Database, StoreError> {
        static DRIVERS: Once = Once::new();
        DRIVERS.call_once(|| {
            sqlx::any::install_default_drivers();
            // Fails if there is one already, which is as good.
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        match Place::read(url)? {
            Place::Memory => Database::connect("sqlite::memory:", Kind::Sqlite, 1).await,
            Place::File(file) => {
                prepare(&file).await?;
                let path = file.to_str().ok_or(StoreError::Address(
                    "the name of the file is not valid UTF-8",
                ))?;
                let path = utf8_percent_encode(path, NON_ALPHANUMERIC);
                let url = format!("sqlite:{path}");
                Database::connect(&url, Kind::Sqlite, 4).await
            }
            Place::Server => Database::connect(url, Kind::Postgres, 10).await,
        }
    }

    /// Begins a transaction that writes. Of SQLite who writes first has the file to itself, or else
    /// what was read first could not be written any more.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Any>, StoreError> {
        Ok(match self.kind {
            Kind::Sqlite => self.pool.begin_with("begin immediate").await?,
            Kind::Postgres => self.pool.begin().await?,
        })
    }

    async fn connect(url: &str, kind: Kind, connections: u32) -> Result<Database, StoreError> {
        let mut options = AnyPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(ACQUIRE);
        if connections == 1 {
            // The data go with their only connection.
            options = options
                .min_connections(1)
                .idle_timeout(None)
                .max_lifetime(None)
                .test_before_acquire(false);
        }
        let pool = options.connect(url).await.map_err(|error| match error {
            // What is wrong is said with the address in it.
            sqlx::Error::Configuration(_) => StoreError::Address("it cannot be read"),
            error => StoreError::Database(error),
        })?;
        Ok(Database { pool, kind })
    }
}

/// What an address names.
enum Place {
    Memory,
    File(PathBuf),
    Server,
}

impl Place {
    fn read(url: &str) -> Result<Place, StoreError> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Place::Server);
        }
        let file = match url.strip_prefix("sqlite:") {
            Some(rest) => rest.strip_prefix("//").unwrap_or(rest),
            None if url.contains("://") => {
                return Err(StoreError::Address("it is neither SQLite nor PostgreSQL"));
            }
            None => url,
        };
        match file {
            "" => Err(StoreError::Address("it names no file")),
            ":memory:" => Ok(Place::Memory),
            file => std::path::absolute(file)
                .map(Place::File)
                .map_err(|_| StoreError::Address("the name of the file is not valid")),
        }
    }
}

/// Makes the file if it is not there, for its owner only, and lets readers not wait for writers.
async fn prepare(file: &Path) -> Result<(), StoreError> {
    let failed = |error| StoreError::Database(sqlx::Error::Io(error));
    let mut options = tokio::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    options.mode(0o600);
    options.open(file).await.map_err(failed)?;
    let options = SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal);
    let until = Instant::now() + ACQUIRE;
    loop {
        match set_up(&options).await {
            // Of several processes that do this at once all but one are told so without a wait.
            Err(e) if is_locked(&e) && Instant::now() < until => {
                tokio::time::sleep(AGAIN).await;
            }
            done => return done.map_err(StoreError::Database),
        }
    }
}

async fn set_up(options: &SqliteConnectOptions) -> Result<(), sqlx::Error> {
    options.connect().await?.close().await
}

/// Does somebody else have the file to themselves?
fn is_locked(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|e| e.code());
    // SQLITE_BUSY, or a kind of it.
    let code = code.and_then(|code| code.parse::<u32>().ok());
    code.is_some_and(|code| code & 0xff == 5)
}
