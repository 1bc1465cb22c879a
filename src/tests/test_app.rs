//! An app on disk and the router around it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use engine::{Value, json};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use crate::{AppState, Settings, router};

/// A running app in a temporary folder, which goes with it.
pub(super) struct TestApp {
    pub(super) state: AppState,
    router: axum::Router,
    dir: tempfile::TempDir,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) text: String,
}

/// Files that every app has unless a test gives its own.
const BASE: &[(&str, &str)] = &[
    ("config.json", "{}"),
    ("global.json", "{}"),
    ("auth.json", r#"{"configured":false}"#),
    (
        "menus.json",
        r#"[{"id":"menu:default","menuId":"default","links":[{"id":"menuitem:default:home","menuItemId":"home","type":"MenuLink","pageId":"home","auth":{"public":true}}]}]"#,
    ),
    (
        "pages/home/home.json",
        r#"{"id":"page:home","pageId":"home","blockId":"home","type":"Box","auth":{"public":true},"properties":{"title":"Home","content":"Welcome <b>in</b>"}}"#,
    ),
    (
        "pages/404/404.json",
        r#"{"id":"page:404","pageId":"404","blockId":"404","type":"Box","auth":{"public":true},"properties":{"content":"Nothing here"}}"#,
    ),
];

impl TestApp {
    /// An app with the given files besides the usual ones.
    pub(super) fn with(files: &[(&str, &str)]) -> TestApp {
        TestApp::with_vars(files, &[])
    }

    /// The same with environment variables.
    pub(super) fn with_vars(files: &[(&str, &str)], vars: &[(&str, &str)]) -> TestApp {
        let (dir, settings) = written(files, vars);
        let state = AppState::load(settings).unwrap_or_else(|found| {
            panic!("the app does not load: {found:?}");
        });
        TestApp {
            router: router::router(state.clone()),
            state,
            dir,
        }
    }

    /// Why an app with these files does not load.
    pub(super) fn refused(files: &[(&str, &str)]) -> Vec<model::Diagnostic> {
        TestApp::refused_with(files, &[])
    }

    /// The same with environment variables.
    pub(super) fn refused_with(
        files: &[(&str, &str)],
        vars: &[(&str, &str)],
    ) -> Vec<model::Diagnostic> {
        let (_dir, settings) = written(files, vars);
        match AppState::load(settings) {
            Ok(_) => panic!("the app loads"),
            Err(found) => found,
        }
    }

    /// The folder of artifacts.
    pub(super) fn build(&self) -> PathBuf {
        self.dir.path().join("build")
    }

    /// Writes an artifact.
    pub(super) fn write(&self, path: &str, text: &str) {
        write(self.dir.path(), path, text);
    }

    /// Gets `path`.
    pub(super) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path)).await
    }

    /// Posts JSON.
    pub(super) async fn post(&self, path: &str, body: &str) -> Answer {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        self.answer(request.body(Body::from(body.to_owned())).expect("request"))
            .await
    }

    /// Sends a request without a body.
    pub(super) async fn send(&self, request: axum::http::request::Builder) -> Answer {
        self.answer(request.body(Body::empty()).expect("request"))
            .await
    }

    /// Sends any request.
    pub(super) async fn answer(&self, mut request: Request<Body>) -> Answer {
        request
            .headers_mut()
            .entry(header::HOST)
            .or_insert(header::HeaderValue::from_static("lath.test"));
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("infallible");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("body").to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text,
        }
    }
}

impl Answer {
    /// The body as data.
    pub(super) fn json(&self) -> Value {
        json::parse_wire(self.text.as_bytes())
            .unwrap_or_else(|e| panic!("no JSON ({e}): {}", self.text))
    }

    /// A header as text; empty for none.
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
    }

    /// Class and message of an error body.
    pub(super) fn error(&self) -> (String, String) {
        match self.json() {
            Value::Error(e) => (e.name.to_string(), e.message.to_string()),
            v => panic!("no error: {v:?}"),
        }
    }
}

fn write(dir: &Path, path: &str, text: &str) {
    let path = dir.join("build").join(path);
    std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("folder");
    std::fs::write(path, text).expect("file");
}

/// The app's files in a folder, and the settings to load it with.
fn written(files: &[(&str, &str)], vars: &[(&str, &str)]) -> (tempfile::TempDir, Settings) {
    let dir = tempfile::tempdir().expect("temporary folder");
    for (path, text) in BASE.iter().chain(files) {
        write(dir.path(), path, text);
    }
    let mut all: BTreeMap<String, String> = vars
        .iter()
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
        .collect();
    let path = |name: &str| dir.path().join(name).display().to_string();
    all.insert("LATH_BUILD_DIR".into(), path("build"));
    all.insert("LEPTOS_SITE_ROOT".into(), path("site"));
    all.insert("LATH_DATA_DIR".into(), path("data"));
    let settings = Settings::of(&all);
    (dir, settings)
}
