//! The context of one request: all that a handler may need, taken once.

use std::sync::{Arc, Mutex};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri};
use engine::{Str, Table, Value};
use model::server::{AuthConfig, Config, Connection, PageEntry};

use crate::AppState;
use crate::error::ApiError;
use crate::scripts::Scripts;
use crate::snapshot::{Snapshot, TABLES};

/// Id of a request: taken from `x-request-id` or made, echoed in the answer, part of every log line.
#[derive(Clone, Debug)]
pub struct Rid(pub Arc<str>);

/// Who calls. Anonymous until logging in exists.
#[derive(Clone, Debug, Default)]
pub struct Session {
    /// The user, or undefined.
    pub user: Value,
}

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
    /// Operators of connections, requests and routines.
    pub operators: &'static Table,
    /// Secrets as data.
    pub secrets: Value,
    /// Method, address and headers of the request.
    pub request: Arc<RequestParts>,
    /// Headers that the handler wants in its answer.
    pub response: Arc<Mutex<HeaderMap>>,
    /// The span that log lines of this request belong to.
    pub logger: tracing::Span,
}

/// The head of a request.
#[derive(Debug)]
pub struct RequestParts {
    /// Method.
    pub method: Method,
    /// Path and query.
    pub uri: Uri,
    /// Headers.
    pub headers: HeaderMap,
}

impl RequestContext {
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
        self.snapshot.app.pages.get(id)
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
        let host = self.header("host").unwrap_or("localhost");
        let host_ok = host
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b":.-[]_".contains(&b));
        let host = if host_ok { host } else { "localhost" };
        let scheme = match self.header("x-forwarded-proto") {
            Some("https") => "https",
            _ => "http",
        };
        let path = self
            .request
            .uri
            .path_and_query()
            .map_or("/", |p| p.as_str());
        format!("{scheme}://{host}{path}").into()
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
        Ok(RequestContext {
            rid,
            snapshot: state.snapshot(),
            session: Session {
                user: Value::Undefined,
            },
            operators: TABLES.server,
            secrets: state.secrets.clone(),
            request: Arc::new(RequestParts {
                method: parts.method.clone(),
                uri: parts.uri.clone(),
                headers: parts.headers.clone(),
            }),
            response: Arc::default(),
            logger: tracing::Span::current(),
            state: state.clone(),
        })
    }
}
