//! `$redact`: which objects within documents are kept.

use engine::{Map, Value};

use super::super::Res;
use super::super::compute::{DESCEND, KEEP, PRUNE, compute};
use super::super::env::Env;

/// `$redact`
pub(in crate::mql) fn redact(env: &Env<'_>, docs: Vec<Value>, expr: &Value) -> Res<Vec<Value>> {
    let docs = docs.into_iter().map(|doc| object(env, &doc, expr));
    let mut docs = docs.collect::<Res<Vec<_>>>()?;
    docs.retain(|doc| !doc.is_undefined());
    Ok(docs)
}

/// What is left of `obj`; undefined for nothing.
fn object(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let answer = compute(&env.with_root(obj), obj, expr)?;
    match answer.as_str() {
        Some(KEEP) => Ok(obj.clone()),
        Some(PRUNE) => Ok(Value::Undefined),
        Some(DESCEND) => descend(env, obj, expr),
        _ => Ok(answer),
    }
}

/// Only an expression that chooses may give another answer deeper down.
fn descend(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let Value::Map(map) = obj else {
        return Ok(obj.clone());
    };
    if !expr.as_map().is_some_and(|map| map.contains_key("$cond")) {
        return Ok(obj.clone());
    }
    env.charge_items(map.len())?;
    let mut out = Map::with_capacity(map.len());
    for (key, value) in map.iter() {
        let left = match value {
            Value::List(items) => {
                env.charge_items(items.len())?;
                let mut kept = Vec::new();
                for item in items.iter() {
                    let item = match item {
                        Value::Map(_) => object(env, item, expr)?,
                        item => item.clone(),
                    };
                    if !item.is_none() {
                        kept.push(item);
                    }
                }
                kept.into()
            }
            Value::Map(_) | Value::Date(_) => object(env, value, expr)?,
            value => {
                out.insert(key.clone(), value.clone());
                continue;
            }
        };
        if !left.is_none() {
            out.insert(key.clone(), left);
        }
    }
    Ok(out.into())
}
