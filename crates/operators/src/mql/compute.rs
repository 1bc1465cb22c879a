//! Expressions: literals, paths, variables, objects of expressions, and calls of operators.

use engine::{Map, Value, json};

use super::env::Env;
use super::{Res, paths, table};
use crate::mql::fail;

/// What `$redact` understands; elsewhere they are plain text.
pub(super) const KEEP: &str = "$$KEEP";
/// Drops the object.
pub(super) const PRUNE: &str = "$$PRUNE";
/// Keeps the object and asks again for those within.
pub(super) const DESCEND: &str = "$$DESCEND";

/// Is `key` written as operators are?
pub(super) fn is_operator(key: &str) -> bool {
    key.strip_prefix('$').is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    })
}

/// The value of the expression `expr` for `obj`: a document, or in an accumulator a list of them.
///
/// # Errors
/// What an operator complains about, unknown operators and variables, too much work.
pub(super) fn compute(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    env.charge(1)?;
    let env = &env.rooted(obj);
    match expr {
        Value::String(text) if text.starts_with('$') => {
            let value = variable(env, obj, text)?;
            env.charge_look(&value)?;
            Ok(value)
        }
        Value::List(items) => {
            env.charge_items(items.len())?;
            let values = items.iter().map(|item| compute(env, obj, item));
            Ok(values.collect::<Res<Vec<_>>>()?.into())
        }
        Value::Map(map) => object(env, obj, map),
        value => Ok(value.clone()),
    }
}

/// The value of what stands under `key`: a call if `key` is an operator.
///
/// # Errors
/// As [`compute`].
pub(super) fn compute_key(env: &Env<'_>, obj: &Value, key: &str, expr: &Value) -> Res {
    if is_operator(key) {
        call(env, obj, key, expr)
    } else {
        compute(env, obj, expr)
    }
}

fn object(env: &Env<'_>, obj: &Value, map: &Map) -> Res {
    env.charge_items(map.len())?;
    let mut out = Map::with_capacity(map.len());
    for (key, expr) in map.iter() {
        if !is_operator(key) {
            out.insert(key.clone(), compute(env, obj, expr)?);
            continue;
        }
        let value = call(env, obj, key, expr)?;
        if map.len() > 1 {
            let text = json::stringify(&map.clone().into());
            return fail(format!("Invalid aggregation expression '{text}'"));
        }
        return Ok(value);
    }
    Ok(out.into())
}

fn call(env: &Env<'_>, obj: &Value, name: &str, expr: &Value) -> Res {
    let env = &env.rooted(obj);
    if let Some(operator) = table::expression(name) {
        return operator(env, obj, expr);
    }
    let Some(accumulator) = table::accumulator(name) else {
        return fail(format!("operator '{name}' is not registered"));
    };
    if let Value::List(items) = obj {
        return accumulator(&env.unrooted(), items, expr);
    }
    match compute(env, obj, expr)? {
        Value::List(items) => accumulator(&env.unrooted(), &items, &Value::Null),
        _ => fail(format!("'{name}' target must be an array.")),
    }
}

fn variable(env: &Env<'_>, obj: &Value, text: &str) -> Res {
    if [KEEP, PRUNE, DESCEND].contains(&text) {
        return Ok(text.into());
    }
    let (head, rest) = match text.split_once('.') {
        Some((head, rest)) => (head, Some(rest)),
        None => (text, None),
    };
    let now;
    let start = match head {
        "$$ROOT" => env.root(),
        "$$CURRENT" => obj,
        "$$REMOVE" => return Ok(Value::Undefined),
        "$$NOW" => {
            now = Value::Date(env.now());
            &now
        }
        _ => match head.strip_prefix("$$") {
            Some(name) => return local(env, obj, name, rest),
            None if text == "$" => return Ok(env.root().clone()),
            None => return paths::resolve(env, env.root(), &text[1..]),
        },
    };
    match rest {
        Some(rest) if !rest.is_empty() => paths::resolve(env, start, rest),
        _ => Ok(start.clone()),
    }
}

fn local(env: &Env<'_>, obj: &Value, name: &str, rest: Option<&str>) -> Res {
    let value = match env.var(name) {
        Some(value) => value,
        None if name == "this" => obj,
        None => return fail(format!("Use of undefined variable: {name}")),
    };
    match rest {
        Some(rest) => paths::resolve_within(env, value, rest),
        None => Ok(value.clone()),
    }
}
