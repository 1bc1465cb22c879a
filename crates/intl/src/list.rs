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
    let join = |pattern: &str, left: &str, right: &str| {
        let pattern = in_context(language, kind, pattern, right);
        fill(&pattern, left, right)
    };
    Ok(match items {
        [] => String::new(),
        [one] => one.clone(),
        [first, second] => join(two, first, second),
        [first, second, between @ .., last] => {
            let mut text = fill(start, first, second);
            for item in between {
                text = fill(middle, &text, item);
            }
            join(end, &text, last)
        }
    })
}

/// Replaces `{0}` and `{1}`, also where the texts have such themselves.
fn fill(pattern: &str, left: &str, right: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + left.len() + right.len());
    let mut rest = pattern;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("{0}") {
            out.push_str(left);
            rest = after;
        } else if let Some(after) = rest.strip_prefix("{1}") {
            out.push_str(right);
            rest = after;
        } else {
            out.push('{');
            rest = &rest[1..];
        }
    }
    out + rest
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
