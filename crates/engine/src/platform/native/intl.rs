//! `Intl`, from what the crate of that name knows. Here are JavaScript's rules for what it may be
//! given.

use intl::{Amount, Setting};

use crate::platform::Intl;
use crate::{Value, date, js};

pub(crate) fn intl(call: &Intl<'_>, args: &[Value]) -> Result<String, String> {
    let class = call.class;
    let locales = locales(call.locales)?;
    let locales = locales.as_slice();
    check_options(class, call.options)?;
    let get = |name: &str| setting(call.options.key(name));
    let settings = &get;
    let default = call.default;
    let arg = |i: usize| args.get(i).unwrap_or(&Value::Undefined);
    match class {
        "DateTimeFormat" => {
            let ms = date::clip(js::to_number(arg(0)));
            intl::date_time(locales, default, settings, ms)
        }
        "ListFormat" => intl::list(locales, default, settings, &texts(arg(0))?),
        "RelativeTimeFormat" => {
            let (amount, unit) = (js::to_number(arg(0)), js::to_text(arg(1)));
            intl::relative_time(locales, default, settings, amount, &unit)
        }
        "PluralRules" => {
            let amount = js::to_number(arg(0));
            intl::plural(locales, default, settings, amount).map(str::to_owned)
        }
        _ => {
            let text;
            let amount = match arg(0) {
                value @ (Value::String(_) | Value::List(_) | Value::Map(_)) => {
                    text = js::to_text(value);
                    Amount::Text(&text)
                }
                value => Amount::Number(js::to_number(value)),
            };
            intl::number(locales, default, settings, amount)
        }
    }
}

/// The server has no time of its own.
pub(crate) fn is_own_time(_ms: f64, _behind: f64) -> bool {
    false
}

fn locales(locales: &Value) -> Result<Vec<String>, String> {
    let wrong = "Language ID should be string or object.";
    match locales {
        Value::Null => Err("Cannot convert undefined or null to object".to_owned()),
        Value::String(tag) => Ok(vec![tag.to_string()]),
        Value::List(tags) => {
            let tags = tags.iter().map(|tag| tag.as_str().map(str::to_owned));
            tags.collect::<Option<_>>().ok_or_else(|| wrong.to_owned())
        }
        _ => Ok(Vec::new()),
    }
}

fn check_options(class: &str, options: &Value) -> Result<(), String> {
    match (class, options) {
        (_, Value::Undefined | Value::Map(_) | Value::List(_)) => Ok(()),
        ("ListFormat", _) => Err("invalid_argument".to_owned()),
        ("DateTimeFormat", Value::Null) => {
            Err("Cannot convert undefined or null to object".to_owned())
        }
        (_, Value::Null) => Err(format!("Intl.{class} called on null or undefined")),
        _ => Ok(()),
    }
}

fn setting(value: &Value) -> Option<Setting> {
    Some(match value {
        Value::Undefined => return None,
        Value::Null => Setting::Null,
        Value::Bool(yes) => Setting::Bool(*yes),
        Value::Number(n) => Setting::Number(*n),
        value => Setting::Text(js::to_text(value)),
    })
}

/// The items of a list, which have to be text, or the characters of a text.
fn texts(value: &Value) -> Result<Vec<String>, String> {
    let kind = match value {
        Value::Undefined => return Ok(Vec::new()),
        Value::String(text) => return Ok(text.chars().map(String::from).collect()),
        Value::List(items) => {
            let text = |item: &Value| match item.as_str() {
                Some(text) => Ok(text.to_owned()),
                None => Err(format!(
                    "Iterable yielded {} which is not a string",
                    js::to_text(item)
                )),
            };
            return items.iter().map(text).collect();
        }
        Value::Null => "object null".to_owned(),
        Value::Number(n) => format!("number {}", js::number_to_text(*n)),
        Value::Bool(yes) => format!("boolean {yes}"),
        _ => "object".to_owned(),
    };
    Err(format!(
        "{kind} is not iterable (cannot read property Symbol(Symbol.iterator))"
    ))
}
