//! Which URLs exist, and in which order the layers lie around them.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::compression::{CompressionLayer, CompressionLevel};

use crate::auth::session;
use crate::{AppState, middleware, routes};

/// Everything that is served.
pub fn router(state: AppState) -> Router {
    let limit = state.settings.body_limit;
    // Files are compressed at build time, and pages of memory when they are drawn.
    let predicate = DefaultPredicate::new()
        .and(NotForContentType::const_new("text/event-stream"))
        .and(NotForContentType::const_new("application/x-ndjson"));
    let compression = CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(predicate);
    let inner = Router::new()
        .merge(routes::health::router())
        .merge(routes::request::router())
        .merge(routes::endpoint::router())
        .merge(routes::openapi::router())
        .merge(routes::metrics::router(&state))
        .merge(routes::page_config::router())
        .merge(routes::pdf::router())
        .merge(routes::root::router())
        .merge(routes::usage::router())
        .merge(routes::client_error::router())
        .merge(routes::auth::router())
        .merge(routes::dev::router(&state))
        .merge(routes::docs::router(&state))
        .merge(agents(&state))
        .merge(routes::icon::router())
        .merge(routes::scripts::router())
        .merge(routes::locale::router())
        .route("/api/{*rest}", axum::routing::any(routes::unknown_api))
        .route("/", axum::routing::get(routes::page::home))
        .fallback(routes::page::page)
        .layer(DefaultBodyLimit::max(limit))
        .layer(from_fn_with_state(state.clone(), session::caller))
        // Files are the same for everybody, and caches may keep them: no session, and no cookie.
        .layer(from_fn_with_state(state.clone(), routes::page::file))
        .layer(compression)
        .layer(from_fn(middleware::same_origin))
        .with_state(state.clone());
    // The base path is taken off before paths are looked up.
    let strip = from_fn_with_state(state.clone(), middleware::strip_base);
    let all = tower::Layer::layer(&strip, inner);
    let mut all = Router::new().fallback_service(all);
    if state.settings.dev {
        all = all.layer(from_fn_with_state(state, middleware::known_host));
    }
    all.layer(from_fn(middleware::secure))
        .layer(CatchPanicLayer::custom(middleware::panicked))
        .layer(from_fn(middleware::trace))
}

/// Tools of coding agents, where they are built in.
#[cfg(feature = "mcp")]
fn agents(state: &AppState) -> Router<AppState> {
    routes::mcp::router(state)
}

#[cfg(not(feature = "mcp"))]
fn agents(_: &AppState) -> Router<AppState> {
    Router::new()
}
