//! `GET /api/auth/session`: who is logged in; `{}` for nobody.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use engine::{Value, date};
use sha2::{Digest, Sha256};

use super::call::Call;
use crate::AppState;
use crate::auth::user;

/// The routes.
pub(super) fn router() -> Router<AppState> {
    Router::new().route("/api/auth/session", get(session))
}

async fn session(call: Call) -> Response {
    let session = &call.cx.session;
    if session.user.is_none() {
        return crate::routes::data(&Value::object([]));
    }
    let hashed = BASE64_STANDARD.encode(Sha256::digest(user::id(&session.user)));
    let expires = date::to_iso(session.expires as f64 * 1000.0);
    let shown = Value::object([
        ("user", session.user.clone()),
        ("expires", expires.as_str().into()),
        ("hashed_id", hashed.as_str().into()),
    ]);
    let told = Value::object([("session", shown.clone())]);
    call.auth.hooks.tell(&call.cx, "session", told);
    crate::routes::data(&shown)
}
