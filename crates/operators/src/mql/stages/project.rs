//! `$project` and `$unset`: which keys documents keep, and new ones.

use engine::{Map, Value};

use super::super::compute::{compute, compute_key, is_operator};
use super::super::env::Env;
use super::super::expressions::{array, bare_number, object::is_empty};
use super::super::query::Query;
use super::super::{Res, paths};
use super::reshape::copy;
use crate::mql::fail;

const ID: &str = "_id";

/// `$project`
pub(in crate::mql) fn project(env: &Env<'_>, docs: Vec<Value>, spec: &Value) -> Res<Vec<Value>> {
    if is_empty(spec) {
        return Ok(docs);
    }
    let Value::Map(spec) = spec else {
        return fail("$project needs an object");
    };
    validate(spec)?;
    let mut keys: Vec<&str> = spec.keys().map(|key| &**key).collect();
    let mut id_only = false;
    match spec.get(ID) {
        None => keys.push(ID),
        Some(id) if is_no(id) => {
            keys.retain(|key| *key != ID);
            id_only = keys.is_empty();
        }
        Some(_) => {}
    }
    let change = |doc: Value| object(&env.with_root(&doc), &doc, spec, &keys, id_only);
    docs.into_iter().map(change).collect()
}

/// `$unset`
pub(in crate::mql) fn unset(env: &Env<'_>, docs: Vec<Value>, spec: &Value) -> Res<Vec<Value>> {
    let one = std::slice::from_ref(spec);
    let paths = spec.as_list().map_or(one, |paths| paths).iter();
    let mut drop = Map::new();
    for path in paths {
        drop.insert(env.text_of(path)?, 0.into());
    }
    project(env, docs, &drop.into())
}

fn is_no(value: &Value) -> bool {
    matches!(value, Value::Bool(false)) || bare_number(value) == Some(0.0)
}

fn is_yes(value: &Value) -> bool {
    matches!(value, Value::Bool(true)) || bare_number(value) == Some(1.0)
}

/// # Errors
/// For keys that are kept among keys that are dropped. From `_id` on anything goes.
fn validate(spec: &Map) -> Res<()> {
    let before_id = || spec.iter().take_while(|(key, _)| &***key != ID);
    if before_id().any(|(_, v)| is_no(v)) && before_id().any(|(_, v)| is_yes(v)) {
        return fail("Projection cannot have a mix of inclusion and exclusion.");
    }
    Ok(())
}

/// What becomes of a key.
enum Field {
    /// It stays as it is.
    Kept,
    /// It is dropped.
    Dropped,
    /// It gets a value.
    Computed(Value),
    /// It gets part of its list; all other keys stay.
    Sliced(Value),
}

fn object(env: &Env<'_>, obj: &Value, spec: &Map, keys: &[&str], id_only: bool) -> Res {
    env.charge_items(keys.len())?;
    let mut out = Value::from(Map::new());
    let mut keeps_others = id_only;
    let mut drop = Vec::new();
    if id_only {
        drop.push(ID);
    }
    for key in keys {
        let sub = spec.get(key).unwrap_or(&Value::Undefined);
        keeps_others |= *key != ID && is_no(sub);
        let (is_computed, value) = match field(env, obj, key, sub)? {
            Field::Dropped => {
                drop.push(key);
                continue;
            }
            Field::Kept => (false, Value::Undefined),
            Field::Computed(value) => (true, value),
            Field::Sliced(value) => {
                keeps_others = true;
                (true, value)
            }
        };
        paths::merge(&mut out, paths::graph(obj, key, false, true), true)?;
        if is_computed && value.is_undefined() {
            paths::remove(&mut out, key, true);
        } else if is_computed {
            paths::set(&mut out, key, value)?;
        }
    }
    for key in keys.iter().filter(|key| key.contains('.')) {
        paths::close_gaps(&mut out, key);
    }
    if !keeps_others {
        return Ok(out);
    }
    let mut all = copy(env, obj, keys.len())?;
    if let Value::Map(map) = &mut all {
        paths::assign(std::sync::Arc::make_mut(map), &out);
    }
    for key in drop {
        paths::remove(&mut all, key, true);
    }
    Ok(all)
}

fn field(env: &Env<'_>, obj: &Value, key: &str, sub: &Value) -> Res<Field> {
    if key == ID && is_empty(sub) {
        return Ok(Field::Computed(obj.key(ID).clone()));
    }
    if is_yes(sub) {
        return Ok(Field::Kept);
    }
    match sub {
        Value::String(_) => Ok(Field::Computed(compute_key(env, obj, key, sub)?)),
        Value::List(items) => {
            env.charge_items(items.len())?;
            let values = items.iter().map(|v| Ok(compute(env, obj, v)?.or_null()));
            Ok(Field::Computed(values.collect::<Res<Vec<_>>>()?.into()))
        }
        Value::Map(map) => inner(env, obj, key, map, sub),
        _ => Ok(Field::Dropped),
    }
}

/// An object: an operator, or what to keep of the objects under the key.
fn inner(env: &Env<'_>, obj: &Value, key: &str, map: &Map, sub: &Value) -> Res<Field> {
    let only = map.at(0).filter(|_| map.len() == 1);
    match only {
        Some((name, operand)) if &**name == "$slice" && is_plain_slice(operand) => {
            return Ok(Field::Sliced(slice(env, obj, key, operand)?));
        }
        Some((name, operand)) if &**name == "$elemMatch" => {
            return Ok(Field::Computed(elem_match(env, obj, key, operand)?));
        }
        Some((name, operand)) if is_operator(name) => {
            return Ok(Field::Computed(compute_key(env, obj, name, operand)?));
        }
        _ => {}
    }
    let Some(target) = obj.as_map().and_then(|map| map.get(key)) else {
        return Ok(Field::Computed(compute(env, obj, sub)?));
    };
    validate(map)?;
    let keys: Vec<&str> = map.keys().map(|key| &**key).collect();
    Ok(Field::Computed(match target {
        Value::List(items) => {
            let items = items
                .iter()
                .map(|item| object(env, item, map, &keys, false));
            items.collect::<Res<Vec<_>>>()?.into()
        }
        target @ Value::Map(_) => object(env, target, map, &keys, false)?,
        _ => object(env, obj, map, &keys, false)?,
    }))
}

/// Numbers only: how many items, or from where and how many.
fn is_plain_slice(operand: &Value) -> bool {
    match operand {
        Value::List(items) => items.iter().all(|n| bare_number(n).is_some()),
        n => bare_number(n).is_some(),
    }
}

fn slice(env: &Env<'_>, obj: &Value, key: &str, operand: &Value) -> Res {
    let list = paths::resolve(env, obj, key)?;
    if list.as_list().is_none() {
        return Ok(list);
    }
    let mut args = vec![list];
    match operand {
        Value::List(items) => args.extend(items.iter().cloned()),
        n => args.push(n.clone()),
    }
    array::slice_of(env, &args)
}

/// The first item that a filter lets through, in a list.
fn elem_match(env: &Env<'_>, obj: &Value, key: &str, filter: &Value) -> Res {
    let list = paths::resolve(env, obj, key)?;
    let query = Query::new(env, filter)?;
    let Value::List(items) = &list else {
        return fail("$elemMatch: argument must resolve to array");
    };
    for item in items.iter() {
        if query.test(env, item)? {
            return Ok(vec![item.clone()].into());
        }
    }
    Ok(Value::Undefined)
}
