//! `POST /api/usage`: what Lowdefy's client asks at start; answered locally, nothing is sent anywhere.

use axum::Router;
use axum::response::Response;
use axum::routing::post;
use engine::Value;

use crate::AppState;
use crate::context::RequestContext;
use crate::error::ApiError;

/// The routes.
pub fn router() -> Router<AppState> {
    Router::new().route(
        "/api/usage",
        post(usage).fallback(|| async { ApiError::method() }),
    )
}

async fn usage(cx: RequestContext) -> Response {
    let meta = &cx.snapshot.app.meta;
    let data = Value::object([
        ("gitSha", meta.key("gitSha").clone().or_null()),
        ("host", cx.header("host").unwrap_or_default().into()),
        ("machine", Value::Null),
        ("timestamp", Value::Number(crate::ssr::now_ms())),
        ("user", Value::Null),
        ("version", env!("CARGO_PKG_VERSION").into()),
    ]);
    super::data(&Value::object([
        ("offline", Value::Bool(false)),
        ("data", data),
    ]))
}
