//! Development only: `GET /docs` and below, the reference for users. Pages and files of the app at
//! the same paths come first.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{any, get};

use crate::context::RequestContext;
use crate::docs::{SCRIPT, STYLE, Site};
use crate::routes::page;
use crate::snapshot::Snapshot;
use crate::{AppState, csp, ssr};

/// The routes; none outside of development.
pub fn router(state: &AppState) -> Router<AppState> {
    if !state.settings.dev {
        return Router::new();
    }
    Router::new()
        .route("/docs", any(docs))
        .route("/docs/", any(docs))
        .route("/docs/{*rest}", any(docs))
        .route(
            "/_lath/docs.css",
            get(async || file("text/css; charset=utf-8", STYLE)),
        )
        .route(
            "/_lath/docs.js",
            get(async || file("text/javascript; charset=utf-8", SCRIPT)),
        )
}

/// Where the index is: at another place if the app has a page `docs`.
pub fn home(snapshot: &Snapshot) -> &'static str {
    if snapshot.app.pages.contains_key("docs") {
        "/docs/index"
    } else {
        "/docs"
    }
}

type Words = Result<Query<BTreeMap<String, String>>, QueryRejection>;

async fn docs(cx: RequestContext, words: Words) -> Response {
    let path = cx.request.uri.path().to_owned();
    let id = page::decoded(path.trim_matches('/')).unwrap_or_default();
    let asks = matches!(cx.request.method, Method::GET | Method::HEAD);
    if !asks || cx.page(&id).is_some() {
        return page::page(cx).await;
    }
    if let Some(file) = cx.state.site.answer(&path, &cx.request).await {
        return file;
    }
    let base = &cx.config().base_path;
    let site = Site {
        base: base.to_string(),
        home: home(&cx.snapshot),
        css: cx.state.site.assets(base).css.clone(),
        theme: ssr::theme(&cx),
    };
    let query = words.ok().and_then(|Query(mut words)| words.remove("q"));
    let below = id.strip_prefix("docs").unwrap_or_default();
    let answer = site.answer(below, &query.unwrap_or_default());
    let status = match answer.found {
        true => StatusCode::OK,
        false => StatusCode::NOT_FOUND,
    };
    let mut response = (status, Html(site.document(answer))).into_response();
    let headers = response.headers_mut();
    let policy = csp::policy(&cx.state.settings, &[]).0;
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A file of the program.
fn file(kind: &'static str, text: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, text).into_response()
}
