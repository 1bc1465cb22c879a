//! `GET /api/auth/error` and `/api/auth/verify-request`: what cannot be told on another page.

use axum::Router;
use axum::response::Response;
use axum::routing::get;

use super::call::{Call, Fields};
use crate::AppState;
use crate::auth::{pages, target};

/// The routes.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/api/auth/error", get(error))
        .route("/api/auth/verify-request", get(verify_request))
}

async fn error(call: Call) -> Response {
    let query = Fields::of_query(&call.cx);
    let code = query.get("error").unwrap_or_default();
    match &call.auth.urls.error {
        Some(own) => {
            let to = target::with_query(&call.cx, own, &[("error", code)]);
            call.go(&Fields::default(), &to, &[])
        }
        None => pages::error(&call.cx, code),
    }
}

async fn verify_request(call: Call) -> Response {
    match &call.auth.urls.verify_request {
        Some(own) => {
            let to = target::with_query(&call.cx, own, &[]);
            call.go(&Fields::default(), &to, &[])
        }
        None => pages::verify_request(&call.cx),
    }
}
