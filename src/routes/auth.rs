//! `/api/auth/*`: logging in and out, with the paths and shapes of NextAuth.

mod api_keys;
mod call;
mod callback;
mod credentials;
mod csrf;
mod email;
mod entry;
mod notices;
mod passkey;
mod password;
mod providers;
mod registration;
mod reset;
mod second_factor;
mod session;
mod sessions;
mod sign_in;
mod sign_out;
mod totp;

use axum::Router;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};

use crate::AppState;
use crate::auth::pages;
use crate::error::ApiError;

use call::Call;

/// The routes.
pub fn router() -> Router<AppState> {
    Router::new()
        .merge(csrf::router())
        .merge(providers::router())
        .merge(session::router())
        .merge(sessions::router())
        .merge(sign_in::router())
        .merge(callback::router())
        .merge(sign_out::router())
        .merge(notices::router())
        .merge(api_keys::router())
        .merge(passkey::router())
        .merge(password::router())
        .merge(registration::router())
        .merge(reset::router())
        .merge(second_factor::router())
        .merge(totp::router())
        .route("/api/auth/{*rest}", any(unknown))
        .route("/_lath/auth.css", get(style))
}

/// No such path. Programs that look at links before people do ask for the head alone.
async fn unknown(call: Call) -> Response {
    match call.cx.request.method {
        Method::HEAD => StatusCode::OK.into_response(),
        _ => ApiError::not_found("There is no such path.").into_response(),
    }
}

async fn style() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, pages::STYLE).into_response()
}
