//! `POST /api/request/<pageId>/<requestId>`: runs a request. Of one with `stream: true` a caller who
//! accepts `application/x-ndjson` or `text/event-stream` gets the rows as they come.

use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::rejection::BytesRejection;
use axum::response::Response;
use axum::routing::any;
use protocol::RequestCall;

use super::rows;
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
    let body = super::body_of(&cx, &super::bytes(body)?)?;
    let text = |key: &str| body.key(key).as_shared_str();
    let call = RequestCall {
        page_id: page_id.into(),
        request_id: request_id.into(),
        block_id: text("blockId").unwrap_or_else(|| "".into()),
        action_id: text("actionId"),
        payload: body.key("payload").clone(),
    };
    if let Some(form) = rows::wanted(&cx).filter(|_| request::streams(&cx, &call)) {
        return Ok(rows::of_request(form, request::stream(&cx, &call).await?));
    }
    let answer = request::call(&cx, call).await?;
    Ok(super::data(&answer.body()))
}
