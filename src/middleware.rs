//! What happens around every request, outermost first: id and span, panics, security headers,
//! origin check, size limit.

use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use protocol::Code;
use tracing::Instrument;

use crate::AppState;
use crate::context::Rid;
use crate::dev;
use crate::error::ApiError;
use crate::listen::Peer;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request its id, a span, and a line in the log.
pub async fn trace(mut request: Request, next: Next) -> Response {
    let given = request
        .headers()
        .get(&REQUEST_ID)
        .and_then(|v| v.to_str().ok());
    let rid = match given.filter(|id| is_plain(id)) {
        Some(id) => id.to_owned(),
        None => uuid::Uuid::new_v4().to_string(),
    };
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let span = tracing::info_span!("request", rid = %rid);
    let header = HeaderValue::from_str(&rid).unwrap_or(HeaderValue::from_static(""));
    request.extensions_mut().insert(Rid(rid.into()));
    async move {
        let start = Instant::now();
        let mut response = next.run(request).await;
        let status = response.status().as_u16();
        crate::metrics::answered(&path, status, start.elapsed());
        let duration_ms = start.elapsed().as_micros() as f64 / 1000.0;
        if status >= 500 {
            tracing::warn!(%method, path, status, duration_ms, "answered");
        } else {
            tracing::debug!(%method, path, status, duration_ms, "answered");
        }
        response.headers_mut().insert(REQUEST_ID, header);
        response
    }
    .instrument(span)
    .await
}

/// An id that may stand in a log and in a header.
fn is_plain(id: &str) -> bool {
    (1..=128).contains(&id.len())
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.:".contains(&b))
}

/// Headers that make browsers careful. Handlers may have set their own.
pub async fn secure(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("cross-origin-opener-policy", "same-origin-allow-popups"),
        ("x-permitted-cross-domain-policies", "none"),
    ] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Refuses calls that change something and come from another site: the `Origin` of a browser must be
/// ours. Calls without one (curl, servers) carry no cookies of a user and pass.
pub async fn same_origin(request: Request, next: Next) -> Response {
    let safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    // Some providers send the browser back with a form of their own site. That path checks by itself.
    let comes_back = request.uri().path().starts_with("/api/auth/callback/");
    if !safe && !comes_back && is_foreign(request.headers()) {
        return ApiError::forbidden().into_response();
    }
    next.run(request).await
}

/// Is it a call that a page of another site makes?
pub(crate) fn is_foreign(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    if text("sec-fetch-site") == Some("cross-site") {
        return true;
    }
    let (Some(origin), Some(host)) = (text("origin"), text("host")) else {
        return false;
    };
    origin.split_once("://").map(|(_, rest)| rest) != Some(host)
}

/// In development: refuses browsers of this machine that ask by a name which is not its own. Such a name
/// is that of a site which has it lead here, to read what the author's own machine may.
pub async fn known_host(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<Peer>();
    match dev::stranger(peer, request.headers(), &state.settings) {
        None => next.run(request).await,
        Some(host) => {
            let message = format!(
                "This server is in development and is not known as {host:?}. LATH_HOSTS can name it."
            );
            tracing::warn!("{message}");
            (StatusCode::FORBIDDEN, message).into_response()
        }
    }
}

/// A panic of a handler is a bug: it is logged with its text, and the caller learns nothing of it.
pub fn panicked(panic: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("unknown");
    tracing::error!(panic = text, "a handler panicked");
    ApiError::new(Code::Internal, "Something went wrong on the server.").into_response()
}

/// Paths below the app's base path lose it; others do not exist.
pub async fn strip_base(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let snapshot = state.snapshot();
    let base = &*snapshot.app.config.base_path;
    if base.is_empty() {
        return next.run(request).await;
    }
    let whole = request.uri().path_and_query().map_or("/", |p| p.as_str());
    let rest = match whole.strip_prefix(base) {
        Some(rest) if rest.is_empty() || rest.starts_with(['/', '?']) => rest,
        _ if whole == "/health" => whole,
        _ if whole == "/" => {
            return (
                StatusCode::TEMPORARY_REDIRECT,
                [(header::LOCATION, format!("{base}/"))],
            )
                .into_response();
        }
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let rest = if rest.starts_with('/') {
        rest.to_owned()
    } else {
        format!("/{rest}")
    };
    if let Ok(uri) = rest.parse() {
        *request.uri_mut() = uri;
    }
    next.run(request).await
}
