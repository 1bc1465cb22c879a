//! Dates as moment.js reads them.

use engine::{Map, Scope, Value, date, js};

use super::zone;
use crate::date_text;

/// `moment(value)`: milliseconds since 1970, NaN for what is no date. Without a zone, time is local.
pub(crate) fn value(value: &Value, scope: &dyn Scope) -> f64 {
    match value {
        Value::Undefined => scope.now(),
        Value::Date(ms) | Value::Number(ms) => date::clip(*ms),
        Value::String(text) => parse(text, scope),
        Value::List(items) if items.is_empty() => scope.now(),
        Value::List(items) => {
            let mut parts = [None; 7];
            for (part, item) in parts.iter_mut().zip(items.iter()) {
                *part = Some(leading_integer(item));
            }
            from_parts(parts, scope)
        }
        Value::Map(map) if map.is_empty() => scope.now(),
        Value::Map(map) => from_object(map, scope),
        _ => f64::NAN,
    }
}

/// The units by all their names, the standard one first.
const UNITS: [&[&str]; 13] = [
    &["year", "years", "y"],
    &["month", "months", "M"],
    &["date", "dates", "D"],
    &["hour", "hours", "h"],
    &["minute", "minutes", "m"],
    &["second", "seconds", "s"],
    &["millisecond", "milliseconds", "ms"],
    &["day", "days", "d"],
    &["week", "weeks", "w"],
    &["isoWeek", "isoweeks", "isoweek", "W"],
    &["quarter", "quarters", "Q"],
    &["weekday", "weekdays", "e"],
    &["dayOfYear", "dayofyears", "dayofyear", "DDD"],
];

/// The standard name of a unit: `hour` of `h`, `hours` and `Hours`.
pub(crate) fn unit(name: &str) -> Option<&'static str> {
    let small = name.to_lowercase();
    let mut units = UNITS.iter();
    let found = units.find(|names| names.contains(&name) || names.contains(&&*small))?;
    found.first().copied()
}

fn from_object(map: &Map, scope: &dyn Scope) -> f64 {
    let mut parts = [None; 7];
    let mut day = None;
    for (key, value) in map.iter().filter(|(_, value)| !value.is_none()) {
        let number = if js::truthy(value) {
            leading_integer(value)
        } else {
            0.0
        };
        match unit(key) {
            Some("day") => day = Some(number),
            Some(name) => {
                let at = UNITS[..7].iter().position(|names| names[0] == name);
                if let Some(at) = at {
                    parts[at] = Some(number);
                }
            }
            None => {}
        }
    }
    parts[2] = day.or(parts[2]);
    from_parts(parts, scope)
}

/// Year, month from 0, day, hour, minute, second, millisecond in local time. Those that are missing
/// before the first that is given are today's.
fn from_parts(mut parts: [Option<f64>; 7], scope: &dyn Scope) -> f64 {
    let now = date::civil(zone::to_local(scope.now(), scope));
    let today = [
        now.year as f64,
        f64::from(now.month) - 1.0,
        f64::from(now.day),
    ];
    for (part, today) in parts.iter_mut().zip(today) {
        if part.is_some() {
            break;
        }
        *part = Some(today);
    }
    let [year, month, day, hour, minute, second, ms] = parts;
    let (year, month, day) = (
        year.unwrap_or(0.0),
        month.unwrap_or(0.0),
        day.unwrap_or(1.0),
    );
    let time = [hour, minute, second, ms].map(|part| part.unwrap_or(0.0));
    zone::to_utc(local(year, month, day, time), scope)
}

/// Milliseconds as if in UTC; NaN where a part is out of range.
fn local(year: f64, month: f64, day: f64, [hour, minute, second, ms]: [f64; 4]) -> f64 {
    let within = |n: f64, last: f64| (0.0..=last).contains(&n);
    let end_of_day = hour == 24.0 && minute == 0.0 && second == 0.0 && ms == 0.0;
    let days = date::utc(year, month + 1.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    let in_range = within(month, 11.0)
        && !days.is_nan()
        && within(day - 1.0, f64::from(date::civil(days).day) - 1.0)
        && (within(hour, 23.0) || end_of_day)
        && within(minute, 59.0)
        && within(second, 59.0)
        && within(ms, 999.0);
    if in_range {
        date::utc(year, month, day, hour, minute, second, ms)
    } else {
        f64::NAN
    }
}

/// `parseInt(value, 10)`.
fn leading_integer(value: &Value) -> f64 {
    let text = js::to_text(value);
    let text = js::trim(&text);
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let len = digits.bytes().take_while(u8::is_ascii_digit).count();
    let number: f64 = digits[..len].parse().unwrap_or(f64::NAN);
    if text.starts_with('-') {
        -number
    } else {
        number
    }
}

/// Reads a date, which is NaN where there is none. Without a zone it is in the local time of `scope`.
pub(crate) fn parse(text: &str, scope: &dyn Scope) -> f64 {
    if let Some(ms) = asp_net(text) {
        return date::clip(ms);
    }
    match (Iso {
        rest: text.trim_start_matches(js::is_space),
    })
    .parse()
    {
        Some((ms, Some(east))) => date::clip(ms - east * 60_000.0),
        Some((ms, None)) => zone::to_utc(ms, scope),
        None if names_wrong_day(text) => f64::NAN,
        None => date_text::parse(text, &|ms| scope.timezone_offset(ms)),
    }
}

/// Is it RFC 2822 (`Mon, 25 Dec 1995 13:30:00 GMT`), of another day of the week?
fn names_wrong_day(text: &str) -> bool {
    let words: Vec<&str> = text
        .split([' ', ',', '\t'])
        .filter(|w| !w.is_empty())
        .collect();
    let [weekday, day, month, year, _, _] = words[..] else {
        return false;
    };
    let date = date_text::parse(&format!("{day} {month} {year} UTC"), &|_| 0.0);
    let known = "Sun Mon Tue Wed Thu Fri Sat"
        .split(' ')
        .position(|w| w == weekday);
    known.is_some_and(|known| !date.is_nan() && date::civil(date).weekday as usize != known)
}

/// `/Date(1198908717056-0700)/`.
fn asp_net(text: &str) -> Option<f64> {
    let text = text.strip_prefix('/').unwrap_or(text);
    let (word, rest) = text.split_at_checked(5)?;
    let digits = rest.strip_prefix('-').unwrap_or(rest);
    let len = digits.bytes().take_while(u8::is_ascii_digit).count();
    let end = rest.len() - digits.len() + len;
    word.eq_ignore_ascii_case("date(")
        .then(|| rest[..end].parse().ok())
        .flatten()
}

/// ISO 8601, extended (`2013-02-08T09:30`) or basic (`20130208T0930`).
struct Iso<'a> {
    rest: &'a str,
}

impl Iso<'_> {
    /// Milliseconds as if in UTC, and minutes east of it if there is a zone. The date may be one that
    /// does not exist, which is NaN; none where the form is another.
    fn parse(mut self) -> Option<(f64, Option<f64>)> {
        let year = match self.rest.as_bytes().first()? {
            b'+' | b'-' => {
                let sign = if self.eat("-") { -1.0 } else { 1.0 };
                self.eat("+");
                sign * self.digits(6)?
            }
            _ => self.digits(4)?,
        };
        let extended = self.eat("-");
        let (days, may_have_time) = self.day(year, extended)?;
        let mut time = [0.0; 4];
        let mut zone = None;
        if self.eat("T") || self.eat(" ") {
            if !may_have_time {
                return None;
            }
            time = self.time(extended)?;
            zone = self.zone()?;
        }
        if !self.rest.is_empty() {
            return None;
        }
        let day = date::civil(days);
        let known = if days.is_nan() {
            f64::NAN
        } else {
            local(
                day.year as f64,
                f64::from(day.month) - 1.0,
                f64::from(day.day),
                time,
            )
        };
        Some((known, zone))
    }

    fn eat(&mut self, prefix: &str) -> bool {
        let rest = self.rest.strip_prefix(prefix);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// How many digits come.
    fn count(&self) -> usize {
        self.rest.bytes().take_while(u8::is_ascii_digit).count()
    }

    fn digits(&mut self, n: usize) -> Option<f64> {
        let (digits, rest) = self.rest.split_at_checked(n)?;
        let is_number = digits.bytes().all(|b| b.is_ascii_digit());
        self.rest = is_number.then_some(rest)?;
        digits.parse().ok()
    }

    /// What follows the year: the day as milliseconds, and whether a time may follow.
    fn day(&mut self, year: f64, extended: bool) -> Option<(f64, bool)> {
        let month = |month: f64, day: f64| local(year, month - 1.0, day, [0.0; 4]);
        if self.eat("W") {
            let week = self.digits(2)?;
            let has_day = if extended {
                self.eat("-")
            } else {
                self.count() == 1
            };
            let weekday = if has_day { self.digits(1)? } else { 1.0 };
            return Some((iso_week(year, week, weekday), has_day));
        }
        Some(match (self.count(), extended) {
            (3, _) => (of_year(year, self.digits(3)?), true),
            (2, true) => {
                let n = self.digits(2)?;
                if self.eat("-") {
                    (month(n, self.digits(2)?), true)
                } else {
                    (month(n, 1.0), false)
                }
            }
            (4, false) => {
                let n = self.digits(2)?;
                (month(n, self.digits(2)?), true)
            }
            (2, false) => (month(self.digits(2)?, 1.0), false),
            (0, false) => (month(1.0, 1.0), false),
            _ => return None,
        })
    }

    fn time(&mut self, extended: bool) -> Option<[f64; 4]> {
        let mut time = [self.digits(2)?, 0.0, 0.0, 0.0];
        for part in &mut time[1..3] {
            let more = if extended {
                self.eat(":")
            } else {
                self.count() >= 2
            };
            if !more {
                return Some(time);
            }
            *part = self.digits(2)?;
        }
        if self.eat(".") || self.eat(",") {
            let len = self.count();
            let fraction: f64 = format!("0.{}", &self.rest[..len]).parse().ok()?;
            self.rest = (len > 0).then(|| &self.rest[len..])?;
            time[3] = (fraction * 1000.0).trunc();
        }
        Some(time)
    }

    /// Minutes east of UTC.
    #[expect(clippy::option_option, reason = "no zone is not a wrong zone")]
    fn zone(&mut self) -> Option<Option<f64>> {
        let sign = match self.rest.as_bytes().first() {
            None => return Some(None),
            Some(b'+') => 1.0,
            Some(b'-') => -1.0,
            Some(_) => {
                self.rest = self.rest.trim_start_matches(js::is_space);
                return self.eat("Z").then_some(Some(0.0));
            }
        };
        self.rest = &self.rest[1..];
        let hours = self.digits(2)?;
        let minutes = if self.eat(":") || self.count() > 0 {
            self.digits(2)?
        } else {
            0.0
        };
        Some(Some(sign * (hours * 60.0 + minutes)))
    }
}

/// Day `n` of a year.
fn of_year(year: f64, n: f64) -> f64 {
    let day = date::utc(year, 0.0, n, 0.0, 0.0, 0.0, 0.0);
    if n > 0.0 && !day.is_nan() && date::civil(day).year as f64 == year {
        day
    } else {
        f64::NAN
    }
}

/// A day of an ISO week.
fn iso_week(year: f64, week: f64, weekday: f64) -> f64 {
    let fourth = date::days_from_civil(year as i64, 1, 4);
    let monday = fourth - (fourth + 3).rem_euclid(7) + (week as i64 - 1) * 7;
    let day = (monday + weekday as i64 - 1) as f64 * date::DAY;
    let c = date::civil(day);
    let monday = date::civil(monday as f64 * date::DAY);
    let (of, _) = super::write::week((monday.year, monday.month.into(), monday.day.into()), 1, 4);
    let exists = (1.0..=7.0).contains(&weekday) && week >= 1.0 && of as f64 == year;
    if exists {
        date::utc(
            c.year as f64,
            f64::from(c.month) - 1.0,
            f64::from(c.day),
            0.0,
            0.0,
            0.0,
            0.0,
        )
    } else {
        f64::NAN
    }
}
