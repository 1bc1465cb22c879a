//! Days by the calendars of people.

use crate::locale::Locale;

/// A calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Calendar {
    Gregorian,
    /// Thailand's: the Gregorian one with other years.
    Buddhist,
    /// Iran's.
    Persian,
}

/// A moment taken apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    /// In its era.
    pub(super) year: i64,
    /// 0 or 1: which of the eras that the calendar names.
    pub(super) era: usize,
    /// From 1.
    pub(super) month: usize,
    pub(super) day: i64,
    /// 0 is Sunday.
    pub(super) weekday: usize,
    pub(super) hour: i64,
    pub(super) minute: i64,
    pub(super) second: i64,
    pub(super) ms: i64,
}

impl Calendar {
    /// The calendar of that name, else the one that the tag asks for, else that of the place.
    pub(super) fn of(locale: &Locale, name: Option<&str>) -> Calendar {
        let own = match locale.language() {
            "th" => Some(("buddhist", Calendar::Buddhist)),
            "fa" => Some(("persian", Calendar::Persian)),
            _ => None,
        };
        let lowercase = name.map(str::to_ascii_lowercase);
        let name = lowercase.as_deref().or_else(|| locale.extension("ca"));
        match (name, own) {
            (None, Some((_, own))) => own,
            (Some(name), Some((known, own))) if name == known => own,
            _ => Calendar::Gregorian,
        }
    }

    /// Has it facts of its own?
    pub(super) fn is_own(self) -> bool {
        self != Calendar::Gregorian
    }

    /// Takes local time apart.
    pub(super) fn take_apart(self, ms: f64) -> Moment {
        const DAY: f64 = 86_400_000.0;
        let days = (ms / DAY).floor();
        let of_day = (ms - days * DAY) as i64;
        let days = days as i64;
        let (year, month, day) = match self {
            Calendar::Persian => persian(days),
            _ => gregorian(days),
        };
        let year = match self {
            Calendar::Buddhist => year + 543,
            _ => year,
        };
        let before = self == Calendar::Gregorian && year <= 0;
        Moment {
            year: if before { 1 - year } else { year },
            era: usize::from(self == Calendar::Gregorian && !before),
            month: month as usize,
            day,
            weekday: (days + 4).rem_euclid(7) as usize,
            hour: of_day / 3_600_000,
            minute: of_day / 60_000 % 60,
            second: of_day / 1000 % 60,
            ms: of_day % 1000,
        }
    }
}

/// Year, month and day of a day since 1970.
fn gregorian(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// The arithmetic calendar, which has 8 leap years in 33.
fn persian(days: i64) -> (i64, i64, i64) {
    // Days since the first day of the first year.
    let days = days + 492_268;
    let start = |year: i64| 365 * (year - 1) + (8 * year + 21).div_euclid(33);
    let mut year = 1 + (33 * days + 3).div_euclid(12_053);
    while start(year) > days {
        year -= 1;
    }
    while start(year + 1) <= days {
        year += 1;
    }
    let day = days - start(year);
    let (month, day) = if day < 216 {
        (day / 31, day % 31)
    } else {
        ((day - 6) / 30, (day - 6) % 30)
    };
    (year, month + 1, day + 1)
}
