//! Running statements, one at a time on each connection.
//!
//! Connections are shared by requests, so nothing that a statement leaves on a connection may be
//! seen by the next: statements of transactions are refused, and a connection that heard a `pragma`
//! or the like is given up.

use std::cmp::Ordering;
use std::sync::Arc;
use std::time::Duration;

use engine::Value;
use futures_util::TryStreamExt;
use sqlx::sqlite::SqliteArguments;
use sqlx::{AssertSqlSafe, Connection, Either, Executor, SqlSafeStr, Statement as _};

use super::super::database::{Buffers, Job, Outcome, Session};
use super::super::dialect::Dialect;
use super::super::scan::{Kind, Statement};
use super::errors::failure;
use super::pool::{Lease, Open};
use super::transaction::Transaction;
use super::{Sqlite, values};
use crate::limit::within;
use crate::{BoxFuture, Error, RowStream};

/// Has a connection look whether the tables are still what it thinks.
///
/// SQLite finds out by itself, but only after it has told the columns of a statement, and sqlx does
/// not ask again: `select *` would give wrong columns after somebody else changed the table. For
/// the same reason a statement with `*` is not kept prepared.
const REFRESH: &str = "select 1 from sqlite_schema limit 0;";

/// A statement that was looked at.
pub(super) struct Work {
    text: String,
    arguments: SqliteArguments,
    /// What it is.
    pub(super) statement: Statement,
    /// How long it may take.
    pub(super) timeout: Option<Duration>,
    /// Is the outcome wanted as the driver of Node gives it?
    raw: bool,
}

impl Work {
    /// Looks at a statement.
    pub(super) fn of(job: &Job) -> Result<Work, Error> {
        let sql = &job.sql;
        let text = sql.with_question_marks();
        if text.is_empty() {
            return Err(Error::request("The query is empty"));
        }
        let statement = Statement::read(&text)?;
        let arguments = values::arguments(&sql.bindings)?;
        if statement.kind == Kind::Transaction {
            return Err(Error::request(
                "Statements that begin or end a transaction are not available in a request.",
            ));
        }
        if text.contains('\0') {
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
        Ok(Work {
            text,
            arguments,
            statement,
            timeout: job.timeout,
            raw: job.raw,
        })
    }

    /// It would be seen by whoever has the connection next.
    pub(super) fn leaves_traces(&self) -> bool {
        matches!(self.statement.kind, Kind::Pragma | Kind::Session)
    }
}

impl Session for Sqlite {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn run(&self, job: Job) -> BoxFuture<'_, Result<Outcome, Error>> {
        Box::pin(async move {
            let work = Work::of(&job)?;
            let limit = work.timeout;
            let fail = |error| failure(error, limit);
            within(limit, async {
                let mut open = self.pool.get().await?;
                let closes = work.leaves_traces() && !self.in_memory;
                let outcome = run_on(&mut open, work).await;
                if closes {
                    // What it did is done; how the connection ends does not matter to anybody.
                    let _ = Lease::take(open).connection.close().await;
                }
                outcome.map_err(fail)
            })
            .await
        })
    }

    fn stream(&self, job: Job) -> BoxFuture<'_, Result<RowStream, Error>> {
        Box::pin(async move {
            let work = Work::of(&job)?;
            if work.statement.kind != Kind::Rows {
                return Err(Error::request("This statement gives no rows."));
            }
            let limit = work.timeout;
            let fail = move |error| failure(error, limit);
            let mut open = self.pool.get().await?;
            Ok(RowStream::new(move |sink| {
                within(limit, async move {
                    let mut put = |row| sink.put(row);
                    let done = each(&mut open, work, &mut put).await;
                    done.map(drop).map_err(fail)
                })
            }))
        })
    }

    fn begin(&self) -> BoxFuture<'_, Result<Arc<dyn Session>, Error>> {
        Box::pin(async move {
            let begun = Transaction::begin(self.pool.get().await?).await?;
            let session: Arc<dyn Session> = Arc::new(begun);
            Ok(session)
        })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(self.pool.close())
    }
}

/// Runs a statement to its end.
pub(super) async fn run_on(open: &mut Open, work: Work) -> Result<Outcome, sqlx::Error> {
    let (mut rows, raw) = (Vec::new(), work.raw);
    let done = each(open, work, &mut |row| {
        rows.push(row);
        std::future::ready(true)
    })
    .await?;
    if done.gives_rows {
        // Either is wanted and not both.
        return Ok(match raw {
            true => Outcome {
                raw: rows.into(),
                ..Outcome::default()
            },
            false => Outcome {
                rows: Some(rows),
                ..Outcome::default()
            },
        });
    }
    let (changes, last_id) = (done.changes as f64, done.last_id as f64);
    Ok(Outcome {
        rows: None,
        changes,
        last_id,
        raw: Value::object([
            ("changes", changes.into()),
            ("lastInsertRowid", last_id.into()),
        ]),
    })
}

/// What a statement did.
#[derive(Default)]
pub(super) struct Done {
    gives_rows: bool,
    changes: u64,
    last_id: i64,
}

/// Runs a statement, each row given to `take`, until that wants no more.
pub(super) async fn each<F: Future<Output = bool> + Send>(
    open: &mut Open,
    work: Work,
    take: &mut (impl FnMut(Value) -> F + Send),
) -> Result<Done, sqlx::Error> {
    let Work {
        text,
        arguments,
        statement,
        timeout,
        raw: _,
    } = work;
    let Open { connection, watch } = open;
    let mut running = watch.begin(connection, statement.kind, timeout).await?;
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
    let (mut done, mut names) = (Vec::new(), Vec::new());
    let buffers = Buffers::new();
    // Who returns from within leaves the statement, which then is stopped.
    while let Some(result) = results.try_next().await? {
        match result {
            Either::Left(result) => done.push(result),
            Either::Right(row) => {
                if names.is_empty() {
                    names = values::names(&row);
                }
                let row = values::row(&row, &names, &buffers)?;
                if !take(row).await {
                    return Ok(Done::default());
                }
            }
        }
    }
    running.over();
    let Some(done) = done.get(n - 1) else {
        // Its thread broke off without a word.
        return Err(sqlx::Error::WorkerCrashed);
    };
    // SQLite remembers both numbers of earlier statements, which are of other requests: where a
    // conflict left nothing to insert, the id is an old one.
    let last_id = done.last_insert_rowid();
    let (changes, last_id) = match statement.kind {
        Kind::Insert if running.inserted(last_id) => (done.rows_affected(), last_id),
        Kind::Insert | Kind::Change => (done.rows_affected(), 0),
        _ => (0, 0),
    };
    Ok(Done {
        gives_rows,
        changes,
        last_id,
    })
}
