//! Sets: lists in which order and repetition do not count.

use engine::Value;

use super::{items, operand, truthy};
use crate::mql::Res;
use crate::mql::compute::compute;
use crate::mql::env::Env;
use crate::mql::fail;
use crate::mql::order::{self, set_of, unique};

/// `$allElementsTrue`
pub(in crate::mql) fn all_elements_true(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let list = operand("$allElementsTrue", &compute(env, obj, expr)?, 0)?;
    Ok(items(&list, "$allElementsTrue needs an array")?
        .iter()
        .all(truthy)
        .into())
}

/// `$anyElementTrue`
pub(in crate::mql) fn any_element_true(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let list = operand("$anyElementTrue", &compute(env, obj, expr)?, 0)?;
    Ok(items(&list, "$anyElementTrue needs an array")?
        .iter()
        .any(truthy)
        .into())
}

/// The operands, all of which must be lists.
fn lists<'v>(args: &'v Value, message: &'static str) -> Res<Vec<&'v [Value]>> {
    let lists = items(args, message)?.iter();
    lists.map(|list| items(list, message)).collect()
}

fn two<'v>(args: &'v Value, message: &'static str) -> Res<(&'v [Value], &'v [Value])> {
    match lists(args, message)?[..] {
        [a, b, ..] => Ok((a, b)),
        _ => fail(message),
    }
}

/// `$setDifference`
pub(in crate::mql) fn difference(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    let (a, b) = two(&args, "$setDifference: arguments must be arrays")?;
    let without = set_of(env, b)?;
    let mut out = Vec::new();
    for item in a {
        if without.find(env, item)?.is_none() {
            out.push(item.clone());
        }
    }
    Ok(out.into())
}

/// `$setEquals`
pub(in crate::mql) fn equals(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    let (a, b) = two(&args, "$setEquals: arguments must be arrays")?;
    let (a, b) = (unique(env, a)?, unique(env, b)?);
    let common = order::intersection(env, &[&a, &b])?.len();
    Ok((a.len() == b.len() && a.len() == common).into())
}

/// `$setIntersection`
pub(in crate::mql) fn intersection(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    let message = "$setIntersection: expresssion must resolve to array of arrays";
    Ok(order::intersection(env, &lists(&args, message)?)?.into())
}

/// `$setIsSubset`
pub(in crate::mql) fn is_subset(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    let (a, b) = two(&args, "$setIsSubset: arguments must be arrays")?;
    Ok((order::intersection(env, &[a, b])?.len() == a.len()).into())
}

/// `$setUnion`
pub(in crate::mql) fn union(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    const MESSAGE: &str = "$setUnion: arguments must be arrays";
    let args = compute(env, obj, expr)?;
    let [Value::List(a), Value::List(b)] = args.items() else {
        return fail(MESSAGE);
    };
    env.charge_items(a.len() + b.len())?;
    let both: Vec<Value> = a.iter().chain(b.iter()).cloned().collect();
    Ok(unique(env, &both)?.into())
}
