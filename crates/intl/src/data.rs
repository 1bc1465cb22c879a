//! What is known of languages and of the world: lines `key=value` of CLDR, as the example `gather`
//! writes them. A locale has only what its parent has not, a language only what English has not.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The files of the languages: rows that begin with `@locale`.
macro_rules! languages {
    ($($name:literal)*) => {
        const LANGUAGES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../data/", $name, ".txt")))),*];
    };
}

languages! {
    "af" "am" "ar" "bg" "bn" "ca" "cs" "da" "de" "el" "en" "es" "et" "fa" "fi" "fil" "fr" "gu" "he"
    "hi" "hr" "hu" "id" "it" "ja" "kn" "ko" "lt" "lv" "ml" "mr" "ms" "nb" "nl" "no" "pl" "pt" "ro"
    "ru" "sk" "sl" "sr" "sv" "sw" "ta" "te" "th" "tr" "uk" "ur" "vi" "zh"
}

const WORLD: &str = include_str!("../data/world.txt");

/// Where the facts of a locale are: its own row, those of its parents, English.
#[derive(Clone, Debug)]
pub(crate) struct Data {
    rows: Vec<&'static str>,
}

/// Is it a language that there is a file of?
pub(crate) fn has_language(language: &str) -> bool {
    LANGUAGES.iter().any(|(name, _)| *name == language)
}

/// The rows of `locale`, such as `de-AT` or `zh-Hant-HK`, of a language that is known.
pub(crate) fn of(locale: &str) -> Data {
    let mut rows = Vec::new();
    let mut next = Some(locale.to_owned());
    while let Some(locale) = next {
        rows.extend(row(&locale));
        next = match world(&format!("parent.{locale}")) {
            Some("") => None,
            Some(parent) => Some(parent.to_owned()),
            None => locale
                .rsplit_once('-')
                .map(|(shorter, _)| shorter.to_owned()),
        };
    }
    rows.extend(row("en"));
    Data { rows }
}

/// The lines of a locale.
fn row(locale: &str) -> Option<&'static str> {
    static ROWS: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    let rows = ROWS.get_or_init(|| {
        let texts = LANGUAGES.iter().map(|(_, text)| *text).chain([WORLD]);
        let sections = texts.flat_map(|text| text.split('@').skip(1));
        sections
            .filter_map(|section| section.split_once('\n'))
            .collect()
    });
    rows.get(locale).copied()
}

/// A fact about the world.
pub(crate) fn world(key: &str) -> Option<&'static str> {
    find(row("world")?, key)
}

/// Keys that begin with `prefix`, without it, and their values.
pub(crate) fn world_under(prefix: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    WORLD
        .lines()
        .filter_map(move |line| line.strip_prefix(prefix)?.split_once('='))
}

/// The value of `key` among lines that are sorted by their keys.
fn find(lines: &'static str, key: &str) -> Option<&'static str> {
    let (mut from, mut to) = (0, lines.len());
    while from < to {
        let middle = from + (to - from) / 2;
        let bytes = lines.as_bytes();
        let start = bytes[..middle].iter().rposition(|b| *b == b'\n');
        let start = start.map_or(0, |at| at + 1).max(from);
        let end = bytes[middle..].iter().position(|b| *b == b'\n');
        let end = end.map_or(to, |at| middle + at);
        let (found, value) = lines[start..end].split_once('=')?;
        match found.cmp(key) {
            Ordering::Equal => return Some(value),
            Ordering::Less => from = end + 1,
            Ordering::Greater => to = start,
        }
    }
    None
}

impl Data {
    /// The value of `key`; empty where there is none.
    pub(crate) fn text(&self, key: &str) -> &'static str {
        let found = self.rows.iter().find_map(|rows| find(rows, key));
        found.unwrap_or_default()
    }

    /// Item `i` of a list; empty where there is none.
    pub(crate) fn item(&self, key: &str, i: usize) -> &'static str {
        self.text(key).split('|').nth(i).unwrap_or_default()
    }

    /// Keys that begin with `prefix`, without it, and their values. A key that a locale shares with
    /// its parent comes once, as the locale has it.
    pub(crate) fn under(&self, prefix: &str) -> Vec<(&'static str, &'static str)> {
        let mut found: Vec<(&str, &str)> = Vec::new();
        for rows in &self.rows {
            for line in rows.lines() {
                let entry = line
                    .strip_prefix(prefix)
                    .and_then(|rest| rest.split_once('='));
                if let Some((key, value)) = entry
                    && !found.iter().any(|(known, _)| *known == key)
                {
                    found.push((key, value));
                }
            }
        }
        found.retain(|(_, value)| !value.is_empty());
        found
    }
}
