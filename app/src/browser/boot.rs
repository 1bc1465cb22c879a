//! The start: the page that the server drew becomes live.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use engine::{Root, json};
use leptos::mount::hydrate_from;
use model::{Diagnostics, Page};
use protocol::PagePayload;
use runtime::{AppCx, AppInit, PageCx, PageInit, Shared};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;

use super::backend::BrowserBackend;
use super::dom::{by_id, embedded, html, window};
use super::{dev, navigate, purify, scripts, typed, window as media};
use crate::OPERATORS;
use crate::view::{self, CurrentPage};

/// The visit in this window.
#[derive(Clone)]
pub(crate) struct Client {
    pub(super) app: AppCx,
    pub(super) current: CurrentPage,
    /// Number of the newest navigation: one that was overtaken stops.
    pub(super) newest: Arc<AtomicU64>,
    live: Arc<AtomicBool>,
}

impl Client {
    /// Has hydration ended, so that the window may be seen as it is?
    pub(super) fn is_live(&self) -> bool {
        self.live.load(Ordering::Relaxed)
    }
}

/// Makes the document live. Called once by the start script.
#[wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    let texts = ["__LATH_ROOT__", "__LATH_PAGE__", "__LATH_DATA__"].map(embedded);
    let has_html = texts.iter().any(|text| purify::is_wanted(text));
    if has_html {
        purify::load().await;
    }
    let [root, source, data] = &texts;
    let root = json::parse_wire(root.as_bytes()).unwrap_or_default();
    let data = json::parse_wire(data.as_bytes()).unwrap_or_default();
    let root = protocol::Root::from_value(&root);
    let payload = PagePayload::from_value(&data);
    let Some(page) = compile(source, root.scripts.as_deref()).await else {
        return;
    };
    let backend = Arc::new(BrowserBackend {
        base_path: root.base_path.to_string(),
        ..Default::default()
    });
    let app = AppCx::new(AppInit {
        backend: backend.clone(),
        metas: blocks::meta,
        table: OPERATORS,
        reactive: true,
        now: payload.now,
        seed: payload.seed,
        scripts: payload.scripts.clone(),
        shared: shared(root, &payload, &page),
    });
    if !payload.input.is_undefined() {
        app.set_input(&page.id, payload.input.clone());
    }
    let first = PageCx::new(&app, &page, PageInit::of(&payload));
    app.set_seed(payload.seed);
    app.keep_page(&first);
    let current = CurrentPage::new(Some(first.clone()));
    let client = Client {
        app: app.clone(),
        current: current.clone(),
        newest: Default::default(),
        live: Default::default(),
    };
    backend.client.set(client.clone()).ok();
    let Some(parent) = by_id("root").and_then(|e| e.dyn_into().ok()) else {
        return;
    };
    let typed = typed::collect();
    hydrate_from(parent, move || {
        navigate::keep_title(current.clone());
        view::app(app, current)
    })
    .forget();
    typed::apply(&first, typed);
    spawn_local(async move {
        go_live(&client, &first, has_html).await;
    });
}

/// After hydration: the clock runs, the window counts, and what waits for the browser starts.
async fn go_live(client: &Client, first: &PageCx, has_sanitizer: bool) {
    client.live.store(true, Ordering::Relaxed);
    let app = &client.app;
    app.start_clock();
    let here = window().location().href().unwrap_or_default();
    if *app.shared().href != *here {
        app.set_address(&here, &first.id());
    }
    app.change(&[Root::Location], |_| {});
    if app.shared().root.i18n.is_none() {
        // What is written without naming a language is in that of the browser from here on.
        app.change(&[Root::I18n], |_| {});
    }
    media::watch(app);
    navigate::watch(client);
    if app.shared().root.dev {
        dev::connect(client);
    }
    if let Some(html) = html() {
        html.dataset_set("hydrated", "true");
    }
    if !has_sanitizer {
        purify::load().await;
    }
    first.init().await;
    first.init_async().await;
}

/// A page artifact, compiled. The parts of the program that it needs are fetched first, and the app's
/// functions at the address `scripts`.
pub(super) async fn compile(source: &str, scripts: Option<&str>) -> Option<Arc<Page>> {
    parts::load(source).await;
    scripts::load(scripts, source).await;
    let value = json::parse(source.as_bytes()).ok()?;
    Page::read(&value, OPERATORS, &mut Diagnostics::default()).map(Arc::new)
}

fn shared(root: protocol::Root, payload: &PagePayload, page: &Page) -> Shared {
    let global = if payload.global.is_undefined() {
        root.global.clone()
    } else {
        payload.global.clone()
    };
    Shared {
        global,
        user: payload.user.clone(),
        href: payload.href.clone(),
        media: payload.media.clone(),
        page_id: page.id.clone(),
        url_query: Default::default(),
        root,
    }
}

trait Dataset {
    fn dataset_set(&self, name: &str, value: &str);
}

impl Dataset for web_sys::HtmlElement {
    fn dataset_set(&self, name: &str, value: &str) {
        self.set_attribute(&format!("data-{name}"), value).ok();
    }
}
