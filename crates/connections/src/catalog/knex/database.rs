//! The port between requests and the databases: what a request asks of an open database, and what
//! each kind of database implements.

use std::cell::Cell;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use engine::{Map, Str, Value};

use super::dialect::Dialect;
use super::sql::Sql;
use crate::{BoxFuture, Error, RowStream};

/// What a statement gave.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// The rows, none if it is not a statement that gives rows, or [`Job::raw`] is wanted.
    pub(super) rows: Option<Vec<Value>>,
    /// How many rows it changed, or gave.
    pub(super) changes: f64,
    /// The id of the last row that it inserted, where the database tells it.
    pub(super) last_id: f64,
    /// What `KnexRaw` gives, if it is wanted: the shape is the driver's.
    pub(super) raw: Value,
}

/// A statement that is to be run.
pub(super) struct Job {
    /// Its text and values.
    pub(super) sql: Sql,
    /// How long it may take.
    pub(super) timeout: Option<Duration>,
    /// Is [`Outcome::raw`] wanted, and no rows besides?
    pub(super) raw: bool,
}

/// What runs statements: an open database, or a transaction on it.
pub(super) trait Session: Send + Sync {
    /// Its language.
    fn dialect(&self) -> Dialect;

    /// Runs a statement to its end.
    fn run(&self, job: Job) -> BoxFuture<'_, Result<Outcome, Error>>;

    /// Runs a statement and gives its rows one after the other. The stream has a connection until
    /// it is at its end or dropped.
    fn stream(&self, job: Job) -> BoxFuture<'_, Result<RowStream, Error>>;

    /// Begins a transaction.
    fn begin(&self) -> BoxFuture<'_, Result<Arc<dyn Session>, Error>> {
        Box::pin(async { Err(Error::request("A transaction is already open.")) })
    }

    /// Ends a transaction: for good, or as if nothing had happened.
    fn end(&self, _commit: bool) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async { Err(Error::request("There is no transaction.")) })
    }

    /// Closes what is open.
    fn close(&self) -> BoxFuture<'_, ()>;
}

/// The client of the connection type `Knex`.
#[derive(Clone)]
pub(crate) struct Database(Arc<dyn Session>);

impl Database {
    /// What runs on `session`.
    pub(super) fn new(session: Arc<dyn Session>) -> Database {
        Database(session)
    }

    /// What it runs on.
    pub(super) fn session(&self) -> &dyn Session {
        &*self.0
    }
}

/// A row, made column by column. Of columns with the same name the last counts.
pub(super) struct Row(Map);

impl Row {
    /// A row of so many columns.
    pub(super) fn with_capacity(n: usize) -> Row {
        Row(Map::with_capacity(n))
    }

    /// Adds a column.
    pub(super) fn push(&mut self, name: &Str, value: Value) {
        self.0.insert(name.clone(), value);
    }

    /// The row as an object.
    pub(super) fn done(self) -> Value {
        Value::map(self.0)
    }
}

/// Bytes of columns that one answer has at most: as numbers they take 24 times their size.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// Makes values of the bytes of columns, for one answer.
pub(super) struct Buffers(Cell<Option<usize>>);

impl Buffers {
    /// For an answer without any yet.
    pub(super) fn new() -> Buffers {
        Buffers(Cell::new(Some(MOST_BYTES)))
    }

    /// The bytes of a column, as Node's `Buffer` becomes JSON; null where there are too many.
    pub(super) fn value(&self, bytes: &[u8]) -> Value {
        let left = self.0.get();
        self.0
            .set(left.and_then(|left| left.checked_sub(bytes.len())));
        if self.0.get().is_none() {
            return Value::Null;
        }
        let data = bytes.iter().map(|byte| Value::from(i32::from(*byte)));
        let data = Value::list(data.collect());
        Value::object([("type", "Buffer".into()), ("data", data)])
    }

    /// Were there too many? Looked at after each row.
    ///
    /// # Errors
    /// There were.
    pub(super) fn check(&self) -> Result<(), TooManyBytes> {
        match self.0.get() {
            Some(_) => Ok(()),
            None => Err(TooManyBytes),
        }
    }
}

/// The answer has more bytes of columns than it may.
#[derive(Debug)]
pub(super) struct TooManyBytes;

impl fmt::Display for TooManyBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "The answer has more than {MOST_BYTES} bytes in binary columns, which is the most."
        )
    }
}

impl std::error::Error for TooManyBytes {}

impl TooManyBytes {
    /// For the caller.
    pub(super) fn told(&self) -> Error {
        Error::request(self.to_string())
    }
}

/// The bytes of a value in the shape that [`Buffers::value`] gives.
pub(super) fn buffer_bytes(value: &Value) -> Option<Vec<u8>> {
    if value.key("type").as_str() != Some("Buffer") {
        return None;
    }
    let bytes = value.key("data").as_list()?.iter();
    bytes
        .map(|byte| u8::try_from(byte.as_integer()?).ok())
        .collect()
}
