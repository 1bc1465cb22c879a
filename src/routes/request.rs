//! `POST /api/request/<pageId>/<requestId>`: runs a request.

use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::any;
use engine::{Value, json};
use protocol::{Code, RequestCall};

use crate::AppState;
use crate::context::RequestContext;
use crate::error::ApiError;
use crate::services::request;

/// The routes.
pub fn router() -> Router<AppState> {
    Router::new().route("/api/request/{*path}", any(call))
}

async fn call(
    cx: RequestContext,
    Path(path): Path<String>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    if cx.request.method != axum::http::Method::POST {
        return Err(ApiError::method());
    }
    // Ids of pages may contain slashes; a request's is the last segment.
    let (page_id, request_id) = path
        .rsplit_once('/')
        .ok_or_else(|| ApiError::invalid("Invalid request path"))?;
    let body = body_of(&cx, body)?;
    let text = |key: &str| body.key(key).as_shared_str();
    let call = RequestCall {
        page_id: page_id.into(),
        request_id: request_id.into(),
        block_id: text("blockId").unwrap_or_else(|| "".into()),
        action_id: text("actionId"),
        payload: body.key("payload").clone(),
    };
    let answer = request::call(&cx, call).await?;
    Ok(super::data(&answer.body()))
}

/// The body as data. One that does not call itself JSON counts as none.
fn body_of(cx: &RequestContext, body: Result<Bytes, BytesRejection>) -> Result<Value, ApiError> {
    let body = body.map_err(|e| match e.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::new(Code::TooLarge, "The payload is too large."),
        _ => ApiError::invalid("The body could not be read."),
    })?;
    let is_json = cx
        .header("content-type")
        .is_some_and(|t| t.contains("json"));
    if !is_json || body.is_empty() {
        return Ok(Value::Undefined);
    }
    json::parse_wire(&body)
        .map_err(|e| ApiError::invalid(format!("The body is no valid JSON: {e}.")))
}
