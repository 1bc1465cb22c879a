//! `Intl.ListFormat`.

use crate::locale;
use crate::settings::{Reader, Settings};

/// `new Intl.ListFormat(locales, options).format(items)`.
///
/// # Errors
/// What V8 says of a wrong option or language.
pub fn list(
    locales: &[String],
    default: &str,
    settings: Settings<'_>,
    items: &[String],
) -> Result<String, String> {
    let locale = locale::choose(locales, default)?;
    let reader = Reader::new("ListFormat", settings);
    reader.choice("localeMatcher", "best fit lookup")?;
    let kind = match &*reader.choice("type", "conjunction disjunction unit")? {
        "disjunction" => "or",
        "unit" => "unit",
        _ => "standard",
    };
    let key = match &*reader.choice("style", "long short narrow")? {
        "long" => format!("list.{kind}"),
        style => format!("list.{kind}-{style}"),
    };
    let patterns: Vec<&str> = locale.data.text(&key).split('|').collect();
    let [two, start, middle, end] = patterns[..] else {
        return Ok(items.join(", "));
    };
    let language = locale.language();
    let n_items = items.len();
    let mut items = items.iter();
    let mut text = items.next().cloned().unwrap_or_default();
    let mut pattern = start;
    while let Some(item) = items.next() {
        if items.len() > 0 {
            append(&mut text, pattern, item);
            pattern = middle;
        } else {
            let last = if n_items == 2 { two } else { end };
            append(&mut text, &in_context(language, kind, last, item), item);
        }
    }
    Ok(text)
}

/// Puts `item` after `text` as `{0}, {1}` says.
fn append(text: &mut String, pattern: &str, item: &str) {
    let (before, rest) = pattern.split_once("{0}").unwrap_or(("", pattern));
    let (between, after) = rest.split_once("{1}").unwrap_or((rest, ""));
    // A list of many items is not copied for each of them.
    if !before.is_empty() {
        text.insert_str(0, before);
    }
    for part in [between, item, after] {
        text.push_str(part);
    }
}

/// Words for “and” and “or” that change before certain sounds.
fn in_context(language: &str, kind: &str, pattern: &str, next: &str) -> String {
    let small = next.to_lowercase();
    let begins = |starts: &[&str]| starts.iter().any(|start| small.starts_with(start));
    match (language, kind) {
        ("es", "standard" | "unit") if begins(&["i", "hi"]) && !begins(&["hie", "hia"]) => {
            pattern.replace(" y {1}", " e {1}")
        }
        ("es", "or") => {
            let eleven = small
                .strip_prefix("11")
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
            if begins(&["o", "ho", "8"]) || eleven {
                pattern.replace(" o {1}", " u {1}")
            } else {
                pattern.to_owned()
            }
        }
        ("he", "standard") => {
            let is_hebrew = next
                .chars()
                .next()
                .is_some_and(|c| matches!(c, '\u{590}'..='\u{5ff}' | '\u{fb1d}'..='\u{fb4f}'));
            if is_hebrew {
                pattern.replace("-{1}", "{1}")
            } else {
                pattern.replace("ו{1}", "ו-{1}")
            }
        }
        _ => pattern.to_owned(),
    }
}
