//! What a request of a page and a step of a routine have in common: a connection, a type, properties,
//! and the order of the checks, which decides which error a caller sees.

use std::sync::Arc;
use std::time::{Duration, Instant};

use connections::{Client, ConnectionEntry, RequestCx, RequestEntry, RowStream};
use engine::{Cx, ErrorSink, Expr, Str, Table, Value};
use model::server::Connection;
use protocol::{Code, ErrorBody};

use crate::ready::{Ready, ready};
use crate::scope::CallScope;
use crate::transactions::Transactions;
use crate::{ApiContext, Measured, fault};

/// Something to run on a connection.
pub(crate) struct Work<'a> {
    /// Of the request or step.
    pub(crate) id: &'a Str,
    /// Its type.
    pub(crate) kind: &'a Str,
    /// Its properties, compiled against `table`.
    pub(crate) properties: &'a Expr,
    /// The operators of the place.
    pub(crate) table: &'static Table,
    /// Positions in the loops around.
    pub(crate) indices: &'a [usize],
    /// The page, for a request.
    pub(crate) page_id: Option<&'a str>,
    /// The block that called, for a request.
    pub(crate) block_id: Option<&'a str>,
    /// The endpoint, for a step.
    pub(crate) endpoint_id: Option<&'a str>,
    /// What a step may be a part of.
    pub(crate) transactions: Option<&'a Transactions<'a>>,
}

/// The rows of the catalog for it.
pub(crate) type Rows = (&'static ConnectionEntry, &'static RequestEntry);

/// The connection of that id.
pub(crate) fn connection<'a>(
    scope: &CallScope<'a>,
    id: &str,
    connection_id: Option<&Str>,
) -> Result<&'a Connection, ErrorBody> {
    let Some(connection_id) = connection_id else {
        return Err(config(format!(
            "Request \"{id}\" does not specify a connection."
        )));
    };
    let found = scope.cx.app.connections.get(connection_id);
    found.ok_or_else(|| config(format!("Connection \"{connection_id}\" does not exist.")))
}

/// The rows, or which of them there is not.
pub(crate) fn rows(
    connection: &Connection,
    kind: &str,
    entry: Option<&'static ConnectionEntry>,
    row: Option<&'static RequestEntry>,
) -> Result<Rows, ErrorBody> {
    let Some(entry) = entry else {
        return Err(config(format!(
            "Connection type \"{}\" can not be found.",
            connection.kind
        )));
    };
    match row {
        Some(row) => Ok((entry, row)),
        None => Err(config(format!("Request type \"{kind}\" can not be found."))),
    }
}

/// Evaluates, checks and runs.
pub(crate) async fn run(
    scope: &CallScope<'_>,
    connection: &Connection,
    rows: Rows,
    work: &Work<'_>,
) -> Result<Value, ErrorBody> {
    let prepared = prepare(scope, connection, rows, work)?;
    let start = Instant::now();
    let answer = send(scope, connection, rows, work, &prepared).await;
    measured(scope, connection, work, start, answer.is_err());
    answer.map_err(|error| told(work, &error))
}

/// Evaluates, checks, and begins to give rows.
pub(crate) async fn stream(
    scope: &CallScope<'_>,
    connection: &Connection,
    rows: Rows,
    work: &Work<'_>,
) -> Result<RowStream, ErrorBody> {
    let prepared = prepare(scope, connection, rows, work)?;
    let start = Instant::now();
    let begun = begin(scope, connection, rows, work, &prepared).await;
    measured(scope, connection, work, start, begun.is_err());
    begun.map_err(|error| told(work, &error))
}

/// The connection and evaluated properties of the work, which may be run.
fn prepare(
    scope: &CallScope<'_>,
    connection: &Connection,
    (entry, row): Rows,
    work: &Work<'_>,
) -> Result<Prepared, ErrorBody> {
    let ready = ready(scope, connection, entry)?;
    let properties = evaluate(scope, work)?;
    allow(connection, row, &ready.properties)?;
    if let Some(complaint) = &ready.complaint {
        return Err(config(complaint.clone()));
    }
    (row.schema)().validate(&properties).map_err(config)?;
    Ok(Prepared { ready, properties })
}

/// What a driver is given.
struct Prepared {
    /// The connection.
    ready: Arc<Ready>,
    /// Properties of the work.
    properties: Value,
}

fn measured(
    scope: &CallScope<'_>,
    connection: &Connection,
    work: &Work<'_>,
    start: Instant,
    failed: bool,
) {
    scope.cx.host.measured(&Measured {
        connection_id: &connection.id,
        request_id: work.id,
        kind: work.kind,
        page_id: work.page_id,
        endpoint_id: work.endpoint_id,
        time: start.elapsed(),
        failed,
    });
}

/// Operators in the work's properties; the first error ends it.
fn evaluate(scope: &CallScope<'_>, work: &Work<'_>) -> Result<Value, ErrorBody> {
    let errors = ErrorSink::default();
    let at = Cx::new(scope, work.table, work.id, &errors).with_indices(work.indices);
    let properties = work.properties.eval(&at);
    match errors.take().into_iter().next() {
        Some(error) => Err(ErrorBody::new(Code::Request, complaint(scope, &error))),
        None if properties.is_undefined() => Ok(Value::object([])),
        None => Ok(properties),
    }
}

/// The complaint of an operator without what it received, which may hold secrets. The log gets the
/// place.
pub(crate) fn complaint(scope: &CallScope<'_>, error: &engine::EvalError) -> String {
    let key = error.key.as_deref();
    let place = key.and_then(|key| scope.cx.app.place_of(key));
    tracing::warn!(
        at = %error.location,
        source = place.as_deref().unwrap_or_default(),
        "an operator failed"
    );
    error.complaint.clone()
}

fn allow(connection: &Connection, row: &RequestEntry, properties: &Value) -> Result<(), ErrorBody> {
    let refused = |what: &str| {
        Err(config(format!(
            "Connection \"{}\" does not allow {what}.",
            connection.id
        )))
    };
    if row.check_read && *properties.key("read") == Value::Bool(false) {
        return refused("reads");
    }
    if row.check_write && *properties.key("write") != Value::Bool(true) {
        return refused("writes");
    }
    Ok(())
}

async fn send(
    scope: &CallScope<'_>,
    connection: &Connection,
    (entry, row): Rows,
    work: &Work<'_>,
    prepared: &Prepared,
) -> Result<Value, connections::Error> {
    let cx = request_cx(scope, connection, work);
    let answer = async {
        let client = client(scope, connection, entry, work, &prepared.ready).await?;
        let connection = &prepared.ready.properties;
        row.run(&cx, &client, connection, &prepared.properties)
            .await
    };
    within(limit(&scope.cx), work, answer).await
}

async fn begin(
    scope: &CallScope<'_>,
    connection: &Connection,
    (entry, row): Rows,
    work: &Work<'_>,
    prepared: &Prepared,
) -> Result<RowStream, connections::Error> {
    let cx = RequestCx {
        // It is each row that must come in time, not the last one: who reads slowly is not late.
        timeout: None,
        ..request_cx(scope, connection, work)
    };
    let begun = async {
        let client = client(scope, connection, entry, work, &prepared.ready).await?;
        let connection = &prepared.ready.properties;
        row.stream(&cx, &client, connection, &prepared.properties)
            .await
    };
    within(limit(&scope.cx), work, begun).await
}

fn request_cx<'a>(
    scope: &'a CallScope<'_>,
    connection: &'a Connection,
    work: &'a Work<'_>,
) -> RequestCx<'a> {
    RequestCx {
        page_id: work.page_id,
        block_id: work.block_id,
        payload: scope.payload,
        // A little more than it has: who is late is told so here, in one way for all drivers.
        timeout: limit(&scope.cx).map(|limit| limit + Duration::from_millis(500)),
        ..RequestCx::new(&connection.id, work.id)
    }
}

/// How long a request may take, or each row of one that gives them as they come.
pub(crate) fn limit(cx: &ApiContext<'_>) -> Option<Duration> {
    let ms = cx.app.config.request_timeout_ms;
    ms.map(Duration::from_millis)
}

/// The next row, if it comes in time.
pub(crate) async fn next(
    rows: &mut RowStream,
    id: &str,
    limit: Option<Duration>,
) -> Option<Result<Value, connections::Error>> {
    let Some(limit) = limit else {
        return rows.next().await;
    };
    let next = tokio::time::timeout(limit, rows.next()).await;
    next.unwrap_or_else(|_| Some(Err(late(id, limit))))
}

/// The open connection, or the transaction on it that the work is a part of.
async fn client(
    scope: &CallScope<'_>,
    connection: &Connection,
    entry: &ConnectionEntry,
    work: &Work<'_>,
    ready: &Ready,
) -> Result<Client, connections::Error> {
    let clients = scope.cx.clients;
    let client = clients.of(entry, &ready.key, &ready.properties).await?;
    match work.transactions.filter(|_| entry.transactions) {
        Some(transactions) => transactions.client(&connection.id, &client).await,
        None => Ok(client),
    }
}

/// What `answer` gives, if it does in time.
async fn within<T>(
    limit: Option<Duration>,
    work: &Work<'_>,
    answer: impl Future<Output = Result<T, connections::Error>>,
) -> Result<T, connections::Error> {
    let Some(limit) = limit else {
        return answer.await;
    };
    let in_time = tokio::time::timeout(limit, answer).await;
    in_time.unwrap_or_else(|_| Err(late(work.id, limit)))
}

/// It took too long.
fn late(id: &str, limit: Duration) -> connections::Error {
    let ms = limit.as_millis();
    connections::Error::service(format!("Request \"{id}\" timed out after {ms} ms."))
}

/// What the caller is told; the log gets the cause.
pub(crate) fn told(work: &Work<'_>, error: &connections::Error) -> ErrorBody {
    let cause = std::error::Error::source(error).map(ToString::to_string);
    tracing::warn!(
        page.id = work.page_id.unwrap_or_default(),
        endpoint.id = work.endpoint_id.unwrap_or_default(),
        request.id = %work.id,
        error = error.message(),
        cause = cause.as_deref().unwrap_or_default(),
        "request failed"
    );
    ErrorBody::new(fault::code(error.kind()), error.message())
}

fn config(message: String) -> ErrorBody {
    ErrorBody::new(Code::Config, message)
}
