//! The expression operators, one file per family, and how they take their operands.

pub(super) mod arithmetic;
pub(super) mod array;
pub(super) mod boolean;
pub(super) mod collect;
pub(super) mod date;
pub(super) mod date_text;
pub(super) mod misc;
pub(super) mod object;
pub(super) mod set;
pub(super) mod string;
pub(super) mod substring;
pub(super) mod trigonometry;
pub(super) mod types;

use engine::{Str, Value, js};

use super::Res;
use crate::instance::label;
use crate::mql::fail;

/// The number, if it is one and not NaN.
pub(super) fn bare_number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(n) if !n.is_nan() => Some(*n),
        _ => None,
    }
}

/// `Number(value)`. Of a list only its first item is looked at, however large it is.
pub(super) fn number(value: &Value) -> f64 {
    match value {
        Value::List(items) => match &items[..] {
            [] => 0.0,
            [Value::Bool(_) | Value::Date(_)] => f64::NAN,
            [one] if one.is_none() => 0.0,
            [one] => number(one),
            // It would be text with a comma.
            _ => f64::NAN,
        },
        value => js::to_number(value),
    }
}

/// Is it true where a condition stands? As in JavaScript, but empty text is true.
fn truthy(value: &Value) -> bool {
    js::truthy(value) || matches!(value, Value::String(_))
}

/// Operand `i` of operands that must be a list; undefined where there are fewer.
///
/// # Errors
/// For anything but a list.
fn operand(name: &str, operands: &Value, i: usize) -> Res {
    match operands {
        Value::List(items) => Ok(items.get(i).cloned().unwrap_or(Value::Undefined)),
        _ => fail(format!("{name} takes an array of operands")),
    }
}

/// The operands as a list.
///
/// # Errors
/// For anything but a list.
fn operands<'v>(name: &str, operands: &'v Value) -> Res<&'v [Value]> {
    match operands {
        Value::List(items) => Ok(items),
        _ => fail(format!("{name} takes an array of operands")),
    }
}

/// The operand `key` of operands that must be an object.
///
/// # Errors
/// For null and undefined.
fn named(operands: &Value, key: &str) -> Res {
    if operands.is_none() {
        let kind = label(operands);
        return fail(format!(
            "Cannot read properties of {kind} (reading '{key}')"
        ));
    }
    Ok(operands.key(key).clone())
}

/// The items of `value`.
///
/// # Errors
/// `message` for anything but a list.
fn items<'v>(value: &'v Value, message: &'static str) -> Res<&'v [Value]> {
    match value {
        Value::List(items) => Ok(items),
        _ => fail(message),
    }
}

/// Text; none for another kind.
///
/// # Errors
/// `message` for anything but text.
fn text(value: &Value, message: &'static str) -> Res<Str> {
    match value {
        Value::String(text) => Ok(text.clone()),
        _ => fail(message),
    }
}
