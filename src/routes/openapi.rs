//! `GET /api/openapi.json`: the endpoints that the caller may call, as an OpenAPI 3.1 document.

use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use engine::json;

use crate::AppState;
use crate::context::RequestContext;

/// The routes.
pub fn router() -> Router<AppState> {
    Router::new().route("/api/openapi.json", get(document))
}

async fn document(cx: RequestContext) -> Response {
    let base = &cx.config().base_path;
    let server = if base.is_empty() { "/" } else { base };
    // Schemas are the app's own text: nothing in them is one of our markers.
    let body = json::stringify(&api::openapi::document(&cx.api(), server));
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, body).into_response()
}
