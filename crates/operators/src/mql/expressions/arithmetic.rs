//! Arithmetic.

use engine::{Value, platform};

use super::date::to_moment;
use super::{bare_number, number, operand, operands};
use crate::mql::Res;
use crate::mql::compute::compute;
use crate::mql::env::Env;
use crate::mql::fail;
use crate::mql::predicates::to_int32;

/// `$add`: JavaScript's `+`, so text is appended; one operand may be a date.
pub(in crate::mql) fn add(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    let mut is_date = false;
    let mut sum = Value::Number(0.0);
    for arg in operands("$add", &args)? {
        let arg = match arg {
            Value::Date(_) if is_date => return fail("'$add' can only have one date value"),
            Value::Date(ms) => {
                is_date = true;
                Value::Number(*ms)
            }
            arg => arg.clone(),
        };
        sum = plus(env, &sum, &arg)?;
    }
    Ok(match is_date {
        true => Value::Date(to_moment(env, &sum)?),
        false => sum,
    })
}

/// JavaScript's `a + b`.
fn plus(env: &Env<'_>, a: &Value, b: &Value) -> Res {
    let is_text = |v: &Value| {
        !matches!(
            v,
            Value::Undefined | Value::Null | Value::Bool(_) | Value::Number(_)
        )
    };
    if is_text(a) || is_text(b) {
        return env.text(env.text_of(a)? + &env.text_of(b)?);
    }
    Ok((number(a) + number(b)).into())
}

/// `$multiply`
pub(in crate::mql) fn multiply(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    let factors = operands("$multiply", &args)?.iter().map(number);
    Ok(factors.fold(1.0, |product, n| product * n).into())
}

fn two(env: &Env<'_>, obj: &Value, expr: &Value, name: &str) -> Res<(f64, f64)> {
    let args = compute(env, obj, expr)?;
    let arg = |i| operand(name, &args, i).map(|v| number(&v));
    Ok((arg(0)?, arg(1)?))
}

/// `$subtract`
pub(in crate::mql) fn subtract(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let (a, b) = two(env, obj, expr, "$subtract")?;
    Ok((a - b).into())
}

/// `$divide`
pub(in crate::mql) fn divide(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let (a, b) = two(env, obj, expr, "$divide")?;
    Ok((a / b).into())
}

/// `$mod`
pub(in crate::mql) fn modulo(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let (a, b) = two(env, obj, expr, "$mod")?;
    Ok((a % b).into())
}

/// `$abs`
pub(in crate::mql) fn abs(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let value = compute(env, obj, expr)?;
    if value.is_none() {
        return Ok(Value::Null);
    }
    Ok(number(&value).abs().into())
}

/// A function of one number: null for null, an error for what looks like a number and is none.
fn of_number(
    env: &Env<'_>,
    obj: &Value,
    expr: &Value,
    name: &str,
    function: &dyn Fn(f64) -> f64,
) -> Res {
    let value = compute(env, obj, expr)?;
    if value.is_none() {
        return Ok(Value::Null);
    }
    let n = number(&value);
    if bare_number(&value).is_none() && !n.is_nan() {
        return fail(format!("{name} expression must resolve to a number."));
    }
    Ok(function(n).into())
}

/// `$ceil`
pub(in crate::mql) fn ceil(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    of_number(env, obj, expr, "$ceil", &f64::ceil)
}

/// `$floor`
pub(in crate::mql) fn floor(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    of_number(env, obj, expr, "$floor", &f64::floor)
}

/// `$exp`
pub(in crate::mql) fn exp(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    of_number(env, obj, expr, "$exp", &|n| platform::math("exp", &[n]))
}

/// `$ln`
pub(in crate::mql) fn ln(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    of_number(env, obj, expr, "$ln", &|n| platform::math("log", &[n]))
}

/// `$log10`
pub(in crate::mql) fn log10(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    of_number(env, obj, expr, "$log10", &|n| platform::math("log10", &[n]))
}

/// `$sqrt` of a positive number.
pub(in crate::mql) fn sqrt(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let value = compute(env, obj, expr)?;
    if value.is_none() {
        return Ok(Value::Null);
    }
    let n = number(&value);
    if !n.is_nan() && !bare_number(&value).is_some_and(|n| n >= 0.0) {
        return fail("$sqrt expression must resolve to non-negative number.");
    }
    Ok(n.sqrt().into())
}

/// `$log` of a number to a base.
pub(in crate::mql) fn log(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    const MESSAGE: &str = "$log expression must resolve to array(2) of numbers";
    let args = compute(env, obj, expr)?;
    let [a, b] = args.items() else {
        return fail(MESSAGE);
    };
    if a.is_none() || b.is_none() {
        return Ok(Value::Null);
    }
    let numbers = [a, b].map(number);
    let are_numbers = bare_number(a).is_some() && bare_number(b).is_some();
    if !are_numbers && !numbers.iter().any(|n| n.is_nan()) {
        return fail(MESSAGE);
    }
    let [a, b] = numbers.map(|n| platform::math("log10", &[n]));
    Ok((a / b).into())
}

/// `$pow`
pub(in crate::mql) fn pow(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    let numbers: Vec<f64> = args.items().iter().filter_map(bare_number).collect();
    let [base, exponent] = numbers[..] else {
        return fail("$pow expression must resolve to array(2) of numbers");
    };
    if args.items().len() != 2 {
        return fail("$pow expression must resolve to array(2) of numbers");
    }
    if base == 0.0 && exponent < 0.0 {
        return fail("$pow cannot raise 0 to a negative exponent");
    }
    Ok(platform::pow(base, exponent).into())
}

/// `$round` to decimal places; a half goes to the even number.
pub(in crate::mql) fn round(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    cut(env, obj, expr, "$round", true)
}

/// `$trunc` to decimal places.
pub(in crate::mql) fn trunc(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    cut(env, obj, expr, "$trunc", false)
}

fn cut(env: &Env<'_>, obj: &Value, expr: &Value, name: &str, round: bool) -> Res {
    let args = compute(env, obj, expr)?;
    let (value, places) = match &args {
        Value::List(_) => (operand(name, &args, 0)?, operand(name, &args, 1)?),
        one => (one.clone(), Value::Undefined),
    };
    let n = number(&value);
    if value.is_none() || !n.is_finite() {
        return Ok(value);
    }
    if bare_number(&value).is_none() {
        return fail(format!("{name} expression must resolve to a number."));
    }
    let places = match &places {
        Value::Undefined | Value::Null => 0.0,
        places => bare_number(places).map_or(f64::NAN, f64::trunc),
    };
    if !(places > -20.0 && places < 100.0) {
        return fail(format!("{name} expression has invalid place"));
    }
    Ok(truncate(n, places as i32, round).into())
}

/// Mingo's way: what is past the place is looked at digit by digit, and only a digit above 5 raises the
/// last one; without decimals a 5 makes the number even.
fn truncate(number: f64, places: i32, round: bool) -> f64 {
    let sign = if number >= 0.0 { 1.0 } else { -1.0 };
    let number = number.abs();
    let mut whole = number.trunc();
    let digits = (places + 1).max(0) as usize;
    let decimals: f64 = format!("{:.digits$}", number - whole)
        .parse()
        .unwrap_or(0.0);
    if places == 0 {
        let first = (10.0 * decimals).trunc();
        let is_odd = to_int32(&whole.into()) & 1 == 1;
        if round && ((is_odd && first >= 5.0) || first > 5.0) {
            whole += 1.0;
        }
    } else if places > 0 {
        let offset = platform::pow(10.0, f64::from(places));
        let mut rest = (decimals * offset).trunc();
        let last = (decimals * offset * 10.0).trunc() % 10.0;
        if round && last > 5.0 {
            rest += 1.0;
        }
        whole = (whole * offset + rest) / offset;
    } else {
        let offset = platform::pow(10.0, f64::from(-places));
        let excess = whole % offset;
        whole -= excess;
        if round
            && excess * 2.0 >= offset
            && (excess * 2.0 > offset || (whole / offset) % 2.0 == 1.0)
        {
            whole += offset;
        }
    }
    whole * sign
}
