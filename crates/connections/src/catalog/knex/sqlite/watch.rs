//! What is looked at while statements run: whether anybody still waits, the clock, and the rows that are
//! inserted. The handlers are set once for each connection, since setting them means waiting for its
//! thread; what they look at is said for each statement.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sqlx::sqlite::{SqliteConnection, SqliteOperation};

use super::super::scan::Kind;

/// Instructions of SQLite's machine between two looks at the clock.
const INSTRUCTIONS: i32 = 20_000;

/// Statements have no end.
const NEVER: u64 = u64::MAX;

/// Of one connection.
pub(super) struct Watch(Arc<Shared>);

/// What the handlers look at.
struct Shared {
    /// From when time is counted.
    base: Instant,
    /// Nanoseconds since then when the statement has to be over.
    end: AtomicU64,
    /// Nobody waits for the statement any more.
    left: AtomicBool,
    /// Are inserted rows noted?
    notes: AtomicBool,
    /// The last row that the statement inserted into each table, those of triggers too.
    inserted: Mutex<Vec<(String, i64)>>,
}

impl Watch {
    /// Sets the handlers of a new connection.
    pub(super) async fn install(connection: &mut SqliteConnection) -> Result<Watch, sqlx::Error> {
        let shared = Arc::new(Shared {
            base: Instant::now(),
            end: AtomicU64::new(NEVER),
            left: AtomicBool::new(false),
            notes: AtomicBool::new(false),
            inserted: Mutex::default(),
        });
        let mut handle = connection.lock_handle().await?;
        let seen = Arc::clone(&shared);
        handle.set_progress_handler(INSTRUCTIONS, move || seen.goes_on());
        let seen = Arc::clone(&shared);
        handle.set_update_hook(move |change| {
            if matches!(change.operation, SqliteOperation::Insert) {
                seen.note(change.table, change.rowid);
            }
        });
        Ok(Watch(shared))
    }

    /// Has the statement that comes next on the connection stopped when its time is over or nobody
    /// waits for it any more, and the rows noted that it inserts.
    pub(super) async fn begin(
        &self,
        connection: &mut SqliteConnection,
        kind: Kind,
        timeout: Option<Duration>,
    ) -> Result<Running, sqlx::Error> {
        let shared = &self.0;
        if shared.left.load(Ordering::Acquire) {
            // It has to have stopped before it may be forgotten that it should.
            drop(connection.lock_handle().await?);
        }
        let end = timeout.and_then(|timeout| shared.base.elapsed().checked_add(timeout));
        let end = end.and_then(|end| u64::try_from(end.as_nanos()).ok());
        shared.end.store(end.unwrap_or(NEVER), Ordering::Release);
        shared.notes.store(kind == Kind::Insert, Ordering::Release);
        shared.rows().clear();
        shared.left.store(false, Ordering::Release);
        Ok(Running {
            shared: Arc::clone(shared),
            over: false,
        })
    }
}

/// A statement. It runs in a thread of its own, where dropping its future does not end it: dropping this
/// does, unless it was said that the statement is over.
pub(super) struct Running {
    shared: Arc<Shared>,
    over: bool,
}

impl Running {
    /// The statement has ended, in whatever way.
    pub(super) fn over(&mut self) {
        self.over = true;
    }

    /// Is that the id of the last row that went into some table?
    pub(super) fn inserted(&self, id: i64) -> bool {
        self.shared.rows().iter().any(|(_, last)| *last == id)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.shared.left.store(!self.over, Ordering::Release);
    }
}

impl Shared {
    fn goes_on(&self) -> bool {
        let end = self.end.load(Ordering::Acquire);
        !self.left.load(Ordering::Acquire)
            && (end == NEVER || self.base.elapsed().as_nanos() < u128::from(end))
    }

    fn note(&self, table: &str, id: i64) {
        if !self.notes.load(Ordering::Acquire) {
            return;
        }
        let mut tables = self.rows();
        match tables.iter_mut().find(|(name, _)| name == table) {
            Some((_, last)) => *last = id,
            None => tables.push((table.to_owned(), id)),
        }
    }

    fn rows(&self) -> MutexGuard<'_, Vec<(String, i64)>> {
        self.inserted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
