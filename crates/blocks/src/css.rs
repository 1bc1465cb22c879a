//! Styles of configuration as CSS text.

use std::fmt::Write as _;

use engine::{Value, json};

/// Breakpoints: name and the width from which it applies, in pixels.
pub const BREAKPOINTS: &[(&str, u32)] = &[
    ("xs", 0),
    ("sm", 576),
    ("md", 768),
    ("lg", 992),
    ("xl", 1200),
    ("xxl", 1600),
    ("2xl", 1600),
];

/// An object of CSS properties as a `style` attribute: names in camel case or kebab case, bare numbers
/// in pixels where a length is meant. Objects within (media queries, slots) are left out.
pub fn inline(style: &Value) -> String {
    let mut out = String::new();
    declarations(style, &mut out);
    out
}

fn declarations(style: &Value, out: &mut String) {
    let Some(map) = style.as_map() else { return };
    for (name, value) in map.iter() {
        let text = match value {
            Value::String(s) => s.to_string(),
            Value::Number(n) => {
                let mut text = String::new();
                json::write_number(&mut text, *n);
                if *n != 0.0 && !is_unitless(name) {
                    text.push_str("px");
                }
                text
            }
            _ => continue,
        };
        if name.starts_with(['.', '~', '&', '@']) || text.contains([';', '{', '}']) {
            continue;
        }
        property(name, out);
        let _ = write!(out, ":{text};");
    }
}

fn property(name: &str, out: &mut String) {
    if name.starts_with("--") {
        out.push_str(name);
        return;
    }
    if name.starts_with(['W', 'M', 'O']) {
        out.push('-');
    }
    for (i, c) in name.chars().enumerate() {
        if c.is_ascii_uppercase() {
            if i > 0 {
                out.push('-');
            }
            out.push(c.to_ascii_lowercase());
        } else if c.is_ascii_alphanumeric() || c == '-' {
            out.push(c);
        }
    }
}

fn is_unitless(name: &str) -> bool {
    matches!(
        name,
        "animationIterationCount"
            | "aspectRatio"
            | "borderImageOutset"
            | "borderImageSlice"
            | "borderImageWidth"
            | "boxFlex"
            | "columnCount"
            | "columns"
            | "fillOpacity"
            | "flex"
            | "flexGrow"
            | "flexShrink"
            | "fontWeight"
            | "gridArea"
            | "gridColumn"
            | "gridColumnEnd"
            | "gridColumnStart"
            | "gridRow"
            | "gridRowEnd"
            | "gridRowStart"
            | "lineClamp"
            | "lineHeight"
            | "opacity"
            | "order"
            | "orphans"
            | "scale"
            | "strokeOpacity"
            | "strokeWidth"
            | "tabSize"
            | "WebkitLineClamp"
            | "widows"
            | "zIndex"
            | "zoom"
    ) || name.starts_with("--")
}

/// The part of a style that applies from breakpoints on (`{sm: {…}}`), as rules for `selector`; empty
/// for none.
pub fn media_rules(style: &Value, selector: &str) -> String {
    let mut out = String::new();
    let Some(map) = style.as_map() else {
        return out;
    };
    for (name, from) in BREAKPOINTS {
        let Some(inner @ Value::Map(_)) = map.get(name) else {
            continue;
        };
        let mut body = String::new();
        declarations(inner, &mut body);
        // Lowdefy's media keys end where the next breakpoint begins for xs, and are open above else.
        let query = if *from == 0 {
            "(max-width:575.98px)".to_owned()
        } else {
            format!("(min-width:{from}px)")
        };
        let _ = write!(
            out,
            "@media {query}{{{selector}{{{}}}}}",
            body.replace(';', " !important;")
        );
    }
    out
}

/// The style of a slot: `style[".element"]` of later versions.
pub fn slot(style: &Value, name: &str) -> String {
    style
        .as_map()
        .and_then(|m| m.get(name))
        .map(inline)
        .unwrap_or_default()
}

/// A class or classes of configuration as a `class` attribute: text, a list, or `{slot: …}`.
pub fn classes(class: &Value) -> String {
    match class {
        Value::String(s) => s.to_string(),
        Value::List(items) => items
            .iter()
            .map(classes)
            .filter(|c| !c.is_empty())
            .collect::<Vec<_>>()
            .join(" "),
        Value::Map(map) => map
            .get(".block")
            .or(map.get("block"))
            .map(classes)
            .unwrap_or_default(),
        _ => String::new(),
    }
}

/// A length of configuration: bare numbers are pixels.
pub fn length(value: &Value) -> Option<String> {
    match value {
        Value::Number(n) if n.is_finite() => Some(format!("{n}px")),
        Value::String(s) if !s.is_empty() && !s.contains([';', '{', '}']) => Some(s.to_string()),
        _ => None,
    }
}

/// `selector`-safe form of an id within `#…`.
pub fn escape_id(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for (i, c) in id.chars().enumerate() {
        let plain = c.is_ascii_alphanumeric() || c == '-' || c == '_' || !c.is_ascii();
        if plain && !(i == 0 && c.is_ascii_digit()) {
            out.push(c);
        } else {
            let _ = write!(out, "\\{:x} ", c as u32);
        }
    }
    out
}
