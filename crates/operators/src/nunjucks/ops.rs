//! JavaScript's operators, where they are more than [`engine::js`] has.

use engine::{Str, Value, js, path, platform};

use super::Failure;

/// `a op b`
///
/// # Errors
/// `in` for what can hold nothing.
pub(super) fn binary(op: &str, a: &Value, b: &Value) -> Result<Value, Failure> {
    let number = |f: fn(f64, f64) -> f64| Value::from(f(js::to_number(a), js::to_number(b)));
    Ok(match op {
        "+" => add(a, b),
        "~" => format!("{}{}", js::to_text(a), js::to_text(b)).into(),
        "-" => number(|a, b| a - b),
        "*" => number(|a, b| a * b),
        "/" => number(|a, b| a / b),
        "%" => number(|a, b| a % b),
        "//" => number(|a, b| (a / b).floor()),
        "**" => platform::pow(js::to_number(a), js::to_number(b)).into(),
        "===" => js::strict_eq(a, b).into(),
        "!==" => (!js::strict_eq(a, b)).into(),
        "==" => loose_eq(a, b).into(),
        "!=" => (!loose_eq(a, b)).into(),
        "in" => return contains(b, a).map(Value::from),
        _ => js::compare(a, b)
            .is_some_and(|order| ordered(op, order))
            .into(),
    })
}

fn ordered(op: &str, order: std::cmp::Ordering) -> bool {
    match op {
        "<" => order.is_lt(),
        "<=" => order.is_le(),
        ">" => order.is_gt(),
        _ => order.is_ge(),
    }
}

fn add(a: &Value, b: &Value) -> Value {
    let is_text = |v: &Value| {
        !matches!(
            v,
            Value::Undefined | Value::Null | Value::Bool(_) | Value::Number(_)
        )
    };
    if is_text(a) || is_text(b) {
        return format!("{}{}", js::to_text(a), js::to_text(b)).into();
    }
    (js::to_number(a) + js::to_number(b)).into()
}

/// `==`
pub(super) fn loose_eq(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (a, b) if a.is_none() || b.is_none() => a.is_none() && b.is_none(),
        (
            Value::Bool(_) | Value::Number(_),
            Value::String(_) | Value::Bool(_) | Value::Number(_),
        )
        | (Value::String(_), Value::Bool(_) | Value::Number(_)) => {
            js::to_number(a) == js::to_number(b)
        }
        (a, b) if is_object(a) == is_object(b) => js::strict_eq(a, b),
        (a, b) if is_object(a) => loose_eq(&js::to_text(a).into(), b),
        (a, b) => loose_eq(a, &js::to_text(b).into()),
    }
}

fn is_object(value: &Value) -> bool {
    !matches!(value, Value::Bool(_) | Value::Number(_) | Value::String(_))
}

fn contains(all: &Value, key: &Value) -> Result<bool, Failure> {
    match all {
        Value::List(items) => Ok(items.iter().any(|item| js::strict_eq(item, key))),
        Value::String(text) => Ok(text.contains(&js::to_text(key))),
        Value::Map(map) => Ok(map.contains_key(&js::to_text(key))),
        _ => Err(Failure::new("`in` takes a list, an object or text")),
    }
}

/// `object[key]`, undefined where there is none.
pub(super) fn member(object: &Value, key: &Value) -> Value {
    let key: Str = match key {
        Value::String(key) => key.clone(),
        key => js::to_text(key).into(),
    };
    let found = match object {
        Value::Map(map) => map.get(&key).cloned(),
        Value::Error(e) => match &*key {
            "message" => Some(e.message.clone().into()),
            "name" => Some(e.name.clone().into()),
            key => e.extra.get(key).cloned(),
        },
        Value::List(items) => match path::index(&key) {
            Some(i) => items.get(i).cloned(),
            None => (&*key == "length").then(|| items.len().into()),
        },
        Value::String(text) => match path::index(&key) {
            Some(i) => characters(text).get(i).map(|c| c.as_str().into()),
            None => (&*key == "length").then(|| text.encode_utf16().count().into()),
        },
        _ => None,
    };
    found.unwrap_or(Value::Undefined)
}

/// What JavaScript takes for characters: pairs of surrogates count as one here.
pub(super) fn characters(text: &str) -> Vec<String> {
    text.chars().map(String::from).collect()
}

/// The items over which `for x in …` goes.
pub(super) fn iterate(value: &Value) -> Vec<Value> {
    match value {
        Value::List(items) => items.to_vec(),
        Value::String(text) => characters(text).into_iter().map(Value::from).collect(),
        _ => Vec::new(),
    }
}

/// The text with `&`, `<`, `>` and quotes replaced, as HTML wants them.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
