//! What the own elements of blocks have in common: style, HTML of properties, clicks, and parts that
//! are drawn anew only when what they show has changed.

use engine::{Value, js};
use leptos::ev::{KeyboardEvent, MouseEvent};
use runtime::BlockCx;
use ui::prelude::*;

use crate::{css, html, icon_of};

/// Draws what `read` gives, and again only when that changes. Both are plain functions, so that all
/// parts share their machinery.
pub(crate) fn part(
    cx: &BlockCx,
    read: fn(&BlockCx) -> Value,
    draw: fn(&BlockCx, Value) -> AnyView,
) -> AnyView {
    let (source, cx) = (cx.clone(), cx.clone());
    let value = Memo::new(move |_| read(&source));
    (move || draw(&cx, value.get())).into_any()
}

/// The icon of a property.
pub(crate) fn icon_at(cx: &BlockCx, path: &'static str) -> AnyView {
    let (source, cx) = (cx.clone(), cx.clone());
    let value = Memo::new(move |_| source.prop(path));
    (move || icon_of(&cx, &value.get())).into_any()
}

/// The style of a block's own element: the property `style`, and the slot `.element` of the block's.
pub(crate) fn style(cx: &BlockCx) -> impl Fn() -> Option<String> + Clone + Send + Sync + use<> {
    let cx = cx.clone();
    move || style_now(&cx, "")
}

/// As [`style`], after `base`.
pub(crate) fn style_now(cx: &BlockCx, base: &str) -> Option<String> {
    let now = cx.now();
    let mut style = base.to_owned();
    style.push_str(&css::inline(now.properties.key("style")));
    style.push_str(&css::slot(&now.style, ".element"));
    some(style)
}

/// A property with CSS properties as a `style` attribute.
pub(crate) fn style_at(
    cx: &BlockCx,
    path: &'static str,
) -> impl Fn() -> Option<String> + Clone + Send + Sync + use<> {
    let cx = cx.clone();
    move || some(css::inline(&cx.prop(path)))
}

/// The text, unless it is empty.
pub(crate) fn some(text: String) -> Option<String> {
    Some(text).filter(|t| !t.is_empty())
}

/// The HTML of a property, made safe.
pub(crate) fn html_at(
    cx: &BlockCx,
    path: &'static str,
) -> impl Fn() -> String + Clone + Send + Sync + use<> {
    let cx = cx.clone();
    move || html::sanitize(&cx.text(path))
}

/// An element with the HTML of a property; nothing where there is none.
pub(crate) fn slot(cx: &BlockCx, path: &'static str, class: &'static str) -> AnyView {
    let source = cx.clone();
    let text = Memo::new(move |_| source.text_opt(path));
    (move || {
        text.get().map(|text| {
            view! { <div class=class inner_html=html::sanitize(&text)></div> }.into_any()
        })
    })
    .into_any()
}

/// Any value as text, as React shows it: nothing for null and booleans.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::Undefined | Value::Null | Value::Bool(_) => String::new(),
        Value::Map(_) | Value::List(_) => engine::json::stringify(value),
        v => js::to_text(v),
    }
}

/// Has an element that is no button act like one: by Enter and Space on itself.
pub(crate) fn on_key(
    cx: &BlockCx,
    event: &'static str,
) -> impl Fn(KeyboardEvent) + Clone + Send + Sync + use<> {
    let cx = cx.clone();
    move |ev| {
        let own = ev.target() == ev.current_target();
        if own && matches!(ev.key().as_str(), "Enter" | " ") {
            ev.prevent_default();
            cx.trigger(event, Value::Undefined);
        }
    }
}

/// Triggers an event on a click.
pub(crate) fn on_click(
    cx: &BlockCx,
    event: &'static str,
) -> impl Fn(MouseEvent) + Clone + Send + Sync + use<> {
    let cx = cx.clone();
    move |_| cx.trigger(event, Value::Undefined)
}

/// `role` and `tabindex` of an element that is no button but has a click event.
pub(crate) fn button_role(cx: &BlockCx, event: &str) -> Option<(&'static str, &'static str)> {
    cx.has_event(event).then_some(("button", "0"))
}

/// Triggers `onTextSelection` with what the user has just marked.
pub(crate) fn on_selection(cx: &BlockCx) -> impl Fn(MouseEvent) + Clone + Send + Sync + use<> {
    let cx = cx.clone();
    move |_| {
        if !cx.has_event("onTextSelection") {
            return;
        }
        let marked = window()
            .get_selection()
            .ok()
            .flatten()
            .map(|s| String::from(s.to_string()));
        if let Some(text) = marked.filter(|t| !t.is_empty()) {
            cx.trigger(
                "onTextSelection",
                Value::object([("selection", text.into())]),
            );
        }
    }
}

/// A colour of configuration that may stand in a `style` attribute.
pub(crate) fn colour(value: &Value) -> Option<&str> {
    value
        .as_str()
        .filter(|c| !c.is_empty() && !c.contains([';', '{', '}']))
}

/// Is the colour light, so that text on it must be dark? None for what is no hexadecimal colour.
pub(crate) fn is_light(colour: &str) -> Option<bool> {
    if colour.eq_ignore_ascii_case("white") {
        return Some(true);
    }
    let hex = colour.trim().strip_prefix('#').filter(|h| h.is_ascii())?;
    let (step, scale) = if hex.len() < 6 { (1, 17) } else { (2, 1) };
    let channel = |i: usize| {
        let part = hex.get(i * step..(i + 1) * step)?;
        Some(f64::from(u32::from_str_radix(part, 16).ok()? * scale) / 255.0)
    };
    // The luminance at which black and white have the same contrast, with the usual gamma.
    let luminance = 0.2126 * channel(0)?.powf(2.2)
        + 0.7152 * channel(1)?.powf(2.2)
        + 0.0722 * channel(2)?.powf(2.2);
    Some(luminance > 0.25)
}

/// The text colour on a background of configuration, as a declaration.
pub(crate) fn on_colour(background: &str) -> &'static str {
    if is_light(background) == Some(true) {
        "color:#1b1f24;"
    } else {
        "color:#fff;"
    }
}
