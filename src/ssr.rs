//! From a page artifact to HTML: prepare the page in process, run its onInit, draw it.

mod backend;
mod drawn;

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use app::Document;
use axum::body::Body;
use axum::http::{HeaderValue, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use engine::{Value, json};
use model::server::PageEntry;
use runtime::{AppCx, AppInit, PageCx, PageInit, Shared};

use crate::context::RequestContext;
use crate::{languages, services};

pub use drawn::{Drawn, DrawnPages};

/// The clock, milliseconds since 1970.
pub fn now_ms() -> f64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0.0, |d| d.as_millis() as f64)
}

/// A random number in [0, 1).
pub fn random() -> f64 {
    (uuid::Uuid::new_v4().as_u128() >> 75) as f64 / (1_u64 << 53) as f64
}

/// The page `id` as the answer to a visit of `path`; none if there is no such page.
pub async fn page(cx: &RequestContext, id: &str, path: &str) -> Option<Response> {
    let entry = cx.page(id)?;
    let theme = theme(cx);
    let at_home = path == "/";
    if entry.is_static && cx.session.user.is_none() {
        let key = drawn::Key {
            page_id: entry.page.id.clone(),
            locale: languages::of(cx),
            theme,
            at_home,
        };
        let drawn = match cx.snapshot.drawn.get(&key) {
            Some(drawn) => drawn,
            None => {
                let response = draw(cx, entry, theme, true).await;
                let drawn = Arc::new(Drawn::of(response).await?);
                cx.snapshot.drawn.keep(key, &drawn);
                drawn
            }
        };
        return Some(drawn.answer(cx));
    }
    let mut response = draw(cx, entry, theme, false).await;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.extend(std::mem::take(
        &mut *cx.response.lock().unwrap_or_else(|e| e.into_inner()),
    ));
    Some(response)
}

/// A page after its onInit.
pub struct Visit {
    /// The page.
    pub page: PageCx,
    /// Where a Link of onInit goes, if one ran.
    pub redirect: Option<String>,
    /// Its onInit did not end in time.
    pub is_late: bool,
}

/// Visits the page `id` without drawing it; none if there is no such page.
pub async fn visit(cx: &RequestContext, id: &str) -> Option<Visit> {
    let entry = cx.page(id)?;
    Some(visited(cx, entry, &visitor(cx, entry, false)).await)
}

/// Prepares the page.
async fn visited(
    cx: &RequestContext,
    entry: &PageEntry,
    (app, backend): &(AppCx, Arc<backend::InProcess>),
) -> Visit {
    let page = PageCx::new(app, &entry.page, PageInit::default());
    let limit = cx.state.settings.init_timeout;
    let is_late =
        !page.init_needs_browser() && tokio::time::timeout(limit, page.init()).await.is_err();
    if is_late {
        tracing::warn!(page.id = %entry.page.id, "onInit took too long; the page is drawn as it stands");
    }
    Visit {
        page,
        redirect: backend.redirect(),
        is_late,
    }
}

/// Prepares the page and draws it.
async fn draw(
    cx: &RequestContext,
    entry: &PageEntry,
    theme: &'static str,
    is_static: bool,
) -> Response {
    let visitor = visitor(cx, entry, is_static);
    let Visit { page, redirect, .. } = visited(cx, entry, &visitor).await;
    let (app, _backend) = visitor;
    if let Some(to) = redirect {
        return (
            StatusCode::TEMPORARY_REDIRECT,
            [(header::LOCATION, to.clone())],
            to,
        )
            .into_response();
    }
    log_errors(cx, &page);
    let document = document(cx, entry, &app, &page, theme);
    respond(cx, document).await
}

/// The app as one visit sees it.
fn visitor(
    cx: &RequestContext,
    entry: &PageEntry,
    is_static: bool,
) -> (AppCx, Arc<backend::InProcess>) {
    let backend = Arc::new(backend::InProcess::new(cx.clone()));
    let root = services::page::root(cx);
    let href = if is_static { "".into() } else { cx.href() };
    let shared = Shared {
        global: root.global.clone(),
        user: cx.session.user.clone(),
        href,
        url_query: Value::Undefined,
        media: media(theme(cx)),
        page_id: entry.page.id.clone(),
        root,
    };
    let init = AppInit {
        backend: backend.clone(),
        metas: blocks::meta,
        table: app::OPERATORS,
        reactive: false,
        shared,
        now: now_ms(),
        seed: (random() * 2_147_483_647.0).floor() + 1.0,
        scripts: Value::Undefined,
    };
    (AppCx::new(init), backend)
}

/// The window that the server assumes: a usual desktop's. The browser corrects it once it is live.
fn media(theme: &str) -> Value {
    Value::object([
        ("size", "xl".into()),
        ("width", Value::from(1280)),
        ("height", Value::from(800)),
        ("darkMode", Value::Bool(theme == "dark")),
        ("darkModePreference", theme.into()),
    ])
}

/// The colours that the reader chose: `dark`, `light` or `system`.
pub(crate) fn theme(cx: &RequestContext) -> &'static str {
    match cx.cookie("lath_theme") {
        Some("dark") => "dark",
        Some("light") => "light",
        _ => "system",
    }
}

fn document(
    cx: &RequestContext,
    entry: &PageEntry,
    app: &AppCx,
    page: &PageCx,
    theme: &'static str,
) -> Document {
    let snapshot = &cx.snapshot;
    let base_path = &snapshot.app.config.base_path;
    let needs = snapshot.needs.get(&entry.page.id);
    let parts = needs.map_or(&[][..], |needs| &needs.parts);
    let payload = page.payload().to_value();
    // That of the visit, which onInit may have changed.
    let locale = app.shared().root.i18n.key("active").as_shared_str();
    let language = snapshot
        .languages
        .get(locale.as_deref().unwrap_or_default());
    Document {
        title: page
            .root()
            .text_opt("title")
            .unwrap_or_else(|| entry.page.id.to_string()),
        theme,
        locale,
        assets: cx.state.site.assets(base_path),
        parts: cx.state.site.part_addresses(base_path, parts),
        scripts: snapshot
            .root
            .scripts
            .clone()
            .filter(|_| needs.is_some_and(|needs| needs.functions)),
        root_json: match &cx.session.user {
            user if user.is_none() => {
                language.map_or_else(String::new, |language| language.root_json.clone())
            }
            // Menus and home are the user's own.
            _ => json::escape_html(&json::to_wire(&app.shared().root.to_value())),
        },
        config_json: Arc::clone(&entry.embedded),
        data_json: json::escape_html(&json::to_wire(&payload)),
        append_head: Arc::clone(&snapshot.append_head),
        append_body: Arc::clone(&snapshot.append_body),
        watch: cx.state.site.watch_options(),
        app: app.clone(),
        page: page.clone(),
    }
}

/// Streams the document.
async fn respond(cx: &RequestContext, document: Document) -> Response {
    let view = move || app::shell(document.clone());
    let render = leptos_axum::render_app_to_stream_with_context(|| {}, view);
    let mut response = render(Request::new(Body::empty())).await;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        cx.snapshot.policy.0.clone(),
    );
    headers.insert(header::VARY, vary(cx));
    response
}

/// What the answer to a visit depends on besides its address.
fn vary(cx: &RequestContext) -> HeaderValue {
    HeaderValue::from_static(match cx.snapshot.app.i18n {
        Some(_) => "cookie, accept-language",
        None => "cookie",
    })
}

/// Errors of evaluation go to the log with their place, once per drawing.
fn log_errors(cx: &RequestContext, page: &PageCx) {
    for error in page.errors() {
        let place = error
            .key
            .as_deref()
            .and_then(|key| cx.snapshot.app.place_of(key));
        tracing::warn!(
            page.id = %page.id(), block.id = %error.location,
            source = place.as_deref().unwrap_or_default(), "{}", error.message
        );
    }
}
