//! A SQLite database: opening it, and running one statement at a time on it.
//!
//! Connections are shared by requests, so nothing that a statement leaves on a connection may be
//! seen by the next: statements of transactions are refused, and a connection that heard a `pragma`
//! or the like is given up.

mod seed;
mod values;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use engine::{Map, Value};
use futures_util::TryStreamExt;
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{
    Sqlite, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow,
    SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Either, Executor, Statement as _};

use super::scan::{Kind, Statement};
use super::sql::Sql;
use crate::{ConnectCx, Error};

/// How long a statement waits for another process or request to finish writing.
const BUSY: Duration = Duration::from_secs(5);

/// How long a request waits for a free connection.
const ACQUIRE: Duration = Duration::from_secs(60);

/// Instructions of SQLite's machine between two looks at the clock.
const INSTRUCTIONS: i32 = 20_000;

/// What [`Database::run`] gives.
#[derive(Debug, PartialEq)]
pub(super) enum Outcome {
    Rows(Vec<Value>),
    Done { changes: f64, last_id: f64 },
}

/// An open database.
pub(super) struct Database {
    pool: SqlitePool,
    /// There is only one connection, and the data go with it.
    in_memory: bool,
}

impl Database {
    /// Opens what the properties of a connection name; makes it from a seed if it does not exist.
    pub(super) async fn open(cx: &ConnectCx, properties: &Value) -> Result<Database, Error> {
        let settings = Settings::read(cx, properties)?;
        let file = match &settings.file {
            Some(file) => file,
            None => return Database::open_in_memory(&settings).await,
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
        let pool = SqlitePoolOptions::new()
            .max_connections(settings.connections)
            .acquire_timeout(ACQUIRE)
            .connect_with(options)
            .await
            .map_err(|error| failure(error, None))?;
        Ok(Database {
            pool,
            in_memory: false,
        })
    }

    async fn open_in_memory(settings: &Settings) -> Result<Database, Error> {
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .min_connections(1)
            .acquire_timeout(ACQUIRE)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options().filename(":memory:"))
            .await
            .map_err(|error| failure(error, None))?;
        if let Some(script) = &settings.seed {
            let mut connection = pool.acquire().await.map_err(|error| failure(error, None))?;
            seed::run(&mut connection, script).await?;
        }
        Ok(Database {
            pool,
            in_memory: true,
        })
    }

    /// Runs one statement.
    pub(super) async fn run(&self, sql: Sql, timeout: Option<Duration>) -> Result<Outcome, Error> {
        let statement = Statement::read(&sql.text)?;
        let arguments = values::arguments(&sql.bindings)?;
        if statement.kind == Kind::Transaction {
            return Err(Error::request(
                "Statements that begin or end a transaction are not available in a request.",
            ));
        }
        if statement.named {
            return Err(Error::request("Missing named parameters"));
        }
        match sql.bindings.len().cmp(&statement.placeholders) {
            std::cmp::Ordering::Less => {
                return Err(Error::request("Too few parameter values were provided"));
            }
            std::cmp::Ordering::Greater => {
                return Err(Error::request("Too many parameter values were provided"));
            }
            std::cmp::Ordering::Equal => {}
        }
        let running = self.run_statement(sql.text, arguments, statement, timeout);
        match timeout {
            None => running.await,
            Some(limit) => match tokio::time::timeout(limit, running).await {
                Ok(outcome) => outcome,
                Err(_) => Err(too_slow(limit)),
            },
        }
    }

    async fn run_statement(
        &self,
        text: String,
        arguments: sqlx::sqlite::SqliteArguments,
        statement: Statement,
        timeout: Option<Duration>,
    ) -> Result<Outcome, Error> {
        let fail = |error| failure(error, timeout);
        let mut connection = self.pool.acquire().await.map_err(fail)?;
        watch(&mut connection, timeout).await.map_err(fail)?;
        let outcome = run_on(&mut connection, text, arguments, statement).await;
        let leaves_traces = matches!(statement.kind, Kind::Pragma | Kind::Session);
        if leaves_traces && !self.in_memory {
            // What it did is done; how the connection ends does not matter to anybody.
            let _ = connection.close().await;
        }
        outcome.map_err(fail)
    }

    /// Closes all connections, waiting for those in use.
    pub(super) async fn close(&self) {
        self.pool.close().await;
    }
}

/// Has the statement stopped when its time is over: dropping its future would leave it running.
async fn watch(
    connection: &mut PoolConnection<Sqlite>,
    timeout: Option<Duration>,
) -> Result<(), sqlx::Error> {
    let mut handle = connection.lock_handle().await?;
    match timeout.and_then(|timeout| Instant::now().checked_add(timeout)) {
        Some(end) => handle.set_progress_handler(INSTRUCTIONS, move || Instant::now() < end),
        None => handle.remove_progress_handler(),
    }
    Ok(())
}

async fn run_on(
    connection: &mut PoolConnection<Sqlite>,
    text: String,
    arguments: sqlx::sqlite::SqliteArguments,
    statement: Statement,
) -> Result<Outcome, sqlx::Error> {
    // Only SQLite knows which pragmas give rows.
    let gives_rows = match statement.kind {
        Kind::Rows => true,
        Kind::Pragma => {
            let prepared = connection.prepare(AssertSqlSafe(text.clone()).into_sql_str()).await?;
            !prepared.columns().is_empty()
        }
        _ => false,
    };
    // Columns of a prepared statement are those of the tables when it was prepared.
    let keep = !statement.star && statement.kind != Kind::Pragma;
    let query = sqlx::query_with(AssertSqlSafe(text), arguments).persistent(keep);
    let mut results = query.fetch_many(&mut **connection);
    let mut rows = Vec::new();
    let mut done = (0, 0);
    while let Some(result) = results.try_next().await? {
        match result {
            Either::Left(result) => done = (result.rows_affected(), result.last_insert_rowid()),
            Either::Right(row) => rows.push(values::row(&row)?),
        }
    }
    if gives_rows {
        return Ok(Outcome::Rows(rows));
    }
    // SQLite remembers both numbers of earlier statements; they are nobody's business.
    let (changes, last_id) = match statement.kind {
        Kind::Insert => done,
        Kind::Change => (done.0, 0),
        _ => (0, 0),
    };
    Ok(Outcome::Done {
        changes: changes as f64,
        last_id: last_id as f64,
    })
}
