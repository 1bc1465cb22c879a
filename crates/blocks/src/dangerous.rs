//! HTML with tags that the sanitizer does not let through: those that `DOMPurifyOptions` names.

use engine::Value;

use crate::html;

/// `html` made safe, but with the tags of `ADD_TAGS`, such as `iframe`, and on them the attributes of
/// `ADD_ATTR` besides the harmless ones. Handlers and addresses that run script never get through.
pub(crate) fn sanitize(html: &str, options: &Value) -> String {
    let names = |key: &str| -> Vec<String> {
        options
            .key(key)
            .items()
            .iter()
            .filter_map(|v| v.as_str().map(str::to_ascii_lowercase))
            .collect()
    };
    let mut tags = names("ADD_TAGS");
    tags.retain(|tag| {
        !matches!(
            tag.as_str(),
            "script" | "style" | "base" | "meta" | "link" | "object" | "embed"
        )
    });
    if tags.is_empty() {
        return html::sanitize(html);
    }
    let attributes = names("ADD_ATTR");
    let mut kept = Vec::new();
    let marked = take_out(html, &tags, &attributes, &mut kept);
    put_back(&html::sanitize(&marked), &kept)
}

/// Stands for the kept tag of a number. Private use characters survive any sanitizer.
fn mark(i: usize) -> String {
    format!("\u{e0f1}{i}\u{e0f2}")
}

/// Replaces the tags to keep by marks.
fn take_out(html: &str, tags: &[String], attributes: &[String], kept: &mut Vec<String>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name: String = rest[1..]
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let name = name.to_ascii_lowercase();
        match end_of_tag(rest).filter(|_| tags.contains(&name)) {
            Some(end) => {
                let tag = &rest[..end];
                out.push_str(&mark(kept.len()));
                kept.push(if tag.starts_with("</") {
                    format!("</{name}>")
                } else {
                    rebuild(&name, tag, attributes)
                });
                rest = &rest[end..];
            }
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The place after the `>` of a tag, with regard to quotes.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (i, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(i + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(q), c) if q == c => quote = None,
            _ => {}
        }
    }
    None
}

/// The tag with those of its attributes that may stay.
fn rebuild(name: &str, tag: &str, attributes: &[String]) -> String {
    const HARMLESS: &[&str] = &[
        "allow",
        "allowfullscreen",
        "class",
        "height",
        "id",
        "loading",
        "src",
        "style",
        "title",
        "width",
    ];
    let mut out = format!("<{name}");
    let mut rest = tag[1 + name.len()..]
        .trim_end_matches(['>', '/'])
        .trim_start();
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| c == '=' || c.is_whitespace())
            .unwrap_or(rest.len());
        let key = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let mut value = None;
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let (text, tail) = match after.chars().next() {
                Some(q @ ('"' | '\'')) => after[1..].split_once(q).unwrap_or((&after[1..], "")),
                _ => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
            };
            value = Some(text);
            rest = tail.trim_start();
        }
        let plain = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let listed = HARMLESS.contains(&key.as_str()) || attributes.contains(&key);
        let forbidden = key.starts_with("on") || key == "srcdoc";
        if plain && listed && !forbidden {
            out.push_str(&format!(" {key}"));
            if let Some(value) = value {
                let value = value.replace("&#", "");
                let value = if matches!(key.as_str(), "src" | "href" | "data") {
                    html::safe_url(&value)
                } else {
                    value
                };
                out.push_str(&format!(
                    "=\"{}\"",
                    value.replace('"', "&quot;").replace('<', "&lt;")
                ));
            }
        }
    }
    out.push('>');
    out
}

/// Puts kept tags in place of their marks, but only between tags: within one it could break out of an
/// attribute.
fn put_back(html: &str, kept: &[String]) -> String {
    let mut out = String::with_capacity(html.len());
    let (mut within, mut quote) = (false, None);
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        let marked = rest
            .strip_prefix('\u{e0f1}')
            .and_then(|r| r.split_once('\u{e0f2}'));
        if let Some((number, tail)) = marked {
            if !within && let Some(tag) = number.parse::<usize>().ok().and_then(|i| kept.get(i)) {
                out.push_str(tag);
            }
            rest = tail;
            continue;
        }
        match (within, quote) {
            (false, _) => within = c == '<',
            (true, None) if c == '>' => within = false,
            (true, None) if c == '"' || c == '\'' => quote = Some(c),
            (true, Some(q)) if c == q => quote = None,
            _ => {}
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}
