//! What a browser calls.

use wasm_bindgen::prelude::*;

/// Measures with the browser's clock; gives the JSON of `measure::all`.
///
/// # Errors
/// The document is not one of `pages::all`.
#[wasm_bindgen]
pub fn measure(document: &str, clock: &js_sys::Function) -> Result<String, JsError> {
    let now = || clock.call0(&JsValue::NULL).ok().and_then(|ms| ms.as_f64());
    let all = crate::measure::all(document, &|| now().unwrap_or_default());
    match all {
        Ok(all) => Ok(all.to_string()),
        Err(error) => Err(JsError::new(&format!("{error:#}"))),
    }
}
