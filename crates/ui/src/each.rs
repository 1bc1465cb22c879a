//! Lists whose items are known by keys: an item that stays keeps its elements and its signals.

use std::hash::{Hash, Hasher};

use leptos::prelude::Owner;

use crate::{IntoNode, Node};

/// The items of a list, whatever their type.
pub trait Rows: Send {
    /// Reads the items anew. Tracks.
    fn keys(&mut self) -> Vec<u64>;

    /// Draws an item that was read, once, and says who owns its signals.
    fn node(&mut self, index: usize) -> (Owner, Node);
}

struct Each<T, E, K, C> {
    each: E,
    key: K,
    children: C,
    items: Vec<Option<T>>,
    owner: Owner,
}

/// `<For each=… key=… children=… />`
pub fn each<T, I, H, N, E, K, C>(each: E, key: K, children: C) -> Node
where
    E: Fn() -> I + Send + 'static,
    I: IntoIterator<Item = T>,
    K: Fn(&T) -> H + Send + 'static,
    C: Fn(T) -> N + Send + 'static,
    T: Send + 'static,
    H: Hash,
    N: IntoNode,
{
    let owner = Owner::current().unwrap_or_default();
    Node::Each(Box::new(Each {
        each,
        key,
        children,
        items: Vec::new(),
        owner,
    }))
}

impl<T, I, H, N, E, K, C> Rows for Each<T, E, K, C>
where
    E: Fn() -> I + Send + 'static,
    I: IntoIterator<Item = T>,
    K: Fn(&T) -> H + Send + 'static,
    C: Fn(T) -> N + Send + 'static,
    T: Send + 'static,
    H: Hash,
    N: IntoNode,
{
    fn keys(&mut self) -> Vec<u64> {
        self.items = (self.each)().into_iter().map(Some).collect();
        let keys = self.items.iter().flatten().map(|item| {
            let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
            (self.key)(item).hash(&mut hasher);
            hasher.finish()
        });
        keys.collect()
    }

    fn node(&mut self, index: usize) -> (Owner, Node) {
        let owner = self.owner.with(Owner::new);
        let item = self.items.get_mut(index).and_then(Option::take);
        let children = &self.children;
        let node = item.map_or(Node::Empty, |item| {
            owner.with(|| children(item).into_node())
        });
        (owner, node)
    }
}

/// Fowler, Noll and Vo's hash, 64 bits of it: keys are few, and nobody gains from a collision.
struct Fnv(u64);

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
