//! The app as both sides see it: the document, the view of a page, and in the browser what makes it
//! live.
//!
//! The server calls [`shell`] with a page that it has prepared; the browser calls `hydrate` (feature of
//! that name), which builds the same page from the payload in the document and goes on from there.

#[cfg(feature = "hydrate")]
mod browser;
mod shell;
mod view;

pub use shell::{Assets, Document, shell};
pub use view::CurrentPage;

/// The operators that pages are evaluated with, on both sides.
pub static OPERATORS: &engine::Table = &operators::CLIENT;
