//! The blocks: one Leptos component per block type, in a sorted catalog.
//!
//! A block is a unit struct that implements [`Block`]. It reads what it shows through
//! [`runtime::BlockCx`] and leaves looks to `style/blocks/<block>.css`. The same code draws on the
//! server and hydrates in the browser, so it may not look at the clock, the window or any other thing
//! that differs between the two while drawing: such things happen in event handlers and effects.
//!
//! Adding a block is adding `catalog/<block>.rs` and `style/blocks/<block>.css` and running
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
mod highlight;
pub mod html;
mod icon;
mod input;
mod layout;
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
pub use catalog::ALL;
pub use field::field;
pub use frame::render;
pub use icon::{icon, icon_of};
pub use options::{Choice, choices};

use runtime::{BlockMeta, Category};

/// The block of a type, if there is one.
pub fn find(kind: &str) -> Option<&'static BlockEntry> {
    ALL.binary_search_by(|e| e.name.cmp(kind))
        .ok()
        .map(|i| &ALL[i])
}

/// The meta of a type; an unknown one is a container, so that what is within is drawn.
pub fn meta(kind: &str) -> BlockMeta {
    find(kind).map_or(BlockMeta::of(Category::Container), |e| e.meta)
}

#[cfg(test)]
mod tests;
