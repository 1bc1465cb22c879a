//! Equality, order and sets of values.

use std::cmp::Ordering;
use std::fmt::Write as _;
use std::sync::Arc;

use engine::{Map, Value, date, js, json};

use super::Res;
use super::env::Env;
use crate::mql::fail;
use crate::utf16;

/// Are they the same? Numbers by value, NaN equal to itself; null is not undefined; objects whatever the
/// order of their keys.
pub(super) fn is_equal(env: &Env<'_>, a: &Value, b: &Value) -> Res<bool> {
    env.charge(1)?;
    env.charge_look(a)?;
    Ok(match (a, b) {
        (Value::List(a), Value::List(b)) => {
            if Arc::ptr_eq(a, b) {
                return Ok(true);
            }
            if a.len() != b.len() {
                return Ok(false);
            }
            for (a, b) in a.iter().zip(b.iter()) {
                if !is_equal(env, a, b)? {
                    return Ok(false);
                }
            }
            true
        }
        (Value::Map(a), Value::Map(b)) => {
            if Arc::ptr_eq(a, b) {
                return Ok(true);
            }
            if a.len() != b.len() {
                return Ok(false);
            }
            for (key, a) in a.iter() {
                match b.get(key) {
                    Some(b) if is_equal(env, a, b)? => {}
                    _ => return Ok(false),
                }
            }
            true
        }
        _ => a == b,
    })
}

/// Null, numbers, text, objects, lists, booleans, dates: in this order.
fn rank(value: &Value) -> u8 {
    match value {
        Value::Null | Value::Undefined => 0,
        Value::Number(_) => 1,
        Value::String(_) => 2,
        Value::Map(_) => 3,
        Value::List(_) => 4,
        Value::Bool(_) => 5,
        Value::Date(_) => 6,
        Value::Function(_) | Value::Error(_) => 8,
    }
}

/// The order in which `$sort` and comparisons have values. Lists are compared by their text.
pub(super) fn compare(env: &Env<'_>, a: &Value, b: &Value) -> Res<Ordering> {
    env.charge(1)?;
    env.charge_look(a)?;
    Ok(match (a, b) {
        (Value::Number(a), Value::Number(b)) | (Value::Date(a), Value::Date(b)) => {
            a.partial_cmp(b).unwrap_or(Ordering::Equal)
        }
        (Value::String(a), Value::String(b)) => utf16::compare(a, b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::List(_), Value::List(_)) => {
            if is_equal(env, a, b)? {
                return Ok(Ordering::Equal);
            }
            utf16::compare(&env.text_of(a)?, &env.text_of(b)?)
        }
        _ => rank(a).cmp(&rank(b)),
    })
}

/// The order in which a stable sort puts `n` things that `compare` compares by their indices. It may
/// contradict itself (NaN is equal to every number): then the result is some order.
pub(super) fn sorted(
    n: usize,
    compare: &mut dyn FnMut(usize, usize) -> Res<Ordering>,
) -> Res<Vec<usize>> {
    let mut from: Vec<usize> = (0..n).collect();
    let mut width = 1;
    while width < n {
        let mut to = Vec::with_capacity(n);
        for start in (0..n).step_by(width * 2) {
            let middle = (start + width).min(n);
            let end = (start + width * 2).min(n);
            let (mut left, mut right) = (start, middle);
            while left < middle && right < end {
                if compare(from[left], from[right])?.is_gt() {
                    to.push(from[right]);
                    right += 1;
                } else {
                    to.push(from[left]);
                    left += 1;
                }
            }
            to.extend_from_slice(&from[left..middle]);
            to.extend_from_slice(&from[right..end]);
        }
        from = to;
        width *= 2;
    }
    Ok(from)
}

/// `items` in order, undefined last.
pub(super) fn sort_values(env: &Env<'_>, items: &[Value]) -> Res<Vec<Value>> {
    let order = sorted(items.len(), &mut |a, b| {
        let (a, b) = (&items[a], &items[b]);
        match a.is_undefined().cmp(&b.is_undefined()) {
            Ordering::Equal => compare(env, a, b),
            order => Ok(order),
        }
    })?;
    Ok(order.into_iter().map(|i| items[i].clone()).collect())
}

/// Text that equal values have and no others.
fn write_key(env: &Env<'_>, value: &Value, out: &mut String) -> Res<()> {
    env.charge(1)?;
    match value {
        Value::List(items) => {
            out.push('[');
            for item in items.iter() {
                write_key(env, item, out)?;
                out.push(',');
            }
            out.push(']');
        }
        Value::Map(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_unstable_by(|a, b| a.0.cmp(b.0));
            out.push('{');
            for (key, item) in entries {
                write_text(key, out);
                write_key(env, item, out)?;
                out.push(',');
            }
            out.push('}');
        }
        Value::String(text) => write_text(text, out),
        Value::Date(ms) if ms.is_nan() => return fail("Invalid time value"),
        Value::Date(ms) => out.push_str(&date::to_iso(*ms)),
        Value::Function(f) => {
            // The address tells functions apart; a formatting error is impossible in a `String`.
            let _ = write!(out, "{:p}", Arc::as_ptr(f));
        }
        Value::Error(_) => out.push_str(&json::to_wire(value)),
        value => out.push_str(&js::to_text(value)),
    }
    Ok(())
}

/// The length in front makes it unambiguous.
fn write_text(text: &str, out: &mut String) {
    let _ = write!(out, "{}\"{text}", text.len());
}

/// As [`write_key`]. Null and undefined have different keys.
pub(super) fn key(env: &Env<'_>, value: &Value) -> Res<String> {
    let mut out = String::new();
    write_key(env, value, &mut out)?;
    env.charge(out.len() / 8)?;
    Ok(out)
}

/// Numbers its members in the order in which they come.
#[derive(Default)]
pub(super) struct Set(Map);

impl Set {
    /// The number of `value`, and whether it is new.
    pub(super) fn add(&mut self, env: &Env<'_>, value: &Value) -> Res<(usize, bool)> {
        let key = key(env, value)?;
        if let Some(Value::Number(n)) = self.0.get(&key) {
            return Ok((*n as usize, false));
        }
        let n = self.0.len();
        self.0.insert(key, n.into());
        Ok((n, true))
    }

    /// The number of `value`.
    pub(super) fn find(&self, env: &Env<'_>, value: &Value) -> Res<Option<usize>> {
        Ok(match self.0.get(&key(env, value)?) {
            Some(Value::Number(n)) => Some(*n as usize),
            _ => None,
        })
    }
}

/// The set of all of `items`.
pub(super) fn set_of(env: &Env<'_>, items: &[Value]) -> Res<Set> {
    let mut set = Set::default();
    for item in items {
        set.add(env, item)?;
    }
    Ok(set)
}

/// Each of `items` once.
pub(super) fn unique(env: &Env<'_>, items: &[Value]) -> Res<Vec<Value>> {
    let mut set = Set::default();
    let mut out = Vec::new();
    for item in items {
        if set.add(env, item)?.1 {
            out.push(item.clone());
        }
    }
    Ok(out)
}

/// What all of `lists` have, each once, in the order of the first.
pub(super) fn intersection(env: &Env<'_>, lists: &[&[Value]]) -> Res<Vec<Value>> {
    let Some((first, others)) = lists.split_first() else {
        return Ok(Vec::new());
    };
    let mut out = unique(env, first)?;
    for list in others {
        let set = set_of(env, list)?;
        let mut kept = Vec::new();
        for item in out {
            if set.find(env, &item)?.is_some() {
                kept.push(item);
            }
        }
        out = kept;
    }
    Ok(out)
}

/// Documents that have a key in common.
pub(super) struct Group {
    /// The key; null where there is none.
    pub(super) key: Value,
    /// The documents.
    pub(super) items: Vec<Value>,
}

/// Groups `docs` by what `key_of` gives for each. Null and undefined are one key.
pub(super) fn group_by(
    env: &Env<'_>,
    docs: Vec<Value>,
    key_of: &mut dyn FnMut(&Value) -> Res,
) -> Res<Vec<Group>> {
    let mut set = Set::default();
    let mut groups: Vec<Group> = Vec::new();
    for doc in docs {
        let key = key_of(&doc)?.or_null();
        let (n, is_new) = set.add(env, &key)?;
        if is_new {
            groups.push(Group {
                key,
                items: Vec::new(),
            });
        }
        groups[n].items.push(doc);
    }
    Ok(groups)
}
