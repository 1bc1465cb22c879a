//! One file per URL: path, extractors, access. What a route does is in `services`.

pub mod auth;
pub mod client_error;
pub mod dev;
pub mod docs;
pub mod endpoint;
pub mod health;
pub mod icon;
pub mod locale;
#[cfg(feature = "mcp")]
pub mod mcp;
pub mod metrics;
pub mod openapi;
pub mod page;
pub mod page_config;
pub mod pdf;
pub mod request;
pub mod root;
mod rows;
pub mod scripts;
pub mod usage;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use engine::{Value, json};
use protocol::Code;

use crate::context::RequestContext;
use crate::error::ApiError;

/// A 200 answer with data.
pub(crate) fn data(value: &Value) -> Response {
    (
        [
            (header::CONTENT_TYPE, "application/json"),
            (header::CACHE_CONTROL, "no-store"),
        ],
        json::to_wire(value),
    )
        .into_response()
}

/// Paths below `/api/` that do not exist.
pub(crate) async fn unknown_api() -> ApiError {
    ApiError::not_found("There is no such path.")
}

/// The body of a call, if it could be read.
pub(crate) fn bytes(body: Result<Bytes, BytesRejection>) -> Result<Bytes, ApiError> {
    body.map_err(|e| match e.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::new(Code::TooLarge, "The payload is too large."),
        _ => ApiError::invalid("The body could not be read."),
    })
}

/// The body as data. One that does not call itself JSON counts as none.
pub(crate) fn body_of(cx: &RequestContext, body: &[u8]) -> Result<Value, ApiError> {
    let is_json = cx
        .header("content-type")
        .is_some_and(|t| t.contains("json"));
    if !is_json || body.is_empty() {
        return Ok(Value::Undefined);
    }
    json::parse_wire(body)
        .map_err(|e| ApiError::invalid(format!("The body is no valid JSON: {e}.")))
}
