//! Shapes that stand in for what is loading.

use engine::Value;
use leptos::prelude::*;
use runtime::BlockCx;

use crate::{css, element};

/// Draws a block of shapes, which say nothing to those who cannot see them.
pub(crate) fn draw(cx: &BlockCx, shapes: fn(&Value) -> AnyView) -> AnyView {
    let properties = cx.clone();
    let properties = Memo::new(move |_| properties.now().properties.clone());
    let shown = move || properties.with(|p| shapes(p));
    view! { <div class="l-skeleton-block" id=cx.id().to_string() style=element::style(cx) aria-hidden="true">{shown}</div> }.into_any()
}

/// One shape; `class` is a further class with a space before it.
pub(crate) fn bone(class: &str, width: &Value, height: &Value, style: &Value) -> AnyView {
    let part = |name: &str, value: &Value| css::length(value).map(|l| format!("{name}:{l};")).unwrap_or_default();
    let style = format!("{}{}{}", part("width", width), part("height", height), css::inline(style));
    view! { <div class=format!("l-skeleton{class}") style=element::some(style)></div> }.into_any()
}

/// The height that goes with a `size`.
pub(crate) fn height(properties: &Value) -> f64 {
    match properties.key("size") {
        Value::Number(n) => *n,
        v => match v.as_str() {
            Some("small") => 24.0,
            Some("large") => 40.0,
            _ => 32.0,
        },
    }
}
