//! Development: when the server has loaded a changed app, the page is fetched again and keeps what
//! state it can; when the change is broken, what is wrong is shown above the page.

use std::collections::BTreeSet;

use engine::{Root, Value};
use leptos::prelude::Set;
use runtime::{Category, PageCx, PageInit};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{EventSource, MessageEvent};

use super::boot::{Client, compile};
use super::dom::{by_id, import, listen, window};
use super::fetch;

/// What `public/dev.js` shows.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = lathBroken)]
    fn show_broken(findings: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_name = lathCalm)]
    fn show_calm() -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_name = lathTiming)]
    fn show_timing(entry: &JsValue) -> Result<(), JsValue>;
}

/// Listens to the server. Without `dev.js` nothing is shown, and reloads happen all the same.
pub(super) fn connect(client: &Client) {
    let client = client.clone();
    spawn_local(async move {
        let base = client.app.shared().root.base_path.clone();
        let shown = import(&format!("{base}/dev.js"));
        JsFuture::from(shown).await.ok();
        follow(&client, &base);
    });
}

fn follow(client: &Client, base: &str) {
    let Ok(source) = EventSource::new(&format!("{base}/api/reload")) else {
        return;
    };
    let reloaded = client.clone();
    listen(&source, "reload", move |_| {
        show_calm().ok();
        let client = reloaded.clone();
        spawn_local(async move { reload(&client).await });
    });
    let show = |name: &str, show: fn(&JsValue) -> Result<(), JsValue>| {
        listen(&source, name, move |event| {
            if let Ok(event) = event.dyn_into::<MessageEvent>() {
                show(&event.data()).ok();
            }
        });
    };
    show("broken", show_broken);
    show("timing", show_timing);
    // Kept for the life of the page.
    std::mem::forget(source);
}

/// Fetches root and page anew. State goes on where there are inputs for it.
async fn reload(client: &Client) {
    let shared = client.app.shared().clone();
    let base = &shared.root.base_path;
    let root = fetch::get(&format!("{base}/api/root")).await;
    let page = fetch::get(&format!("{base}/api/page/{}", shared.page_id)).await;
    let (Ok(root), Ok(answer)) = (root, page) else {
        return;
    };
    let root = protocol::Root::from_value(&root.value());
    let page = compile(&answer.body, root.scripts.as_deref()).await;
    let Some(page) = page.filter(|_| answer.status == 200) else {
        window().location().reload().ok();
        return;
    };
    let state = client
        .app
        .page(&shared.page_id)
        .map(|p| p.state())
        .unwrap_or_default();
    client
        .app
        .change(&[Root::Menus, Root::Global, Root::I18n], |s| s.root = root);
    client.app.forget_pages();
    let next = PageCx::new(&client.app, &page, PageInit::default());
    client.app.keep_page(&next);
    next.init().await;
    // An input `customer.name` keeps `customer`.
    let held: BTreeSet<String> = next
        .blocks()
        .iter()
        .filter(|block| matches!(block.category(), Category::Input | Category::List))
        .map(|block| block.id().split('.').next().unwrap_or_default().to_owned())
        .collect();
    let kept: Vec<(String, Value)> = state
        .as_map()
        .into_iter()
        .flat_map(|m| m.iter())
        .filter(|(key, _)| held.contains(&***key))
        .map(|(key, value)| (key.to_string(), value.clone()))
        .collect();
    next.set_state(&kept);
    client.current.set(Some(next.clone()));
    reload_styles();
    next.init_async().await;
}

/// The style sheet may have changed as well.
fn reload_styles() {
    if let Some(link) = by_id("lath-css") {
        let href = link.get_attribute("href").unwrap_or_default();
        let plain = href.split("&t=").next().unwrap_or_default();
        let stamp = js_sys::Date::now();
        link.set_attribute("href", &format!("{plain}&t={stamp}"))
            .ok();
    }
}
