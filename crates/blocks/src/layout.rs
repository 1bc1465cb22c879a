//! The grid: 24 columns, breakpoints, gutters. What configuration says becomes CSS variables, and
//! `style/layout.css` does the rest, so that no script is needed to lay a page out.

use std::fmt::Write as _;

use engine::{Value, json};

use crate::css;

/// The `style` of a block's cell from its `layout`; none where the block wants no cell.
pub(crate) fn cell(layout: &Value) -> Option<(&'static str, String)> {
    if layout.key("disabled") == &Value::Bool(true) {
        return None;
    }
    let mut style = String::new();
    align_self(layout.key("align"), &mut style);
    if ["flex", "grow", "shrink", "size"]
        .iter()
        .any(|key| !layout.key(key).is_none())
    {
        let _ = write!(style, "flex:{};", flex(layout));
        return Some(("l-cell l-cell-flex", style));
    }
    variables(layout, "", &mut style);
    for (name, _) in css::BREAKPOINTS {
        if let at @ Value::Map(_) = layout.key(name) {
            let name = if *name == "2xl" { "xxl" } else { name };
            variables(at, &format!("-{name}"), &mut style);
            if !["flex", "grow", "shrink", "size"]
                .iter()
                .all(|key| at.key(key).is_none())
            {
                let _ = write!(style, "--flex-{name}:{};", flex(at));
            }
        }
    }
    Some(("l-cell", style))
}

/// `--span`, `--offset`, `--order`, `--pull`, `--push` with a suffix for the breakpoint.
fn variables(layout: &Value, suffix: &str, out: &mut String) {
    for name in ["span", "offset", "order", "pull", "push"] {
        if let Some(n) = layout.key(name).as_number() {
            let _ = write!(out, "--{name}{suffix}:{n};");
        }
    }
    let (span, offset) = (layout.key("span"), layout.key("offset").as_number());
    if let (true, Some(offset)) = (span.is_none(), offset) {
        let _ = write!(out, "--span{suffix}:{};", 24.0 - offset);
    }
}

fn flex(layout: &Value) -> String {
    match layout.key("flex") {
        Value::String(s) if !s.contains([';', '}']) => return s.to_string(),
        Value::Number(n) => return format!("{n} {n} auto"),
        _ => {}
    }
    let number = |key: &str, default: f64| layout.key(key).as_number().unwrap_or(default);
    let size = css::length(layout.key("size")).unwrap_or_else(|| "auto".to_owned());
    format!("{} {} {size}", number("grow", 0.0), number("shrink", 1.0))
}

fn align_self(align: &Value, out: &mut String) {
    let value = match align.as_str() {
        Some("top") => "flex-start",
        Some("middle") => "center",
        Some("bottom") => "flex-end",
        Some("stretch") => "stretch",
        _ => return,
    };
    let _ = write!(out, "align-self:{value};");
}

/// The `style` of an area: gutters, alignment, direction. `layout` is the block's (with `contentGutter`
/// and so on for the area `content`), `area` the area's own settings, which win.
pub(crate) fn area(layout: &Value, area: &Value, name: &str) -> String {
    let get = |short: &str, long: &str| match area.key(short) {
        v if v.is_none() && name == "content" => layout.key(long).clone(),
        v => v.clone(),
    };
    let mut out = String::new();
    let (x, y) = match get("gutter", "contentGutter") {
        Value::List(pair) => (pixels(pair.first()), pixels(pair.get(1))),
        v => (pixels(Some(&v)), pixels(Some(&v))),
    };
    if let Some(x) = x {
        let _ = write!(out, "--gx:{x};");
    }
    if let Some(y) = y {
        let _ = write!(out, "--gy:{y};");
    }
    if let Some(align) = get("align", "contentAlign").as_str() {
        let align = match align {
            "middle" | "center" => "center",
            "bottom" => "flex-end",
            "stretch" => "stretch",
            _ => "flex-start",
        };
        let _ = write!(out, "align-items:{align};");
    }
    if let Some(justify) = get("justify", "contentJustify").as_str() {
        let justify = match justify {
            "center" | "space-around" | "space-between" | "space-evenly" => justify,
            "end" => "flex-end",
            _ => "flex-start",
        };
        let _ = write!(out, "justify-content:{justify};");
    }
    plain(
        &mut out,
        "flex-direction",
        &get("direction", "contentDirection"),
    );
    plain(&mut out, "flex-wrap", &get("wrap", "contentWrap"));
    plain(&mut out, "overflow", &get("overflow", "contentOverflow"));
    out.push_str(&css::inline(area.key("style")));
    out
}

/// A gutter: pixels, or `{xs: …, md: …}` of which the widest given is taken.
fn pixels(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::Number(n) => {
            let mut text = String::new();
            json::write_number(&mut text, *n);
            Some(text + "px")
        }
        map @ Value::Map(_) => css::BREAKPOINTS
            .iter()
            .rev()
            .find_map(|(name, _)| pixels(Some(map.key(name)))),
        _ => None,
    }
}

fn plain(out: &mut String, property: &str, value: &Value) {
    if let Some(text) = value.as_str()
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    {
        let _ = write!(out, "{property}:{text};");
    }
}
