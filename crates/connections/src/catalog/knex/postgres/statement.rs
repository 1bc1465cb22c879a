//! One statement: prepared, its values written, run, its rows read.

use std::fmt::Write;

use engine::{Str, Value};
use futures_util::TryStreamExt;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArguments, PgColumn, PgConnection, PgRow, PgStatement};
use sqlx::{Arguments, AssertSqlSafe, Column, Connection, Either, Executor, Row as _};
use sqlx::{SqlSafeStr, Statement};

use super::super::database::{Buffers, Outcome, Row, TooManyBytes};
use super::super::server::{Failure, Work};
use super::errors::failure;
use super::params::{self, Parameter};
use super::values::{self, Form};
use crate::{Error, RowSink};

/// A statement that only waits to be run.
struct Plan {
    text: String,
    arguments: PgArguments,
    columns: Vec<PgColumn>,
    forms: Vec<Form>,
}

/// Runs a statement to its end.
pub(super) async fn run(connection: &mut PgConnection, work: &Work) -> Result<Outcome, Failure> {
    let mut rows = Vec::new();
    let done = match each(connection, work, &mut |row| {
        rows.push(row);
        std::future::ready(true)
    })
    .await
    {
        Err(failure) if is_stale(&failure) && !work.in_transaction => {
            // Nothing was run: the tables are others than when the statement was prepared.
            let cleared = connection.clear_cached_statements().await;
            cleared.map_err(super::errors::failure)?;
            rows.clear();
            each(connection, work, &mut |row| {
                rows.push(row);
                std::future::ready(true)
            })
            .await?
        }
        done => done?,
    };
    let (columns, changes) = done;
    let (rows, raw) = match work.job.raw {
        true => (None, result(work, &columns, rows, changes)),
        false => ((!columns.is_empty()).then_some(rows), Value::Undefined),
    };
    Ok(Outcome {
        rows,
        changes: changes as f64,
        last_id: 0.0,
        raw,
    })
}

/// Runs a statement and puts its rows into `sink`.
pub(super) async fn rows(
    connection: &mut PgConnection,
    work: &Work,
    sink: &RowSink,
) -> Result<(), Failure> {
    let mut put = |row| sink.put(row);
    each(connection, work, &mut put).await.map(drop)
}

async fn each<F: Future<Output = bool> + Send>(
    connection: &mut PgConnection,
    work: &Work,
    take: &mut (impl FnMut(Value) -> F + Send),
) -> Result<(Vec<PgColumn>, u64), Failure> {
    let plan = plan(connection, work).await?;
    let query = sqlx::query_with(AssertSqlSafe(plan.text), plan.arguments);
    let mut results = connection.fetch_many(query);
    let mut changes = 0;
    let buffers = Buffers::new();
    let names: Vec<Str> = plan.columns.iter().map(|it| it.name().into()).collect();
    while let Some(result) = results.try_next().await.map_err(failure)? {
        match result {
            Either::Left(done) => changes += done.rows_affected(),
            Either::Right(row) => {
                let row = read(&row, &names, &plan.forms, &buffers).map_err(failure)?;
                buffers.check().map_err(too_many_bytes)?;
                if !take(row).await {
                    return Err(unread());
                }
            }
        }
    }
    Ok((plan.columns, changes))
}

/// Nobody wants the rest of the rows, and the server would send them all.
fn unread() -> Failure {
    Failure {
        error: Error::service("Nobody reads the rows."),
        broken: true,
    }
}

/// The rest of the rows is not wanted.
fn too_many_bytes(error: TooManyBytes) -> Failure {
    Failure {
        error: error.told(),
        broken: true,
    }
}

fn read(
    row: &PgRow,
    names: &[Str],
    forms: &[Form],
    buffers: &Buffers,
) -> Result<Value, sqlx::Error> {
    let mut object = Row::with_capacity(names.len());
    for (i, (name, form)) in names.iter().zip(forms).enumerate() {
        object.push(name, values::value(&row.try_get_raw(i)?, form, buffers));
    }
    Ok(object.done())
}

/// The server has forgotten, or would answer otherwise than it said.
fn is_stale(failure: &Failure) -> bool {
    failure.error.message() == "cached plan must not change result type"
}

async fn plan(connection: &mut PgConnection, work: &Work) -> Result<Plan, Failure> {
    let sql = &work.job.sql;
    let mut text = sql.render(|text, i| push_placeholder(text, i, None));
    let mut statement = prepare(connection, &text).await?;
    let mut forms = params_of(&statement, &sql.bindings)?;
    if forms
        .iter()
        .any(|form| matches!(form, params::Form::Text(_)))
    {
        let casts = casts(connection, &statement, &forms).await?;
        text = sql.render(|text, i| push_placeholder(text, i, casts[i].as_deref()));
        statement = prepare(connection, &text).await?;
        forms = forms.into_iter().map(as_bytes).collect();
    }
    let columns = statement.columns().to_vec();
    let mut reads: Vec<Form> = columns
        .iter()
        .map(|it| values::form(it.type_info()))
        .collect();
    if reads.contains(&Form::Opaque)
        && let Some(wrapped) = wrapped(work, &text, &reads)
    {
        text = wrapped;
        statement = prepare(connection, &text).await?;
        for form in &mut reads {
            if *form == Form::Opaque {
                *form = Form::Text;
            }
        }
    }
    let arguments = arguments(&statement, forms)?;
    Ok(Plan {
        text,
        arguments,
        columns,
        forms: reads,
    })
}

fn push_placeholder(text: &mut String, i: usize, cast: Option<&str>) {
    // Writing to a String does not fail.
    let _ = match cast {
        None => write!(text, "${}", i + 1),
        Some(kind) => write!(text, "(${}::text::{kind})", i + 1),
    };
}

async fn prepare(connection: &mut PgConnection, text: &str) -> Result<PgStatement, Failure> {
    let text = AssertSqlSafe(text.to_owned()).into_sql_str();
    connection.prepare_with(text, &[]).await.map_err(failure)
}

fn params_of(statement: &PgStatement, values: &[Value]) -> Result<Vec<params::Form>, Failure> {
    let kinds = match statement.parameters() {
        Some(Either::Left(kinds)) => kinds,
        _ => &[],
    };
    if kinds.len() != values.len() {
        return Err(Failure {
            error: Error::request(format!(
                "Expected {} bindings, saw {}",
                values.len(),
                kinds.len()
            )),
            broken: false,
        });
    }
    let forms = kinds.iter().zip(values);
    Ok(forms
        .map(|(kind, value)| params::form(kind, value))
        .collect())
}

fn as_bytes(form: params::Form) -> params::Form {
    match form {
        params::Form::Text(text) => params::Form::Bytes(Some(text.into_bytes())),
        bytes => bytes,
    }
}

/// For each value that goes as text the name of the type that it becomes.
async fn casts(
    connection: &mut PgConnection,
    statement: &PgStatement,
    forms: &[params::Form],
) -> Result<Vec<Option<String>>, Failure> {
    let kinds = match statement.parameters() {
        Some(Either::Left(kinds)) => kinds.to_vec(),
        _ => Vec::new(),
    };
    let mut casts = Vec::with_capacity(forms.len());
    for (kind, form) in kinds.iter().zip(forms) {
        casts.push(match form {
            params::Form::Bytes(_) => None,
            params::Form::Text(_) => Some(name(connection, params::oid(kind)).await?),
        });
    }
    Ok(casts)
}

/// The name of a type, in quotes where it needs them.
async fn name(connection: &mut PgConnection, oid: u32) -> Result<String, Failure> {
    let known = KNOWN.binary_search_by_key(&oid, |(oid, _)| *oid);
    if let Ok(i) = known {
        return Ok(KNOWN[i].1.to_owned());
    }
    let query = sqlx::query_scalar::<_, String>("select pg_catalog.format_type($1, null)");
    let name = query.bind(Oid(oid)).fetch_one(connection).await;
    name.map_err(failure)
}

/// Types that are often given as text.
const KNOWN: [(u32, &str); 18] = [
    (16, "bool"),
    (17, "bytea"),
    (20, "int8"),
    (21, "int2"),
    (23, "int4"),
    (700, "float4"),
    (701, "float8"),
    (869, "inet"),
    (1007, "int4[]"),
    (1009, "text[]"),
    (1016, "int8[]"),
    (1082, "date"),
    (1083, "time"),
    (1114, "timestamp"),
    (1184, "timestamptz"),
    (1186, "interval"),
    (1700, "numeric"),
    (2950, "uuid"),
];

/// The statement within another that has the columns as text which cannot be read here; nothing if
/// it cannot be within another.
fn wrapped(work: &Work, text: &str, forms: &[Form]) -> Option<String> {
    let verb = work.words.verb.as_str();
    let gives_rows = ["select", "values", "table", "insert", "update", "delete"];
    if work.words.writes_in_with || !gives_rows.contains(&verb) {
        return None;
    }
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || c == ';');
    let names: Vec<String> = (0..forms.len()).map(|i| format!("c{i}")).collect();
    let columns = forms.iter().zip(&names).map(|(form, name)| match form {
        Form::Opaque => format!("{name}::text"),
        _ => name.clone(),
    });
    let columns: Vec<String> = columns.collect();
    // The end of the line ends a comment, if the statement has one at its end.
    Some(format!(
        "with lath_rows({}) as ({text}\n) select {} from lath_rows",
        names.join(", "),
        columns.join(", ")
    ))
}

fn arguments(statement: &PgStatement, forms: Vec<params::Form>) -> Result<PgArguments, Failure> {
    let mut arguments = PgArguments::default();
    let kinds = match statement.parameters() {
        Some(Either::Left(kinds)) => kinds,
        _ => &[],
    };
    for (kind, form) in kinds.iter().zip(forms) {
        let params::Form::Bytes(bytes) = as_bytes(form) else {
            continue;
        };
        let kind = kind.clone();
        let added = Arguments::add(&mut arguments, Parameter { bytes, kind });
        added.map_err(|error| Failure {
            error: Error::request("A value cannot be bound.").with_source(error),
            broken: false,
        })?;
    }
    Ok(arguments)
}

/// What the driver of Node gives.
fn result(work: &Work, columns: &[PgColumn], rows: Vec<Value>, changes: u64) -> Value {
    let verb = match work.words.verb.as_str() {
        "values" | "table" => "select",
        verb => verb,
    };
    let counted = [
        "select", "insert", "update", "delete", "merge", "fetch", "move",
    ];
    let count = match counted.contains(&verb) {
        true => Value::Number(changes as f64),
        false => Value::Null,
    };
    let oid = match verb {
        "insert" => Value::from(0),
        _ => Value::Null,
    };
    let fields = columns.iter().map(|column| {
        Value::object([
            ("name", column.name().into()),
            (
                "tableID",
                f64::from(column.relation_id().map_or(0, |oid| oid.0)).into(),
            ),
            (
                "columnID",
                i32::from(column.relation_attribute_no().unwrap_or(0)).into(),
            ),
            (
                "dataTypeID",
                f64::from(params::oid(column.type_info())).into(),
            ),
            ("format", "text".into()),
        ])
    });
    let fields: Vec<Value> = fields.collect();
    Value::object([
        (
            "command",
            match verb {
                "" => Value::Null,
                verb => verb.to_uppercase().into(),
            },
        ),
        ("rowCount", count),
        ("oid", oid),
        ("rows", rows.into()),
        ("fields", fields.into()),
        ("RowCtor", Value::Null),
        ("rowAsArray", false.into()),
    ])
}
