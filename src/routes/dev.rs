//! Development only: `GET /api/reload` (SSE), `GET /api/dev`, `GET /api/ping`,
//! `GET /api/js/client|server`.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use engine::{Value, date, json};
use futures_util::stream::{self, Stream};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use crate::AppState;
use crate::context::RequestContext;
use crate::dev::{self, Status};
use crate::error::ApiError;
use crate::listen::Peer;
use crate::state::News;

/// Time between signs of life.
const PING: Duration = Duration::from_secs(15);

/// The routes; none outside of development.
pub fn router(state: &AppState) -> Router<AppState> {
    if !state.settings.dev {
        return Router::new();
    }
    Router::new()
        .route("/api/reload", get(reload))
        .route("/api/dev", get(status))
        .route("/api/ping", get(ping))
        .route("/api/js/{of}", get(scripts))
}

async fn ping() -> Response {
    let now = date::to_iso(crate::ssr::now_ms());
    super::data(&Value::object([("timestamp", now.into())]))
}

/// The module of functions of `_js`, as the build made it.
async fn scripts(cx: RequestContext, Path(of): Path<String>) -> Result<Response, ApiError> {
    let modules = &cx.snapshot.app.scripts;
    let module = match of.as_str() {
        "client" => &modules.client,
        "server" => &modules.server,
        _ => return Err(ApiError::not_found("There is no such path.")),
    };
    let source = module
        .as_ref()
        .map_or("export default {};", |module| &module.source);
    let body = source.as_bytes().to_vec().into();
    Ok(super::scripts::javascript(body, "no-cache"))
}

/// How the app is: as last built and loaded.
async fn status(
    State(state): State<AppState>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
) -> Response {
    let editor = editor(&state, peer, &headers);
    super::data(&state.status().to_value(editor.as_deref()))
}

/// Addresses of the author's editor are for browsers of the same machine.
fn editor(state: &AppState, peer: Option<Extension<Peer>>, headers: &HeaderMap) -> Option<String> {
    let peer = peer.map(|Extension(peer)| peer);
    let editor = state.settings.editor.clone();
    editor.filter(|_| dev::is_local(peer.as_ref(), headers))
}

async fn reload(
    State(state): State<AppState>,
    peer: Option<Extension<Peer>>,
    request: HeaderMap,
) -> impl IntoResponse {
    let headers = [
        (header::CACHE_CONTROL, "no-cache"),
        (header::HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    let editor = editor(&state, peer, &request);
    (headers, Sse::new(events(state, editor)))
}

fn events(
    state: AppState,
    editor: Option<String>,
) -> impl Stream<Item = Result<Event, Infallible>> {
    let (recent, timings) = match &state.timings {
        Some(timings) => timings.follow(),
        // There is no such stream outside of development.
        None => (VecDeque::new(), broadcast::channel(1).1),
    };
    let listener = Listener {
        news: state.news.subscribe(),
        timings,
        recent,
        broken: Some(state.status()).filter(|status| status.state == dev::State::Broken),
        editor,
        token: state.shutdown.token(),
    };
    stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok(event), listener))
    })
}

/// A browser that watches.
struct Listener {
    news: broadcast::Receiver<News>,
    timings: broadcast::Receiver<Arc<str>>,
    /// What was measured before it came.
    recent: VecDeque<Arc<str>>,
    /// The app was broken when it came.
    broken: Option<Arc<Status>>,
    /// See [`crate::Settings::editor`]; none for a browser of another machine.
    editor: Option<String>,
    token: CancellationToken,
}

impl Listener {
    /// What it is told next; none at the end.
    async fn next(&mut self) -> Option<Event> {
        let timing = |entry: &str| Event::default().event("timing").data(entry);
        if let Some(status) = self.broken.take() {
            return Some(self.broken(&status));
        }
        if let Some(entry) = self.recent.pop_front() {
            return Some(timing(&entry));
        }
        loop {
            return tokio::select! {
                () = self.token.cancelled() => None,
                () = tokio::time::sleep(PING) => Some(Event::default().event("ping").data("{}")),
                received = self.news.recv() => match received {
                    Ok(News::Reload) | Err(RecvError::Lagged(_)) => {
                        Some(Event::default().event("reload").data("{}"))
                    }
                    Ok(News::Broken(status)) => Some(self.broken(&status)),
                    Err(RecvError::Closed) => None,
                },
                received = self.timings.recv() => match received {
                    Ok(entry) => Some(timing(&entry)),
                    Err(RecvError::Lagged(_)) => continue,
                    Err(RecvError::Closed) => None,
                },
            };
        }
    }

    fn broken(&self, status: &Status) -> Event {
        let problems = status.problems(self.editor.as_deref());
        Event::default()
            .event("broken")
            .data(json::to_wire(&problems))
    }
}
