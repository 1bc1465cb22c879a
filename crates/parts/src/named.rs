//! What the text of a page artifact names. It may be found to name more than it does, never less:
//! operators are keys with or without a method, with more underscores within functions, or texts that
//! `_operator` reads.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::PARTS;

/// Does `page` name it?
pub fn names(page: &str, name: &str) -> bool {
    page.match_indices(name).any(|(at, _)| {
        let before = page[..at].trim_end_matches('_');
        before.ends_with('"') && page[at + name.len()..].starts_with(['"', '.'])
    })
}

/// The parts that `page` names. It is read once, whatever the number of names.
pub fn of(page: &str) -> Vec<&'static str> {
    let index = &*INDEX;
    let mut found = [false; PARTS.len()];
    for (at, _) in page.match_indices('"') {
        let rest = &page[at + 1..];
        let bare = rest.trim_start_matches('_');
        let near = bare.bytes().take(index.longest + 1);
        let Some(end) = near.into_iter().position(|b| matches!(b, b'"' | b'.')) else {
            continue;
        };
        for (part, n) in index.holders.get(&bare[..end]).into_iter().flatten() {
            found[*part] |= rest.len() - bare.len() >= *n;
        }
    }
    let parts = PARTS.iter().zip(found).filter(|(_, is)| *is);
    parts.map(|(part, _)| part.name).collect()
}

/// Parts by what they hold.
struct Index {
    /// By a name without underscores before it: the part's position, and how many there are.
    holders: HashMap<&'static str, Vec<(usize, usize)>>,
    /// Bytes of the longest name.
    longest: usize,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut holders: HashMap<_, Vec<_>> = HashMap::new();
    for (i, part) in PARTS.iter().enumerate() {
        for name in part.holds {
            let bare = name.trim_start_matches('_');
            let holder = (i, name.len() - bare.len());
            holders.entry(bare).or_default().push(holder);
        }
    }
    let longest = holders.keys().map(|name| name.len()).max();
    Index {
        longest: longest.unwrap_or_default(),
        holders,
    }
});
