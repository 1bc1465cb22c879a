//! A SQLite database: opening it. See `session` for running statements on it.

mod errors;
mod pool;
mod seed;
mod session;
mod transaction;
mod values;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use engine::Value;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection};

use super::database::Database;
use crate::{ConnectCx, Error};
use errors::{failure, is_busy};
use pool::Pool;

/// How long a statement waits for another process or request to finish writing.
const BUSY: Duration = Duration::from_secs(5);

/// How long a request waits for a free connection.
const ACQUIRE: Duration = Duration::from_secs(60);

/// Opens what the properties of a connection name; makes it from a seed if it does not exist.
pub(super) async fn open(cx: &ConnectCx, properties: &Value) -> Result<Database, Error> {
    Ok(Database::new(Arc::new(Sqlite::open(cx, properties).await?)))
}

/// An open database.
struct Sqlite {
    pool: Pool,
    /// There is only one connection, and the data go with it.
    in_memory: bool,
}

impl Sqlite {
    async fn open(cx: &ConnectCx, properties: &Value) -> Result<Sqlite, Error> {
        let settings = Settings::read(cx, properties)?;
        let file = match &settings.file {
            Some(file) => file,
            None => return Sqlite::open_in_memory(&settings).await,
        };
        if !settings.read_only {
            seed::prepare(file, settings.seed.as_deref()).await?;
        }
        let options = options()
            .filename(file)
            .read_only(settings.read_only)
            .create_if_missing(!settings.read_only);
        if !settings.read_only {
            use_wal(&options).await?;
        }
        let pool = Pool::new(options, None, settings.connections, settings.acquire)?;
        // That it cannot be opened is said at once.
        drop(pool.get().await?);
        Ok(Sqlite {
            pool,
            in_memory: false,
        })
    }

    async fn open_in_memory(settings: &Settings) -> Result<Sqlite, Error> {
        let options = options().filename(":memory:");
        let pool = Pool::new(options, settings.seed.clone(), 1, settings.acquire)?;
        drop(pool.get().await?);
        Ok(Sqlite {
            pool,
            in_memory: true,
        })
    }
}

/// What the properties of a connection say about the database.
struct Settings {
    /// None for a database in memory.
    file: Option<PathBuf>,
    read_only: bool,
    connections: usize,
    /// The script that makes the database.
    seed: Option<PathBuf>,
    /// How long a request waits for a free connection.
    acquire: Duration,
}

impl Settings {
    fn read(cx: &ConnectCx, properties: &Value) -> Result<Settings, Error> {
        let connection = properties.key("connection");
        let name = connection.as_str().or(connection.key("filename").as_str());
        let Some(name) = name else {
            return Err(Error::config("Knex connection should have a \"filename\"."));
        };
        let file = match name {
            "" | ":memory:" => None,
            name => Some(std::path::absolute(name).map_err(|error| {
                Error::config("The file name of the database is not valid.").with_source(error)
            })?),
        };
        let seed = match properties.key("seed") {
            Value::String(path) => Some(within(&cx.build_dir, path)?),
            _ => None,
        };
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let most = properties.key("pool").key("max").as_integer();
        let acquire = properties.key("pool").key("acquireTimeoutMillis");
        let acquire = acquire.as_number().filter(|ms| *ms > 0.0);
        Ok(Settings {
            file,
            read_only: connection.key("options").key("readonly").as_bool() == Some(true),
            connections: most.map_or((cores * 2).min(8), |most| most.clamp(1, 64) as usize),
            seed,
            acquire: acquire.map_or(ACQUIRE, |ms| {
                Duration::from_millis(ms.min(86_400_000.0) as u64)
            }),
        })
    }
}

/// A file in `folder`, and not above it.
fn within(folder: &Path, path: &str) -> Result<PathBuf, Error> {
    let is_plain = |part| {
        matches!(
            part,
            std::path::Component::Normal(_) | std::path::Component::CurDir
        )
    };
    if path.is_empty() || !Path::new(path).components().all(is_plain) {
        return Err(Error::config(
            "Knex connection property \"seed\" should be a path in the build folder.",
        ));
    }
    Ok(folder.join(path))
}

fn options() -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .synchronous(SqliteSynchronous::Normal)
        .disable_statement_logging()
}

/// Readers and one writer at the same time. It is a property of the file, and changing it needs the
/// file alone for a moment, so it is done once, by a connection of its own.
async fn use_wal(options: &SqliteConnectOptions) -> Result<(), Error> {
    let fail = |error| failure(error, None);
    let wal = options.clone().journal_mode(SqliteJournalMode::Wal);
    for _ in 0..10 {
        match wal.connect().await {
            Ok(connection) => return connection.close().await.map_err(fail),
            Err(error) if is_busy(&error) => tokio::time::sleep(Duration::from_millis(50)).await,
            Err(error) => return Err(fail(error)),
        }
    }
    // Somebody else is at work all the time, and so has chosen how.
    Ok(())
}
