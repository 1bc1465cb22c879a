//! `POST /api/pdf`: makes a PDF of a document definition, for the action PdfMake. Only an app that uses
//! the action has it, for callers who may see one of the pages that do.

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use engine::Str;

use crate::AppState;
use crate::context::RequestContext;
use crate::error::ApiError;
use crate::services::pdf::{self, Made};

/// The routes.
pub fn router() -> Router<AppState> {
    let route = post(make).fallback(|| async { ApiError::method() });
    Router::new().route("/api/pdf", route)
}

async fn make(
    cx: RequestContext,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let may_see = |id: &Str| {
        cx.page(id)
            .is_some_and(|page| page.auth.allows(&cx.session.user))
    };
    let mut pages = cx.snapshot.needs.iter().filter(|(_, needs)| needs.pdf);
    if !pages.any(|(id, _)| may_see(id)) {
        return Err(ApiError::not_found("There is no such path."));
    }
    let body = super::bytes(body)?;
    // As data the call takes many times the memory that it has as text.
    let press = &cx.state.press;
    let Some(place) = press.place().await else {
        let message = "Too many PDFs are being made. Try again in a moment.";
        return Err(ApiError::busy(message, press.time().as_secs().max(1)));
    };
    let call = super::body_of(&cx, &body)?;
    Ok(match pdf::make(&cx.state, place, call).await? {
        Made::Pages(pages) => super::data(&pages),
        Made::File(bytes) => {
            let headers = [
                (header::CONTENT_TYPE, "application/pdf"),
                (header::CACHE_CONTROL, "no-store"),
                (header::CONTENT_DISPOSITION, "attachment"),
            ];
            (headers, bytes).into_response()
        }
    })
}
