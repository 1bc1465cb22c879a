//! `/api/auth/signout`: the page (`GET`), and the end of the session (`POST`).

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use engine::Value;

use super::call::{Call, Fields};
use crate::AppState;
use crate::auth::{audit, login, pages, target, user};

/// The routes.
pub(super) fn router() -> Router<AppState> {
    Router::new().route("/api/auth/signout", get(page).post(sign_out))
}

async fn page(call: Call) -> Response {
    let query = Fields::of_query(&call.cx);
    let to = call.target(&query);
    if let Some(own) = &call.auth.urls.sign_out {
        let to = target::with_query(&call.cx, own, &[("callbackUrl", to.as_str())]);
        return call.go(&Fields::default(), &to, &[]);
    }
    pages::sign_out(&call.cx, &call.auth, &to)
}

async fn sign_out(call: Call, body: Result<Bytes, BytesRejection>) -> Result<Response, Response> {
    let body = crate::routes::bytes(body).map_err(IntoResponse::into_response)?;
    let fields = Fields::of_body(&call.cx, &body);
    call.check_token("sign_out", "", &fields)?;
    let session = &call.cx.session;
    if !session.user.is_none() {
        let provider = session.provider.as_deref().unwrap_or_default();
        audit::done(&call.cx, "sign_out", provider, &user::id(&session.user));
        let told = Value::object([("user", session.user.clone())]);
        call.auth.hooks.tell(&call.cx, "signOut", told);
    }
    let cookies = login::log_out(&call.cx, &call.auth).await;
    let to = call.redirected(call.target(&fields)).await;
    Ok(call.go(&fields, &to, &cookies))
}
