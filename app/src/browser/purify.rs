//! DOMPurify: what makes HTML of configuration safe in the browser. It is loaded before the page comes
//! alive if the page or its data hold HTML, else just after.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

use super::dom::{by_id, import};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = DOMPurify)]
    fn sanitize(html: &str) -> String;
}

/// Loads it. Until it is there, or if it cannot be had, HTML is shown as text.
pub(super) async fn load() {
    let address = by_id("lath-purify").and_then(|link| link.get_attribute("href"));
    let Some(address) = address else {
        return;
    };
    if JsFuture::from(import(&address)).await.is_ok() {
        blocks::html::set_sanitizer(sanitize);
    }
}

/// Does a text of the document, JSON as the server embeds it, hold what only the sanitizer may judge?
pub(super) fn is_wanted(text: &str) -> bool {
    text.contains("\\u003c") || text.contains("\\u0026") || text.contains(['<', '&'])
}
