//! API endpoints for a caller over HTTP, or for a page that is being drawn.
//!
//! A routine runs to its end even if who called it goes away: it may have written half of what
//! belongs together. What stops it is its time limit.

use std::sync::Arc;
use std::time::{Duration, Instant};

use api::Taker;
use api::endpoint::{self, Ended, Rows};
use engine::Value;
use futures_util::stream::{self, Stream, StreamExt as _};
use model::server::Endpoint;
use protocol::{Code, EndpointAnswer, EndpointCall, EndpointStatus, ErrorBody};
use tokio::sync::{mpsc, oneshot};
use tracing::Instrument as _;

use crate::context::{RequestContext, Session};
use crate::metrics;

/// Rows that wait for their reader; then the routine waits.
const AHEAD: usize = 64;

/// What a caller gets who takes rows as they come.
pub enum Part {
    /// A row.
    Row(Value),
    /// The last part: how the routine ended.
    End(EndpointAnswer),
}

/// Runs an endpoint.
///
/// # Errors
/// It does not exist for this caller, or the payload is not what it takes. That its routine failed is
/// an answer.
pub async fn call(cx: &RequestContext, call: EndpointCall) -> Result<EndpointAnswer, ErrorBody> {
    let endpoint = find(cx, &call)?;
    if endpoint.background {
        begin(cx, endpoint, call.payload, Rows::Dropped);
        return Ok(EndpointAnswer {
            status: EndpointStatus::Accepted,
            response: Value::object([("accepted", Value::Bool(true))]),
            error: None,
        });
    }
    let ended = begin(cx, endpoint, call.payload, Rows::Kept).await;
    Ok(ended.map_err(|_| broken())?.answer())
}

/// Runs an endpoint, and gives rows of its streams as they come.
///
/// # Errors
/// As [`call`].
pub fn stream(
    cx: &RequestContext,
    call: EndpointCall,
) -> Result<impl Stream<Item = Part> + Send + use<>, ErrorBody> {
    let endpoint = find(cx, &call)?;
    let (rows, received) = mpsc::channel(AHEAD);
    let ended = begin(cx, endpoint, call.payload, Rows::Sent(Taker::new(rows)));
    let rows = stream::unfold(received, |mut received| async move {
        let row = received.recv().await?;
        Some((Part::Row(row), received))
    });
    let end = stream::once(async move {
        let ended = ended.await.unwrap_or_else(|_| Ended::failed(broken()));
        Part::End(ended.answer())
    });
    Ok(rows.chain(end))
}

/// Do some of its rows come one after the other, to a caller who takes them so?
pub fn streams(cx: &RequestContext, id: &str) -> bool {
    let endpoint = cx.snapshot.app.endpoints.get(id);
    endpoint.is_some_and(|endpoint| endpoint.streams && !endpoint.background)
}

/// The endpoint that is called, if this caller may call it with this payload.
fn find(cx: &RequestContext, call: &EndpointCall) -> Result<Arc<Endpoint>, ErrorBody> {
    let api = cx.api();
    let endpoint = endpoint::find(&api, &call.endpoint_id)?;
    endpoint::check_payload(&api, endpoint, &call.payload)?;
    Ok(endpoint.clone())
}

/// The webhook of that id, which another system calls as it likes to.
pub fn find_webhook(cx: &RequestContext, id: &str) -> Option<Arc<Endpoint>> {
    let endpoint = cx.snapshot.app.endpoints.get(id);
    endpoint.filter(|endpoint| endpoint.webhook).cloned()
}

/// Runs a webhook with what came from outside, as nobody in particular: its routine itself checks who
/// calls.
///
/// # Errors
/// The server failed.
pub async fn webhook(
    cx: &RequestContext,
    endpoint: Arc<Endpoint>,
    payload: Value,
) -> Result<Ended, ErrorBody> {
    let mut cx = cx.clone();
    cx.session = Session::default();
    if endpoint.background {
        // Whoever calls would wait too long, and call again.
        drop(begin(&cx, endpoint, payload, Rows::Dropped));
        return Ok(Ended::begun());
    }
    let ended = begin(&cx, endpoint, payload, Rows::Kept).await;
    ended.map_err(|_| broken())
}

/// Runs in a task of its own.
fn begin(
    cx: &RequestContext,
    endpoint: Arc<Endpoint>,
    payload: Value,
    rows: Rows,
) -> oneshot::Receiver<Ended> {
    let (done, answer) = oneshot::channel();
    let (cx, tasks) = (cx.clone(), cx.state.shutdown.clone());
    let span = cx.logger.clone();
    let work = async move {
        done.send(run(&cx, &endpoint, payload, rows).await).ok();
    };
    tasks.spawn_to_end(work.instrument(span));
    answer
}

/// Runs within the time limit, and tells the log.
pub(crate) async fn run(
    cx: &RequestContext,
    endpoint: &Endpoint,
    payload: Value,
    rows: Rows,
) -> Ended {
    let api = cx.api();
    let limit = cx.state.settings.endpoint_timeout;
    let work = endpoint::run(&api, endpoint, payload, rows);
    let start = Instant::now();
    let ended = tokio::time::timeout(limit, work).await;
    let ended = ended.unwrap_or_else(|_| Ended::failed(late(endpoint, limit)));
    metrics::endpoint(&endpoint.id, ended.status.name(), start.elapsed());
    note(endpoint, &ended);
    ended
}

/// The same of the endpoint of that id, which the app's own configuration names.
pub(crate) async fn run_named(cx: &RequestContext, id: &str, payload: Value) -> Ended {
    if let Some(endpoint) = cx.snapshot.app.endpoints.get(id) {
        return run(cx, endpoint, payload, Rows::Kept).await;
    }
    tracing::error!(endpoint.id = id, "there is no such endpoint");
    let message = format!("API Endpoint \"{id}\" does not exist.");
    Ended::failed(ErrorBody::new(Code::Config, message))
}

fn late(endpoint: &Endpoint, limit: Duration) -> ErrorBody {
    let seconds = limit.as_millis() as f64 / 1000.0;
    let message = format!(
        "API Endpoint \"{}\" timed out after {seconds} s.",
        endpoint.id
    );
    ErrorBody::new(Code::Service, message)
}

/// The task of a routine ended without an answer.
fn broken() -> ErrorBody {
    ErrorBody::new(Code::Internal, "Something went wrong on the server.")
}

fn note(endpoint: &Endpoint, ended: &Ended) {
    let id = &*endpoint.id;
    match &ended.result {
        Ok(_) => tracing::debug!(endpoint.id = id, "endpoint ended"),
        Err(fault) => {
            let (name, message) = (&*fault.name, &*fault.message);
            let status = ended.status.name();
            tracing::warn!(endpoint.id = id, status, name, message, "endpoint failed");
        }
    }
}
