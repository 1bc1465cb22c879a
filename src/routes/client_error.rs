//! `POST /api/client-error`: an error that a browser met, for the log, with its place in the author's
//! files.

use axum::Router;
use axum::body::Bytes;
use axum::response::Response;
use axum::routing::post;
use engine::{Value, json};

use crate::AppState;
use crate::context::RequestContext;
use crate::error::ApiError;

/// Longest text of a browser that enters the log.
const MAX_TEXT: usize = 1000;

/// The routes.
pub fn router() -> Router<AppState> {
    Router::new().route(
        "/api/client-error",
        post(client_error).fallback(|| async { ApiError::method() }),
    )
}

async fn client_error(cx: RequestContext, body: Bytes) -> Result<Response, ApiError> {
    let body = json::parse_wire(&body)
        .map_err(|e| ApiError::invalid(format!("The body is no valid JSON: {e}.")))?;
    let error = match &body {
        Value::Error(_) => &body,
        body => body.key("error"),
    };
    let message = match error {
        Value::Error(e) => e.message.to_string(),
        v => v
            .key("message")
            .as_str()
            .unwrap_or("unknown error")
            .to_owned(),
    };
    let key = body.key("configKey").as_str();
    let place = key.and_then(|key| cx.snapshot.app.place_of(key));
    tracing::warn!(
        message = cut(&message),
        page.id = cut(body.key("pageId").as_str().unwrap_or_default()),
        block.id = cut(body.key("location").as_str().unwrap_or_default()),
        source = place.as_deref().unwrap_or_default(),
        "a browser met an error"
    );
    let answer = if cx.state.settings.dev {
        Value::object([("source", place.map_or(Value::Null, Value::from))])
    } else {
        Value::object([("success", Value::Bool(true))])
    };
    Ok(super::data(&answer))
}

fn cut(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .take(MAX_TEXT)
        .collect()
}
