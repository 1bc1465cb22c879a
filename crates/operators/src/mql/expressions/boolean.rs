//! Logic, comparison and choice.

use std::cmp::Ordering;

use engine::{Value, js};

use super::{operand, operands, truthy};
use crate::mql::Res;
use crate::mql::compute::compute;
use crate::mql::env::Env;
use crate::mql::fail;
use crate::mql::predicates;

/// `$and`
pub(in crate::mql) fn and(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    Ok((truthy(&args) && operands("$and", &args)?.iter().all(truthy)).into())
}

/// `$or`
pub(in crate::mql) fn or(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    Ok((truthy(&args) && operands("$or", &args)?.iter().any(truthy)).into())
}

/// `$not`
pub(in crate::mql) fn not(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let operand = match expr {
        Value::List(items) => match &items[..] {
            [] => return Ok(false.into()),
            [one] => one,
            _ => return fail("Expression $not takes exactly 1 argument"),
        },
        one => one,
    };
    Ok((!js::truthy(&compute(env, obj, operand)?)).into())
}

fn pair(env: &Env<'_>, obj: &Value, expr: &Value, name: &str) -> Res<(Value, Value)> {
    let args = compute(env, obj, expr)?;
    Ok((operand(name, &args, 0)?, operand(name, &args, 1)?))
}

/// `$eq`
pub(in crate::mql) fn eq(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let (a, b) = pair(env, obj, expr, "$eq")?;
    Ok(predicates::eq(env, &a, &b, 0)?.into())
}

/// `$ne`
pub(in crate::mql) fn ne(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let (a, b) = pair(env, obj, expr, "$ne")?;
    Ok((!predicates::eq(env, &a, &b, 0)?).into())
}

/// `$nin`
pub(in crate::mql) fn nin(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let (a, b) = pair(env, obj, expr, "$nin")?;
    Ok((!predicates::in_(env, &a, &b)?).into())
}

fn ordered(
    env: &Env<'_>,
    obj: &Value,
    expr: &Value,
    name: &str,
    is_good: fn(Ordering) -> bool,
) -> Res {
    let (a, b) = pair(env, obj, expr, name)?;
    Ok(predicates::ordered(env, &a, &b, is_good)?.into())
}

/// `$gt`
pub(in crate::mql) fn gt(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    ordered(env, obj, expr, "$gt", Ordering::is_gt)
}

/// `$gte`
pub(in crate::mql) fn gte(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    ordered(env, obj, expr, "$gte", Ordering::is_ge)
}

/// `$lt`
pub(in crate::mql) fn lt(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    ordered(env, obj, expr, "$lt", Ordering::is_lt)
}

/// `$lte`
pub(in crate::mql) fn lte(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    ordered(env, obj, expr, "$lte", Ordering::is_le)
}

/// `$cmp`: as JavaScript compares, so values of different kinds are mostly equal.
pub(in crate::mql) fn cmp(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let (a, b) = pair(env, obj, expr, "$cmp")?;
    env.check(&a)?;
    env.check(&b)?;
    Ok(match js::compare(&a, &b) {
        Some(order) => f64::from(order as i8),
        None => 0.0,
    }
    .into())
}

/// `$cond`
pub(in crate::mql) fn cond(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let (test, yes, no) = match expr {
        Value::List(items) => match &items[..] {
            [test, yes, no] => (test, yes, no),
            _ => return fail("$cond: invalid arguments"),
        },
        Value::Map(_) => (expr.key("if"), expr.key("then"), expr.key("else")),
        _ => return fail("$cond: invalid arguments"),
    };
    let is_met = truthy(&compute(env, obj, test)?);
    compute(env, obj, if is_met { yes } else { no })
}

/// `$ifNull`: the first operand that is not null.
pub(in crate::mql) fn if_null(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    let mut args = operands("$ifNull", &args)?.iter();
    Ok(args
        .find(|arg| !arg.is_none())
        .cloned()
        .unwrap_or(Value::Undefined))
}

/// `$switch`
pub(in crate::mql) fn switch(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    for branch in operands("$switch", expr.key("branches"))? {
        if truthy(&compute(env, obj, branch.key("case"))?) {
            let then = branch.key("then");
            let otherwise = matches!(then, Value::Null);
            return compute(env, obj, if otherwise { expr.key("default") } else { then });
        }
    }
    compute(env, obj, expr.key("default"))
}
