//! What users read: a page for every operator, action, block, connection and request, which
//! `cargo xtask codegen` makes of doc comments (`pages/`), and the guides of `docs/`.
//!
//! It is text and finding text, nothing more: [`pages`] has everything, [`search`] ranks, [`similar`]
//! guesses what was meant. How it looks is the server's business.

mod guides;
mod page;
mod search;

use std::sync::LazyLock;

pub use page::Page;
pub use search::{Hit, search};

/// A kind of pages.
#[derive(Debug)]
pub struct Kind {
    /// As in addresses: `operators`.
    pub id: &'static str,
    /// As a heading.
    pub title: &'static str,
    /// One of them, within a sentence.
    pub one: &'static str,
    /// What such things are.
    pub about: &'static str,
    text: &'static str,
}

/// The kinds of the reference. A name that several of them have is meant in this order.
pub static KINDS: [Kind; 5] = [
    Kind {
        id: "operators",
        title: "Operators",
        one: "operator",
        about: "Values that are computed: from state, from what requests answered, from one another.",
        text: include_str!("../pages/operators.md"),
    },
    Kind {
        id: "actions",
        title: "Actions",
        one: "action",
        about: "What happens when a block triggers an event.",
        text: include_str!("../pages/actions.md"),
    },
    Kind {
        id: "blocks",
        title: "Blocks",
        one: "block",
        about: "What pages are made of.",
        text: include_str!("../pages/blocks.md"),
    },
    Kind {
        id: "requests",
        title: "Requests",
        one: "request",
        about: "What a page can ask a connection for.",
        text: include_str!("../pages/requests.md"),
    },
    Kind {
        id: "connections",
        title: "Connections",
        one: "connection",
        about: "Databases and services that requests run on.",
        text: include_str!("../pages/connections.md"),
    },
];

/// Every page: the kinds in their order, each by name, then the guides.
pub fn pages() -> &'static [Page] {
    static PAGES: LazyLock<Vec<Page>> = LazyLock::new(|| {
        let reference = KINDS
            .iter()
            .flat_map(|kind| page::parse(kind.text).map(move |page| page.of(kind)));
        let guides = guides::ALL
            .iter()
            .map(|(name, text)| Page::guide(name, text));
        reference.chain(guides).collect()
    });
    &PAGES
}

/// The kind of that id.
pub fn kind(id: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.id == id)
}

/// The pages of a kind, or with none the guides.
pub fn of(kind: Option<&Kind>) -> impl Iterator<Item = &'static Page> {
    let id = kind.map(|kind| kind.id);
    pages()
        .iter()
        .filter(move |page| page.kind.map(|kind| kind.id) == id)
}

/// The page of that name.
pub fn find(kind: Option<&Kind>, name: &str) -> Option<&'static Page> {
    of(kind).find(|page| page.name == name)
}

/// The page that a name within the text of `from` is about, if it is one.
pub fn named(name: &str, from: &Page) -> Option<&'static Page> {
    let mut pages = pages().iter().filter(|page| page.kind.is_some());
    pages.find(|page| page.name == name && !std::ptr::eq(*page, from))
}

/// Pages whose name is close to one that does not exist, the closest first.
pub fn similar(name: &str) -> Vec<&'static Page> {
    let name = plain(name);
    let near = |page: &'static Page| {
        let other = plain(page.name);
        let steps = strsim::osa_distance(&name, &other);
        let within = name.len() > 2 && (other.contains(&name) || name.contains(&other));
        let limit = 1 + name.chars().count() / 3;
        (steps <= limit || within).then_some((steps, page))
    };
    let mut found: Vec<_> = pages().iter().filter_map(near).collect();
    found.sort_by_key(|(steps, page)| (*steps, page.name));
    found.into_iter().map(|(_, page)| page).take(6).collect()
}

/// A name without case, underscores and hyphens.
fn plain(name: &str) -> String {
    let name = name.chars().take(100).filter(|c| c.is_alphanumeric());
    name.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests;
