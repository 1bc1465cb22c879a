//! What a quick visitor typed into the page before it came alive: it is taken over and not lost.

use engine::{Value, ValueType};
use runtime::{Category, PageCx};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};

use super::dom::document;

/// Block ids and texts of inputs that no longer hold what the server sent.
pub(super) fn collect() -> Vec<(String, String)> {
    let Ok(found) = document().query_selector_all("input[id$=_input], textarea[id$=_input]") else {
        return Vec::new();
    };
    let elements = (0..found.length()).filter_map(|i| found.get(i));
    let typed = elements.filter_map(|node| {
        let (id, value, sent) = match node.dyn_into::<HtmlInputElement>() {
            Ok(input) => (input.id(), input.value(), input.default_value()),
            Err(node) => {
                let area = node.dyn_into::<HtmlTextAreaElement>().ok()?;
                (area.id(), area.value(), area.default_value().ok()?)
            }
        };
        (value != sent).then(|| (id.trim_end_matches("_input").to_owned(), value))
    });
    typed.collect()
}

/// Puts the texts into the page, where a block keeps text.
pub(super) fn apply(page: &PageCx, typed: Vec<(String, String)>) {
    for (id, text) in typed {
        let Some(block) = page.block(&id) else {
            continue;
        };
        let keeps_text = blocks::meta(&block.block().kind).value_type == ValueType::String;
        if keeps_text && block.category() == Category::Input {
            block.set_value(Value::from(text));
            block.trigger("onChange", Value::object([("value", block.value())]));
        }
    }
}
