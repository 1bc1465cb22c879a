//! `POST /api/endpoints/<endpointId>`: runs an API endpoint. A webhook takes any method and body. Of
//! one with streams a caller who accepts `application/x-ndjson` or `text/event-stream` gets the rows
//! as they come.

use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::rejection::BytesRejection;
use axum::http::Method;
use axum::response::Response;
use axum::routing::any;
use engine::{Map, Value, json};
use futures_util::StreamExt as _;
use protocol::EndpointCall;

use super::rows::{self, Line};
use crate::AppState;
use crate::context::RequestContext;
use crate::error::ApiError;
use crate::services::endpoint::{self, Part};

/// The routes.
pub fn router() -> Router<AppState> {
    Router::new().route("/api/endpoints/{*endpoint_id}", any(call))
}

async fn call(
    cx: RequestContext,
    Path(endpoint_id): Path<String>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let body = super::bytes(body)?;
    if let Some(webhook) = endpoint::find_webhook(&cx, &endpoint_id) {
        let ended = endpoint::webhook(&cx, webhook, event(&cx, &body)).await?;
        // Other systems have their own idea of an answer: what the routine returns is all of it.
        let value = ended.result.map_err(|fault| ApiError::from(fault.body()))?;
        return Ok(super::data(&value.or_null()));
    }
    if cx.request.method != Method::POST {
        return Err(ApiError::method());
    }
    let body = super::body_of(&cx, &body)?;
    let text = |key: &str| body.key(key).as_shared_str();
    let call = EndpointCall {
        endpoint_id: endpoint_id.into(),
        page_id: text("pageId").unwrap_or_else(|| "".into()),
        block_id: text("blockId").unwrap_or_else(|| "".into()),
        payload: body.key("payload").clone(),
    };
    if let Some(form) = rows::wanted(&cx).filter(|_| endpoint::streams(&cx, &call.endpoint_id)) {
        let parts = endpoint::stream(&cx, call)?;
        return Ok(rows::answer(form, parts.map(Line::from)));
    }
    let answer = endpoint::call(&cx, call).await?;
    Ok(super::data(&answer.body()))
}

impl From<Part> for Line {
    fn from(part: Part) -> Line {
        match part {
            Part::Row(row) => Line::Row(row),
            Part::End(answer) => Line::End(answer.body()),
        }
    }
}

/// A request of another system as the payload of a webhook's routine: `body` read by its type,
/// `rawBody` as it came (for signatures; null if it is no text), `query` and `headers`.
fn event(cx: &RequestContext, body: &[u8]) -> Value {
    let headers = cx
        .request
        .headers
        .iter()
        .filter_map(|(name, value)| Some((name.as_str(), Value::from(value.to_str().ok()?))));
    let query = cx.request.uri.query().unwrap_or_default();
    let text = std::str::from_utf8(body).ok();
    Value::object([
        ("body", read(cx.header("content-type"), text)),
        ("rawBody", text.map_or(Value::Null, Value::from)),
        ("query", pairs(query)),
        ("headers", Value::map(headers.collect::<Map>())),
    ])
}

/// A form as an object, JSON as data whatever it calls itself, other text as it is.
fn read(content_type: Option<&str>, text: Option<&str>) -> Value {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Value::Null;
    };
    if content_type.is_some_and(|t| t.starts_with("application/x-www-form-urlencoded")) {
        return pairs(text);
    }
    // Markers of our own wire mean nothing in what others send.
    json::parse(text.as_bytes()).unwrap_or_else(|_| text.into())
}

fn pairs(text: &str) -> Value {
    let pairs = form_urlencoded::parse(text.as_bytes());
    Value::map(pairs.map(|(k, v)| (k, Value::from(&*v))).collect::<Map>())
}
