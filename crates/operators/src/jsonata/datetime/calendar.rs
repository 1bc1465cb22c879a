//! The parts of a moment, weeks of years and of months included.

use engine::date::{DAY, civil, utc};

/// Names of months.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Names of days, from Monday.
pub(super) const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// Milliseconds of the day at month `month0` (from 0, any number) of `year`.
fn day(year: f64, month0: f64, day: f64) -> f64 {
    utc(year, month0, day, 0.0, 0.0, 0.0, 0.0)
}

/// Day of the week, Monday is 1 and Sunday 7.
fn weekday(ms: f64) -> f64 {
    match civil(ms).weekday {
        0 => 7.0,
        day => f64::from(day),
    }
}

/// The Monday of the first week of a month, which is the one with its first Thursday.
fn first_week(year: f64, month0: f64) -> f64 {
    let first = day(year, month0, 1.0);
    match weekday(first) {
        weekday if weekday > 4.0 => first + (8.0 - weekday) * DAY,
        weekday => first - (weekday - 1.0) * DAY,
    }
}

/// The week that `today` is in: of a span that begins in month `start` (year and month from 0), with
/// `step` months to the next span.
fn week(today: f64, (year, month0): (f64, f64), step: f64, last: f64) -> f64 {
    let weeks = |from: f64| (today - from) / (DAY * 7.0) + 1.0;
    let mut week = weeks(first_week(year, month0));
    if week > last {
        if today >= first_week(year, month0 + step) {
            week = 1.0;
        }
    } else if week < 1.0 {
        week = weeks(first_week(year, month0 - step));
    }
    week.floor()
}

/// The number of a component of the moment `ms`; none for those that are no number.
pub(super) fn component(ms: f64, name: char) -> Option<f64> {
    let c = civil(ms);
    let (year, month0) = (c.year as f64, f64::from(c.month) - 1.0);
    let today = day(year, month0, f64::from(c.day));
    let hour = f64::from(c.hour);
    Some(match name {
        'Y' => year,
        'M' => month0 + 1.0,
        'D' => f64::from(c.day),
        'd' => (today - day(year, 0.0, 1.0)) / DAY + 1.0,
        'F' => weekday(ms),
        'W' => week(today, (year, 0.0), 12.0, 52.0),
        'w' => week(today, (year, month0), 1.0, 4.0),
        'X' if ms < first_week(year, 0.0) => year - 1.0,
        'X' if ms >= first_week(year, 12.0) => year + 1.0,
        'X' => year,
        'x' => {
            let shift = if ms < first_week(year, month0) {
                11.0
            } else if ms >= first_week(year, month0 + 1.0) {
                1.0
            } else {
                0.0
            };
            (month0 + shift) % 12.0 + 1.0
        }
        'H' => hour,
        'h' => (hour + 11.0) % 12.0 + 1.0,
        'P' => f64::from(u8::from(hour >= 12.0)),
        'm' => f64::from(c.minute),
        's' => f64::from(c.second),
        'f' => f64::from(c.ms),
        _ => return None,
    })
}
