//! Dates as moment.js and dayjs write and read them, in local time.

mod duration;
pub(crate) mod language;
mod read;
pub(crate) mod token;
mod write;
pub(crate) mod zone;

#[cfg(test)]
mod tests;

use engine::Scope;

pub(crate) use duration::{Duration, Limits};
pub(crate) use read::{parse, value};
pub(crate) use write::{format, week};

use language::{Language, Table};

/// English by itself, for those who need no other language.
pub(crate) fn english() -> Language {
    let text = include_str!("moment/english.txt");
    Table::new(text, text).english()
}

/// How far `time` is from `now`, in English words: `5 minutes`; with `suffix`, `in 5 minutes` or `5
/// minutes ago`.
pub(crate) fn relative(time: f64, now: f64, suffix: bool, scope: &dyn Scope) -> String {
    if time.is_nan() {
        return "Invalid date".to_owned();
    }
    Duration::between(now, time, scope).humanize(suffix, &Limits::USUAL, &english())
}
