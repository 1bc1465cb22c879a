//! Paths such as `list.0.name`: reading, setting and removing, as Lowdefy's `get`, `set` and `unset`.
//!
//! Segments are split at dots; `\.` is a dot within a segment. A segment of digits is an index of a
//! list. There is no `[0]` syntax.

use std::borrow::Cow;

use crate::{Map, Value};

/// The value at `path`, undefined where there is none. A key of the object that is the whole path, or
/// the next segments joined, wins over the walk. An error has a `name`, a `message` and its further data.
pub fn get(value: &Value, path: &str) -> Value {
    match find(value, path) {
        Some(found) => found.clone(),
        None => get_of_error(value, path).unwrap_or(Value::Undefined),
    }
}

fn get_of_error(value: &Value, path: &str) -> Option<Value> {
    let dots = path.match_indices('.').map(|(at, _)| at).take(MAX_JOINED);
    let mut errors = dots.filter_map(|at| match find(value, &path[..at]) {
        Some(Value::Error(error)) => Some((error, &path[at + 1..])),
        _ => None,
    });
    let (error, rest) = errors.next()?;
    Some(match rest {
        "name" => Value::String(error.name.clone()),
        "message" => Value::String(error.message.clone()),
        rest => get(&Value::map(error.extra.clone()), rest),
    })
}

/// As [`get`], borrowed, and without what errors have.
pub fn find<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    if !matches!(value, Value::Map(_) | Value::List(_)) {
        return None;
    }
    if let Some(found) = child(value, path) {
        return Some(found);
    }
    if !path.contains(['.', '\\']) {
        return None;
    }
    walk(value, &split(path))
}

fn walk<'a>(value: &'a Value, segments: &[Cow<'_, str>]) -> Option<&'a Value> {
    let Some((first, rest)) = segments.split_first() else {
        return Some(value);
    };
    if let Some(next) = child(value, first) {
        return walk(next, rest);
    }
    // A key that itself contains dots: join following segments until one exists.
    let mut joined = first.to_string();
    for (i, segment) in rest.iter().enumerate().take(MAX_JOINED) {
        joined.push('.');
        joined.push_str(segment);
        if let Some(next) = child(value, &joined) {
            return walk(next, &rest[i + 1..]);
        }
    }
    None
}

/// Dots that a key has at most: trying them all takes long where a path from outside has very many.
const MAX_JOINED: usize = 100;

fn child<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    match value {
        Value::Map(map) => map.get(key),
        Value::List(items) => items.get(index(key)?),
        _ => None,
    }
}

/// The segments of `path`.
pub fn split(path: &str) -> Vec<Cow<'_, str>> {
    if !path.contains('\\') {
        return path.split('.').map(Cow::Borrowed).collect();
    }
    let mut out = vec![String::new()];
    let mut chars = path.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some('.')) => {
                chars.next();
                out.last_mut().expect("never empty").push('.');
            }
            ('.', _) => out.push(String::new()),
            _ => out.last_mut().expect("never empty").push(c),
        }
    }
    out.into_iter().map(Cow::Owned).collect()
}

/// Lists are not made longer than this by setting an index: a path from outside must not exhaust
/// memory.
const MAX_INDEX: usize = 100_000;

/// Objects within each other that setting a path makes at most, likewise.
const MAX_SEGMENTS: usize = 500;

/// Sets `path` of `target`, making objects on the way, and lists where the next segment is an index.
/// Keys that would reach JavaScript's prototype are ignored, as Lowdefy does.
pub fn set(target: &mut Value, path: &str, value: Value) {
    let segments = split(path);
    let inherited = |s: &Cow<'_, str>| matches!(&**s, "__proto__" | "constructor" | "prototype");
    if segments.len() > MAX_SEGMENTS || segments.iter().any(inherited) {
        return;
    }
    set_segments(target, &segments, value);
}

fn set_segments(target: &mut Value, segments: &[Cow<'_, str>], value: Value) {
    let Some((first, rest)) = segments.split_first() else {
        *target = value;
        return;
    };
    if let (Value::List(_), Some(i)) = (&*target, index(first)) {
        if i > MAX_INDEX {
            return;
        }
        let items = target.make_list();
        if items.len() <= i {
            items.resize(i + 1, Value::Undefined);
        }
        return set_next(&mut items[i], rest, value);
    }
    let map = target.make_map();
    if let Some(next) = map.get_mut(first) {
        return set_next(next, rest, value);
    }
    let mut next = Value::Undefined;
    set_next(&mut next, rest, value);
    map.insert(&**first, next);
}

fn set_next(next: &mut Value, rest: &[Cow<'_, str>], value: Value) {
    if let (Some(segment), false) = (rest.first(), matches!(next, Value::Map(_) | Value::List(_))) {
        *next = match index(segment) {
            Some(_) => Value::list(Vec::new()),
            None => Value::map(Map::new()),
        };
    }
    set_segments(next, rest, value);
}

/// Removes `path` of `target`. A list keeps its length: the item becomes undefined. Says whether there was
/// one.
pub fn unset(target: &mut Value, path: &str) -> bool {
    if find(target, path).is_none() {
        return false;
    }
    if let Value::Map(map) = target
        && map.contains_key(path)
    {
        return std::sync::Arc::make_mut(map).remove(path).is_some();
    }
    let segments = split(path);
    let Some((last, parents)) = segments.split_last() else {
        return false;
    };
    let mut at = target;
    for segment in parents {
        let next = match at {
            Value::Map(map) => std::sync::Arc::make_mut(map).get_mut(segment),
            Value::List(items) => {
                index(segment).and_then(|i| std::sync::Arc::make_mut(items).get_mut(i))
            }
            _ => None,
        };
        match next {
            Some(next) => at = next,
            None => return false,
        }
    }
    match at {
        Value::Map(map) => std::sync::Arc::make_mut(map).remove(last).is_some(),
        Value::List(items) => {
            let slot = index(last).and_then(|i| std::sync::Arc::make_mut(items).get_mut(i));
            slot.map(|slot| *slot = Value::Undefined).is_some()
        }
        _ => false,
    }
}

/// `path` with the first `$` replaced by the first index, the next by the next, …
pub fn apply_indices<'p>(indices: &[usize], path: &'p str) -> Cow<'p, str> {
    if indices.is_empty() || !path.contains('$') {
        return Cow::Borrowed(path);
    }
    let mut out = String::with_capacity(path.len() + 4);
    let mut indices = indices.iter();
    for (i, part) in path.split('$').enumerate() {
        if i > 0 {
            match indices.next() {
                Some(n) => out.push_str(&n.to_string()),
                None => out.push('$'),
            }
        }
        out.push_str(part);
    }
    Cow::Owned(out)
}

/// The index that `segment` spells: digits without a leading zero.
pub fn index(segment: &str) -> Option<usize> {
    let digits = !segment.is_empty() && segment.bytes().all(|b| b.is_ascii_digit());
    let canonical = segment.len() == 1 || !segment.starts_with('0');
    (digits && canonical)
        .then(|| segment.parse().ok())
        .flatten()
}
