//! A date.

use engine::platform::Regex;
use engine::{Scope, Value, date, js};

use super::units::Unit;
use crate::date_text;
use crate::moment::language::Language;
use crate::moment::zone;

/// A moment, in local time or in UTC, in a language.
#[derive(Clone, Copy)]
pub(crate) struct Day<'a> {
    /// Milliseconds since 1970; NaN where it is no date.
    pub(crate) time: f64,
    /// Is it taken apart in UTC?
    pub(crate) utc: bool,
    pub(crate) language: Language,
    pub(crate) scope: &'a dyn Scope,
}

impl<'a> Day<'a> {
    /// `dayjs(value)`.
    pub(crate) fn read(value: &Value, language: Language, scope: &'a dyn Scope) -> Day<'a> {
        let time = match value {
            Value::Undefined => scope.now(),
            Value::Bool(yes) => f64::from(u8::from(*yes)),
            Value::Date(ms) | Value::Number(ms) => date::clip(*ms),
            Value::String(text) => parse(text, scope),
            Value::List(_) => parse_any(&js::to_text(value), scope),
            _ => f64::NAN,
        };
        Day {
            time,
            utc: false,
            language,
            scope,
        }
    }

    /// The same at another moment.
    pub(crate) fn at(self, time: f64) -> Day<'a> {
        Day { time, ..self }
    }

    /// The present.
    pub(crate) fn now(self) -> Day<'a> {
        self.at(self.scope.now())
    }

    /// What clocks show, as milliseconds since 1970.
    fn clock(&self) -> f64 {
        if self.utc {
            self.time
        } else {
            zone::to_local(self.time, self.scope)
        }
    }

    /// The same when clocks show `clock`.
    fn at_clock(self, clock: f64) -> Day<'a> {
        if self.utc {
            self.at(clock)
        } else {
            self.at(zone::to_utc(clock, self.scope))
        }
    }

    /// Year, month from 0, day, hour, minute, second, millisecond.
    pub(crate) fn parts(&self) -> [f64; 7] {
        if self.time.is_nan() {
            return [f64::NAN; 7];
        }
        let c = date::civil(self.clock());
        let [month, day, hour, minute, second, ms] =
            [c.month - 1, c.day, c.hour, c.minute, c.second, c.ms].map(f64::from);
        [c.year as f64, month, day, hour, minute, second, ms]
    }

    /// 0 is Sunday.
    pub(crate) fn weekday(&self) -> f64 {
        if self.time.is_nan() {
            f64::NAN
        } else {
            f64::from(date::civil(self.clock()).weekday)
        }
    }

    fn at_parts(self, [year, month, day, hour, minute, second, ms]: [f64; 7]) -> Day<'a> {
        self.at_clock(date::utc(year, month, day, hour, minute, second, ms))
    }

    /// Part `i` of the parts as `n`.
    fn with(self, i: usize, n: f64) -> Day<'a> {
        let mut parts = self.parts();
        parts[i] = n;
        self.at_parts(parts)
    }

    /// A part by its unit.
    pub(crate) fn get(&self, unit: Unit) -> f64 {
        match (unit, index(unit)) {
            (Unit::Day, _) => self.weekday(),
            (_, Some(i)) => self.parts()[i],
            _ => f64::NAN,
        }
    }

    /// With one part changed; a day that its month does not have becomes the last.
    pub(crate) fn set(self, unit: Unit, n: f64) -> Day<'a> {
        match (unit, index(unit)) {
            (Unit::Day, _) => self.with(2, self.parts()[2] + n - self.weekday()),
            (Unit::Year | Unit::Month, Some(i)) => {
                let first = self.with(2, 1.0).with(i, n);
                let last = first.days_in_month();
                first.with(2, self.parts()[2].min(last))
            }
            (_, Some(i)) => self.with(i, n),
            _ => self,
        }
    }

    /// `n` units later.
    pub(crate) fn add(self, n: f64, unit: Unit) -> Day<'a> {
        /// `Math.round`.
        fn round(n: f64) -> f64 {
            (n + 0.5).floor()
        }
        let [year, month, day, ..] = self.parts();
        match unit {
            Unit::Year => self.set(unit, year + n),
            Unit::Month => self.set(unit, month + n),
            Unit::Week => self.with(2, day + round(7.0 * n)),
            Unit::Day => self.with(2, day + round(n)),
            unit => self.at(date::clip(self.time + n * unit.ms().unwrap_or(1.0))),
        }
    }

    /// The first moment of the unit that it is in.
    pub(crate) fn start_of(self, unit: Unit) -> Day<'a> {
        let [year, month, day, hour, minute, second, _] = self.parts();
        let mut parts = [year, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0];
        let given = [month, day, hour, minute, second];
        let n = match unit {
            Unit::Year => 0,
            Unit::Month => 1,
            Unit::Week | Unit::Day | Unit::Date => 2,
            Unit::Hour => 3,
            Unit::Minute => 4,
            Unit::Second => 5,
            _ => return self,
        };
        parts[1..=n].copy_from_slice(&given[..n]);
        if unit == Unit::Week {
            let (first, _) = self.language.week();
            parts[2] -= (self.weekday() + 7.0 - first as f64) % 7.0;
        }
        self.at_parts(parts)
    }

    /// The last millisecond of the unit that it is in.
    pub(crate) fn end_of(self, unit: Unit) -> Day<'a> {
        let start = self.start_of(unit).parts();
        let [
            mut year,
            mut month,
            mut day,
            mut hour,
            mut minute,
            mut second,
            _,
        ] = start;
        match unit {
            Unit::Year => year += 1.0,
            Unit::Month => month += 1.0,
            Unit::Week => day += 7.0,
            Unit::Day | Unit::Date => day += 1.0,
            Unit::Hour => hour += 1.0,
            Unit::Minute => minute += 1.0,
            Unit::Second => second += 1.0,
            _ => return self,
        }
        self.at_parts([year, month, day, hour, minute, second, -1.0])
    }

    pub(crate) fn days_in_month(self) -> f64 {
        self.end_of(Unit::Month).parts()[2]
    }

    /// Minutes east of UTC, in quarters of an hour.
    pub(crate) fn offset(&self) -> f64 {
        if self.utc || self.time.is_nan() {
            return 0.0;
        }
        let behind = self.scope.timezone_offset(self.time);
        // Not -0.
        0.0 - (behind / 15.0 + 0.5).floor() * 15.0
    }

    /// How many units it is later than `other`, with a fraction.
    pub(crate) fn diff(&self, other: &Day<'_>, unit: Unit) -> f64 {
        let (a, b) = if self.utc == other.utc {
            (*self, *other)
        } else {
            (
                Day {
                    utc: false,
                    ..*self
                },
                Day {
                    utc: false,
                    ..*other
                },
            )
        };
        let ms = a.time - b.time;
        let shift = (b.offset() - a.offset()) * 60_000.0;
        match unit {
            Unit::Year => months_between(&a, &b) / 12.0,
            Unit::Quarter => months_between(&a, &b) / 3.0,
            Unit::Month => months_between(&a, &b),
            Unit::Week | Unit::Day => (ms - shift) / unit.ms().unwrap_or(1.0),
            unit => ms / unit.ms().unwrap_or(1.0),
        }
    }

    /// The week of the year, by the rules of the language.
    pub(crate) fn week(self) -> f64 {
        let (_, first) = self.language.week();
        let [_, month, day, ..] = self.parts();
        let with = |day: Day<'a>| day.start_of(Unit::Year).set(Unit::Date, first as f64);
        if month == 11.0 && day > 25.0 {
            let next = with(self.start_of(Unit::Year).add(1.0, Unit::Year));
            if next.end_of(Unit::Other).time < self.end_of(Unit::Week).time {
                return 1.0;
            }
        }
        let start = with(self).start_of(Unit::Week);
        let start = start.at(start.time - 1.0);
        let weeks = self.diff(&start, Unit::Week);
        if weeks < 0.0 {
            return self.start_of(Unit::Week).week();
        }
        weeks.ceil()
    }
}

/// Where among the parts a unit is.
fn index(unit: Unit) -> Option<usize> {
    Some(match unit {
        Unit::Year => 0,
        Unit::Month => 1,
        Unit::Date => 2,
        Unit::Hour => 3,
        Unit::Minute => 4,
        Unit::Second => 5,
        Unit::Millisecond => 6,
        _ => return None,
    })
}

/// Months from `b` to `a`, with a fraction.
fn months_between(a: &Day<'_>, b: &Day<'_>) -> f64 {
    let ([a_year, a_month, a_day, ..], [b_year, b_month, b_day, ..]) = (a.parts(), b.parts());
    if a_day < b_day {
        return 0.0 - months_between(b, a);
    }
    let whole = (b_year - a_year) * 12.0 + (b_month - a_month);
    let anchor = a.add(whole, Unit::Month).time;
    let before = b.time < anchor;
    let step = if before { -1.0 } else { 1.0 };
    let next = a.add(whole + step, Unit::Month).time;
    let length = if before { anchor - next } else { next - anchor };
    let months = 0.0 - (whole + (b.time - anchor) / length);
    if months.is_nan() { 0.0 } else { months }
}

/// Text without `Z` at its end is in local time, where Day.js understands it itself.
fn parse(text: &str, scope: &dyn Scope) -> f64 {
    /// Year, month, day, hour, minute, second, fraction; what stands between them may be missing.
    const FORM: &str = r"^(\d{4})[-/]?(\d{1,2})?[-/]?(\d{0,2})[Tt\s]*(\d{1,2})?:?(\d{1,2})?:?(\d{1,2})?[.:]?(\d+)?$";
    let found = match text.ends_with(['Z', 'z']) {
        true => None,
        false => Regex::new(FORM, "")
            .ok()
            .and_then(|form| form.find(text, 0).ok().flatten()),
    };
    let Some(found) = found else {
        return parse_any(text, scope);
    };
    let part = |i: usize, default: f64| match found.groups.get(i) {
        Some(Some(digits)) if !digits.is_empty() => digits.parse().unwrap_or(default),
        _ => default,
    };
    let fraction = found.groups.get(6).cloned().flatten().unwrap_or_default();
    let ms = fraction
        .get(..3)
        .unwrap_or(&fraction)
        .parse()
        .unwrap_or(0.0);
    let year = match part(0, 0.0) {
        year if year < 100.0 => year + 1900.0,
        year => year,
    };
    let clock = date::utc(
        year,
        part(1, 1.0) - 1.0,
        part(2, 1.0),
        part(3, 0.0),
        part(4, 0.0),
        part(5, 0.0),
        ms,
    );
    zone::to_utc(clock, scope)
}

fn parse_any(text: &str, scope: &dyn Scope) -> f64 {
    date_text::parse(text, &|ms| scope.timezone_offset(ms))
}
