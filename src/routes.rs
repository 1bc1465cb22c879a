//! One file per URL: path, extractors, access. What a route does is in `services`.

pub mod auth;
pub mod client_error;
pub mod dev;
pub mod docs;
pub mod health;
pub mod icon;
pub mod locale;
pub mod page;
pub mod page_config;
pub mod request;
pub mod root;
pub mod scripts;
pub mod usage;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use engine::{Value, json};

use crate::error::ApiError;

/// A 200 answer with data.
pub(crate) fn data(value: &Value) -> Response {
    (
        [
            (header::CONTENT_TYPE, "application/json"),
            (header::CACHE_CONTROL, "no-store"),
        ],
        json::to_wire(value),
    )
        .into_response()
}

/// Paths below `/api/` that do not exist.
pub(crate) async fn unknown_api() -> ApiError {
    ApiError::not_found("There is no such path.")
}
