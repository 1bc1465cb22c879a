//! Accumulators: one value of the many documents of a group, a window or a list.

use std::cmp::Ordering;

use engine::{Map, Value};

use super::compute::compute;
use super::env::Env;
use super::expressions::{bare_number, number, object};
use super::order::{compare, sorted, unique};
use super::{Res, stages};
use crate::mql::fail;

/// The value of `expr` for each of `docs`; without `expr` the documents themselves.
pub(super) fn each(env: &Env<'_>, docs: &[Value], expr: &Value) -> Res<Vec<Value>> {
    env.charge_items(docs.len())?;
    if expr.is_none() {
        return Ok(docs.to_vec());
    }
    let values = docs
        .iter()
        .map(|doc| compute(&env.with_root(doc), doc, expr));
    values.collect()
}

fn numbers(env: &Env<'_>, docs: &[Value], expr: &Value) -> Res<Vec<f64>> {
    let values = each(env, docs, expr)?;
    Ok(values.iter().filter_map(bare_number).collect())
}

/// `$push`
pub(super) fn push(env: &Env<'_>, docs: &[Value], expr: &Value) -> Res {
    Ok(each(env, docs, expr)?.into())
}

/// `$addToSet`
pub(super) fn add_to_set(env: &Env<'_>, docs: &[Value], expr: &Value) -> Res {
    Ok(unique(env, &each(env, docs, expr)?)?.into())
}

/// `$sum`: what is no number counts as 0.
pub(super) fn sum(env: &Env<'_>, docs: &[Value], expr: &Value) -> Res {
    if let Some(n) = bare_number(expr) {
        return Ok((docs.len() as f64 * n).into());
    }
    Ok(add(&numbers(env, docs, expr)?).into())
}

/// From the left, and never -0.
fn add(numbers: &[f64]) -> f64 {
    numbers.iter().fold(0.0, |sum, n| sum + n)
}

/// `$avg` of the numbers; 0 for none.
pub(super) fn avg(env: &Env<'_>, docs: &[Value], expr: &Value) -> Res {
    let numbers = numbers(env, docs, expr)?;
    Ok((add(&numbers) / numbers.len().max(1) as f64).into())
}

/// `$count`
pub(super) fn count(_: &Env<'_>, docs: &[Value], _: &Value) -> Res {
    Ok(docs.len().into())
}

/// `$first`
pub(super) fn first(env: &Env<'_>, docs: &[Value], expr: &Value) -> Res {
    one(env, docs.first(), expr)
}

/// `$last`
pub(super) fn last(env: &Env<'_>, docs: &[Value], expr: &Value) -> Res {
    one(env, docs.last(), expr)
}

fn one(env: &Env<'_>, doc: Option<&Value>, expr: &Value) -> Res {
    match doc {
        Some(doc) => compute(&env.with_root(doc), doc, expr),
        None => Ok(Value::Undefined),
    }
}

/// `$max`
pub(super) fn max(env: &Env<'_>, docs: &[Value], expr: &Value) -> Res {
    extreme(env, docs, expr, f64::NEG_INFINITY, Ordering::Less)
}

/// `$min`
pub(super) fn min(env: &Env<'_>, docs: &[Value], expr: &Value) -> Res {
    extreme(env, docs, expr, f64::INFINITY, Ordering::Greater)
}

/// The last value that is not `worse` than those before; undefined for none.
fn extreme(env: &Env<'_>, docs: &[Value], expr: &Value, start: f64, worse: Ordering) -> Res {
    let mut best = Value::Number(start);
    for value in each(env, docs, expr)? {
        let is_nan = matches!(value, Value::Number(n) if n.is_nan());
        if !is_nan && compare(env, &value, &best)? != worse {
            best = value;
        }
    }
    Ok(match best {
        Value::Number(n) if n == start => Value::Undefined,
        best => best,
    })
}

/// The operand `n` of those that take some of many.
fn limit(env: &Env<'_>, expr: &Value) -> Res<f64> {
    let group = env.group;
    Ok(number(&compute(&env.unrooted(), group, expr.key("n"))?))
}

/// JavaScript's `slice(0, n)`, unless there are not more than `n` anyway.
pub(super) fn take_first(items: &[Value], n: f64) -> &[Value] {
    if items.len() as f64 <= n {
        return items;
    }
    let end = if n < 0.0 { items.len() as f64 + n } else { n };
    &items[..end.max(0.0) as usize]
}

/// The last `n`.
pub(super) fn take_last(items: &[Value], n: f64) -> &[Value] {
    if items.len() as f64 <= n {
        return items;
    }
    let start = (items.len() as f64 - n).clamp(0.0, items.len() as f64);
    &items[start as usize..]
}

/// `$firstN`
pub(super) fn first_n(env: &Env<'_>, docs: &[Value], expr: &Value) -> Res {
    let docs = take_first(docs, limit(env, expr)?);
    push(env, docs, expr.key("input"))
}

/// `$lastN`
pub(super) fn last_n(env: &Env<'_>, docs: &[Value], expr: &Value) -> Res {
    let docs = take_last(docs, limit(env, expr)?);
    push(env, docs, expr.key("input"))
}

/// `$maxN`
pub(super) fn max_n(env: &Env<'_>, docs: &[Value], expr: &Value) -> Res {
    let n = limit(env, expr)?;
    largest(env, each(env, docs, expr.key("input"))?, n, false)
}

/// `$minN`
pub(super) fn min_n(env: &Env<'_>, docs: &[Value], expr: &Value) -> Res {
    let n = limit(env, expr)?;
    largest(env, each(env, docs, expr.key("input"))?, n, true)
}

/// The `n` largest of `values`, or the smallest, in order.
pub(super) fn largest(env: &Env<'_>, mut values: Vec<Value>, n: f64, smallest: bool) -> Res {
    values.retain(|value| !value.is_none());
    let order = sorted(values.len(), &mut |a, b| {
        let order = compare(env, &values[a], &values[b])?;
        Ok(if smallest { order } else { order.reverse() })
    })?;
    let values: Vec<Value> = order.into_iter().map(|i| values[i].clone()).collect();
    Ok(take_first(&values, n).to_vec().into())
}

/// `$top`
pub(super) fn top(env: &Env<'_>, docs: &[Value], expr: &Value) -> Res {
    let docs = in_order(env, docs, expr)?;
    push(env, take_first(&docs, 1.0), expr.key("output"))
}

/// `$topN`
pub(super) fn top_n(env: &Env<'_>, docs: &[Value], expr: &Value) -> Res {
    let n = limit(env, expr)?;
    let docs = stages::limit(env, in_order(env, docs, expr)?, &n.into())?;
    push(env, &docs, expr.key("output"))
}

/// `$bottom`
pub(super) fn bottom(env: &Env<'_>, docs: &[Value], expr: &Value) -> Res {
    let docs = in_order(env, docs, expr)?;
    push(env, take_last(&docs, 1.0), expr.key("output"))
}

/// `$bottomN`
pub(super) fn bottom_n(env: &Env<'_>, docs: &[Value], expr: &Value) -> Res {
    let n = limit(env, expr)?;
    let docs = in_order(env, docs, expr)?;
    push(env, take_last(&docs, n), expr.key("output"))
}

fn in_order(env: &Env<'_>, docs: &[Value], expr: &Value) -> Res<Vec<Value>> {
    let group = env.group;
    let keys = compute(&env.unrooted(), group, expr.key("sortBy"))?;
    stages::sort(env, docs.to_vec(), &keys)
}

/// `$mergeObjects`
pub(super) fn merge_objects(env: &Env<'_>, docs: &[Value], expr: &Value) -> Res {
    let mut out = Map::new();
    for value in each(env, docs, expr)? {
        object::assign(env, &mut out, &value)?;
    }
    Ok(out.into())
}

/// `$stdDevPop`
pub(super) fn std_dev_pop(env: &Env<'_>, docs: &[Value], expr: &Value) -> Res {
    deviation(&numbers(env, docs, expr)?, 0.0)
}

/// `$stdDevSamp`
pub(super) fn std_dev_samp(env: &Env<'_>, docs: &[Value], expr: &Value) -> Res {
    deviation(&numbers(env, docs, expr)?, 1.0)
}

fn deviation(numbers: &[f64], less: f64) -> Res {
    let n = numbers.len().max(1) as f64;
    let mean = add(numbers) / n;
    let squares = numbers.iter().fold(0.0, |sum, x| sum + (x - mean).powi(2));
    Ok((squares / (n - less)).sqrt().into())
}

/// `$covariancePop`
pub(super) fn covariance_pop(env: &Env<'_>, docs: &[Value], expr: &Value) -> Res {
    covariance(&each(env, docs, expr)?, false)
}

/// `$covarianceSamp`
pub(super) fn covariance_samp(env: &Env<'_>, docs: &[Value], expr: &Value) -> Res {
    covariance(&each(env, docs, expr)?, true)
}

fn covariance(pairs: &[Value], sampled: bool) -> Res {
    let n = pairs.len() as f64;
    if pairs.len() < 2 {
        return Ok(if sampled { Value::Null } else { 0.0.into() });
    }
    let mut points = Vec::with_capacity(pairs.len());
    for pair in pairs {
        let Value::List(pair) = pair else {
            return fail("covariance needs a list of two numbers for each document");
        };
        let part = |i: usize| pair.get(i).map_or(f64::NAN, number);
        points.push((part(0), part(1)));
    }
    let mean_x = points.iter().fold(0.0, |sum, p| sum + p.0) / n;
    let mean_y = points.iter().fold(0.0, |sum, p| sum + p.1) / n;
    let sum = points
        .iter()
        .fold(0.0, |sum, (x, y)| sum + (x - mean_x) * (y - mean_y));
    Ok((sum / (n - f64::from(u8::from(sampled)))).into())
}

/// `$accumulator`
pub(super) fn accumulator(_: &Env<'_>, _: &[Value], _: &Value) -> Res {
    fail("$accumulator runs code, which is not possible here.")
}
