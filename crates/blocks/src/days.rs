//! What a calendar reckons with: days, weeks and months as milliseconds of their first moment in UTC,
//! and which of them may not be chosen.

use engine::Value;
use engine::date::{self, DAY};

use crate::date_format::week_start;

/// What is chosen at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unit {
    Day,
    Week,
    Month,
    Year,
}

impl Unit {
    /// First moment of the unit that `ms` is in.
    pub(crate) fn start(self, ms: f64) -> f64 {
        match self {
            Unit::Day => day_start(ms),
            Unit::Week => week_start(ms),
            Unit::Month => month_start(ms),
            Unit::Year => first_of(date::civil(ms).year, 1),
        }
    }

    /// The start of a unit `n` later; within months as late in the month as can be.
    pub(crate) fn add(self, ms: f64, n: i64) -> f64 {
        match self {
            Unit::Day => ms + n as f64 * DAY,
            Unit::Week => ms + n as f64 * 7.0 * DAY,
            Unit::Month => add_months(ms, n),
            Unit::Year => add_months(ms, 12 * n),
        }
    }

    /// First moment of its last day.
    fn last_day(self, ms: f64) -> f64 {
        self.add(self.start(ms), 1) - DAY
    }
}

pub(crate) fn day_start(ms: f64) -> f64 {
    (ms / DAY).floor() * DAY
}

pub(crate) fn month_start(ms: f64) -> f64 {
    let at = date::civil(ms);
    first_of(at.year, i64::from(at.month))
}

/// First moment of a month; `month` may lie outside 1 to 12.
pub(crate) fn first_of(year: i64, month: i64) -> f64 {
    date::days_from_civil(year, month, 1) as f64 * DAY
}

fn add_months(ms: f64, n: i64) -> f64 {
    let at = date::civil(ms);
    let month = i64::from(at.month) + n;
    let (start, next) = (first_of(at.year, month), first_of(at.year, month + 1));
    (start + f64::from(at.day - 1) * DAY).min(next - DAY) + (ms - day_start(ms))
}

/// `disabledDates`: `{min, max, dates, ranges}`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rules {
    min: Option<f64>,
    max: Option<f64>,
    /// First and last day.
    ranges: Vec<(f64, f64)>,
}

impl Rules {
    pub(crate) fn of(disabled: &Value) -> Rules {
        let dates = disabled
            .key("dates")
            .items()
            .iter()
            .filter_map(|d| day(d).map(|d| (d, d)));
        let ranges =
            disabled
                .key("ranges")
                .items()
                .iter()
                .filter_map(|range| match range.items() {
                    [from, to] => Some((day(from)?, day(to)?)),
                    _ => None,
                });
        Rules {
            min: day(disabled.key("min")),
            max: day(disabled.key("max")),
            ranges: dates.chain(ranges).collect(),
        }
    }

    /// May nothing of the unit that `ms` is in be chosen?
    pub(crate) fn block(&self, unit: Unit, ms: f64) -> bool {
        let (first, last) = (unit.start(ms), unit.last_day(ms));
        self.min.is_some_and(|min| last < min)
            || self.max.is_some_and(|max| first > max)
            || self
                .ranges
                .iter()
                .any(|(from, to)| *from <= first && last <= *to)
    }
}

/// The day of a date or of text that is one.
fn day(value: &Value) -> Option<f64> {
    let ms = match value {
        Value::Date(ms) | Value::Number(ms) => *ms,
        Value::String(text) => {
            date::parse(text).or_else(|| crate::date_format::parse(text, "YYYY-MM-DD"))?
        }
        _ => return None,
    };
    ms.is_finite().then(|| day_start(ms))
}

#[cfg(test)]
mod tests;
