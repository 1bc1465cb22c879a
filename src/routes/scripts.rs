//! `GET /_lath/js/<version>.js`: the functions of `_js` that pages call.

use axum::Router;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::AppState;
use crate::context::RequestContext;
use crate::error::ApiError;

/// The routes.
pub fn router() -> Router<AppState> {
    Router::new().route("/_lath/js/{file}", get(script))
}

async fn script(cx: RequestContext, Path(file): Path<String>) -> Result<Response, ApiError> {
    let asked = file.strip_suffix(".js");
    let found = cx.js_map().file.as_ref();
    let (Some(asked), Some(found)) = (asked, found) else {
        return Err(ApiError::not_found("There is no such path."));
    };
    // A page that was drawn before the app changed finds the functions that are still there.
    let cache = if asked == found.version {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    Ok(javascript(found.body.clone(), cache))
}

/// An ES module.
pub(super) fn javascript(body: axum::body::Bytes, cache: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, cache),
    ];
    (headers, body).into_response()
}
