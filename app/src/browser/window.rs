//! The window as expressions see it: size and colour scheme.

use engine::{Root, Value};
use runtime::AppCx;
use wasm_bindgen::JsValue;

use super::dom::{html, listen, set_cookie, window};

/// The name of a width.
fn size_of(width: f64) -> &'static str {
    match width {
        w if w < 576.0 => "xs",
        w if w < 768.0 => "sm",
        w if w < 992.0 => "md",
        w if w < 1200.0 => "lg",
        w if w < 1600.0 => "xl",
        _ => "xxl",
    }
}

/// `_media` as the window is now.
fn media() -> Value {
    let number = |v: Result<JsValue, JsValue>| v.ok().and_then(|v| v.as_f64()).unwrap_or(0.0);
    let width = number(window().inner_width());
    let preference = html()
        .and_then(|e| e.get_attribute("data-theme"))
        .unwrap_or_else(|| "system".to_owned());
    let dark = match preference.as_str() {
        "dark" => true,
        "light" => false,
        _ => prefers_dark(),
    };
    Value::object([
        ("size", size_of(width).into()),
        ("width", Value::Number(width)),
        ("height", Value::Number(number(window().inner_height()))),
        ("darkMode", Value::Bool(dark)),
        ("darkModePreference", preference.into()),
    ])
}

fn prefers_dark() -> bool {
    let query = window()
        .match_media("(prefers-color-scheme: dark)")
        .ok()
        .flatten();
    query.is_some_and(|q| q.matches())
}

/// Tells expressions what the window is like, now and whenever it changes.
pub(super) fn watch(app: &AppCx) {
    refresh(app);
    let resized = app.clone();
    listen(&window(), "resize", move |_| refresh(&resized));
    if let Ok(Some(query)) = window().match_media("(prefers-color-scheme: dark)") {
        let app = app.clone();
        listen(&query, "change", move |_| refresh(&app));
    }
}

fn refresh(app: &AppCx) {
    let media = media();
    if app.shared().media != media {
        app.change(&[Root::Media], |shared| shared.media = media);
    }
}

/// Chooses the colour scheme and remembers it.
pub(super) fn set_theme(app: &AppCx, mode: &str) {
    if let Some(html) = html() {
        html.set_attribute("data-theme", mode).ok();
    }
    let base = app.shared().root.base_path.clone();
    set_cookie("lath_theme", mode, &base);
    refresh(app);
}
