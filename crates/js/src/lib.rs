//! The app's own JavaScript on the server: the functions of `_js`, run by QuickJS within limits.
//!
//! This crate is the wall around QuickJS: nothing else names it, and its code reaches nothing but the
//! values that it is given and the operators that it may ask. A [`Library`] is a module of the build
//! with its functions; [`Library::run`] calls one. Each thread keeps an engine of its own per library
//! (`pool`), in which the functions are compiled once. All that outlives a call is frozen
//! (`prelude.js`), so a call cannot change what the next one finds.
//!
//! It must not know pages, requests or HTTP.

mod convert;
mod library;
mod module;
mod pool;
mod vm;

pub use library::{Fault, Library, Limits};
pub use module::call_default;

#[cfg(test)]
mod tests;
