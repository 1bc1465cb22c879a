//! The arguments of a method: what belongs into the path, parameters, options.

use engine::{Value, js};
use reqwest::Method;

use super::form;
use super::methods::{self, Found};
use crate::Error;
use crate::escape::escape;

/// By these a map is told to be options.
const OPTIONS: [&str; 7] = [
    "apiKey",
    "apiVersion",
    "host",
    "idempotencyKey",
    "maxNetworkRetries",
    "stripeAccount",
    "timeout",
];

/// A call as it is to be made.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) method: Method,
    /// Below `/v1/`.
    pub(super) path: String,
    /// A form or a query.
    pub(super) data: String,
    pub(super) options: Value,
}

/// Reads the properties of a request: `{ resource: { method: [arguments] } }`.
///
/// # Errors
/// There is no such method, or it takes other arguments.
pub(super) fn read(request: &Value) -> Result<Call, Error> {
    let mut names = Vec::new();
    let mut rest = request;
    // The library follows the first key of each map.
    while let Some((name, value)) = rest.as_map().and_then(|map| map.at(0)) {
        names.push(&**name);
        rest = value;
    }
    let name = names.join(".");
    let found = methods::find(&name).filter(|_| rest.is_none() || rest.as_list().is_some());
    let found =
        found.ok_or_else(|| Error::request(format!("Invalid Stripe method {}", shown(&name))))?;
    arguments(&found, rest.items())
}

fn arguments(found: &Found, given: &[Value]) -> Result<Call, Error> {
    let mut given = given.iter();
    let mut template = found.path;
    let first = given.as_slice().first();
    if let Some(without) = found.without
        && first.is_none_or(|first| first.as_str().is_none())
    {
        template = without;
        if first.is_some_and(Value::is_none) {
            given.next();
        }
    }
    let method = &found.method;
    let mut path = String::new();
    let mut parts = template.split(['{', '}']);
    path.push_str(parts.next().unwrap_or_default());
    // What follows alternates: an argument's name, and the text up to the next.
    while let Some(name) = parts.next() {
        let argument = given.next().unwrap_or(&Value::Undefined);
        // An empty one would make another call.
        let text = argument
            .as_str()
            .filter(|text| !matches!(*text, "" | "." | ".."));
        let text = text.ok_or_else(|| {
            let got = shown(&js::to_text(argument));
            Error::request(format!(
                "Stripe: Argument \"{name}\" required, but got: {got} (on API request to `{method} /v1/{template}`)"
            ))
        })?;
        path.push_str(&escape(text));
        path.push_str(parts.next().unwrap_or_default());
    }
    let is_map = |value: &&Value| value.as_map().is_some();
    let is_options = |value: &Value| OPTIONS.iter().any(|it| !value.key(it).is_undefined());
    let mut data = &Value::Undefined;
    if let Some(first) = given.as_slice().first().filter(is_map)
        && !is_options(first)
    {
        data = first;
        given.next();
    }
    let mut options = Value::Undefined;
    if let Some(last) = given.as_slice().last().filter(is_map)
        && is_options(last)
    {
        options = last.clone();
        given.next_back();
    }
    if !options.key("host").is_none() {
        return Err(Error::request(
            "Stripe: the option \"host\" is not available.",
        ));
    }
    if given.any(|it| !it.is_none()) {
        return Err(Error::request(format!(
            "Stripe: Unknown arguments (on API request to `{method} /v1/{template}`)"
        )));
    }
    Ok(Call {
        method: found.method.clone(),
        path,
        data: form::of(data),
        options,
    })
}

/// The beginning of a text that somebody chose.
fn shown(text: &str) -> String {
    text.chars().take(100).collect()
}
