//! Moments by pictures such as `[D1o] [MNn] [Y]`, as XPath defines them.

mod calendar;
mod format;
pub(super) mod integer;
mod parse;
mod picture;
mod words;

pub(super) use format::format;
pub(super) use parse::{is_iso, parse};
