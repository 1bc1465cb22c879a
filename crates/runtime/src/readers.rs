//! Who read what: the way from a change to what must be evaluated again.

use std::collections::BTreeMap;

use engine::{Root, Str};

use crate::InstanceId;
use crate::slots::{Read, Slots};

/// Parts of blocks that are to be evaluated.
pub(crate) type Dirty = BTreeMap<InstanceId, Slots>;

/// For every root a tree of path segments, with the parts of instances that read each path.
#[derive(Default)]
pub(crate) struct Readers(BTreeMap<Root, Node>);

#[derive(Default)]
struct Node {
    here: Vec<(InstanceId, Slots)>,
    below: BTreeMap<Str, Node>,
}

impl Readers {
    /// Notes which parts of `id` read `path` of `root`, in place of those that were noted before.
    pub(crate) fn set(&mut self, (root, path): &Read, id: InstanceId, by: Slots) {
        let mut node = self.0.entry(*root).or_default();
        for segment in segments(path) {
            if !node.below.contains_key(segment) {
                node.below.insert(segment.into(), Node::default());
            }
            node = node.below.get_mut(segment).expect("inserted above");
        }
        match node.here.iter_mut().find(|(other, _)| *other == id) {
            Some((_, slots)) => *slots = by,
            None => node.here.push((id, by)),
        }
    }

    /// Forgets that `id` read `path` of `root`.
    pub(crate) fn remove(&mut self, (root, path): &Read, id: InstanceId) {
        let mut node = self.0.get_mut(root);
        for segment in segments(path) {
            node = node.and_then(|n| n.below.get_mut(segment));
        }
        if let Some(node) = node {
            node.here.retain(|(other, _)| *other != id);
        }
    }

    /// Adds to `out` all that a change at `path` of `root` concerns: who read it, anything around it
    /// or anything within.
    pub(crate) fn concerned(&self, root: Root, path: &str, out: &mut Dirty) {
        let Some(mut node) = self.0.get(&root) else {
            return;
        };
        for segment in segments(path) {
            node.add_here(out);
            match node.below.get(segment) {
                Some(next) => node = next,
                None => return,
            }
        }
        node.collect(out);
    }
}

impl Node {
    fn add_here(&self, out: &mut Dirty) {
        for (id, slots) in &self.here {
            mark(out, *id, *slots);
        }
    }

    fn collect(&self, out: &mut Dirty) {
        self.add_here(out);
        for node in self.below.values() {
            node.collect(out);
        }
    }
}

/// Parts of an instance are to be evaluated.
pub(crate) fn mark(dirty: &mut Dirty, id: InstanceId, slots: Slots) {
    let marked = dirty.entry(id).or_default();
    *marked = marked.with(slots);
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('.').filter(|s| !s.is_empty())
}
