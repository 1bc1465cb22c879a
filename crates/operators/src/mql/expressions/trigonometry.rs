//! Angles.

use engine::{Value, platform};

use super::{number, operand};
use crate::mql::Res;
use crate::mql::compute::compute;
use crate::mql::env::Env;
use crate::mql::fail;

/// A function of one number. An infinite number is an error unless `infinite` gives its values, for
/// positive and negative ones.
fn of_number(
    env: &Env<'_>,
    obj: &Value,
    expr: &Value,
    name: &str,
    infinite: [Option<f64>; 2],
) -> Res {
    let value = compute(env, obj, expr)?;
    if value.is_none() {
        return Ok(Value::Null);
    }
    let n = number(&value);
    if !n.is_infinite() {
        return Ok(platform::math(name, &[n]).into());
    }
    match infinite[usize::from(n < 0.0)] {
        Some(n) => Ok(n.into()),
        None => fail(format!(
            "cannot apply ${name} to -inf, value must in (-inf,inf)"
        )),
    }
}

const FINITE: [Option<f64>; 2] = [None, None];
const POSITIVE: Option<f64> = Some(f64::INFINITY);
const NEGATIVE: Option<f64> = Some(f64::NEG_INFINITY);

/// `$acos`
pub(in crate::mql) fn acos(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    of_number(env, obj, expr, "acos", [POSITIVE, None])
}

/// `$acosh`
pub(in crate::mql) fn acosh(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    of_number(env, obj, expr, "acosh", [POSITIVE, None])
}

/// `$asin`
pub(in crate::mql) fn asin(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    of_number(env, obj, expr, "asin", FINITE)
}

/// `$asinh`
pub(in crate::mql) fn asinh(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    of_number(env, obj, expr, "asinh", [POSITIVE, NEGATIVE])
}

/// `$atan`
pub(in crate::mql) fn atan(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    of_number(env, obj, expr, "atan", FINITE)
}

/// `$atanh`
pub(in crate::mql) fn atanh(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    of_number(env, obj, expr, "atanh", FINITE)
}

/// `$cos`
pub(in crate::mql) fn cos(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    of_number(env, obj, expr, "cos", FINITE)
}

/// `$cosh`
pub(in crate::mql) fn cosh(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    of_number(env, obj, expr, "cosh", [POSITIVE, POSITIVE])
}

/// `$sin`
pub(in crate::mql) fn sin(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    of_number(env, obj, expr, "sin", FINITE)
}

/// `$sinh`
pub(in crate::mql) fn sinh(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    of_number(env, obj, expr, "sinh", [POSITIVE, NEGATIVE])
}

/// `$tan`
pub(in crate::mql) fn tan(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    of_number(env, obj, expr, "tan", FINITE)
}

/// `$atan2`
pub(in crate::mql) fn atan2(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    let (y, x) = (operand("$atan2", &args, 0)?, operand("$atan2", &args, 1)?);
    for value in [&y, &x] {
        if value.is_none() || number(value).is_nan() {
            return Ok(value.clone());
        }
    }
    Ok(platform::math("atan2", &[number(&y), number(&x)]).into())
}

/// `$degreesToRadians`
pub(in crate::mql) fn degrees_to_radians(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    times(env, obj, expr, std::f64::consts::PI / 180.0)
}

/// `$radiansToDegrees`
pub(in crate::mql) fn radians_to_degrees(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    times(env, obj, expr, 180.0 / std::f64::consts::PI)
}

fn times(env: &Env<'_>, obj: &Value, expr: &Value, factor: f64) -> Res {
    let value = compute(env, obj, expr)?;
    if value.is_none() {
        return Ok(Value::Null);
    }
    Ok((number(&value) * factor).into())
}
