//! Parts of text and its length.

use engine::Value;

use super::{bare_number, number, operand, text};
use crate::instance::label;
use crate::mql::Res;
use crate::mql::compute::compute;
use crate::mql::env::Env;
use crate::mql::fail;
use crate::utf16;

/// `$indexOfBytes`, by UTF-16 units.
pub(in crate::mql) fn index_of_bytes(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    const MESSAGE: &str = "$indexOfBytes expression resolves to invalid an argument";
    let args = compute(env, obj, expr)?;
    let arg = |i| operand("$indexOfBytes", &args, i);
    let input = arg(0)?;
    if input.is_none() {
        return Ok(Value::Null);
    }
    let (input, wanted) = (text(&input, MESSAGE)?, text(&arg(1)?, MESSAGE)?);
    let bound = |value: Value| match value {
        value if value.is_none() => Ok(0.0),
        value => match bare_number(&value) {
            Some(n) if n >= 0.0 && n.fract() == 0.0 => Ok(n),
            _ => fail(MESSAGE),
        },
    };
    let len = utf16::len(&input) as f64;
    let start = bound(arg(2)?)?;
    let end = match bound(arg(3)?)? {
        0.0 => len,
        end => end,
    };
    if start > end {
        return Ok((-1).into());
    }
    let within = utf16::slice(&input, start.min(len) as usize, end.min(len) as usize);
    env.charge(input.len() / 8)?;
    Ok(match within.find(&*wanted) {
        Some(at) => utf16::unit_of(&within, at) as f64 + start,
        None => -1.0,
    }
    .into())
}

/// `$strLenBytes`: in UTF-8.
pub(in crate::mql) fn str_len_bytes(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let value = compute(env, obj, expr)?;
    Ok(match &value {
        Value::String(text) => text.len(),
        value => env.text_of(value)?.len(),
    }
    .into())
}

/// `$strLenCP`: in UTF-16 units.
pub(in crate::mql) fn str_len_cp(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    Ok(match compute(env, obj, expr)? {
        Value::String(text) => utf16::len(&text).into(),
        Value::List(items) => items.len().into(),
        value if value.is_none() => {
            let kind = label(&value);
            return fail(format!(
                "Cannot read properties of {kind} (reading 'length')"
            ));
        }
        value => value.key("length").clone(),
    })
}

/// `$substr` and `$substrCP`, by UTF-16 units.
pub(in crate::mql) fn substr(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    let arg = |i| operand("$substr", &args, i);
    let (Value::String(input), index, count) = (arg(0)?, arg(1)?, arg(2)?) else {
        return Ok("".into());
    };
    env.charge(input.len() / 8)?;
    if number(&index) < 0.0 {
        return Ok("".into());
    }
    let len = utf16::len(&input) as f64;
    let from = to_integer(&index).min(len);
    let to = match number(&count) {
        n if n < 0.0 || count.is_undefined() => len,
        _ => (from + to_integer(&count)).min(len),
    };
    env.text(utf16::slice(&input, from as usize, to as usize))
}

/// `$substrBytes`: in UTF-8.
pub(in crate::mql) fn substr_bytes(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    const MESSAGE: &str = "$substrBytes: invalid arguments";
    let args = compute(env, obj, expr)?;
    let arg = |i| operand("$substrBytes", &args, i);
    let input = text(&arg(0)?, MESSAGE)?;
    let bound = |i| match bare_number(&arg(i)?) {
        Some(n) if n >= 0.0 => Ok(n),
        _ => fail(MESSAGE),
    };
    let (start, count) = (bound(1)?, bound(2)?);
    let end = (start + count).min(input.len() as f64);
    match input.get(start.min(end) as usize..end as usize) {
        Some(part) => env.text(part.to_owned()),
        None => {
            fail("$substrBytes: invalid range, start or end index is a UTF-8 continuation byte.")
        }
    }
}

/// JavaScript's `ToIntegerOrInfinity`.
fn to_integer(value: &Value) -> f64 {
    let n = number(value);
    if n.is_nan() { 0.0 } else { n.trunc() }
}
