//! Doc comments explain properties, events and methods in a list: `` - `width`: in pixels. `` Such
//! items become rows of the tables of the page; what many things have is explained once, in
//! [`COMMON`].

use std::{collections::BTreeMap, path::Path};

use anyhow::{Context, Result};

/// A page for users, and what is taken where a doc comment says nothing.
pub(super) const COMMON: &str = "docs/common.md";

/// What names mean, in the order of the text.
#[derive(Default)]
pub(super) struct Meanings(pub(super) Vec<(String, String)>);

impl Meanings {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let (_, meaning) = self.0.iter().find(|(known, _)| known == name)?;
        Some(meaning)
    }
}

/// A text apart from the items of its lists that explain one of the names.
pub(super) fn lift(text: &str, is_known: impl Fn(&str) -> bool) -> (String, Meanings) {
    let mut rest: Vec<&str> = Vec::new();
    let mut meanings = Meanings::default();
    let mut fenced = false;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        fenced ^= line.trim_start().starts_with("```");
        let item = (!fenced).then(|| item(line)).flatten();
        let Some((names, first)) =
            item.filter(|(names, _)| names.iter().any(|name| is_known(name)))
        else {
            rest.push(line);
            continue;
        };
        let mut meaning = first.trim().to_owned();
        while let Some(line) = lines.next_if(|line| line.starts_with("  ")) {
            meaning.push(' ');
            meaning.push_str(line.trim());
        }
        meanings.0.extend(
            names
                .into_iter()
                .map(|name| (name.to_owned(), meaning.clone())),
        );
    }
    (rest.join("\n").trim().to_owned(), meanings)
}

/// ``- `min`, `max`: the ends.`` → min and max, the ends
fn item(line: &str) -> Option<(Vec<&str>, &str)> {
    let mut rest = line.strip_prefix("- ")?;
    let mut names = Vec::new();
    loop {
        let (name, after) = rest.strip_prefix('`')?.split_once('`')?;
        names.push(name);
        if let Some(meaning) = after.strip_prefix(':') {
            return Some((names, meaning));
        }
        rest = after.strip_prefix(", ")?;
    }
}

/// The meanings under a heading of [`COMMON`].
pub(super) struct Common(BTreeMap<String, Meanings>);

impl Common {
    pub(super) fn read(root: &Path) -> Result<Common> {
        let text = std::fs::read_to_string(root.join(COMMON)).context(COMMON)?;
        let mut sections = BTreeMap::new();
        for section in text.split("\n## ").skip(1) {
            let (title, text) = section.split_once('\n').unwrap_or((section, ""));
            sections.insert(title.trim().to_owned(), lift(text, |_| true).1);
        }
        Ok(Common(sections))
    }

    pub(super) fn meaning(&self, section: &str, name: &str) -> Option<&str> {
        self.0.get(section)?.get(name)
    }
}
