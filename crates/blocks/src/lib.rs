//! The blocks: one Leptos component per block type, in a sorted catalog.
//!
//! A block is a unit struct that implements [`Block`]. It reads what it shows through
//! [`runtime::BlockCx`] and leaves looks to `style/blocks/<block>.css`. The same code draws on the
//! server and hydrates in the browser, so it may not look at the clock, the window or any other thing
//! that differs between the two while drawing: such things happen in event handlers and effects.
//!
//! Adding a block is adding `catalog/<block>.rs` (or `lazy/<block>.rs`) and `style/blocks/<block>.css` and running
//! `cargo xtask codegen`.

mod area;
mod block;
mod breadcrumb;
mod calendar;
mod catalog;
mod choice_group;
pub mod css;
mod dangerous;
mod date_format;
mod date_picker;
mod days;
mod dialog;
mod editable_text;
mod element;
mod field;
mod frame;
mod grid;
pub mod highlight;
pub mod html;
mod icon;
mod input;
mod keyed;
mod layout;
pub mod lazy;
mod link_to;
mod listbox;
mod markdown;
mod menu;
mod number_text;
mod options;
mod pages;
mod popup;
mod regions;
mod select_box;
pub mod shell;
mod skeletons;
mod time_lists;
mod typography;

pub use area::{area, area_or, items};
pub use block::{Block, BlockEntry};
pub use field::field;
pub use frame::render;
pub use icon::{icon, icon_of};
pub use options::{Choice, choices};

use std::sync::{PoisonError, RwLock};

use runtime::{BlockMeta, Category};

/// What comes while the program runs: see [`lazy`].
static LATE: RwLock<Vec<&'static [BlockEntry]>> = RwLock::new(Vec::new());

/// Adds blocks; the list must be sorted by name.
pub fn add(list: &'static [BlockEntry]) {
    LATE.write()
        .unwrap_or_else(PoisonError::into_inner)
        .push(list);
}

/// Every block of this build. With the feature `split` those of [`lazy`] are not among them.
static LISTS: &[&[BlockEntry]] = &[
    catalog::ALL,
    #[cfg(not(feature = "split"))]
    lazy::ALL,
];

/// Every block there is.
pub fn all() -> impl Iterator<Item = &'static BlockEntry> {
    LISTS.iter().flat_map(|list| list.iter())
}

/// The block of a type, if there is one.
pub fn find(kind: &str) -> Option<&'static BlockEntry> {
    let of = |list: &&'static [BlockEntry]| {
        let at = list.binary_search_by(|entry| entry.name.cmp(kind)).ok()?;
        Some(&list[at])
    };
    LISTS.iter().find_map(of).or_else(|| {
        let late = LATE.read().unwrap_or_else(PoisonError::into_inner);
        late.iter().find_map(of)
    })
}

/// The meta of a type; an unknown one is a container, so that what is within is drawn.
pub fn meta(kind: &str) -> BlockMeta {
    find(kind).map_or(BlockMeta::of(Category::Container), |e| e.meta)
}

#[cfg(test)]
mod tests;
