//! Dates as Day.js computes with them: immutable, in local time or in UTC.

mod day;
mod duration;
mod units;
mod words;
mod write;

pub(crate) use day::Day;
pub(crate) use duration::milliseconds;
pub(crate) use units::Unit;

use crate::moment::language::{Language, Table};

/// The languages that `_dayjs` has.
const LANGUAGES: Table = {
    let text = include_str!("dayjs/languages.txt");
    Table::new(text, text)
};

/// The language of a name such as `de-AT`; none where there is no such language.
pub(crate) fn language(name: &str) -> Option<Language> {
    let name = name.to_lowercase();
    let general = || LANGUAGES.find(name.split_once('-')?.0);
    LANGUAGES.find(&name).or_else(general)
}

/// English.
pub(crate) fn english() -> Language {
    LANGUAGES.english()
}
