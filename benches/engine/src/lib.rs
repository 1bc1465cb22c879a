//! What the bench measures of Lath's engine, in the same way on the server and in a browser.
//!
//! `pages` makes the pages that both engines get, `measure` times Lath, `web` is what a browser calls.
//! Lowdefy's side is `lowdefy.mjs`, which does step by step what `measure` does.

mod lath;
pub mod measure;
pub mod pages;
#[cfg(feature = "web")]
mod web;
