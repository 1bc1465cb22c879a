//! Conformance with the original: runs the vectors that were recorded from real Lowdefy packages.
//!
//! A vector is one line of a `.jsonl` file outside of this repository (see [`files`]). A family says
//! how the lines of one kind of file are run; adding one is adding a file to `families/` and a row to
//! [`families::ALL`]. What share of each must pass is in [`floors`]. Start with `src/bin/vectors.rs`.

pub mod app;
pub mod driver;
pub mod encoding;
pub mod families;
pub mod files;
pub mod floors;
pub mod fuzz;
pub mod pending;
pub mod report;
pub mod snapshot;
pub mod texts;
pub mod world;
