//! `GET /api/page/<pageId>`: a page artifact for navigation in the browser.

use axum::Router;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::AppState;
use crate::context::RequestContext;
use crate::error::ApiError;
use crate::services::page;

/// The routes.
pub fn router() -> Router<AppState> {
    Router::new().route("/api/page/{*page_id}", get(page_config))
}

async fn page_config(
    cx: RequestContext,
    Path(page_id): Path<String>,
) -> Result<Response, ApiError> {
    let entry =
        page::allowed(&cx, &page_id).ok_or_else(|| ApiError::not_found("Page not found."))?;
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    Ok((headers, entry.source.to_string()).into_response())
}
