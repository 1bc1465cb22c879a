//! API endpoints for a caller over HTTP, or for a page that is being drawn.
//!
//! A routine runs to its end even if who called it goes away: it may have written half of what
//! belongs together. What stops it is its time limit.

use std::time::{Duration, Instant};

use api::endpoint::{self, Ended};
use engine::{Str, Value};
use protocol::{Code, EndpointAnswer, EndpointCall, EndpointStatus, ErrorBody};
use tokio::sync::oneshot;

use crate::context::RequestContext;
use crate::metrics;

/// Runs an endpoint.
///
/// # Errors
/// It does not exist for this caller, or the payload is not what it takes. That its routine failed is
/// an answer.
pub async fn call(cx: &RequestContext, call: EndpointCall) -> Result<EndpointAnswer, ErrorBody> {
    let background = endpoint::find(&cx.api(), &call.endpoint_id)?.background;
    check(cx, &call.endpoint_id, &call.payload)?;
    if background {
        let cx = cx.clone();
        let task = cx.state.shutdown.clone();
        task.spawn_to_end(async move {
            note(
                &call.endpoint_id,
                &run(&cx, &call.endpoint_id, call.payload).await,
            );
        });
        return Ok(EndpointAnswer {
            status: EndpointStatus::Accepted,
            response: Value::object([("accepted", Value::Bool(true))]),
            error: None,
        });
    }
    Ok(to_end(cx, call.endpoint_id, call.payload).await?.answer())
}

/// Is the payload what the endpoint takes?
///
/// # Errors
/// What is wrong with it.
pub(crate) fn check(cx: &RequestContext, id: &str, payload: &Value) -> Result<(), ErrorBody> {
    match cx.snapshot.app.endpoints.get(id) {
        Some(endpoint) => endpoint::check_payload(&cx.api(), endpoint, payload),
        None => Ok(()),
    }
}

/// Does another system call this one as it likes to?
pub fn is_webhook(cx: &RequestContext, id: &str) -> bool {
    let endpoint = cx.snapshot.app.endpoints.get(id);
    endpoint.is_some_and(|endpoint| endpoint.webhook)
}

/// Runs a webhook with what came from outside, as nobody in particular: its routine itself checks who
/// calls.
///
/// # Errors
/// The server failed.
pub async fn webhook(cx: &RequestContext, id: &str, payload: Value) -> Result<Ended, ErrorBody> {
    let mut cx = cx.clone();
    cx.session = crate::context::Session::default();
    to_end(&cx, id.into(), payload).await
}

/// Runs in a task of its own, and waits for it.
async fn to_end(cx: &RequestContext, id: Str, payload: Value) -> Result<Ended, ErrorBody> {
    let (done, answer) = oneshot::channel();
    let cx = cx.clone();
    let task = cx.state.shutdown.clone();
    let span = cx.logger.clone();
    let work = async move {
        let ended = run(&cx, &id, payload).await;
        note(&id, &ended);
        done.send(ended).ok();
    };
    task.spawn_to_end(tracing::Instrument::instrument(work, span));
    answer
        .await
        .map_err(|_| ErrorBody::new(Code::Internal, "Something went wrong on the server."))
}

/// Runs within the time limit.
pub(crate) async fn run(cx: &RequestContext, id: &str, payload: Value) -> Ended {
    let api = cx.api();
    let Some(endpoint) = cx.snapshot.app.endpoints.get(id) else {
        return failed(
            Code::Config,
            format!("API Endpoint \"{id}\" does not exist."),
        );
    };
    let limit = cx.state.settings.endpoint_timeout;
    let work = endpoint::run(&api, endpoint, payload);
    let start = Instant::now();
    let ended = match tokio::time::timeout(limit, work).await {
        Ok(ended) => ended,
        Err(_) => failed(
            Code::Service,
            format!("API Endpoint \"{id}\" timed out after {}.", seconds(limit)),
        ),
    };
    metrics::endpoint(&endpoint.id, ended.status.name(), start.elapsed());
    ended
}

fn failed(code: Code, message: String) -> Ended {
    Ended::failed(ErrorBody::new(code, message))
}

fn seconds(limit: Duration) -> String {
    format!("{} s", limit.as_millis() as f64 / 1000.0)
}

/// The log's line about one that failed.
pub(crate) fn note(id: &str, ended: &Ended) {
    match &ended.result {
        Ok(_) => tracing::debug!(endpoint.id = id, "endpoint ended"),
        Err(fault) => {
            let (name, message) = (&*fault.name, &*fault.message);
            let status = ended.status.name();
            tracing::warn!(endpoint.id = id, status, name, message, "endpoint failed");
        }
    }
}
