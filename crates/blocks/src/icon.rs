//! Icons by the names of react-icons. The server sends each as an SVG on demand; here it is a mask on
//! the current colour, so that no icon is part of the wasm.

use engine::{Value, js};
use runtime::{AppCx, BlockCx};
use ui::prelude::*;

use crate::css;

/// The icon of a property: a name, or `{name, color, size, rotate, spin, title, style}`. Nothing for
/// no name.
pub fn icon_of(cx: &BlockCx, value: &Value) -> AnyView {
    icon(cx.app(), value)
}

/// As [`icon_of`], without a block.
pub fn icon(app: &AppCx, value: &Value) -> AnyView {
    let name = match value {
        Value::String(name) => Some(name.clone()),
        v => v.key("name").as_shared_str(),
    };
    let Some(name) = name.filter(|n| n.bytes().all(|b| b.is_ascii_alphanumeric()) && !n.is_empty())
    else {
        return ().into_any();
    };
    let url = format!("{}/_lath/icons/{name}.svg", app.shared().root.base_path);
    let coloured = name.starts_with("Fc");
    let mut style = format!("--icon:url({url});");
    if let Some(color) = value
        .key("color")
        .as_str()
        .filter(|c| !c.contains([';', '}']))
    {
        style.push_str(&format!("color:{color};"));
    }
    if let Some(size) = css::length(value.key("size")) {
        style.push_str(&format!("font-size:{size};"));
    }
    if let Some(turn) = value.key("rotate").as_number() {
        style.push_str(&format!("transform:rotate({turn}deg);"));
    }
    style.push_str(&css::inline(value.key("style")));
    let spin = js::truthy(value.key("spin"));
    let title = value.key("title").as_str().map(str::to_owned);
    let hidden = title.is_none().then_some("true");
    let role = title.is_some().then_some("img");
    view! {
        <span
            class="l-icon"
            class:l-icon-coloured=coloured
            class:l-icon-spin=spin
            style=style
            role=role
            aria-hidden=hidden
            aria-label=title.clone()
            title=title
        ></span>
    }
    .into_any()
}
