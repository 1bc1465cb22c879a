//! A SQLite database: opening it, and running one statement at a time on it.
//!
//! Connections are shared by requests, so nothing that a statement leaves on a connection may be
//! seen by the next: statements of transactions are refused, and a connection that heard a `pragma`
//! or the like is given up.

mod seed;
mod values;

use std::cmp::Ordering;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use engine::{Map, Value};
use futures_util::TryStreamExt;
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteOperation,
    SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Either, Executor, SqlSafeStr, Statement as _,
};

use super::scan::{Kind, Statement};
use super::sql::Sql;
use crate::{ConnectCx, Error};

/// How long a statement waits for another process or request to finish writing.
const BUSY: Duration = Duration::from_secs(5);

/// How long a request waits for a free connection.
const ACQUIRE: Duration = Duration::from_secs(60);

/// Instructions of SQLite's machine between two looks at the clock.
const INSTRUCTIONS: i32 = 20_000;

/// Has a connection look whether the tables are still what it thinks.
///
/// SQLite finds out by itself, but only after it has told the columns of a statement, and sqlx does
/// not ask again: `select *` would give wrong columns after somebody else changed the table. For
/// the same reason a statement with `*` is not kept prepared.
const REFRESH: &str = "select 1 from sqlite_schema limit 0;";

/// What [`Database::run`] gives.
#[derive(Debug, PartialEq)]
pub(super) enum Outcome {
    Rows(Vec<Value>),
    Done { changes: f64, last_id: f64 },
}

/// An open database.
pub(crate) struct Database {
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
            // A connection is tested when it comes back.
            .test_before_acquire(false)
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
            .test_before_acquire(false)
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
        if sql.text.is_empty() {
            return Err(Error::request("The query is empty"));
        }
        let statement = Statement::read(&sql.text)?;
        let arguments = values::arguments(&sql.bindings)?;
        if statement.kind == Kind::Transaction {
            return Err(Error::request(
                "Statements that begin or end a transaction are not available in a request.",
            ));
        }
        if sql.text.contains('\0') {
            return Err(Error::request("The SQL contains a zero character."));
        }
        if statement.named {
            return Err(Error::request("Missing named parameters"));
        }
        match sql.bindings.len().cmp(&statement.placeholders) {
            Ordering::Less => {
                return Err(Error::request("Too few parameter values were provided"));
            }
            Ordering::Greater => {
                return Err(Error::request("Too many parameter values were provided"));
            }
            Ordering::Equal => {}
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
        arguments: SqliteArguments,
        statement: Statement,
        timeout: Option<Duration>,
    ) -> Result<Outcome, Error> {
        let fail = |error| failure(error, timeout);
        let mut connection = self.pool.acquire().await.map_err(fail)?;
        let leaves_traces = matches!(statement.kind, Kind::Pragma | Kind::Session);
        if !leaves_traces || self.in_memory {
            let outcome = run_on(&mut connection, text, arguments, statement, timeout).await;
            return outcome.map_err(fail);
        }
        let mut connection = connection.detach();
        let outcome = run_on(&mut connection, text, arguments, statement, timeout).await;
        // What it did is done; how the connection ends does not matter to anybody.
        let _ = connection.close().await;
        outcome.map_err(fail)
    }

    /// Closes all connections, waiting for those in use.
    pub(super) async fn close(&self) {
        self.pool.close().await;
    }
}

/// The last row that a statement inserted into each table, those of triggers too.
#[derive(Default)]
struct Inserted(Mutex<Vec<(String, i64)>>);

impl Inserted {
    fn note(&self, table: &str, id: i64) {
        let mut tables = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match tables.iter_mut().find(|(name, _)| name == table) {
            Some((_, last)) => *last = id,
            None => tables.push((table.to_owned(), id)),
        }
    }

    fn contains(&self, id: i64) -> bool {
        let tables = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tables.iter().any(|(_, last)| *last == id)
    }
}

/// Has the statement stopped when its time is over (dropping its future would leave it running),
/// and the rows noted that it inserts.
async fn watch(
    connection: &mut SqliteConnection,
    kind: Kind,
    timeout: Option<Duration>,
) -> Result<Arc<Inserted>, sqlx::Error> {
    let inserted = Arc::new(Inserted::default());
    let mut handle = connection.lock_handle().await?;
    match timeout.and_then(|timeout| Instant::now().checked_add(timeout)) {
        Some(end) => handle.set_progress_handler(INSTRUCTIONS, move || Instant::now() < end),
        None => handle.remove_progress_handler(),
    }
    if kind == Kind::Insert {
        let inserted = inserted.clone();
        handle.set_update_hook(move |change| {
            if matches!(change.operation, SqliteOperation::Insert) {
                inserted.note(change.table, change.rowid);
            }
        });
    } else {
        handle.remove_update_hook();
    }
    Ok(inserted)
}

async fn run_on(
    connection: &mut SqliteConnection,
    text: String,
    arguments: SqliteArguments,
    statement: Statement,
    timeout: Option<Duration>,
) -> Result<Outcome, sqlx::Error> {
    let inserted = watch(connection, statement.kind, timeout).await?;
    // Only SQLite knows which pragmas give rows.
    let gives_rows = match statement.kind {
        Kind::Rows => true,
        Kind::Pragma => {
            let prepared = connection
                .prepare(AssertSqlSafe(text.clone()).into_sql_str())
                .await?;
            !prepared.columns().is_empty()
        }
        _ => false,
    };
    let (text, n) = match statement.star {
        true => (format!("{REFRESH}{text}"), 2),
        false => (text, 1),
    };
    let keep = matches!(statement.kind, Kind::Rows | Kind::Insert | Kind::Change);
    let query = sqlx::query_with(AssertSqlSafe(text), arguments).persistent(keep && n == 1);
    let mut results = (&mut *connection).fetch_many(query);
    let (mut rows, mut done) = (Vec::new(), Vec::new());
    while let Some(result) = results.try_next().await? {
        match result {
            Either::Left(result) => done.push(result),
            Either::Right(row) => rows.push(values::row(&row)?),
        }
    }
    let Some(done) = done.get(n - 1) else {
        // Its thread broke off without a word.
        return Err(sqlx::Error::WorkerCrashed);
    };
    if gives_rows {
        return Ok(Outcome::Rows(rows));
    }
    // SQLite remembers both numbers of earlier statements, which are of other requests: where a
    // conflict left nothing to insert, the id is an old one.
    let last_id = done.last_insert_rowid();
    let (changes, last_id) = match statement.kind {
        Kind::Insert if inserted.contains(last_id) => (done.rows_affected(), last_id),
        Kind::Insert | Kind::Change => (done.rows_affected(), 0),
        _ => (0, 0),
    };
    Ok(Outcome::Done {
        changes: changes as f64,
        last_id: last_id as f64,
    })
}

/// What the properties of a connection say about the database.
struct Settings {
    /// None for a database in memory.
    file: Option<PathBuf>,
    read_only: bool,
    connections: u32,
    /// The script that makes the database.
    seed: Option<PathBuf>,
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
        Ok(Settings {
            file,
            read_only: connection.key("options").key("readonly").as_bool() == Some(true),
            connections: most.map_or((cores * 2).min(8) as u32, |most| most.clamp(1, 64) as u32),
            seed,
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

/// The number of an error without its details.
fn code(error: &sqlx::Error) -> Option<i32> {
    let code = error.as_database_error()?.code()?;
    code.parse::<i32>().ok().map(|code| code & 0xff)
}

fn is_busy(error: &sqlx::Error) -> bool {
    matches!(code(error), Some(BUSY_CODE | LOCKED_CODE))
}

const BUSY_CODE: i32 = 5;
const LOCKED_CODE: i32 = 6;
const INTERRUPT_CODE: i32 = 9;
/// Out of memory, disk or file errors, damage, full, cannot open, not a database.
const SERVICE_CODES: [i32; 8] = [BUSY_CODE, LOCKED_CODE, 7, 10, 11, 13, 14, 26];

fn too_slow(limit: Duration) -> Error {
    Error::service(format!("Request timed out after {} ms.", limit.as_millis()))
}

/// What SQLite says is kept; it names tables, columns and words of the statement, never values.
fn failure(error: sqlx::Error, timeout: Option<Duration>) -> Error {
    if let (Some(INTERRUPT_CODE), Some(limit)) = (code(&error), timeout) {
        return too_slow(limit);
    }
    let known = match &error {
        sqlx::Error::Database(it) => {
            let message = it.message().to_owned();
            match code(&error).is_some_and(|code| SERVICE_CODES.contains(&code)) {
                true => Error::service(message),
                false => Error::request(message),
            }
        }
        sqlx::Error::PoolTimedOut => {
            Error::service("No connection to the database was free in time.")
        }
        sqlx::Error::PoolClosed => Error::service("The connection to the database is closed."),
        sqlx::Error::Io(_) => Error::service("The database could not be opened."),
        _ => Error::service("The statement could not be run."),
    };
    known.with_source(error)
}

/// The rows as an object, as Knex gives `columnInfo`.
pub(super) fn column_info(rows: &[Value]) -> Map {
    let column = |row: &Value| {
        let declared = row.key("type").as_str().unwrap_or_default();
        let length = declared
            .split_once('(')
            .and_then(|(_, rest)| rest.split_once(')'));
        let length = length.map(|(digits, _)| digits);
        let length = length.filter(|it| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit()));
        let name = match length {
            Some(_) => declared.split('(').next().unwrap_or_default(),
            None => declared,
        };
        let column = Value::object([
            ("type", name.to_lowercase().into()),
            ("maxLength", length.map_or(Value::Null, Value::from)),
            (
                "nullable",
                (row.key("notnull").as_number() == Some(0.0)).into(),
            ),
            ("defaultValue", row.key("dflt_value").clone()),
        ]);
        Some((row.key("name").as_shared_str()?, column))
    };
    rows.iter().filter_map(column).collect()
}
