//! HTML from configuration: which of it is safe to draw.
//!
//! The crate does not sanitise by itself: on the server a kept library does, in the browser another
//! one, both behind [`set_sanitizer`]. Until one is set everything is escaped.

use std::sync::OnceLock;

type Sanitizer = fn(&str) -> String;

static SANITIZER: OnceLock<Sanitizer> = OnceLock::new();

/// Sets what makes HTML safe, once per process.
pub fn set_sanitizer(sanitizer: Sanitizer) {
    SANITIZER.set(sanitizer).ok();
}

/// `html` without anything that could run or deceive: scripts, handlers, foreign frames.
pub fn sanitize(html: &str) -> String {
    match SANITIZER.get() {
        _ if !html.contains(['<', '&']) => html.to_owned(),
        Some(sanitizer) => sanitizer(html),
        None => escape(html),
    }
}

/// `text` so that HTML shows it as it is.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

/// The address of a link, or `#` for one that would run script.
pub fn safe_url(url: &str) -> String {
    let start: String = url
        .chars()
        .filter(|c| *c > ' ' && !c.is_control())
        .take(12)
        .collect();
    let start = start.to_ascii_lowercase();
    let runs = ["javascript:", "vbscript:", "data:text"]
        .iter()
        .any(|scheme| start.starts_with(scheme));
    if runs { "#".to_owned() } else { url.to_owned() }
}
