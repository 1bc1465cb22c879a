//! What JavaScript's `Intl` writes, as V8 does it with the data of CLDR.
//!
//! Numbers, dates, lists and spans of time in the languages that browsers built on Chromium have; a
//! language that they have not is as English there, and here. The crate knows nothing else: options
//! come as [`Settings`], dates as milliseconds since 1970.

mod data;
mod date;
mod decimal;
mod list;
mod locale;
mod number;
mod plural;
mod relative;
mod settings;
#[cfg(test)]
mod tests;

pub use date::date_time;
pub use list::list;
pub use number::{Amount, number};
pub use plural::plural;
pub use relative::relative_time;
pub use settings::{Setting, Settings};
