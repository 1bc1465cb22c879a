//! The operators of the language, one file per family, in a sorted catalog.
//!
//! An operator is a unit struct that implements [`engine::Operator`]. Adding one is adding a file to
//! `catalog/` and running `cargo xtask codegen`. Operators know nothing of pages or requests: what
//! they read comes through [`engine::Cx`].

mod catalog;
mod date_text;
mod digest;
mod get_from_object;
mod instance;
mod moment;
pub mod nunjucks;
mod run_class;
mod utf16;

use engine::{Realm, Table};

pub use catalog::ALL;

/// The operators of pages: what the browser and server-side rendering evaluate with.
pub static CLIENT: Table = Table::new(ALL, Realm::Client);

/// The operators of connections, requests and routines.
pub static SERVER: Table = Table::new(ALL, Realm::Server);
