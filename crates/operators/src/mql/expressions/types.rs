//! Kinds of values, and conversion from one to another.

use engine::{Value, js};

use super::{bare_number, date, date_text, named, number};
use crate::instance::type_of;
use crate::mql::Res;
use crate::mql::compute::compute;
use crate::mql::env::Env;
use crate::mql::fail;

/// `$type`
pub(in crate::mql) fn type_(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let value = compute(env, obj, expr)?;
    let name = match &value {
        Value::Bool(_) => "bool",
        Value::Number(n) if js::number_to_text(*n).contains('.') => "double",
        Value::Number(n) if (-2_147_483_648.0..=2_147_483_647.0).contains(n) => "int",
        Value::Number(_) => "long",
        value => type_of(value),
    };
    Ok(name.into())
}

/// `$isNumber`
pub(in crate::mql) fn is_number(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    Ok(bare_number(&compute(env, obj, expr)?).is_some().into())
}

/// Converts a value that is neither null nor undefined.
type Convert = fn(&Env<'_>, &Value) -> Res;

fn converted(env: &Env<'_>, obj: &Value, expr: &Value, convert: Convert) -> Res {
    let value = compute(env, obj, expr)?;
    if value.is_none() {
        return Ok(Value::Null);
    }
    convert(env, &value)
}

/// `$toBool`
pub(in crate::mql) fn to_bool(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    converted(env, obj, expr, bool_of)
}

/// `$toDate`
pub(in crate::mql) fn to_date(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    converted(env, obj, expr, date_of)
}

/// `$toDouble` and `$toDecimal`
pub(in crate::mql) fn to_double(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    converted(env, obj, expr, double_of)
}

/// `$toInt`
pub(in crate::mql) fn to_int(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    converted(env, obj, expr, int_of)
}

/// `$toLong`
pub(in crate::mql) fn to_long(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    converted(env, obj, expr, long_of)
}

/// `$toString`
pub(in crate::mql) fn to_string(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    converted(env, obj, expr, string_of)
}

/// `$convert`
pub(in crate::mql) fn convert(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    let input = named(&args, "input")?;
    if input.is_none() {
        return Ok(args.key("onNull").clone().or_null());
    }
    let name = env.text_of(args.key("to"))?;
    let convert: Option<Convert> = match &*name {
        "string" | "2" => Some(string_of),
        "bool" | "boolean" | "8" => Some(bool_of),
        "date" | "9" => Some(date_of),
        "double" | "decimal" | "number" | "1" | "19" => Some(double_of),
        "int" | "16" => Some(int_of),
        "long" | "18" => Some(long_of),
        _ => None,
    };
    if let Some(Ok(value)) = convert.map(|convert| convert(env, &input)) {
        return Ok(value);
    }
    match args.key("onError") {
        Value::Undefined => fail(format!("could not convert to type {name}.")),
        on_error => Ok(on_error.clone()),
    }
}

fn bool_of(_: &Env<'_>, value: &Value) -> Res {
    Ok((js::truthy(value) || value.as_str().is_some()).into())
}

fn date_of(env: &Env<'_>, value: &Value) -> Res {
    let ms = date::to_moment(env, value)?;
    if ms.is_nan() && !matches!(value, Value::Date(_)) {
        let text = env.text_of(value)?;
        return fail(format!("cannot convert '{text}' to date"));
    }
    Ok(Value::Date(ms))
}

fn double_of(env: &Env<'_>, value: &Value) -> Res {
    let n = number(value);
    if n.is_nan() && !matches!(value, Value::Date(_)) {
        let text = env.text_of(value)?;
        return fail(format!("cannot convert '{text}' to double/decimal"));
    }
    Ok(n.into())
}

fn int_of(env: &Env<'_>, value: &Value) -> Res {
    integer_of(env, value, -2_147_483_648.0, 2_147_483_647.0, "int")
}

fn long_of(env: &Env<'_>, value: &Value) -> Res {
    let max = 9_007_199_254_740_991.0;
    integer_of(env, value, -max, max, "long")
}

/// A number loses its fraction; text with one is an error.
fn integer_of(env: &Env<'_>, value: &Value, min: f64, max: f64, name: &str) -> Res {
    let n = number(value);
    if matches!(value, Value::Date(_) | Value::Bool(_)) {
        return Ok(n.into());
    }
    let is_text = value.as_str().is_some();
    if n >= min && n <= max && !(is_text && js::number_to_text(n).contains('.')) {
        return Ok(n.trunc().into());
    }
    let text = env.text_of(value)?;
    fail(format!("cannot convert '{text}' to {name}"))
}

fn string_of(env: &Env<'_>, value: &Value) -> Res {
    match value {
        Value::String(_) => Ok(value.clone()),
        Value::Date(ms) => env.text(date_text::to_default_text(*ms)?),
        value => env.text(env.text_of(value)?),
    }
}
