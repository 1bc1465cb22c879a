//! Development only: `/api/dev/mcp`, the tools of coding agents, for programs of this machine.

use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Router};

use crate::dev::{self, Peer};
use crate::error::ApiError;
use crate::{AppState, mcp};

/// The route; none outside of development.
pub fn router(state: &AppState) -> Router<AppState> {
    if !state.settings.dev {
        return Router::new();
    }
    Router::new()
        .route_service("/api/dev/mcp", mcp::service(state))
        .layer(middleware::from_fn(only_local))
}

async fn only_local(peer: Option<Extension<Peer>>, request: Request, next: Next) -> Response {
    let peer = peer.map(|Extension(peer)| peer);
    if dev::is_local(peer.as_ref(), request.headers()) {
        return next.run(request).await;
    }
    ApiError::not_found("There is no such path.").into_response()
}
