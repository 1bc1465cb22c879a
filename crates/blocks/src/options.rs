//! Options of selectors: primitives or `{label, value, disabled, style, filterString, tag}`.

use engine::{Value, js};

/// One option of a selector.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What is shown; may be HTML, as in Lowdefy.
    pub label: String,
    /// What the selector holds when it is chosen; of any kind.
    pub value: Value,
    /// Cannot be chosen.
    pub disabled: bool,
    /// CSS properties.
    pub style: Value,
    /// What a search looks in; the label where there is none.
    pub filter: String,
    /// Tag properties of MultipleSelector.
    pub tag: Value,
}

impl Choice {
    /// Is `value` this option's? Values of any kind are compared by what they hold.
    pub fn holds(&self, value: &Value) -> bool {
        let nested = |v: &Value| matches!(v, Value::Map(_) | Value::List(_));
        self.value == *value
            || nested(&self.value)
                && nested(value)
                && js::stable_stringify(&self.value) == js::stable_stringify(value)
    }
}

/// The options of a property `options`.
pub fn choices(options: &Value) -> Vec<Choice> {
    options.items().iter().map(choice).collect()
}

fn choice(option: &Value) -> Choice {
    let Value::Map(map) = option else {
        let label = js::to_text(option);
        return Choice {
            filter: label.clone(),
            label,
            value: option.clone(),
            disabled: false,
            style: Value::Null,
            tag: Value::Null,
        };
    };
    let text = |key: &str| match map.get(key) {
        Some(v) if !v.is_none() => Some(js::to_text(v)),
        _ => None,
    };
    let label = text("label").or_else(|| text("value")).unwrap_or_default();
    Choice {
        filter: text("filterString").unwrap_or_else(|| label.clone()),
        label,
        value: map.get("value").cloned().unwrap_or_default(),
        disabled: map.get("disabled").is_some_and(js::truthy),
        style: map.get("style").cloned().unwrap_or_default(),
        tag: map.get("tag").cloned().unwrap_or_default(),
    }
}
