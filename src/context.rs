//! The context of one request: all that a handler may need, taken once.

use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use api::{ApiContext, Host, Measured};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri};
use engine::{OpResult, Realm, Script, Str, Table, Value};
use model::server::{AuthConfig, Config, Connection, PageEntry};

use crate::AppState;
pub use crate::auth::session::Session;
use crate::error::ApiError;
use crate::languages;
use crate::listen::Peer;
use crate::scripts::Scripts;
use crate::snapshot::{Snapshot, TABLES};

/// Id of a request: taken from `x-request-id` or made, echoed in the answer, part of every log line.
#[derive(Clone, Debug)]
pub struct Rid(pub Arc<str>);

/// See the module. Cheap to clone.
#[derive(Clone)]
pub struct RequestContext {
    /// Id of the request.
    pub rid: Rid,
    /// The server.
    pub state: AppState,
    /// The app as it was when the request came.
    pub snapshot: Arc<Snapshot>,
    /// Who calls.
    pub session: Session,
    /// The app itself: rules of access do not count.
    pub trusted: bool,
    /// Operators of connections and requests.
    pub operators: &'static Table,
    /// Secrets as data.
    pub secrets: Value,
    /// Method, address and headers of the request.
    pub request: Arc<RequestParts>,
    /// The address at the other end of the connection.
    pub peer: Option<IpAddr>,
    /// Headers that the handler wants in its answer.
    pub response: Arc<Mutex<HeaderMap>>,
    /// The span that log lines of this request belong to.
    pub logger: tracing::Span,
}

/// The head of a request.
#[derive(Debug, Default)]
pub struct RequestParts {
    /// Method.
    pub method: Method,
    /// Path and query.
    pub uri: Uri,
    /// Headers.
    pub headers: HeaderMap,
}

impl RequestContext {
    /// What requests and endpoints of this caller work with.
    pub fn api(&self) -> ApiContext<'_> {
        ApiContext {
            app: &self.snapshot.app,
            plans: &self.snapshot.plans,
            clients: &self.snapshot.clients,
            requests: self.operators,
            routines: TABLES.routine,
            user: &self.session.user,
            secrets: &self.secrets,
            trusted: self.trusted,
            host: self,
        }
    }

    /// The folder of artifacts.
    pub fn build_directory(&self) -> &std::path::Path {
        &self.snapshot.app.dir
    }

    /// `config.json`.
    pub fn config(&self) -> &Config {
        &self.snapshot.app.config
    }

    /// The connection of that id.
    pub fn connection(&self, id: &str) -> Option<&Connection> {
        self.snapshot.app.connections.get(id)
    }

    /// The page of that id: the snapshot is the artifact cache.
    pub fn page(&self, id: &str) -> Option<&PageEntry> {
        self.snapshot.app.pages.get(id).map(|page| &**page)
    }

    /// Functions of `_js` by hash, as the build extracted them.
    pub fn js_map(&self) -> &Scripts {
        &self.snapshot.scripts
    }

    /// `auth.json`.
    pub fn auth_options(&self) -> &AuthConfig {
        &self.snapshot.app.auth
    }

    /// One header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.request.headers.get(name).and_then(|v| v.to_str().ok())
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let cookies = self
            .request
            .headers
            .get_all("cookie")
            .iter()
            .filter_map(|v| v.to_str().ok());
        cookies.flat_map(|line| line.split(';')).find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then_some(value)
        })
    }

    /// The address of the request as the browser has it: `http://host/path?query`.
    pub fn href(&self) -> Str {
        let path = self
            .request
            .uri
            .path_and_query()
            .map_or("/", |p| p.as_str());
        format!("{}{path}", self.origin()).into()
    }

    /// Where the app is for browsers, as `https://host`: what the settings say, else what the browser
    /// asked for.
    pub fn origin(&self) -> String {
        if let Some(url) = &self.state.settings.url {
            return url.origin().ascii_serialization();
        }
        let host = self.header("host").unwrap_or("localhost");
        let host_ok = host
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b":.-[]_".contains(&b));
        let host = if host_ok { host } else { "localhost" };
        let scheme = if self.is_https() { "https" } else { "http" };
        format!("{scheme}://{host}")
    }

    /// Does the browser speak https with the app?
    pub fn is_https(&self) -> bool {
        RequestContext::https_of(&self.state, &self.request.headers)
    }

    /// The same of a head.
    pub(crate) fn https_of(state: &AppState, headers: &HeaderMap) -> bool {
        match &state.settings.url {
            Some(url) => url.scheme() == "https",
            None => headers
                .get("x-forwarded-proto")
                .is_some_and(|v| v.as_bytes().eq_ignore_ascii_case(b"https")),
        }
    }
}

impl RequestContext {
    /// For what the app does by itself, without a caller.
    pub fn of_app(state: &AppState) -> RequestContext {
        let rid = uuid::Uuid::new_v4().to_string();
        RequestContext {
            trusted: true,
            logger: tracing::info_span!("app", rid),
            ..RequestContext::new(state, Rid(rid.into()), RequestParts::default())
        }
    }

    /// Of a request with these headers, for what has no context of its own.
    pub(crate) fn of_parts(state: &AppState, headers: HeaderMap) -> RequestContext {
        let request = RequestParts {
            headers,
            ..RequestParts::default()
        };
        RequestContext::new(state, Rid("".into()), request)
    }

    fn new(state: &AppState, rid: Rid, request: RequestParts) -> RequestContext {
        RequestContext {
            rid,
            snapshot: state.snapshot(),
            session: Session::default(),
            trusted: false,
            operators: TABLES.server,
            secrets: state.secrets(),
            request: Arc::new(request),
            peer: None,
            response: Arc::default(),
            logger: tracing::Span::current(),
            state: state.clone(),
        }
    }
}

impl Host for RequestContext {
    fn now(&self) -> f64 {
        crate::ssr::now_ms()
    }

    fn random(&self) -> f64 {
        crate::ssr::random()
    }

    fn script(&self, script: &Script<'_>) -> OpResult {
        self.js_map().run(Realm::Server, script).result
    }

    fn i18n(&self) -> Value {
        languages::view(self, &languages::of(self))
    }

    fn note(&self, message: &str) {
        self.snapshot.languages.note(message);
    }

    fn measured(&self, work: &Measured<'_>) {
        crate::metrics::measured(work);
        if let Some(timings) = &self.state.timings {
            timings.note(work);
        }
    }

    fn log(&self, level: &str, value: &Value) {
        let value = engine::json::stringify(value);
        match level {
            "error" => tracing::error!(target: "app", value, "log"),
            "warn" => tracing::warn!(target: "app", value, "log"),
            "debug" => tracing::debug!(target: "app", value, "log"),
            _ => tracing::info!(target: "app", value, "log"),
        }
    }
}

impl FromRequestParts<AppState> for RequestContext {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let rid = parts
            .extensions
            .get::<Rid>()
            .cloned()
            .unwrap_or_else(|| Rid("".into()));
        let request = RequestParts {
            method: parts.method.clone(),
            uri: parts.uri.clone(),
            headers: parts.headers.clone(),
        };
        let session = parts.extensions.get::<Session>().cloned();
        Ok(RequestContext {
            session: session.unwrap_or_default(),
            peer: parts.extensions.get::<Peer>().map(|peer| peer.0.ip()),
            ..RequestContext::new(state, rid, request)
        })
    }
}
