//! `GET /_lath/icons/<Name>.svg`: an icon by its react-icons name.

use axum::Router;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::AppState;
use crate::error::ApiError;

/// Shown for a name that does not exist, so that a page stays whole: an empty square.
const MISSING: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="3 2"><rect x="4" y="4" width="16" height="16" rx="2"/></svg>"#;

/// The routes.
pub fn router() -> Router<AppState> {
    Router::new().route("/_lath/icons/{file}", get(icon))
}

async fn icon(Path(file): Path<String>) -> Result<Response, ApiError> {
    let name = file
        .strip_suffix(".svg")
        .ok_or_else(|| ApiError::not_found("There is no such path."))?;
    let (svg, cache) = match icons::svg(name) {
        Some(svg) => (svg.to_string(), "public, max-age=2592000, immutable"),
        None => {
            tracing::debug!(icon = name, "no such icon");
            (MISSING.to_owned(), "public, max-age=60")
        }
    };
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, cache),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'",
        ),
    ];
    Ok((headers, svg).into_response())
}
