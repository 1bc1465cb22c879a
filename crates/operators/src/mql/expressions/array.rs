//! Lists.

use engine::{Value, js};

use super::{bare_number, items, named, number, operand, operands};
use crate::instance::relative_index;
use crate::mql::compute::compute;
use crate::mql::env::Env;
use crate::mql::fail;
use crate::mql::order::{is_equal, sort_values};
use crate::mql::{Res, stages};
use crate::utf16;

/// `$arrayElemAt`
pub(in crate::mql) fn array_elem_at(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    let [list, index] = args.items() else {
        return fail("$arrayElemAt expression must resolve to array(2)");
    };
    if list.is_none() || index.is_none() {
        return Ok(Value::Null);
    }
    let len = match list {
        Value::List(items) => items.len(),
        Value::String(text) => utf16::len(text),
        _ => return Ok(Value::Undefined),
    };
    let mut at = number(index);
    if at < 0.0 {
        at += len as f64;
    }
    if at.is_nan() || at < 0.0 || at >= len as f64 || at.fract() != 0.0 {
        return Ok(Value::Undefined);
    }
    let at = at as usize;
    match list {
        Value::String(text) => env.text(utf16::slice(text, at, at + 1)),
        list => Ok(list.items()[at].clone()),
    }
}

/// `$concatArrays`
pub(in crate::mql) fn concat_arrays(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    let lists = items(&args, "$concatArrays must resolve to an array")?;
    if lists.iter().any(Value::is_none) {
        return Ok(Value::Null);
    }
    let n_items = lists.iter().map(|list| list.items().len()).sum();
    env.charge_items(n_items)?;
    let mut out = Vec::with_capacity(n_items);
    for list in lists {
        match list {
            Value::String(text) if !text.is_empty() => return fail("$concatArrays needs arrays"),
            list => out.extend_from_slice(list.items()),
        }
    }
    Ok(out.into())
}

/// `$in`
pub(in crate::mql) fn in_(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    let (item, list) = (operand("$in", &args, 0)?, operand("$in", &args, 1)?);
    Ok(position(
        env,
        items(&list, "$in second argument must be an array")?,
        &item,
    )?
    .is_some()
    .into())
}

fn position(env: &Env<'_>, items: &[Value], wanted: &Value) -> Res<Option<usize>> {
    for (i, item) in items.iter().enumerate() {
        if is_equal(env, item, wanted)? {
            return Ok(Some(i));
        }
    }
    Ok(None)
}

/// `$indexOfArray`
pub(in crate::mql) fn index_of_array(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    if args.is_none() {
        return Ok(Value::Null);
    }
    let (list, wanted) = (
        operand("$indexOfArray", &args, 0)?,
        operand("$indexOfArray", &args, 1)?,
    );
    if list.is_none() {
        return Ok(Value::Null);
    }
    let list = items(&list, "$indexOfArray expression must resolve to an array.")?;
    let start = match operand("$indexOfArray", &args, 2)? {
        start if js::truthy(&start) => number(&start),
        _ => 0.0,
    };
    let end = match operand("$indexOfArray", &args, 3)? {
        end if end.is_none() => list.len() as f64,
        end => number(&end),
    };
    if start > end {
        return Ok((-1).into());
    }
    if !(start >= 0.0 && end >= 0.0) {
        return fail("$indexOfArray expression is invalid");
    }
    let from = (start as usize).min(list.len());
    let to = (end as usize).clamp(from, list.len());
    let found = position(env, &list[from..to], &wanted)?;
    Ok(match found {
        Some(at) => at as f64 + start,
        None => -1.0,
    }
    .into())
}

/// `$isArray`
pub(in crate::mql) fn is_array(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let value = match expr {
        Value::List(items) => match items.first() {
            Some(first) => compute(env, obj, first)?,
            None => Value::Undefined,
        },
        one => compute(env, obj, one)?,
    };
    Ok(value.as_list().is_some().into())
}

/// `$range`: at most a million numbers.
pub(in crate::mql) fn range(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    let part = |i| operand("$range", &args, i).map(|v| number(&v));
    let (start, end) = (part(0)?, part(1)?);
    let step = match part(2)? {
        step if step.is_nan() || step == 0.0 => 1.0,
        step => step,
    };
    let n_items = ((end - start) / step).ceil();
    if n_items > 0.0 {
        env.charge_items(n_items.min(1e9) as usize)?;
    }
    let mut out = Vec::new();
    let mut next = start;
    while (next < end && step > 0.0) || (next > end && step < 0.0) {
        // A step that is too small for the numbers would go on for ever.
        if out.len() as f64 > n_items {
            return fail("Invalid array length");
        }
        out.push(next.into());
        next += step;
    }
    Ok(out.into())
}

/// `$reverseArray`
pub(in crate::mql) fn reverse_array(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let value = compute(env, obj, expr)?;
    if value.is_none() {
        return Ok(Value::Null);
    }
    let list = items(&value, "$reverseArray expression must resolve to an array")?;
    env.charge_items(list.len())?;
    Ok(list.iter().rev().cloned().collect::<Vec<_>>().into())
}

/// `$size`; undefined for what is no list.
pub(in crate::mql) fn size(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    Ok(match compute(env, obj, expr)? {
        Value::List(items) => items.len().into(),
        _ => Value::Undefined,
    })
}

/// `$slice`
pub(in crate::mql) fn slice(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    slice_of(env, operands("$slice", &compute(env, obj, expr)?)?)
}

/// A list or text, and how many items; or from where, and how many.
pub(in crate::mql) fn slice_of(env: &Env<'_>, args: &[Value]) -> Res {
    let arg = |i: usize| args.get(i).unwrap_or(&Value::Undefined);
    let n_items = match arg(0) {
        Value::List(items) => items.len(),
        Value::String(text) => utf16::len(text),
        _ => return fail("$slice needs an array"),
    };
    let len = n_items as f64;
    let mut skip = number(arg(1));
    let end;
    if arg(2).is_none() {
        if skip < 0.0 {
            (skip, end) = ((len + skip).max(0.0), len);
        } else {
            (skip, end) = (0.0, skip);
        }
    } else {
        let limit = number(arg(2));
        if skip < 0.0 {
            skip = (len + skip).max(0.0);
        }
        if limit.is_nan() || limit <= 0.0 {
            return fail("Invalid argument for $slice operator. Limit must be a positive number");
        }
        end = skip + limit;
    }
    let from = relative_index(&skip.into(), n_items, 0);
    let to = relative_index(&end.into(), n_items, 0).max(from);
    if let Value::String(text) = arg(0) {
        return env.text(utf16::slice(text, from, to));
    }
    env.charge_items(to - from)?;
    Ok(arg(0).items()[from..to].to_vec().into())
}

/// `$sortArray`: of documents by keys, or of values.
pub(in crate::mql) fn sort_array(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    let (input, by) = (named(&args, "input")?, args.key("sortBy"));
    if input.is_none() {
        return Ok(Value::Null);
    }
    let list = items(&input, "$sortArray expression must resolve to an array")?;
    env.charge_items(list.len())?;
    if by.as_map().is_some() {
        return Ok(stages::sort(env, list.to_vec(), by)?.into());
    }
    let mut sorted = sort_values(env, list)?;
    if bare_number(by) == Some(-1.0) {
        sorted.reverse();
    }
    Ok(sorted.into())
}

/// `$zip`
pub(in crate::mql) fn zip(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let inputs = compute(env, obj, expr.key("inputs"))?;
    let inputs = items(&inputs, "'inputs' expression must resolve to an array")?;
    let longest = match expr.key("useLongestLength") {
        Value::Bool(longest) => *longest,
        value if !js::truthy(value) => false,
        _ => return fail("'useLongestLength' must be a boolean"),
    };
    let defaults = expr.key("defaults");
    if defaults.as_list().is_some() && !longest {
        return fail("'useLongestLength' must be set to true to use 'defaults'");
    }
    let mut length = 0;
    for list in inputs {
        if list.is_none() {
            return Ok(Value::Null);
        }
        let n = items(
            list,
            "'inputs' expression values must resolve to an array or null",
        )?
        .len();
        length = match length {
            length if longest => n.max(length),
            // As in the original an empty list counts only where it is the last.
            0 => n,
            length => n.min(length),
        };
    }
    env.charge_items(length)?;
    env.charge_items(length.saturating_mul(inputs.len()))?;
    let cell = |row: usize, column: usize| match inputs[column].items().get(row) {
        Some(value) if !value.is_none() => value.clone(),
        _ => {
            let default = defaults.items().get(column).unwrap_or(&Value::Null);
            if js::truthy(default) {
                default.clone()
            } else {
                Value::Null
            }
        }
    };
    let row = |row| {
        (0..inputs.len())
            .map(|column| cell(row, column))
            .collect::<Vec<_>>()
            .into()
    };
    Ok((0..length).map(row).collect::<Vec<Value>>().into())
}
