//! YAML 1.2 as the package `yaml` reads and writes it: its core schema, its choices of style, its
//! texts of errors.

mod anchors;
mod error;
mod options;
mod parse;
mod schema;
mod write;

pub(crate) use parse::parse;
pub(crate) use write::stringify;

#[cfg(test)]
mod tests;
