//! Paths such as `address.lines.0`: reading, and changing copies. A path that comes to a list goes on
//! in each of its items, unless its next part is an index.

use std::sync::Arc;

use engine::{Map, Value, js, path};

use super::Res;
use super::env::Env;
use crate::instance::{label, type_of};
use crate::mql::fail;
use crate::utf16;

/// Lists are not made longer than this by setting an index.
const MAX_INDEX: usize = 100_000;

/// Null, text and the like: whatever has no parts.
pub(super) fn is_simple(value: &Value) -> bool {
    !matches!(
        value,
        Value::List(_) | Value::Map(_) | Value::Function(_) | Value::Error(_)
    )
}

fn is_index(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())
}

/// The first part of a path, and the rest.
fn split(path: &str) -> (&str, Option<&str>) {
    match path.split_once('.') {
        Some((first, rest)) => (first, Some(rest)),
        None => (path, None),
    }
}

fn child<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    match value {
        Value::Map(map) => map.get(key),
        Value::List(items) => items.get(path::index(key)?),
        _ => None,
    }
}

/// The value at `path` of a document. What has no parts is its own value at any path.
pub(super) fn resolve(env: &Env<'_>, doc: &Value, path: &str) -> Res {
    if is_simple(doc) {
        return Ok(doc.clone());
    }
    walk(env, doc, path, true, &mut 0)
}

/// The value at `path` of a variable's value.
pub(super) fn resolve_within(env: &Env<'_>, value: &Value, path: &str) -> Res {
    walk(env, value, path, false, &mut 0)
}

/// As [`resolve`], where a list that only came about on the way is its item if it has just one.
pub(super) fn resolve_unwrapped(env: &Env<'_>, doc: &Value, path: &str) -> Res {
    if is_simple(doc) {
        return Ok(doc.clone());
    }
    let mut depth = 0;
    let mut value = walk(env, doc, path, true, &mut depth)?;
    for _ in 0..depth {
        match &value {
            Value::List(items) if items.len() == 1 => value = items[0].clone(),
            _ => break,
        }
    }
    Ok(value)
}

/// `at_start`: nothing of the path was taken in this value; a list within a list is not entered then.
fn walk(env: &Env<'_>, value: &Value, path: &str, at_start: bool, depth: &mut u32) -> Res {
    let mut value = value;
    let mut rest = Some(path);
    let mut at_start = at_start;
    while let Some(path) = rest {
        let (key, next) = split(path);
        if let (Value::List(items), false) = (value, is_index(key)) {
            if at_start && *depth > 0 {
                break;
            }
            *depth += 1;
            env.charge_items(items.len())?;
            let mut out = Vec::new();
            for item in items.iter() {
                let found = walk(env, item, path, true, depth)?;
                if !found.is_undefined() {
                    out.push(found);
                }
            }
            return Ok(out.into());
        }
        match child(value, key) {
            Some(found) if !found.is_undefined() => value = found,
            _ => return Ok(Value::Undefined),
        }
        rest = next;
        at_start = false;
    }
    Ok(value.clone())
}

/// What of `value` lies on the way along `path`, as objects and lists of their own; undefined where
/// nothing does. With `whole` the objects on the way have all their keys. With `gaps` an item of a list
/// that has nothing there leaves a gap, see [`close_gaps`].
pub(super) fn graph(value: &Value, path: &str, whole: bool, gaps: bool) -> Value {
    let (key, next) = split(path);
    let deeper = |found: &Value| match next {
        Some(next) => graph(found, next, whole, gaps),
        None => found.clone(),
    };
    if let Value::List(items) = value {
        if is_index(key) {
            let found = child(value, key).unwrap_or(&Value::Undefined);
            return vec![deeper(found)].into();
        }
        let found = items.iter().map(|item| graph(item, path, whole, gaps));
        return found
            .filter(|v| gaps || !v.is_undefined())
            .collect::<Vec<_>>()
            .into();
    }
    let found = deeper(child(value, key).unwrap_or(&Value::Undefined));
    if found.is_undefined() {
        return found;
    }
    let mut out = match value {
        Value::Map(map) if whole => (**map).clone(),
        _ => Map::new(),
    };
    out.insert(key, found);
    out.into()
}

/// Removes the gaps that [`graph`] left along `path`.
pub(super) fn close_gaps(value: &mut Value, path: &str) {
    let (key, next) = split(path);
    match value {
        Value::Map(map) => {
            let (Some(next), true) = (next, map.contains_key(key)) else {
                return;
            };
            if let Some(found) = Arc::make_mut(map).get_mut(key) {
                close_gaps(found, next);
            }
        }
        Value::List(items) => {
            let path = if is_index(key) { next } else { Some(path) };
            let Some(path) = path else {
                return;
            };
            let items = Arc::make_mut(items);
            if !is_index(key) {
                items.retain(|item| !item.is_undefined());
            }
            for item in items {
                close_gaps(item, path);
            }
        }
        _ => {}
    }
}

/// Puts together two graphs of one document.
///
/// # Errors
/// For a list and an object, at the top.
pub(super) fn merge(target: &mut Value, other: Value, at_top: bool) -> Res<()> {
    if target.is_none() {
        *target = other;
        return Ok(());
    }
    match (&mut *target, other) {
        (_, other) if other.is_none() => {}
        (Value::Map(target), Value::Map(other)) => {
            let target = Arc::make_mut(target);
            for (key, value) in other.iter() {
                match target.get_mut(key) {
                    Some(slot) => merge(slot, value.clone(), false)?,
                    None => {
                        target.insert(key.clone(), value.clone());
                    }
                }
            }
        }
        (Value::List(target), Value::List(other)) => {
            let target = Arc::make_mut(target);
            for (i, value) in other.iter().enumerate() {
                match target.get_mut(i) {
                    Some(slot) => merge(slot, value.clone(), false)?,
                    None => target.push(value.clone()),
                }
            }
        }
        _ if at_top => return fail("mismatched types. must both be array or object"),
        (target, other) => {
            if js::truthy(&other) {
                *target = other;
            }
        }
    }
    Ok(())
}

/// Sets `path` of `target`, making objects on the way. A list takes indices only.
///
/// # Errors
/// Where text or a number is on the way, and for an index that is too large.
pub(super) fn set(target: &mut Value, path: &str, value: Value) -> Res<()> {
    let (key, next) = split(path);
    let is_letter = |text: &str| path::index(key).is_some_and(|i| i < utf16::len(text));
    if target.as_str().is_some_and(is_letter) {
        return Ok(());
    }
    if let (Some(_), Value::String(_) | Value::Number(_) | Value::Bool(_)) = (next, &*target) {
        let (kind, text) = (type_of(target), label(target));
        return fail(format!("Cannot create property '{key}' on {kind} '{text}'"));
    }
    let slot = match target {
        Value::Map(map) => {
            let map = Arc::make_mut(map);
            if !map.contains_key(key) {
                map.insert(key, Value::Undefined);
            }
            map.get_mut(key)
        }
        Value::List(items) => match path::index(key) {
            Some(i) if i > MAX_INDEX => return fail("Invalid array length"),
            Some(i) => {
                let items = Arc::make_mut(items);
                if items.len() <= i {
                    items.resize(i + 1, Value::Undefined);
                }
                items.get_mut(i)
            }
            None => None,
        },
        _ => None,
    };
    match (slot, next) {
        (None, _) => Ok(()),
        (Some(slot), None) => {
            *slot = value;
            Ok(())
        }
        (Some(slot), Some(next)) => {
            if slot.is_none() {
                *slot = Map::new().into();
            }
            if js::truthy(slot) {
                set(slot, next, value)
            } else {
                Ok(())
            }
        }
    }
}

/// Removes `path` of `target`; with `descend` in each object of a list on the way.
pub(super) fn remove(target: &mut Value, path: &str, descend: bool) {
    let (key, next) = split(path);
    if child(target, key).is_none() {
        return;
    }
    let Some(next) = next else {
        match target {
            Value::Map(map) => {
                Arc::make_mut(map).remove(key);
            }
            Value::List(items) => {
                if let Some(i) = path::index(key) {
                    Arc::make_mut(items).remove(i);
                }
            }
            _ => {}
        }
        return;
    };
    let slot = match target {
        Value::Map(map) => Arc::make_mut(map).get_mut(key),
        Value::List(items) => path::index(key).and_then(|i| Arc::make_mut(items).get_mut(i)),
        _ => None,
    };
    match slot {
        Some(Value::List(items)) if descend && !is_index(split(next).0) => {
            for item in Arc::make_mut(items) {
                remove(item, next, descend);
            }
        }
        Some(slot) => remove(slot, next, descend),
        None => {}
    }
}

/// `Object.assign`: the keys of `from`, which may be a list, over those of `target`.
pub(super) fn assign(target: &mut Map, from: &Value) {
    match from {
        Value::Map(map) => {
            for (key, value) in map.iter() {
                target.insert(key.clone(), value.clone());
            }
        }
        Value::List(items) => {
            for (i, value) in items.iter().enumerate() {
                target.insert(i.to_string(), value.clone());
            }
        }
        _ => {}
    }
}
