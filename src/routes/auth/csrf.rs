//! `GET /api/auth/csrf`: this browser's token against forged calls.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use engine::Value;

use super::call::{Call, set};
use crate::AppState;
use crate::auth::csrf;

/// The routes.
pub(super) fn router() -> Router<AppState> {
    Router::new().route("/api/auth/csrf", get(token))
}

async fn token(call: Call) -> Response {
    let (token, cookie) = csrf::token(&call.cx, &call.auth);
    let body = Value::object([("csrfToken", token.as_str().into())]);
    let mut response = crate::routes::data(&body);
    set(&mut response, cookie.as_slice());
    response
}
