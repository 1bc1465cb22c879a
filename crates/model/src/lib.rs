//! The artifacts of an app as types, compiled.
//!
//! What a browser may hold is here: pages, blocks, events, menus. What it may not (connections,
//! requests, secrets, auth rules) is in [`server`], behind the feature of that name, with the loader
//! that reads a whole `build/` folder into one immutable snapshot. The crate knows no HTTP and renders
//! nothing.

mod action;
mod block;
mod diagnostic;
mod event;
mod menu;
mod page;
mod read;
#[cfg(feature = "server")]
pub mod server;

pub use action::Action;
pub use block::{Area, Block, Skeleton};
pub use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use event::{Debounce, Event};
pub use menu::Menus;
pub use page::{Page, RequestStub};

#[cfg(all(test, feature = "server"))]
mod tests;
