//! Objects.

use engine::{Map, Value};

use super::{items, named};
use crate::mql::compute::compute;
use crate::mql::env::Env;
use crate::mql::fail;
use crate::mql::{Res, paths};

/// Puts the keys of `from` over those of `target`.
pub(in crate::mql) fn assign(env: &Env<'_>, target: &mut Map, from: &Value) -> Res<()> {
    let n_keys = match from {
        Value::Map(map) => map.len(),
        from => from.items().len(),
    };
    env.charge_items(n_keys)?;
    paths::assign(target, from);
    Ok(())
}

/// `$mergeObjects`
pub(in crate::mql) fn merge_objects(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let docs = compute(env, obj, expr)?;
    let mut out = Map::new();
    for doc in docs.items() {
        assign(env, &mut out, doc)?;
    }
    Ok(out.into())
}

/// `$objectToArray`
pub(in crate::mql) fn object_to_array(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let Value::Map(map) = compute(env, obj, expr)? else {
        return fail("$objectToArray expression must resolve to an object");
    };
    env.charge_items(map.len() * 3)?;
    let pairs = map
        .iter()
        .map(|(k, v)| Value::object([("k", k.clone().into()), ("v", v.clone())]));
    Ok(pairs.collect::<Vec<_>>().into())
}

/// `$arrayToObject`: of pairs, or of objects with `k` and `v`.
pub(in crate::mql) fn array_to_object(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let value = compute(env, obj, expr)?;
    let entries = items(&value, "$arrayToObject expression must resolve to an array")?;
    env.charge_items(entries.len())?;
    let mut out = Map::with_capacity(entries.len());
    for mut entry in entries {
        while let [inner] = entry.items() {
            entry = inner;
        }
        let (key, value) = match entry {
            Value::List(pair) if pair.len() == 2 => (&pair[0], &pair[1]),
            Value::Map(map) => match (map.get("k"), map.get("v")) {
                (Some(key), Some(value)) => (key, value),
                _ => return fail("$arrayToObject expression is invalid."),
            },
            _ => return fail("$arrayToObject expression is invalid."),
        };
        let key = match key {
            Value::String(key) => key.clone(),
            key => env.text_of(key)?.into(),
        };
        out.insert(key, value.clone());
    }
    Ok(out.into())
}

/// `$setField`: a copy of an object with a key set, or removed by `$$REMOVE`.
pub(in crate::mql) fn set_field(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    change_field(env, &args, Some(args.key("value")))
}

/// `$unsetField`
pub(in crate::mql) fn unset_field(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    change_field(env, &args, None)
}

fn change_field(env: &Env<'_>, args: &Value, value: Option<&Value>) -> Res {
    let mut map = match named(args, "input")? {
        Value::Map(map) => (*map).clone(),
        input if input.is_none() => return Ok(Value::Null),
        _ => return fail("$setField expression 'input' must evaluate to an object"),
    };
    env.charge_items(map.len())?;
    let Value::String(field) = args.key("field") else {
        return fail("$setField expression 'field' must evaluate to a string");
    };
    match value {
        Some(value) if !value.is_undefined() => {
            map.insert(field.clone(), value.clone());
        }
        _ => {
            map.remove(field);
        }
    }
    Ok(map.into())
}

/// Null, empty text, an empty list or object.
pub(in crate::mql) fn is_empty(value: &Value) -> bool {
    match value {
        Value::List(items) => items.is_empty(),
        Value::Map(map) => map.is_empty(),
        Value::String(text) => text.is_empty(),
        value => value.is_none(),
    }
}
