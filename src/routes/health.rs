//! `GET /health` and `GET /api/lowdefy-health`: is the server up?

use axum::Router;
use axum::routing::get;

use crate::AppState;

/// The routes.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/health", get(health))
        .route("/api/lowdefy-health", get(health))
}

async fn health() -> ([(&'static str, &'static str); 1], &'static str) {
    ([("content-type", "application/json")], r#"{"status":"ok"}"#)
}
