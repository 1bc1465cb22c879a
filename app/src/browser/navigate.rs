//! Navigation between pages without a reload.

use std::sync::atomic::Ordering;

use engine::{Str, Value};
use leptos::prelude::{Effect, Get, Set};
use protocol::ErrorBody;
use runtime::{Navigation, PageCx, PageInit, ToastStatus, url};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlAnchorElement, MouseEvent};

use super::boot::{Client, compile};
use super::dom::{document, listen, window};
use super::fetch;
use crate::view::CurrentPage;

/// How a page change shows in history.
#[derive(Clone, Copy, PartialEq)]
enum Entry {
    Push,
    Replace,
    /// History moved already.
    Keep,
}

/// Takes over clicks on links to pages of this app, and moves in history.
pub(super) fn watch(client: &Client) {
    let clicked = client.clone();
    listen(&document(), "click", move |event| {
        let Ok(event) = event.dyn_into::<MouseEvent>() else {
            return;
        };
        if let Some(anchor) = link_of(&event)
            && let Some((page_id, href)) = page_of(&clicked, &anchor)
        {
            event.prevent_default();
            go(&clicked, page_id, href, Entry::Push, true);
        }
    });
    let moved = client.clone();
    listen(&window(), "popstate", move |_| {
        let href = window().location().href().unwrap_or_default();
        if let Some(page_id) = page_id_of(&moved, url::Address::of(&href).pathname) {
            go(&moved, page_id, href, Entry::Keep, false);
        }
    });
}

/// Goes where a Link says.
pub(super) fn follow(client: &Client, to: Navigation) {
    match to {
        Navigation::Back => {
            window().history().and_then(|h| h.back()).ok();
        }
        Navigation::Page {
            href,
            new_tab: true,
            ..
        }
        | Navigation::Address {
            href,
            new_tab: true,
            ..
        } => {
            if is_safe(&href) {
                window()
                    .open_with_url_and_target_and_features(&href, "_blank", "noopener,noreferrer")
                    .ok();
            }
        }
        Navigation::Page {
            page_id,
            href,
            replace,
            scroll,
            ..
        } => {
            let entry = if replace { Entry::Replace } else { Entry::Push };
            go(client, page_id, href, entry, scroll && !replace);
        }
        Navigation::Address { href, replace, .. } => {
            let location = window().location();
            if !is_safe(&href) {
                return;
            }
            if replace {
                location.replace(&href).ok()
            } else {
                location.assign(&href).ok()
            };
        }
    }
}

/// Addresses that run script are not followed.
fn is_safe(href: &str) -> bool {
    let scheme: String = href
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .take(11)
        .collect();
    !scheme.to_ascii_lowercase().starts_with("javascript:")
}

/// The link that was clicked, if the click means to follow it here.
fn link_of(event: &MouseEvent) -> Option<HtmlAnchorElement> {
    let modified = event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || modified {
        return None;
    }
    let element: Element = event.target()?.dyn_into().ok()?;
    let anchor: HtmlAnchorElement = element.closest("a[href]").ok()??.dyn_into().ok()?;
    let here = anchor.target().is_empty() || anchor.target() == "_self";
    (here && !anchor.has_attribute("download")).then_some(anchor)
}

fn page_of(client: &Client, anchor: &HtmlAnchorElement) -> Option<(Str, String)> {
    let href = anchor.href();
    let address = url::Address::of(&href);
    let here = window().location().href().unwrap_or_default();
    if address.origin != url::Address::of(&here).origin {
        return None;
    }
    // A place within the page that is shown is the browser's to go to.
    let within = |href: &str| href.split('#').next().map(str::to_owned);
    if !address.hash.is_empty() && within(&href) == within(&here) {
        return None;
    }
    Some((page_id_of(client, address.pathname)?, href.clone()))
}

/// The page of a path; none for paths that are files or APIs.
fn page_id_of(client: &Client, path: &str) -> Option<Str> {
    let shared = client.app.shared();
    let path = path
        .strip_prefix(&*shared.root.base_path)?
        .trim_matches('/');
    if path.is_empty() {
        return shared.root.home_page_id.clone();
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    let file = last.contains('.') || path.starts_with("api/") || path.starts_with("_lath/");
    (!file).then(|| url::decode(&path.replace('+', "%2B")).into())
}

fn go(client: &Client, page_id: Str, href: String, entry: Entry, scroll: bool) {
    let number = client.newest.fetch_add(1, Ordering::Relaxed) + 1;
    let client = client.clone();
    spawn_local(async move {
        let overtaken = || client.newest.load(Ordering::Relaxed) != number;
        client.app.progress().set(1);
        let page = load(&client, &page_id).await;
        if overtaken() {
            return;
        }
        client.app.progress().set(0);
        match page {
            Ok(Loaded::Page(page)) => show(&client, page, &href, entry, scroll).await,
            Ok(Loaded::Elsewhere) => {
                window().location().assign(&href).ok();
            }
            Err(error) => {
                client
                    .app
                    .show_toast(error.message, ToastStatus::Error, Value::Undefined, 6.0);
            }
        }
    });
}

enum Loaded {
    Page(PageCx),
    /// The server must decide: no such page, or not for this visitor.
    Elsewhere,
}

/// The page, from memory or from the server.
async fn load(client: &Client, page_id: &Str) -> Result<Loaded, ErrorBody> {
    if let Some(page) = client.app.page(page_id) {
        return Ok(Loaded::Page(page));
    }
    let base = client.app.shared().root.base_path.clone();
    let answer = fetch::get(&format!("{base}/api/page/{page_id}")).await?;
    let scripts = client.app.shared().root.scripts.clone();
    match (
        answer.status,
        compile(&answer.body, scripts.as_deref()).await,
    ) {
        (200, Some(page)) => {
            // Its state is made when it is shown, for expressions read the address.
            Ok(Loaded::Page(PageCx::new(
                &client.app,
                &page,
                PageInit::default(),
            )))
        }
        (200, None) | (401 | 403 | 404, _) => Ok(Loaded::Elsewhere),
        (status, _) => Err(ErrorBody::from_value(&answer.value(), status)),
    }
}

async fn show(client: &Client, page: PageCx, href: &str, entry: Entry, scroll: bool) {
    if let Ok(history) = window().history() {
        let state = JsValue::NULL;
        match entry {
            Entry::Push => history.push_state_with_url(&state, "", Some(href)).ok(),
            Entry::Replace => history.replace_state_with_url(&state, "", Some(href)).ok(),
            Entry::Keep => None,
        };
    }
    let number = client.newest.load(Ordering::Relaxed);
    let here = window().location().href().unwrap_or_default();
    let same = client.app.shared().page_id == page.id();
    client.app.keep_page(&page);
    client.app.set_address(&here, &page.id());
    page.init().await;
    if client.newest.load(Ordering::Relaxed) != number {
        return;
    }
    if !same {
        client.current.set(Some(page.clone()));
    }
    if scroll {
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }
    page.init_async().await;
}

/// Keeps `<title>` at what the page says.
pub(super) fn keep_title(current: CurrentPage) {
    Effect::new(move |_| {
        if let Some(page) = current.get() {
            let title = page.root().text_opt("title");
            document().set_title(&title.unwrap_or_else(|| page.id().to_string()));
        }
    });
}
