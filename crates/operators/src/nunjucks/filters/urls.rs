//! Filters of addresses.

use std::fmt::Write as _;

use engine::{Map, Value, js, json};

use super::{Answer, Call, Filter, Val};
use crate::nunjucks::Failure;

pub(super) const FILTERS: &[(&str, Filter)] = &[
    ("urlQuery", url_query),
    ("urlencode", urlencode),
    ("urlize", urlize),
];

/// The text with everything but letters, digits and ``-_.!~*'()`` as `%XX`.
fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, b| {
        if b.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&b) {
            out.push(char::from(b));
        } else {
            let _ = write!(out, "%{b:02X}");
        }
        out
    })
}

fn urlencode(call: &Call<'_>) -> Answer {
    let pair =
        |k: &Value, v: &Value| format!("{}={}", encode(&js::to_text(k)), encode(&js::to_text(v)));
    let pairs: Vec<String> = match call.value() {
        Value::String(text) => return Ok(encode(&text).into()),
        Value::Map(map) => map
            .iter()
            .map(|(k, v)| pair(&k.clone().into(), v))
            .collect(),
        Value::List(items) => {
            let at =
                |item: &Value, i: usize| item.items().get(i).cloned().unwrap_or(Value::Undefined);
            items
                .iter()
                .map(|item| pair(&at(item, 0), &at(item, 1)))
                .collect()
        }
        _ => Vec::new(),
    };
    Ok(pairs.join("&").into())
}

/// The address with a query that Lowdefy's pages read: every value as JSON.
fn url_query(call: &Call<'_>) -> Answer {
    let Value::String(url) = call.value() else {
        return Ok(Val::UNDEFINED);
    };
    let mut query = call
        .arg(0)
        .as_map()
        .map(|map| Map::clone(map))
        .unwrap_or_default();
    query.sort_keys();
    let written = query.iter().filter(|(_, v)| !v.is_undefined());
    let pairs = written.map(|(k, v)| format!("{}={}", encode(k), encode(&json::stringify(v))));
    let query = pairs.collect::<Vec<_>>().join("&");
    Ok(if query.is_empty() {
        url.into()
    } else {
        format!("{url}?{query}").into()
    })
}

fn urlize(call: &Call<'_>) -> Answer {
    let Value::String(text) = call.value() else {
        return Err(Failure::new("urlize takes text"));
    };
    let length = whole_or_all(&call.arg(0));
    let rel = if call.arg(1) == Value::Bool(true) {
        " rel=\"nofollow\""
    } else {
        ""
    };
    let words = text.split_inclusive(js::is_space).map(|word| {
        let trimmed = word.trim_end_matches(js::is_space);
        link(trimmed, length, rel) + &word[trimmed.len()..]
    });
    Ok(words.collect::<String>().into())
}

fn whole_or_all(value: &Value) -> usize {
    let n = js::to_number(value);
    if n.is_nan() {
        usize::MAX
    } else {
        n.max(0.0) as usize
    }
}

fn link(word: &str, length: usize, rel: &str) -> String {
    let start = ["(", "<", "&lt;"]
        .iter()
        .find_map(|p| word.strip_prefix(p))
        .unwrap_or(word);
    let url = [".", ",", ")", "&gt;"]
        .iter()
        .find_map(|p| start.strip_suffix(p))
        .unwrap_or(start);
    let short: String = url.chars().take(length).collect();
    let has_domain = [".org", ".net", ".com"].iter().any(|tld| {
        url.split_once(tld)
            .is_some_and(|(_, rest)| rest.is_empty() || rest.starts_with([':', '/']))
    });
    let is_mail = url.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    });
    if url.starts_with("http://") || url.starts_with("https://") {
        format!("<a href=\"{url}\"{rel}>{short}</a>")
    } else if is_mail && !url.starts_with("www.") {
        format!("<a href=\"mailto:{url}\">{url}</a>")
    } else if url.starts_with("www.") || has_domain {
        format!("<a href=\"http://{url}\"{rel}>{short}</a>")
    } else {
        word.to_owned()
    }
}
