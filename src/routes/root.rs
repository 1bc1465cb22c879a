//! `GET /api/root`: what all pages share.

use axum::Router;
use axum::response::Response;
use axum::routing::get;

use crate::AppState;
use crate::context::RequestContext;
use crate::services::page;

/// The routes.
pub fn router() -> Router<AppState> {
    Router::new().route("/api/root", get(root))
}

async fn root(cx: RequestContext) -> Response {
    super::data(&page::root(&cx).to_value())
}
