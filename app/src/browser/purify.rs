//! DOMPurify: what makes HTML of configuration safe in the browser. The start script loads it before
//! the wasm.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = DOMPurify, js_name = sanitize)]
    fn purify(html: &str) -> String;
}

/// `html` made safe.
pub(super) fn sanitize(html: &str) -> String {
    purify(html)
}
