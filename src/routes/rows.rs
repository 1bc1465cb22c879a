//! Rows as they come: a line of JSON for each (NDJSON), or an event for each.
//!
//! What fails after the first row of a request is told in the last line, `{"~e": {…}}`, or in an event
//! `error`. Else the last line is `{"~end": {…}}`, or an event `end`, in which is how the routine of an
//! endpoint ended, and nothing for a request: a body without either was cut off on its way.

use std::future::ready;

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

/// What is sent.
pub(super) enum Line {
    /// A row.
    Row(Value),
    /// The last of a request: what failed.
    Error(ErrorBody),
    /// The last of all: the answer of an endpoint.
    End(Value),
}

impl From<Result<Value, ErrorBody>> for Line {
    fn from(row: Result<Value, ErrorBody>) -> Line {
        row.map_or_else(Line::Error, Line::Row)
    }
}

/// The form that the caller asks for; none if rows are to come in one answer.
pub(super) fn wanted(cx: &RequestContext) -> Option<Form> {
    let accept = cx.header("accept")?;
    let names = |kind: &str| accept.split(',').any(|a| a.trim().starts_with(kind));
    if names(protocol::NDJSON) {
        Some(Form::Lines)
    } else if names("text/event-stream") {
        Some(Form::Events)
    } else {
        None
    }
}

/// The answer that gives them.
pub(super) fn answer(form: Form, lines: impl Stream<Item = Line> + Send + 'static) -> Response {
    let kind = match form {
        Form::Lines => protocol::NDJSON,
        Form::Events => "text/event-stream",
    };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-store"),
        (header::HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    let texts = lines.map(move |line| form.text(&line));
    let parts = texts
        .ready_chunks(BATCH)
        .map(|texts| Ok::<_, std::convert::Infallible>(Bytes::from(texts.concat())));
    (headers, Body::from_stream(parts)).into_response()
}

/// The rows of a request, and that these are all.
pub(super) fn of_request(
    form: Form,
    rows: impl Stream<Item = Result<Value, ErrorBody>> + Send + 'static,
) -> Response {
    let rows = rows.map(Some).chain(stream::once(ready(None)));
    let lines = rows.scan(false, |failed, row| {
        ready(match row {
            Some(row) => {
                *failed = row.is_err();
                Some(Line::from(row))
            }
            None => (!*failed).then(|| Line::End(Value::object([]))),
        })
    });
    answer(form, lines)
}

impl Form {
    fn text(self, line: &Line) -> String {
        match (self, line) {
            (Form::Lines, Line::Row(row)) => json::to_wire(row) + "\n",
            (Form::Lines, Line::Error(error)) => json::to_wire(&error.to_value()) + "\n",
            (Form::Lines, Line::End(end)) => {
                json::to_wire(&Value::object([(protocol::END, end.clone())])) + "\n"
            }
            (Form::Events, Line::Row(row)) => format!("data: {}\n\n", json::to_wire(row)),
            (Form::Events, Line::Error(error)) => event("error", &error.to_value()),
            (Form::Events, Line::End(end)) => event("end", end),
        }
    }
}

fn event(name: &str, data: &Value) -> String {
    format!("event: {name}\ndata: {}\n\n", json::to_wire(data))
}
