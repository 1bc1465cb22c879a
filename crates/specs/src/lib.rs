//! Specs of the operators: what an expression gives, as files, run natively and as wasm in a browser.
//!
//! `crates/operators/specs/<name>.yaml` is the spec of an operator, a list of cases:
//!
//! ```yaml
//! - name: joins first and last name
//!   eval: { _string.concat: [{ _state: first }, ' ', { _state: last }] }
//!   with: { state: { first: Ada, last: Lovelace } }
//!   gives: Ada Lovelace
//! ```
//!
//! - `eval`: what is evaluated.
//! - `with`: the world that it reads, see [`World`]. A file may begin with `with:` and have its list under
//!   `cases:`; then the cases share that world, and what a case says itself is added to it.
//! - `on`: `page` or `server`. Default: both, as far as the operator exists there.
//! - `gives`: the value, in the notation of [`notation`]. Default: null.
//! - `fails`: the complaint, with or without what was received and where; a list for several.
//! - `logs`: what is logged.
//!
//! Every operator has a spec, every method a case, and every example of a doc comment is a case: that is
//! tested here. `cargo run -p specs -- <folder>` runs all cases and writes them there for
//! `end2end/specs.mjs`, which has [`web`] run those of pages in Chromium and compares.

mod case;
#[cfg(feature = "files")]
pub mod manual;
pub mod notation;
mod scripts;
#[cfg(feature = "files")]
pub mod suite;
#[cfg(feature = "web")]
pub mod web;
mod world;
#[cfg(feature = "files")]
mod yaml;

pub use case::{Case, Outcome, Place};
pub use world::World;

#[cfg(all(test, feature = "files"))]
mod tests;
