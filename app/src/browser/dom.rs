//! Small things of the document.

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Document, Element, Event, EventTarget, HtmlElement, Window};

pub(super) fn window() -> Window {
    web_sys::window().expect("this runs in a browser's window")
}

pub(super) fn document() -> Document {
    window().document().expect("a window has a document")
}

pub(super) fn by_id(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

pub(super) fn html() -> Option<HtmlElement> {
    document()
        .document_element()
        .and_then(|e| e.dyn_into().ok())
}

/// The text of an embedded JSON script; empty where there is none.
pub(super) fn embedded(id: &str) -> String {
    by_id(id).and_then(|e| e.text_content()).unwrap_or_default()
}

#[wasm_bindgen]
extern "C" {
    /// `import(address)`. Wasm cannot say it; the start script does.
    #[wasm_bindgen(js_name = lathImport)]
    pub(super) fn import(address: &str) -> Promise;
}

/// Calls `run` on every `event` of `target`, for as long as the page lives.
pub(super) fn listen(target: &EventTarget, event: &str, run: impl FnMut(Event) + 'static) {
    let closure = Closure::<dyn FnMut(Event)>::new(run);
    let function = closure.as_ref().unchecked_ref();
    target
        .add_event_listener_with_callback(event, function)
        .ok();
    closure.forget();
}

/// Puts text into a cookie of this app that lasts a year; empty text removes it.
pub(super) fn set_cookie(name: &str, value: &str, path: &str) {
    if let Ok(document) = document().dyn_into::<web_sys::HtmlDocument>() {
        let path = if path.is_empty() { "/" } else { path };
        let age = if value.is_empty() { 0 } else { 31_536_000 };
        let cookie = format!("{name}={value}; path={path}; max-age={age}; SameSite=Lax");
        document.set_cookie(&cookie).ok();
    }
}
