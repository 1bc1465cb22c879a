//! What a block is.

use runtime::{BlockCx, BlockMeta};
use ui::prelude::AnyView;

/// A block type. A unit struct per type implements it.
pub trait Block {
    /// Type, such as `TextInput`.
    const NAME: &'static str;
    /// What it is to state.
    const META: BlockMeta;
    /// Events that it triggers.
    const EVENTS: &'static [&'static str] = &[];
    /// Methods that it registers.
    const METHODS: &'static [&'static str] = &[];
    /// Properties that it reads.
    const PROPERTIES: &'static [&'static str] = &[];

    /// Draws it. Called once when the block appears; what changes later must be within closures.
    fn render(cx: BlockCx) -> AnyView;
}

/// A row of the catalog.
#[derive(Clone, Copy)]
pub struct BlockEntry {
    /// Type.
    pub name: &'static str,
    /// What it is to state.
    pub meta: BlockMeta,
    /// See [`Block::render`].
    pub render: fn(BlockCx) -> AnyView,
}

impl BlockEntry {
    /// The row of `T`.
    pub const fn of<T: Block>() -> BlockEntry {
        BlockEntry {
            name: T::NAME,
            meta: T::META,
            render: T::render,
        }
    }
}
