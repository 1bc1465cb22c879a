//! Who read what: the way from a change to what must be evaluated again.

use std::collections::{BTreeMap, BTreeSet};

use engine::{Root, Str};

use crate::InstanceId;

/// What one evaluation read.
pub(crate) type Read = (Root, Str);

/// For every root a tree of path segments, with the instances that read each path.
#[derive(Default)]
pub(crate) struct Readers(BTreeMap<Root, Node>);

#[derive(Default)]
struct Node {
    here: Vec<InstanceId>,
    below: BTreeMap<Str, Node>,
}

impl Readers {
    /// Notes that `id` read `path` of `root`.
    pub(crate) fn add(&mut self, (root, path): &Read, id: InstanceId) {
        let mut node = self.0.entry(*root).or_default();
        for segment in segments(path) {
            if !node.below.contains_key(segment) {
                node.below.insert(segment.into(), Node::default());
            }
            node = node.below.get_mut(segment).expect("inserted above");
        }
        if !node.here.contains(&id) {
            node.here.push(id);
        }
    }

    /// Forgets it.
    pub(crate) fn remove(&mut self, (root, path): &Read, id: InstanceId) {
        let mut node = self.0.get_mut(root);
        for segment in segments(path) {
            node = node.and_then(|n| n.below.get_mut(segment));
        }
        if let Some(node) = node {
            node.here.retain(|other| *other != id);
        }
    }

    /// Adds to `out` all that a change at `path` of `root` concerns: who read it, anything around it
    /// or anything within.
    pub(crate) fn concerned(&self, root: Root, path: &str, out: &mut BTreeSet<InstanceId>) {
        let Some(mut node) = self.0.get(&root) else {
            return;
        };
        for segment in segments(path) {
            out.extend(&node.here);
            match node.below.get(segment) {
                Some(next) => node = next,
                None => return,
            }
        }
        node.collect(out);
    }
}

impl Node {
    fn collect(&self, out: &mut BTreeSet<InstanceId>) {
        out.extend(&self.here);
        for node in self.below.values() {
            node.collect(out);
        }
    }
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('.').filter(|s| !s.is_empty())
}
