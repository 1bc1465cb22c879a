//! The entries of objects. An app has a hundred thousand objects, most with some five keys: those are
//! found faster without an index than with one, and nobody has to make it.

use std::collections::HashMap;

use engine::Str;

use crate::node::{Node, Place};

/// Entries by key, each with the place of its key, in the order in which the keys were first set.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    entries: Vec<(Str, (Place, Node))>,
    /// Where the keys are, if they are many.
    index: Option<Box<Index>>,
}

type Index = HashMap<Str, usize, foldhash::fast::RandomState>;

/// With more keys there is an index.
const FEW: usize = 16;

impl Fields {
    /// No entries, with room for `n`.
    pub fn room(n: usize) -> Fields {
        Fields {
            entries: Vec::with_capacity(n),
            index: None,
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    fn position(&self, key: &str) -> Option<usize> {
        match &self.index {
            Some(index) => index.get(key).copied(),
            None => self.entries.iter().position(|(own, _)| **own == *key),
        }
    }

    /// Makes the index anew, if there is to be one.
    fn order(&mut self) {
        let many = self.entries.len() > FEW;
        self.index = many.then(|| {
            let keys = self.entries.iter().enumerate();
            Box::new(keys.map(|(i, (key, _))| (key.clone(), i)).collect())
        });
    }

    /// The value of a key, with the place of the key.
    pub fn get(&self, key: &str) -> Option<&(Place, Node)> {
        Some(&self.entries[self.position(key)?].1)
    }

    /// Is there the key?
    pub fn contains_key(&self, key: &str) -> bool {
        self.position(key).is_some()
    }

    /// Sets the value of a key, which keeps its position if it is there already.
    pub fn insert(&mut self, key: Str, value: (Place, Node)) {
        if let Some(i) = self.position(&key) {
            self.entries[i].1 = value;
            return;
        }
        let n = self.entries.len();
        match &mut self.index {
            Some(index) => drop(index.insert(key.clone(), n)),
            None if n == FEW => {
                self.entries.push((key, value));
                return self.order();
            }
            None => {}
        }
        self.entries.push((key, value));
    }

    /// Takes a key away.
    pub fn remove(&mut self, key: &str) {
        if let Some(i) = self.position(key) {
            self.entries.remove(i);
            self.order();
        }
    }

    /// Takes away the keys that `is_kept` does not hold for.
    pub fn retain(&mut self, is_kept: impl Fn(&str) -> bool) {
        self.entries.retain(|(key, _)| is_kept(key));
        self.order();
    }

    /// All, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Str, Place, &Node)> {
        self.entries
            .iter()
            .map(|(key, (at, node))| (key, *at, node))
    }

    /// All values, to be changed.
    pub fn nodes_mut(&mut self) -> impl Iterator<Item = &mut Node> {
        self.entries.iter_mut().map(|(_, (_, node))| node)
    }
}

impl PartialEq for Fields {
    /// The order of keys counts.
    fn eq(&self, other: &Fields) -> bool {
        self.entries == other.entries
    }
}

impl FromIterator<(Str, (Place, Node))> for Fields {
    fn from_iter<I: IntoIterator<Item = (Str, (Place, Node))>>(entries: I) -> Fields {
        let entries = entries.into_iter();
        let mut fields = Fields::room(entries.size_hint().0);
        entries.for_each(|(key, value)| fields.insert(key, value));
        fields
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(fields: &Fields) -> Vec<String> {
        let text = |(key, _, node): (&Str, Place, &Node)| {
            format!("{key}={}", node.as_str().unwrap_or_default())
        };
        fields.iter().map(text).collect()
    }

    #[test]
    fn keys_are_found_whether_few_or_many() {
        let node = |text: &str| (Place::default(), Node::text(text, Place::default()));
        let mut fields = Fields::default();
        for i in 0..40 {
            fields.insert(format!("k{i}").into(), node("old"));
            fields.insert(format!("k{}", i / 2).into(), node("new"));
            assert_eq!(fields.len(), i + 1);
            assert!((0..=i).all(|j| fields.contains_key(&format!("k{j}"))));
            assert!(!fields.contains_key(&format!("k{}", i + 1)));
        }
        assert_eq!(fields.get("k19"), Some(&node("new")));
        fields.remove("k0");
        fields.remove("nothing");
        assert_eq!((fields.len(), fields.contains_key("k0")), (39, false));
        assert_eq!(fields.get("k39"), Some(&node("old")));
        fields.retain(|key| key.ends_with('5'));
        assert_eq!(texts(&fields), ["k5=new", "k15=new", "k25=old", "k35=old"]);
        fields.insert("k15".into(), node("newer"));
        assert_eq!(texts(&fields)[1], "k15=newer");
    }
}
