//! One statement: prepared, its values written, run, its rows read.

use engine::{Str, Value};
use futures_util::TryStreamExt;
use sqlx::mysql::{MySqlArguments, MySqlColumn, MySqlConnection};
use sqlx::{AssertSqlSafe, Column, Either, Executor, Row as _, SqlSafeStr, Statement};

use super::super::database::{Buffers, Outcome, Row, TooManyBytes};
use super::super::server::{Failure, Work};
use super::errors::failure;
use super::{Form, values};
use crate::{Error, RowSink};

/// The server cannot prepare this kind of statement.
const NOT_PREPARED: &str = "error 1295";

/// What a statement did.
#[derive(Default)]
struct Done {
    changes: u64,
    last_id: u64,
    columns: Vec<MySqlColumn>,
}

/// Runs a statement to its end.
pub(super) async fn run(
    connection: &mut MySqlConnection,
    form: Form,
    work: &Work,
) -> Result<Outcome, Failure> {
    let mut rows = Vec::new();
    let done = each(connection, form, work, &mut |row| {
        rows.push(row);
        std::future::ready(true)
    })
    .await?;
    let (rows, raw) = match work.job.raw {
        true => (None, result(&done, rows)),
        false => ((!done.columns.is_empty()).then_some(rows), Value::Undefined),
    };
    Ok(Outcome {
        rows,
        changes: done.changes as f64,
        last_id: done.last_id as f64,
        raw,
    })
}

/// Runs a statement and puts its rows into `sink`.
pub(super) async fn rows(
    connection: &mut MySqlConnection,
    form: Form,
    work: &Work,
    sink: &RowSink,
) -> Result<(), Failure> {
    let mut put = |row| sink.put(row);
    each(connection, form, work, &mut put).await.map(drop)
}

async fn each<F: Future<Output = bool> + Send>(
    connection: &mut MySqlConnection,
    form: Form,
    work: &Work,
    take: &mut (impl FnMut(Value) -> F + Send),
) -> Result<Done, Failure> {
    let sql = &work.job.sql;
    let text = sql.with_question_marks();
    let statement = AssertSqlSafe(text.clone()).into_sql_str();
    // Of several statements the server prepares none.
    let prepared = match connection.prepare(statement).await.map_err(failure) {
        Ok(prepared) => Some(prepared),
        Err(failure) if is_not_prepared(&failure) && sql.bindings.is_empty() => None,
        Err(failure) => return Err(failure),
    };
    let Some(prepared) = prepared else {
        let mut results = connection.fetch_many(sqlx::raw_sql(AssertSqlSafe(text)));
        let mut done = Done::default();
        while let Some(result) = results.try_next().await.map_err(failure)? {
            if let Either::Left(result) = result {
                done.changes = result.rows_affected();
            }
        }
        return Ok(done);
    };
    let expected = match prepared.parameters() {
        Some(Either::Right(n)) => n,
        _ => 0,
    };
    if expected != sql.bindings.len() {
        let given = sql.bindings.len();
        return Err(refused(format!(
            "Expected {given} bindings, saw {expected}"
        )));
    }
    let arguments = values::arguments(&sql.bindings, form).map_err(|error| Failure {
        error,
        broken: false,
    })?;
    let mut done = Done {
        columns: prepared.columns().to_vec(),
        ..Done::default()
    };
    fetch(connection, form, text, arguments, &mut done, take).await?;
    Ok(done)
}

async fn fetch<F: Future<Output = bool> + Send>(
    connection: &mut MySqlConnection,
    form: Form,
    text: String,
    arguments: MySqlArguments,
    done: &mut Done,
    take: &mut (impl FnMut(Value) -> F + Send),
) -> Result<(), Failure> {
    let mut results = connection.fetch_many(sqlx::query_with(AssertSqlSafe(text), arguments));
    // A procedure ends with a result of its own, and can have several.
    let mut first = true;
    let mut names: Vec<Str> = Vec::new();
    let buffers = Buffers::new();
    while let Some(result) = results.try_next().await.map_err(failure)? {
        match result {
            Either::Left(result) => {
                first = false;
                done.changes = result.rows_affected();
                done.last_id = result.last_insert_id();
            }
            Either::Right(row) if first => {
                if names.is_empty() {
                    names = row.columns().iter().map(|it| it.name().into()).collect();
                }
                let mut object = Row::with_capacity(names.len());
                for (i, name) in names.iter().enumerate() {
                    let raw = row.try_get_raw(i).map_err(failure)?;
                    object.push(name, values::value(raw, form, &buffers));
                }
                buffers.check().map_err(too_many_bytes)?;
                if done.columns.is_empty() {
                    done.columns = row.columns().to_vec();
                }
                if !take(object.done()).await {
                    return Err(Failure {
                        error: Error::service("Nobody reads the rows."),
                        broken: true,
                    });
                }
            }
            Either::Right(_) => {}
        }
    }
    Ok(())
}

/// The rest of the rows is not wanted.
fn too_many_bytes(error: TooManyBytes) -> Failure {
    Failure {
        error: error.told(),
        broken: true,
    }
}

fn refused(message: String) -> Failure {
    Failure {
        error: Error::request(message),
        broken: false,
    }
}

fn is_not_prepared(failure: &Failure) -> bool {
    let source = std::error::Error::source(&failure.error);
    source.is_some_and(|source| source.to_string() == NOT_PREPARED)
}

/// What the drivers of Node give: the rows and their fields, or what was done.
fn result(done: &Done, rows: Vec<Value>) -> Value {
    if done.columns.is_empty() {
        let header = Value::object([
            ("fieldCount", 0.into()),
            ("affectedRows", (done.changes as f64).into()),
            ("insertId", (done.last_id as f64).into()),
        ]);
        return vec![header, Value::Null].into();
    }
    let fields = done.columns.iter();
    let fields = fields.map(|column| Value::object([("name", column.name().into())]));
    let fields: Vec<Value> = fields.collect();
    vec![rows.into(), fields.into()].into()
}
