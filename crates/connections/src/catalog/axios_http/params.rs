//! Objects as text of an address or a form, as Axios writes them.

use engine::{Value, date, js, json};

/// How a list of plain values is written.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Indexes {
    /// `a=1&a=2`
    No,
    /// `a[]=1&a[]=2`
    Empty,
    /// `a[0]=1&a[1]=2`
    Full,
}

impl Indexes {
    /// Of `paramsSerializer.indexes`.
    pub(super) fn read(config: &Value) -> Indexes {
        match config.key("paramsSerializer").key("indexes") {
            Value::Null => Indexes::No,
            Value::Bool(true) => Indexes::Full,
            _ => Indexes::Empty,
        }
    }
}

/// `params` as they stand after `?`.
pub(super) fn query(params: &Value, indexes: Indexes) -> String {
    let encode = |text: &str| {
        let text = percent_encode(text, b"-_.!~*'()");
        let keep = [
            ("%3A", ":"),
            ("%24", "$"),
            ("%2C", ","),
            ("%20", "+"),
            ("%5B", "["),
            ("%5D", "]"),
        ];
        keep.iter()
            .fold(text, |text, (code, plain)| text.replace(code, plain))
    };
    join(params, indexes, encode)
}

/// `data` as a form.
pub(super) fn form(data: &Value) -> String {
    join(data, Indexes::Empty, |text| {
        percent_encode(text, b"-_.* ").replace(' ', "+")
    })
}

fn join(value: &Value, indexes: Indexes, encode: impl Fn(&str) -> String) -> String {
    let mut pairs = Vec::new();
    collect(value, indexes, &[], &mut pairs);
    let pairs = pairs
        .iter()
        .map(|(key, value)| format!("{}={}", encode(key), encode(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// Everything in `value` with its key. Lists of plain values at the top repeat `key[]`; what is
/// deeper has its path in brackets.
fn collect(value: &Value, indexes: Indexes, path: &[String], pairs: &mut Vec<(String, String)>) {
    let entries: Vec<(String, &Value)> = match value {
        Value::Map(map) => map
            .iter()
            .map(|(k, v)| (js::trim(k).to_owned(), v))
            .collect(),
        Value::List(items) => items
            .iter()
            .enumerate()
            .map(|(i, v)| (i.to_string(), v))
            .collect(),
        _ => Vec::new(),
    };
    for (key, value) in entries.into_iter().filter(|(_, value)| !value.is_none()) {
        let is_nested = |value: &Value| matches!(value, Value::Map(_) | Value::List(_));
        if path.is_empty() && is_nested(value) && key.ends_with("{}") {
            pairs.push((key, json::stringify(value)));
            continue;
        }
        if let Value::List(items) = value
            && path.is_empty()
            && (key.ends_with("[]") || !items.iter().any(is_nested))
        {
            let key = without_brackets(&key);
            let items = items.iter().enumerate().filter(|(_, it)| !it.is_none());
            pairs.extend(items.map(|(i, item)| {
                let key = match indexes {
                    Indexes::No => key.to_owned(),
                    Indexes::Empty => format!("{key}[]"),
                    Indexes::Full => format!("{key}[{i}]"),
                };
                (key, text(item))
            }));
            continue;
        }
        if is_nested(value) {
            let path = [path, &[key]].concat();
            collect(value, indexes, &path, pairs);
            continue;
        }
        let mut name = String::new();
        for (i, segment) in path.iter().chain([&key]).enumerate() {
            match (i, path.is_empty()) {
                (_, true) => name.push_str(segment),
                (0, _) => name.push_str(without_brackets(segment)),
                _ => name.push_str(&format!("[{}]", without_brackets(segment))),
            }
        }
        pairs.push((name, text(value)));
    }
}

fn without_brackets(key: &str) -> &str {
    key.strip_suffix("[]").unwrap_or(key)
}

fn text(value: &Value) -> String {
    match value {
        Value::Date(ms) if !ms.is_nan() => date::to_iso(*ms),
        value => js::to_text(value),
    }
}

fn percent_encode(text: &str, keep: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || keep.contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
