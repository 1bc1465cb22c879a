//! Blocks that part their content into areas with a key each: tabs, panels, slides.

use engine::{Value, js};
use runtime::BlockCx;

/// The parts of a block of which each is an area: as a property lists them, else all areas by name.
pub(crate) fn keyed(cx: &BlockCx, property: &str) -> Vec<Value> {
    if let Value::List(items) = cx.prop(property) {
        return items.to_vec();
    }
    let mut areas = cx.areas();
    areas.sort();
    areas
        .into_iter()
        .map(|key| Value::object([("key", key.clone().into()), ("title", key.into())]))
        .collect()
}

/// The key of such a part.
pub(crate) fn key_of(part: &Value) -> String {
    match part.key("key") {
        v if v.is_none() => String::new(),
        v => js::to_text(v),
    }
}
