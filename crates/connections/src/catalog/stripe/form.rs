//! Parameters as Stripe's library writes them: with brackets for what is nested.

use engine::{Value, js};

use crate::escape::escape;

/// `value` as a form or a query.
pub(super) fn of(value: &Value) -> String {
    let mut pairs = Vec::new();
    let map = value.as_map();
    for (key, value) in map.iter().flat_map(|map| map.iter()) {
        collect(escape(key), value, &mut pairs);
    }
    pairs.join("&")
}

fn collect(name: String, value: &Value, pairs: &mut Vec<String>) {
    match value {
        Value::Undefined | Value::Function(_) => {}
        Value::Map(map) => {
            for (key, value) in map.iter() {
                let key = escape(key).replace("%5B", "[").replace("%5D", "]");
                collect(format!("{name}[{key}]"), value, pairs);
            }
        }
        Value::List(items) => {
            for (i, value) in items.iter().enumerate() {
                collect(format!("{name}[{i}]"), value, pairs);
            }
        }
        value => {
            let text = match value {
                Value::Null => String::new(),
                Value::Date(ms) => js::number_to_text((ms / 1000.0).floor()),
                value => js::to_text(value),
            };
            let text = escape(&text).replace("%5B", "[").replace("%5D", "]");
            pairs.push(format!("{name}={text}"));
        }
    }
}
