//! `/api/auth/*`: there is no logging in yet, which is what an app without `auth` answers.

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;

use crate::AppState;

/// The routes.
pub fn router() -> Router<AppState> {
    Router::new().route("/api/auth/{*rest}", any(not_configured))
}

async fn not_configured() -> Response {
    let body = r#"{"message":"Auth not configured"}"#;
    (
        StatusCode::NOT_FOUND,
        [(header::CONTENT_TYPE, "application/json")],
        body,
    )
        .into_response()
}
