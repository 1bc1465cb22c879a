//! DOMPurify: what makes HTML of configuration safe in the browser. It is loaded before the page comes
//! alive if the page or its data hold HTML, else just after.

use js_sys::{Function, Promise};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = DOMPurify, js_name = sanitize)]
    fn purify(html: &str) -> String;
}

/// Loads it with the start script's function. Until it is there, or if it cannot be had, HTML is shown
/// as text.
pub(super) async fn load(import: &Function) {
    let promise = import.call0(&JsValue::NULL);
    let Some(promise) = promise.ok().and_then(|p| p.dyn_into::<Promise>().ok()) else {
        return;
    };
    if JsFuture::from(promise).await.is_ok() {
        blocks::html::set_sanitizer(purify);
    }
}

/// Does a text of the document, JSON as the server embeds it, hold what only the sanitizer may judge?
pub(super) fn is_wanted(text: &str) -> bool {
    text.contains("\\u003c") || text.contains("\\u0026") || text.contains(['<', '&'])
}
