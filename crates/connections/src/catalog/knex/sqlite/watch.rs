//! What is looked at while a statement runs: whether anybody still waits for it, the clock, and the
//! rows that it inserts.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sqlx::sqlite::{SqliteConnection, SqliteOperation};

use super::super::scan::Kind;

/// Instructions of SQLite's machine between two looks at the clock.
const INSTRUCTIONS: i32 = 20_000;

/// Of one statement. It runs in a thread of its own, where dropping its future does not end it:
/// dropping this does, unless it was said that the statement is over.
pub(super) struct Watch {
    inserted: Arc<Inserted>,
    left: Arc<AtomicBool>,
    over: bool,
}

impl Watch {
    /// Has the statement that comes next on the connection stopped when its time is over or nobody
    /// waits for it any more, and the rows noted that it inserts.
    pub(super) async fn set(
        connection: &mut SqliteConnection,
        kind: Kind,
        timeout: Option<Duration>,
    ) -> Result<Watch, sqlx::Error> {
        let watch = Watch {
            inserted: Arc::default(),
            left: Arc::default(),
            over: false,
        };
        let mut handle = connection.lock_handle().await?;
        let end = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        let left = watch.left.clone();
        handle.set_progress_handler(INSTRUCTIONS, move || {
            !left.load(Ordering::Relaxed) && end.is_none_or(|end| Instant::now() < end)
        });
        if kind == Kind::Insert {
            let inserted = watch.inserted.clone();
            handle.set_update_hook(move |change| {
                if matches!(change.operation, SqliteOperation::Insert) {
                    inserted.note(change.table, change.rowid);
                }
            });
        } else {
            handle.remove_update_hook();
        }
        Ok(watch)
    }

    /// The statement has ended, in whatever way.
    pub(super) fn over(&mut self) {
        self.over = true;
    }

    /// Is that the id of the last row that went into some table?
    pub(super) fn inserted(&self, id: i64) -> bool {
        self.inserted.contains(id)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.left.store(!self.over, Ordering::Relaxed);
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
