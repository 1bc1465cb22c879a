//! `GET /` and `GET /<pageId>`: pages as HTML, and files of the app and for the browser.

use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::AppState;
use crate::auth::{audit, pages};
use crate::context::{RequestContext, RequestParts};
use crate::error::ApiError;
use crate::services::page::{self, Access};
use crate::ssr;

/// `/`: the page that the app names as home, else a redirect to the first page of the default menu.
pub async fn home(cx: RequestContext) -> Response {
    let root = page::root(&cx);
    match root.home_page_id {
        Some(id) if root.home_configured => show(&cx, &id, "/").await,
        Some(id) => redirect(&cx, &id),
        // All that there is may be for users.
        None if cx.session.user.is_none() && cx.auth_options().tells() => {
            let home = format!("{}/", cx.config().base_path);
            found(pages::sign_in_address(&cx, &home))
        }
        None => redirect(&cx, "404"),
    }
}

/// Files of the app and for the browser, before it is asked who calls. Paths of the server's own are no
/// files.
pub async fn file(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let asks = matches!(*request.method(), Method::GET | Method::HEAD);
    let own = ["/api/", "/_lath/"].iter().any(|own| path.starts_with(own));
    if !asks || own || !path.contains('.') {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let asked = RequestParts {
        method: parts.method.clone(),
        uri: parts.uri.clone(),
        headers: parts.headers.clone(),
    };
    match state.site.answer(asked.uri.path(), &asked).await {
        Some(file) => file,
        None => next.run(Request::from_parts(parts, body)).await,
    }
}

/// Any other path: a file without an ending, else a page.
pub async fn page(cx: RequestContext) -> Response {
    if !matches!(cx.request.method, Method::GET | Method::HEAD) {
        return ApiError::method().into_response();
    }
    let path = cx.request.uri.path().to_owned();
    if let Some(file) = cx.state.site.answer(&path, &cx.request).await {
        return file;
    }
    let Some(id) = decoded(path.trim_matches('/')) else {
        return redirect(&cx, "404");
    };
    if is_file(&id) && cx.page(&id).is_none() {
        return StatusCode::NOT_FOUND.into_response();
    }
    show(&cx, &id, &path).await
}

async fn show(cx: &RequestContext, id: &str, path: &str) -> Response {
    if id == "404" {
        let mut response = ssr::page(cx, "404", path).await.unwrap_or_else(plain_404);
        *response.status_mut() = StatusCode::NOT_FOUND;
        return response;
    }
    match page::access(cx, id) {
        Access::Page(_) => {}
        Access::SignIn => {
            let here = cx.request.uri.path_and_query().map_or("/", |p| p.as_str());
            let here = format!("{}{here}", cx.config().base_path);
            return found(pages::sign_in_address(cx, &here));
        }
        Access::Forbidden => {
            audit::refused(cx, "page", id, "the user has none of the roles");
            return pages::forbidden(cx);
        }
        Access::Absent => {
            tracing::info!(page.id = id, "redirect_page_not_found");
            return redirect(cx, "404");
        }
    }
    ssr::page(cx, id, path)
        .await
        .unwrap_or_else(|| redirect(cx, "404"))
}

fn redirect(cx: &RequestContext, page_id: &str) -> Response {
    found(format!("{}/{page_id}", cx.config().base_path))
}

fn found(to: String) -> Response {
    // Where one is sent depends on who one is.
    let headers = [
        (header::LOCATION, to.clone()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (StatusCode::TEMPORARY_REDIRECT, headers, to).into_response()
}

/// Does the path name a picture, a font or the like? Sending a page for it helps nobody.
fn is_file(path: &str) -> bool {
    let ending = path
        .rsplit('/')
        .next()
        .and_then(|name| name.rsplit_once('.'))
        .map_or("", |(_, e)| e);
    matches!(
        ending,
        "avif"
            | "css"
            | "gif"
            | "ico"
            | "jpeg"
            | "jpg"
            | "js"
            | "map"
            | "mjs"
            | "mp4"
            | "pdf"
            | "png"
            | "svg"
            | "ttf"
            | "txt"
            | "wasm"
            | "webm"
            | "webmanifest"
            | "webp"
            | "woff"
            | "woff2"
            | "xml"
    )
}

/// An app without a page for it.
fn plain_404() -> Response {
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (
        headers,
        "<!DOCTYPE html><title>404</title><h1>404</h1><p>There is no such page.</p>",
    )
        .into_response()
}

/// Percent-decoded; none for what is no text.
pub(crate) fn decoded(path: &str) -> Option<String> {
    let text = runtime::url::decode(&path.replace('+', "%2B"));
    (!text.contains(['\u{fffd}', '\0'])).then_some(text)
}
