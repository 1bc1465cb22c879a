//! `GET /api/page/<pageId>`: a page artifact for navigation in the browser.

use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use engine::Value;
use protocol::Code;

use crate::AppState;
use crate::auth::pages;
use crate::context::RequestContext;
use crate::error::ApiError;
use crate::services::page::{self, Access};

/// The routes.
pub fn router() -> Router<AppState> {
    Router::new().route("/api/page/{*page_id}", get(page_config))
}

async fn page_config(
    cx: RequestContext,
    Path(page_id): Path<String>,
) -> Result<Response, ApiError> {
    let entry = match page::access(&cx, &page_id) {
        Access::Page(entry) => entry,
        Access::Absent => return Err(ApiError::not_found("Page not found.")),
        Access::Forbidden => {
            let message = "You are not allowed to see this page.";
            return Err(ApiError::new(Code::Authorization, message));
        }
        Access::SignIn => {
            let to = format!("{}/{page_id}", cx.config().base_path);
            let redirect = pages::sign_in_address(&cx, &to);
            let body = Value::object([("redirect", redirect.as_str().into())]);
            let mut response = super::data(&body);
            *response.status_mut() = StatusCode::UNAUTHORIZED;
            return Ok(response);
        }
    };
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "private, no-cache"),
    ];
    Ok((headers, entry.source.to_string()).into_response())
}
