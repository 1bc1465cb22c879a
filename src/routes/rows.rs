//! Rows as they come: a line of JSON for each (NDJSON), or an event for each.
//!
//! What fails after the first row is told in the last line, `{"~e": {…}}`, or in an event `error`. The
//! end of the rows is the end of the body, or an event `end`.

use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use engine::{Value, json};
use futures_util::{Stream, StreamExt as _, stream};
use protocol::ErrorBody;

use crate::context::RequestContext;

/// Rows that are sent at once if they are there.
const BATCH: usize = 64;

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `application/x-ndjson`.
    Lines,
    /// `text/event-stream`.
    Events,
}

/// The form that the caller asks for; none if rows are to come in one answer.
pub(super) fn wanted(cx: &RequestContext) -> Option<Form> {
    let accept = cx.header("accept")?;
    let names = |kind: &str| accept.split(',').any(|a| a.trim().starts_with(kind));
    if names("application/x-ndjson") {
        Some(Form::Lines)
    } else if names("text/event-stream") {
        Some(Form::Events)
    } else {
        None
    }
}

/// The answer that gives them.
pub(super) fn answer(
    form: Form,
    rows: impl Stream<Item = Result<Value, ErrorBody>> + Send + 'static,
) -> Response {
    let kind = match form {
        Form::Lines => "application/x-ndjson",
        Form::Events => "text/event-stream",
    };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-store"),
        (header::HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    let end = stream::iter((form == Form::Events).then(|| "event: end\ndata: {}\n\n".to_owned()));
    let texts = rows.map(move |row| form.text(row)).chain(end);
    let parts = texts
        .ready_chunks(BATCH)
        .map(|texts| Ok::<_, std::convert::Infallible>(Bytes::from(texts.concat())));
    (headers, Body::from_stream(parts)).into_response()
}

impl Form {
    fn text(self, row: Result<Value, ErrorBody>) -> String {
        match (self, row) {
            (Form::Lines, Ok(row)) => json::to_wire(&row) + "\n",
            (Form::Lines, Err(error)) => json::to_wire(&error.to_value()) + "\n",
            (Form::Events, Ok(row)) => format!("data: {}\n\n", json::to_wire(&row)),
            (Form::Events, Err(error)) => {
                format!(
                    "event: error\ndata: {}\n\n",
                    json::to_wire(&error.to_value())
                )
            }
        }
    }
}
