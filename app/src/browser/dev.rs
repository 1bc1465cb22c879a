//! Development: when the server has loaded a changed app, the page is fetched again and keeps what
//! state it can; when the change is broken, what is wrong is shown above the page.

use std::collections::BTreeSet;

use engine::{Root, Value, json};
use leptos::prelude::Set;
use runtime::{Category, PageCx, PageInit};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{EventSource, MessageEvent};

use super::boot::{Client, compile};
use super::dom::{by_id, document, listen, window};
use super::fetch;

const OVERLAY: &str = "lath-overlay";

/// Listens for reloads.
pub(super) fn connect(client: &Client) {
    let base = client.app.shared().root.base_path.clone();
    let Ok(source) = EventSource::new(&format!("{base}/api/reload")) else {
        return;
    };
    let reloaded = client.clone();
    listen(&source, "reload", move |_| {
        hide_overlay();
        let client = reloaded.clone();
        spawn_local(async move { reload(&client).await });
    });
    listen(&source, "broken", move |event| {
        if let Ok(event) = event.dyn_into::<MessageEvent>() {
            let data = event.data().as_string().unwrap_or_default();
            show_overlay(&json::parse_wire(data.as_bytes()).unwrap_or_default());
        }
    });
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

fn hide_overlay() {
    if let Some(element) = by_id(OVERLAY) {
        element.remove();
    }
}

/// Shows diagnostics: a list of `{severity, message, file, line, column, at}`.
fn show_overlay(diagnostics: &Value) {
    hide_overlay();
    let Ok(overlay) = document().create_element("div") else {
        return;
    };
    overlay.set_id(OVERLAY);
    overlay.set_class_name("l-overlay");
    overlay.set_attribute("role", "alertdialog").ok();
    let items = diagnostics.items().iter().map(|d| {
        let place = match (d.key("line").as_integer(), d.key("column").as_integer()) {
            (Some(line), Some(column)) => format!(":{line}:{column}"),
            _ => String::new(),
        };
        let text = |key: &str| blocks::html::escape(d.key(key).as_str().unwrap_or_default());
        format!(
            "<li><code>{}{place}</code><p>{}</p><small>{}</small></li>",
            text("file"),
            text("message"),
            text("at")
        )
    });
    let items: String = items.collect();
    overlay.set_inner_html(&format!(
        "<section><h2>The app could not be loaded</h2><p>The last good version stays behind this note and is served until the files are mended.</p><ol>{items}</ol><button type=\"button\">Close</button></section>"
    ));
    if let Some(body) = document().body() {
        body.append_child(&overlay).ok();
    }
    if let Ok(Some(button)) = overlay.query_selector("button") {
        listen(&button, "click", |_| hide_overlay());
    }
}
