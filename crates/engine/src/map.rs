//! The object of the language: string keys in insertion order, as JavaScript keeps them.

use indexmap::IndexMap;

use crate::{Str, Value};

type Inner = IndexMap<Str, Value, foldhash::fast::RandomState>;

/// An object: string keys to values, in the order in which the keys were first set.
#[derive(Clone, Default)]
pub struct Map(Inner);

impl Map {
    /// An empty object.
    pub fn new() -> Map {
        Map::default()
    }

    /// An empty object with room for `n` keys.
    pub fn with_capacity(n: usize) -> Map {
        Map(Inner::with_capacity_and_hasher(
            n,
            foldhash::fast::RandomState::default(),
        ))
    }

    /// The value of `key`, if it is set.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    /// The value of `key` for change in place, if it is set.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        self.0.get_mut(key)
    }

    /// Sets `key`; an existing key keeps its place.
    pub fn insert(&mut self, key: impl Into<Str>, value: Value) -> Option<Value> {
        self.0.insert(key.into(), value)
    }

    /// Removes `key` and closes the gap, so that the order of the others stays.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        self.0.shift_remove(key)
    }

    /// Is `key` set (to anything, null included)?
    pub fn contains_key(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// Number of keys.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Has it no key?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keys and values in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&Str, &Value)> + ExactSizeIterator {
        self.0.iter()
    }

    /// Keys in order.
    pub fn keys(&self) -> impl Iterator<Item = &Str> {
        self.0.keys()
    }

    /// Values in order of their keys.
    pub fn values(&self) -> impl Iterator<Item = &Value> {
        self.0.values()
    }

    /// The entry at position `i`.
    pub fn at(&self, i: usize) -> Option<(&Str, &Value)> {
        self.0.get_index(i)
    }

    /// Keeps only the entries for which `keep` says so.
    pub fn retain(&mut self, mut keep: impl FnMut(&str, &Value) -> bool) {
        self.0.retain(|k, v| keep(k, v));
    }

    /// Sorts by key, bytewise.
    pub fn sort_keys(&mut self) {
        self.0.sort_keys();
    }
}

impl PartialEq for Map {
    /// Same keys with equal values; order does not count.
    fn eq(&self, other: &Map) -> bool {
        self.0 == other.0
    }
}

impl IntoIterator for Map {
    type Item = (Str, Value);
    type IntoIter = indexmap::map::IntoIter<Str, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<K: Into<Str>> FromIterator<(K, Value)> for Map {
    fn from_iter<T: IntoIterator<Item = (K, Value)>>(iter: T) -> Map {
        Map(iter.into_iter().map(|(k, v)| (k.into(), v)).collect())
    }
}
