//! `a is …`

use std::cmp::Ordering;

use engine::{Value, js};

use super::Failure;
use super::frame::Val;
use super::run::Given;

/// Does the test `name` hold of `subject`?
///
/// # Errors
/// There is no such test.
pub(super) fn check(name: &str, subject: &Val, given: &Given) -> Result<bool, Failure> {
    let value = subject.to_value();
    let other = given
        .positional
        .first()
        .map_or(Value::Undefined, Val::to_value);
    let number = js::to_number(&value);
    let order = || js::compare(&value, &other);
    Ok(match name {
        "callable" => matches!(subject, Val::Callable(_)) || matches!(value, Value::Function(_)),
        "defined" => !matches!(subject, Val::Plain(Value::Undefined)),
        "undefined" => matches!(subject, Val::Plain(Value::Undefined)),
        "null" => matches!(value, Value::Null),
        "divisibleby" => number % js::to_number(&other) == 0.0,
        "even" => number % 2.0 == 0.0,
        "odd" => number % 2.0 == 1.0,
        "escaped" => matches!(subject, Val::Safe(_)),
        "equalto" | "eq" | "sameas" => js::strict_eq(&value, &other),
        "ne" => !js::strict_eq(&value, &other),
        "ge" => order().is_some_and(Ordering::is_ge),
        "greaterthan" | "gt" => order().is_some_and(Ordering::is_gt),
        "le" => order().is_some_and(Ordering::is_le),
        "lessthan" | "lt" => order().is_some_and(Ordering::is_lt),
        "truthy" => subject.truthy(),
        "falsy" => !subject.truthy(),
        "lower" => text(&value)?.to_lowercase() == *text(&value)?,
        "upper" => text(&value)?.to_uppercase() == *text(&value)?,
        "number" => matches!(value, Value::Number(_)),
        "string" => matches!(subject, Val::Plain(Value::String(_))),
        "iterable" if value.is_none() => return Err(Failure::new("the test takes a value")),
        "iterable" => matches!(value, Value::String(_) | Value::List(_)),
        "mapping" => {
            let is_object = matches!(value, Value::Map(_) | Value::Date(_) | Value::Error(_));
            is_object || matches!(subject, Val::Safe(_))
        }
        _ => return Err(Failure::new("an unknown test")),
    })
}

fn text(value: &Value) -> Result<&str, Failure> {
    value.as_str().ok_or(Failure::new("the test takes text"))
}
