//! What is watched in development, one file for each kind of thing, and what they share.

mod batch;
mod scope;
mod tree;

pub mod assets;
pub mod build;
pub mod config;
pub mod env;
