//! Operators of `$setWindowFields` that are no accumulators.

use engine::{Value, js};

use super::super::Res;
use super::super::accumulators::each;
use super::super::compute::compute;
use super::super::env::Env;
use super::super::expressions::{bare_number, number};
use super::super::order::group_by;
use super::window::key_values;
use crate::instance::to_integer;
use crate::mql::fail;

/// One value of documents, the operand and the sort key.
type One = fn(&Env<'_>, &[Value], &Value, &str) -> Res;

/// A value for each of the documents.
type All = fn(&Env<'_>, &[Value], &Value, &str) -> Res<Vec<Value>>;

/// How an operator computes.
#[derive(Clone, Copy)]
pub(super) enum Series {
    /// One value of the documents of a window.
    Each(One),
    /// The values of all documents.
    All(All),
}

/// The operator `name`.
pub(super) fn series(name: &str) -> Option<Series> {
    Some(match name {
        "$denseRank" => Series::All(|env, items, _, key| rank(env, items, key, true)),
        "$derivative" => Series::Each(derivative),
        "$documentNumber" => {
            Series::All(|_, items, _, _| Ok((1..=items.len()).map(Value::from).collect()))
        }
        "$expMovingAvg" => Series::All(moving_average),
        "$integral" => Series::Each(integral),
        "$linearFill" => Series::All(linear_fill),
        "$locf" => Series::All(last_observed),
        "$rank" => Series::All(|env, items, _, key| rank(env, items, key, false)),
        "$shift" => Series::All(shift),
        _ => return None,
    })
}

/// The rank of each document, which are in order; with `dense` ranks have no gaps.
fn rank(env: &Env<'_>, items: &[Value], key: &str, dense: bool) -> Res<Vec<Value>> {
    let groups = group_by(env, key_values(env, items, key)?, &mut |value| {
        Ok(value.clone())
    })?;
    let mut out = Vec::with_capacity(items.len());
    for (n, group) in groups.iter().enumerate() {
        let rank = if dense { n + 1 } else { out.len() + 1 };
        out.extend(group.items.iter().map(|_| Value::from(rank)));
    }
    Ok(out)
}

/// Documents as points of the sort key and the operand `input`; none for what is no number.
fn points(env: &Env<'_>, items: &[Value], input: &Value, key: &str) -> Res<Vec<(f64, f64)>> {
    let xs = key_values(env, items, key)?;
    let ys = each(env, items, input)?;
    let pairs = xs.iter().zip(&ys).map(|(x, y)| (number(x), number(y)));
    Ok(pairs.filter(|(x, y)| !x.is_nan() && !y.is_nan()).collect())
}

fn unit_ms(operand: &Value) -> f64 {
    match operand.key("unit").as_str() {
        Some("week") => 604_800_000.0,
        Some("day") => 86_400_000.0,
        Some("hour") => 3_600_000.0,
        Some("minute") => 60_000.0,
        Some("second") => 1000.0,
        _ => 1.0,
    }
}

/// Slope from the first document to the last.
fn derivative(env: &Env<'_>, items: &[Value], operand: &Value, key: &str) -> Res {
    let [first, .., last] = items else {
        return Ok(Value::Null);
    };
    let ends = [first.clone(), last.clone()];
    let [(x1, y1), (x2, y2)] = points(env, &ends, operand.key("input"), key)?[..] else {
        return Ok(Value::Null);
    };
    Ok(((y2 - y1) / ((x2 - x1) / unit_ms(operand))).into())
}

/// Area under the points.
fn integral(env: &Env<'_>, items: &[Value], operand: &Value, key: &str) -> Res {
    let points = points(env, items, operand.key("input"), key)?;
    if points.len() != items.len() {
        return Ok(Value::Null);
    }
    let unit = unit_ms(operand);
    let mut sum = 0.0;
    for pair in points.windows(2) {
        let [(x1, y1), (x2, y2)] = pair else {
            continue;
        };
        sum += 0.5 * (y1 + y2) * ((x2 - x1) / unit);
    }
    Ok(sum.into())
}

/// Null for all where a value is no number.
fn moving_average(env: &Env<'_>, items: &[Value], operand: &Value, _: &str) -> Res<Vec<Value>> {
    let (n, alpha) = (operand.key("N"), operand.key("alpha"));
    if js::truthy(n) && js::truthy(alpha) {
        return fail("You must specify either N or alpha. You cannot specify both.");
    }
    let weight = match n {
        n if n.is_none() => number(alpha),
        n => 2.0 / (number(n) + 1.0),
    };
    let series = each(env, items, operand.key("input"))?;
    let numbers: Vec<f64> = series.iter().filter_map(bare_number).collect();
    if numbers.len() != items.len() {
        return Ok(vec![Value::Null; items.len()]);
    }
    let mut before: Option<f64> = None;
    let averages = numbers.into_iter().map(|n| {
        let average = before.map_or(n, |before| n * weight + before * (1.0 - weight));
        before = Some(average);
        Value::Number(average)
    });
    Ok(averages.collect())
}

/// Fills what is null or missing with the value before.
fn last_observed(env: &Env<'_>, items: &[Value], operand: &Value, _: &str) -> Res<Vec<Value>> {
    let mut values = each(env, items, operand)?;
    for i in 1..values.len() {
        if values[i].is_none() {
            values[i] = values[i - 1].clone();
        }
    }
    Ok(values)
}

/// Fills what is no number with a line from the number before to the one behind.
fn linear_fill(env: &Env<'_>, items: &[Value], operand: &Value, key: &str) -> Res<Vec<Value>> {
    let xs: Vec<f64> = key_values(env, items, key)?.iter().map(number).collect();
    let mut ys = each(env, items, operand)?;
    if xs.iter().any(|x| x.is_nan()) {
        return Ok(vec![Value::Undefined; items.len()]);
    }
    let known: Vec<(usize, f64)> = ys
        .iter()
        .enumerate()
        .filter_map(|(i, y)| Some((i, bare_number(y)?)))
        .collect();
    for pair in known.windows(2) {
        let [(left, from), (right, to)] = *pair else {
            continue;
        };
        let slope = (to - from) / (xs[right] - xs[left]);
        for i in left + 1..right {
            ys[i] = (from + (xs[i] - xs[left]) * slope).into();
        }
    }
    Ok(ys)
}

/// The value of another document, `by` places on.
fn shift(env: &Env<'_>, items: &[Value], operand: &Value, _: &str) -> Res<Vec<Value>> {
    let by = to_integer(operand.key("by"));
    let default = operand.key("default");
    let value = |(i, doc): (usize, &Value)| {
        let at = i as f64 + by;
        if at >= 0.0 && at < items.len() as f64 {
            return compute(env, &items[at as usize], operand.key("output"));
        }
        if js::truthy(default) {
            compute(env, doc, default)
        } else {
            Ok(Value::Null)
        }
    };
    items.iter().enumerate().map(value).collect()
}
