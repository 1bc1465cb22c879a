//! Shapes that stand in for what is loading.

use engine::{Value, js};
use runtime::BlockCx;
use ui::prelude::*;

use crate::{css, element};

/// Draws a block of shapes, which say nothing to those who cannot see them.
pub(crate) fn draw(cx: &BlockCx, shapes: fn(&Value) -> AnyView) -> AnyView {
    let properties = cx.clone();
    let properties = Memo::new(move |_| properties.now().properties.clone());
    let shown = move || properties.with(shapes);
    view! { <div class="l-skeleton-block" id=cx.id().to_string() style=element::style(cx) aria-hidden="true">{shown}</div> }.into_any()
}

/// What stands in for a block of a skeleton, by its type; none for types that are not made for it.
pub(crate) fn shape(kind: &str) -> Option<fn(&Value) -> AnyView> {
    Some(match kind {
        "Skeleton" => plain,
        "SkeletonAvatar" => avatar,
        "SkeletonButton" => button,
        "SkeletonInput" => input,
        "SkeletonParagraph" => paragraph,
        _ => return None,
    })
}

pub(crate) fn plain(p: &Value) -> AnyView {
    bone("", p.key("width"), p.key("height"), p.key("style"))
}

pub(crate) fn avatar(p: &Value) -> AnyView {
    let size: Value = height(p).into();
    let class = if p.key("shape").as_str() == Some("square") {
        ""
    } else {
        " l-skeleton-round"
    };
    bone(class, &size, &size, p.key("style"))
}

pub(crate) fn button(p: &Value) -> AnyView {
    let class = if p.key("shape").as_str() == Some("round") {
        " l-skeleton-round"
    } else {
        ""
    };
    bone(class, p.key("width"), &height(p).into(), p.key("style"))
}

/// Label and input.
pub(crate) fn input(p: &Value) -> AnyView {
    let get = |key: &str, default: Value| p.key(key).clone().or(default);
    let label = (p.key("label").is_none() || js::truthy(p.key("label"))).then(|| {
        let width = get("labelWidth", get("width", "30%".into()));
        bone(
            "",
            &width,
            &get("labelHeight", 20.into()),
            p.key("labelStyle"),
        )
    });
    let height = get("inputHeight", height(p).into());
    let input = bone(
        "",
        &get("width", "100%".into()),
        &height,
        p.key("inputStyle"),
    );
    view! { <div class="l-skeleton-group">{label}{input}</div> }.into_any()
}

/// Lines, the last of which is short.
pub(crate) fn paragraph(p: &Value) -> AnyView {
    let n = p.key("lines").as_number().unwrap_or(4.0).clamp(1.0, 100.0) as usize;
    let line = |i: usize| {
        let width: Value = if i + 1 == n && n > 1 {
            "40%".into()
        } else {
            "100%".into()
        };
        bone("", &width, &Value::Undefined, &Value::Undefined)
    };
    let lines: Vec<AnyView> = (0..n).map(line).collect();
    let style = css::length(p.key("width")).map(|w| format!("width:{w};max-width:100%;"));
    view! { <div class="l-skeleton-group" style=style>{lines}</div> }.into_any()
}

/// One shape; `class` is a further class with a space before it.
fn bone(class: &str, width: &Value, height: &Value, style: &Value) -> AnyView {
    let part = |name: &str, value: &Value| {
        css::length(value)
            .map(|l| format!("{name}:{l};"))
            .unwrap_or_default()
    };
    let style = format!(
        "{}{}{}",
        part("width", width),
        part("height", height),
        css::inline(style)
    );
    view! { <div class=format!("l-skeleton{class}") style=element::some(style)></div> }.into_any()
}

/// The height that goes with a `size`.
fn height(properties: &Value) -> f64 {
    match properties.key("size") {
        Value::Number(n) => *n,
        v => match v.as_str() {
            Some("small") => 24.0,
            Some("large") => 40.0,
            _ => 32.0,
        },
    }
}
