//! Equality of values, and finding equal ones among very many.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use engine::{Value, js};

use super::node::Type;

/// Indices of two equal items, in the order in which Ajv names them: the last that has an equal one
/// before it, and the nearest of those. With `scalars` only items of these types count.
pub(super) fn duplicate(items: &[Value], scalars: &[Type]) -> Option<(usize, usize)> {
    if scalars.is_empty() {
        let mut last: HashMap<Item<'_>, usize> = HashMap::with_capacity(items.len());
        let mut found = None;
        for (i, item) in items.iter().enumerate() {
            if let Some(j) = last.insert(Item(item), i) {
                found = Some((i, j));
            }
        }
        return found;
    }
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (i, item) in items.iter().enumerate().rev() {
        if !scalars.iter().any(|t| t.is_of(item)) {
            continue;
        }
        let mut key = js::to_text(item);
        if scalars.len() > 1 && matches!(item, Value::String(_)) {
            key.push('_');
        }
        if let Some(j) = seen.insert(key, i) {
            return Some((i, j));
        }
    }
    None
}

/// Deep equality, -0 and 0 being the same.
pub(super) fn equal(a: &Value, b: &Value) -> bool {
    a == b
}

/// A value as the key of a map: what is [`equal`] has the same hash.
struct Item<'a>(&'a Value);

impl PartialEq for Item<'_> {
    fn eq(&self, other: &Item<'_>) -> bool {
        equal(self.0, other.0)
    }
}

impl Eq for Item<'_> {}

impl Hash for Item<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash(self.0, state);
    }
}

fn hash<H: Hasher>(value: &Value, state: &mut H) {
    std::mem::discriminant(value).hash(state);
    match value {
        Value::Undefined | Value::Null | Value::Function(_) => {}
        Value::Bool(b) => b.hash(state),
        Value::Number(n) | Value::Date(n) => bits(*n).hash(state),
        Value::String(text) => text.hash(state),
        Value::List(items) => {
            items.len().hash(state);
            items.iter().for_each(|item| hash(item, state));
        }
        Value::Map(map) => {
            map.len().hash(state);
            // The order of the keys does not count.
            let mut keys: Vec<_> = map.iter().collect();
            keys.sort_unstable_by_key(|(key, _)| *key);
            for (key, value) in keys {
                key.hash(state);
                hash(value, state);
            }
        }
        Value::Error(error) => {
            error.name.hash(state);
            error.message.hash(state);
        }
    }
}

/// The same for numbers that are equal.
fn bits(n: f64) -> u64 {
    match n {
        n if n.is_nan() => f64::NAN.to_bits(),
        0.0 => 0,
        n => n.to_bits(),
    }
}
