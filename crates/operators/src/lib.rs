//! The operators of the language, one file per family, in a sorted catalog.
//!
//! An operator is a unit struct that implements [`engine::Operator`]. Adding one is adding a file to
//! `catalog/` and running `cargo xtask codegen`; one whose code is large goes to `lazy/`, and browsers
//! load it when a page names it. Operators know nothing of pages or requests: what
//! they read comes through [`engine::Cx`].

mod catalog;
mod date_text;
mod dayjs;
mod digest;
pub mod documents;
mod get_from_object;
mod instance;
mod intl;
mod jsonata;
pub mod lazy;
mod message;
mod moment;
mod mql;
pub mod nunjucks;
pub mod readers;
mod run_class;
mod utf16;
mod yaml;

use engine::{Late, OperatorEntry, Realm, Table};

/// What [`CLIENT`] gets while the program runs.
pub static LATE: Late = Late::new();

/// Nothing comes late on the server.
static NEVER: Late = Late::new();

/// Every operator of this build. With the feature `split` those of [`lazy`] are not among them.
static LISTS: &[&[OperatorEntry]] = &[
    catalog::ALL,
    #[cfg(not(feature = "split"))]
    lazy::ALL,
];

/// The operators of pages: what the browser and server-side rendering evaluate with.
pub static CLIENT: Table = Table::new(LISTS, &LATE, Realm::Client);

/// The operators of connections and requests.
pub static SERVER: Table = Table::new(LISTS, &NEVER, Realm::Server);

/// The operators of routines: those of requests, and those that read a state.
pub static ROUTINE: Table = Table::new(LISTS, &NEVER, Realm::Server).with_state();

/// Can the text be read as a message that is given values (`_t`)?
///
/// # Errors
/// What is wrong with it, in FormatJS's words: `EXPECT_ARGUMENT_CLOSING_BRACE`.
pub fn check_message(text: &str) -> Result<(), String> {
    message::parse(text).map(drop)
}

/// Every operator there is, of pages and of the server.
pub fn all() -> impl Iterator<Item = &'static OperatorEntry> {
    LISTS.iter().flat_map(|list| list.iter())
}
