//! Operators that go through a list, or as accumulators through documents: `$map`, `$filter`,
//! `$reduce`, `$first`, `$maxN` and theirs.

use engine::{Value, js};

use super::misc::{holds, with_var};
use super::{items, named, number};
use crate::mql::Res;
use crate::mql::accumulators as acc;
use crate::mql::compute::compute;
use crate::mql::env::{self, Binding, Env};
use crate::mql::table::Accumulator;

/// The name of the variable that has the item.
fn name_of(expr: &Value) -> String {
    let name = expr.key("as");
    if js::truthy(name) {
        js::to_text(name)
    } else {
        "this".to_owned()
    }
}

/// `$map`
pub(in crate::mql) fn map(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let input = compute(env, obj, expr.key("input"))?;
    let input = items(&input, "$map 'input' expression must resolve to an array")?;
    let name = name_of(expr);
    env.charge_items(input.len())?;
    let values = input
        .iter()
        .map(|item| with_var(env, obj, expr.key("in"), &name, item));
    Ok(values.collect::<Res<Vec<_>>>()?.into())
}

/// `$filter`
pub(in crate::mql) fn filter(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let input = compute(env, obj, expr.key("input"))?;
    let input = items(
        &input,
        "$filter 'input' expression must resolve to an array",
    )?;
    let name = name_of(expr);
    env.charge_items(input.len())?;
    let mut kept = Vec::new();
    for item in input {
        if holds(env, obj, expr.key("cond"), &name, item)? {
            kept.push(item.clone());
        }
    }
    Ok(kept.into())
}

/// `$reduce`
pub(in crate::mql) fn reduce(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let input = compute(env, obj, expr.key("input"))?;
    let mut value = compute(env, obj, expr.key("initialValue"))?;
    if input.is_none() {
        return Ok(Value::Null);
    }
    let body = expr.key("in");
    let levels = env::depth_of(body);
    let mut since = env.growth();
    for item in items(
        &input,
        "$reduce 'input' expression must resolve to an array",
    )? {
        let this = Binding {
            name: "this",
            value: item,
            next: env.vars(),
        };
        let bound = Binding {
            name: "value",
            value: &value,
            next: Some(&this),
        };
        let next = compute(&env.with_vars(&bound), item, body)?;
        env.grow(&next, levels, &mut since)?;
        value = next;
    }
    Ok(value)
}

/// `$first`
pub(in crate::mql) fn first(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    one(env, obj, expr, acc::first, |items| items.first())
}

/// `$last`
pub(in crate::mql) fn last(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    one(env, obj, expr, acc::last, |items| items.last())
}

const NOT_A_LIST: &str = "Must resolve to an array/null or missing";

fn one(
    env: &Env<'_>,
    obj: &Value,
    expr: &Value,
    accumulator: Accumulator,
    pick: fn(&[Value]) -> Option<&Value>,
) -> Res {
    if let Value::List(docs) = obj {
        return accumulator(env, docs, expr);
    }
    let value = compute(env, obj, expr)?;
    if value.is_none() {
        return Ok(Value::Null);
    }
    Ok(pick(items(&value, NOT_A_LIST)?)
        .cloned()
        .unwrap_or(Value::Undefined))
}

/// `$firstN`
pub(in crate::mql) fn first_n(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    many(env, obj, expr, acc::first_n, |_, items, n| {
        Ok(acc::take_first(items, n).to_vec().into())
    })
}

/// `$lastN`
pub(in crate::mql) fn last_n(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    many(env, obj, expr, acc::last_n, |_, items, n| {
        Ok(acc::take_last(items, n).to_vec().into())
    })
}

/// `$maxN`
pub(in crate::mql) fn max_n(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    many(env, obj, expr, acc::max_n, |env, items, n| {
        acc::largest(env, items.to_vec(), n, false)
    })
}

/// `$minN`
pub(in crate::mql) fn min_n(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    many(env, obj, expr, acc::min_n, |env, items, n| {
        acc::largest(env, items.to_vec(), n, true)
    })
}

fn many(
    env: &Env<'_>,
    obj: &Value,
    expr: &Value,
    accumulator: Accumulator,
    take: fn(&Env<'_>, &[Value], f64) -> Res,
) -> Res {
    if let Value::List(docs) = obj {
        return accumulator(env, docs, expr);
    }
    let args = compute(env, obj, expr)?;
    let input = named(&args, "input")?;
    if input.is_none() {
        return Ok(Value::Null);
    }
    let input = items(&input, NOT_A_LIST)?;
    env.charge_items(input.len())?;
    take(env, input, number(args.key("n")))
}
