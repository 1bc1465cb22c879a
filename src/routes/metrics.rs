//! `GET /metrics`: figures for Prometheus, if the settings allow it, to who has the token, if there is
//! one.

use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::AppState;
use crate::context::RequestContext;
use crate::error::ApiError;
use crate::metrics;
use crate::settings::Metrics;

/// The routes; none if nothing is counted.
pub fn router(state: &AppState) -> Router<AppState> {
    match state.settings.metrics {
        Metrics::Off => Router::new(),
        _ => Router::new().route("/metrics", get(figures)),
    }
}

async fn figures(cx: RequestContext) -> Result<Response, ApiError> {
    if let Metrics::Token(token) = &cx.state.settings.metrics {
        let given = cx.header("authorization").unwrap_or_default();
        let given = given.strip_prefix("Bearer ").unwrap_or_default();
        if !same(given.as_bytes(), token.as_bytes()) {
            return Err(ApiError::not_found("There is no such path."));
        }
    }
    let text = metrics::text().unwrap_or_default();
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}

/// Compares in a time that tells nothing of where two texts differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |sum, (x, y)| sum | (x ^ y)) == 0
}
