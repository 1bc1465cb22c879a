//! `GET /api/locale/<code>`: the messages of a language, for a reader who changes it. `auto` is the one
//! that the browser asks for.

use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;

use crate::AppState;
use crate::context::RequestContext;
use crate::error::ApiError;
use crate::languages;

/// The routes.
pub fn router() -> Router<AppState> {
    Router::new().route("/api/locale/{code}", get(locale))
}

async fn locale(cx: RequestContext, Path(code): Path<String>) -> Result<Response, ApiError> {
    let code = match &*code {
        "auto" => languages::choose(&cx, None),
        code => code.into(),
    };
    match languages::view(&cx, &code) {
        i18n if i18n.is_none() => Err(ApiError::not_found("There is no such language.")),
        i18n => Ok(super::data(&i18n)),
    }
}
