//! What is watched in development.

pub mod build;
