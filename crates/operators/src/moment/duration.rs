//! Spans of time, and their words.

use engine::{Map, Scope, Value, date, js};

use super::language::Language;
use super::{read, zone};

/// A span: what cannot be converted into one another is kept apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Duration {
    ms: f64,
    days: f64,
    months: f64,
    is_valid: bool,
}

impl Duration {
    const fn new(ms: f64, days: f64, months: f64) -> Duration {
        Duration {
            ms,
            days,
            months,
            is_valid: true,
        }
    }

    /// The span from one moment to another.
    pub(crate) fn between(from: f64, to: f64, scope: &dyn Scope) -> Duration {
        if from.is_nan() || to.is_nan() {
            return NOTHING;
        }
        let [a, b] = [from.min(to), from.max(to)].map(|time| zone::to_local(time, scope));
        let (months, ms) = span(a, b);
        let sign = if to < from { -1.0 } else { 1.0 };
        Duration::new(ms * sign, 0.0, months * sign)
    }

    /// `moment.duration(value)`.
    pub(crate) fn read(value: &Value, scope: &dyn Scope) -> Duration {
        match value {
            Value::Map(map) if map.contains_key("from") || map.contains_key("to") => {
                let [from, to] = ["from", "to"].map(|key| read::value(value.key(key), scope));
                Duration::between(from, to, scope)
            }
            Value::Map(map) => of_units(map),
            Value::Number(ms) if ms.is_nan() => INVALID,
            Value::String(text) if js::text_to_number(text).is_nan() => {
                clock(text).or_else(|| iso(text)).unwrap_or(NOTHING)
            }
            value => match js::to_number(value) {
                ms if ms.is_nan() => NOTHING,
                ms => Duration::new(ms, 0.0, 0.0),
            },
        }
    }

    /// In milliseconds, with months of 30 and years of 365 days.
    fn value(&self) -> f64 {
        let years = (self.months / 12.0).trunc();
        self.ms
            + self.days * date::DAY
            + self.months % 12.0 * 30.0 * date::DAY
            + years * 365.0 * date::DAY
    }

    /// The span in words: `5 minutes`; with `suffix`, `in 5 minutes` or `5 minutes ago`.
    pub(crate) fn humanize(&self, suffix: bool, limits: &Limits, language: &Language) -> String {
        if !self.is_valid {
            return language.text("invalid").to_owned();
        }
        let (key, n) = self.unit(limits);
        let future = self.value() > 0.0;
        let forms: Vec<&'static str> = language.text(key).split('|').collect();
        let form = match (suffix, future) {
            (true, true) => forms.get(1),
            (true, false) => forms.get(2),
            (false, true) => None,
            (false, false) => forms.get(3),
        };
        let words = form.or(forms.first()).copied().unwrap_or_default();
        let words = language.counted(words, if n == 0.0 { 1.0 } else { n });
        let frame = match (suffix, future) {
            (false, _) => "",
            (true, true) => language.text("future"),
            (true, false) => language.text("past"),
        };
        let words = if frame.is_empty() {
            words
        } else {
            frame.replacen("%s", &words, 1)
        };
        language.own_digits(words)
    }

    /// The unit that suits, by its key, and how many of it.
    fn unit(&self, limits: &Limits) -> (&'static str, f64) {
        let (ms, days, months) = (self.ms.abs(), self.days.abs(), self.months.abs());
        let whole = days + (months * 146_097.0 / 4800.0 + 0.5).floor();
        let round = |n: f64| (n + 0.5).floor();
        let seconds = round(whole * 86_400.0 + ms / 1000.0);
        let minutes = round(whole * 1440.0 + ms / 60_000.0);
        let hours = round(whole * 24.0 + ms / 3_600_000.0);
        let n_days = round(whole + ms / date::DAY);
        let weeks = round(whole / 7.0 + ms / (7.0 * date::DAY));
        let total = months + (days + ms / date::DAY) * 4800.0 / 146_097.0;
        let years = round(total / 12.0);
        let total = round(total);
        let Limits {
            ss,
            s,
            m,
            h,
            d,
            w,
            months,
        } = *limits;
        let steps = [
            ("s", seconds <= ss, seconds),
            ("ss", seconds < s, seconds),
            ("m", minutes <= 1.0, 1.0),
            ("mm", minutes < m, minutes),
            ("h", hours <= 1.0, 1.0),
            ("hh", hours < h, hours),
            ("d", n_days <= 1.0, 1.0),
            ("dd", n_days < d, n_days),
            ("w", w.is_some() && weeks <= 1.0, 1.0),
            ("ww", w.is_some_and(|w| weeks < w), weeks),
            ("M", total <= 1.0, 1.0),
            ("MM", total < months, total),
            ("y", years <= 1.0, 1.0),
        ];
        let found = steps.into_iter().find(|(_, fits, _)| *fits);
        found.map_or(("yy", years), |(key, _, n)| (key, n))
    }
}

const NOTHING: Duration = Duration::new(0.0, 0.0, 0.0);

const INVALID: Duration = Duration {
    ms: 0.0,
    days: 0.0,
    months: 0.0,
    is_valid: false,
};

/// Up to how many of a unit are counted before the next one is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// So many seconds are a few.
    ss: f64,
    s: f64,
    m: f64,
    h: f64,
    d: f64,
    /// None: weeks are not used.
    w: Option<f64>,
    months: f64,
}

impl Limits {
    /// Those that moment.js has.
    pub(crate) const USUAL: Limits = Limits {
        ss: 44.0,
        s: 45.0,
        m: 45.0,
        h: 22.0,
        d: 26.0,
        w: None,
        months: 11.0,
    };

    /// The usual ones, but for those that `map` gives.
    pub(crate) fn read(map: &Map) -> Limits {
        let mut limits = Limits::USUAL;
        let given = |key: &str| map.get(key).map(js::to_number);
        let fields = [
            ("ss", &mut limits.ss),
            ("s", &mut limits.s),
            ("m", &mut limits.m),
            ("h", &mut limits.h),
            ("d", &mut limits.d),
            ("M", &mut limits.months),
        ];
        for (key, limit) in fields {
            *limit = given(key).unwrap_or(*limit);
        }
        let is_given = |key: &str| map.get(key).is_some_and(|value| !value.is_none());
        limits.w = given("w").filter(|_| is_given("w"));
        if is_given("s") && !is_given("ss") {
            limits.ss = limits.s - 1.0;
        }
        limits
    }
}

/// Whole months from one local time to a later one, and the milliseconds that remain.
fn span(from: f64, to: f64) -> (f64, f64) {
    let (a, b) = (date::civil(from), date::civil(to));
    let months = (b.year - a.year) * 12 + i64::from(b.month) - i64::from(a.month);
    let later = |months: i64| {
        let month = i64::from(a.month) + months;
        let first = date::days_from_civil(a.year, month, 1);
        let last = date::days_from_civil(a.year, month + 1, 1) - 1;
        let day = (first + i64::from(a.day) - 1).min(last);
        day as f64 * date::DAY + from.rem_euclid(date::DAY)
    };
    let months = if later(months) > to {
        months - 1
    } else {
        months
    };
    (months as f64, to - later(months))
}

/// `{ hours: 5, minutes: 30 }`. Only the smallest unit may have a fraction.
fn of_units(map: &Map) -> Duration {
    /// From largest to smallest, with the months, days and milliseconds of one.
    const UNITS: [(&str, f64, f64, f64); 9] = [
        ("year", 12.0, 0.0, 0.0),
        ("quarter", 3.0, 0.0, 0.0),
        ("month", 1.0, 0.0, 0.0),
        ("week", 0.0, 7.0, 0.0),
        ("day", 0.0, 1.0, 0.0),
        ("hour", 0.0, 0.0, 3_600_000.0),
        ("minute", 0.0, 0.0, 60_000.0),
        ("second", 0.0, 0.0, 1000.0),
        ("millisecond", 0.0, 0.0, 1.0),
    ];
    let mut counts = [0.0; 9];
    for (key, value) in map.iter() {
        let Some(name) = read::unit(key) else {
            continue;
        };
        let number = if value.is_none() {
            0.0
        } else {
            js::to_number(value)
        };
        let at = UNITS.iter().position(|(unit, ..)| *unit == name);
        let Some(at) = at.filter(|_| !number.is_nan()) else {
            return INVALID;
        };
        counts[at] = number;
    }
    let mut sum = NOTHING;
    let mut has_fraction = false;
    for ((_, months, days, ms), n) in UNITS.into_iter().zip(counts) {
        if n == 0.0 {
            continue;
        }
        if has_fraction {
            return INVALID;
        }
        has_fraction = n.fract() != 0.0 || n.is_infinite();
        sum.months += months * n;
        sum.days += days * n;
        sum.ms += ms * n;
    }
    sum
}

/// `23:59:59.999`, `7.23:59` (with days), `-1:30`.
fn clock(text: &str) -> Option<Duration> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let (days, text) = match text
        .find([' ', '.'])
        .filter(|at| *at < text.find(':').unwrap_or(0))
    {
        Some(0) => (0.0, &text[1..]),
        Some(at) => (digits(&text[..at])?, &text[at + 1..]),
        None => (0.0, text),
    };
    let mut parts = text.split(':');
    let hours = digits(parts.next()?)?;
    let minutes = digits(parts.next()?)?;
    let (seconds, ms) = match parts.next() {
        None => (0.0, 0.0),
        Some(rest) => {
            let (seconds, fraction) =
                rest.split_at_checked(rest.find('.').unwrap_or(rest.len()))?;
            let ms = match fraction {
                "" | "." => 0.0,
                fraction => (fraction.parse::<f64>().ok()? * 1000.0).round(),
            };
            (digits(seconds)?, ms)
        }
    };
    let time = ((hours * 60.0 + minutes) * 60.0 + seconds) * 1000.0 + ms;
    let is_whole = parts.next().is_none();
    is_whole.then(|| Duration::new(sign * time, sign * days, 0.0))
}

fn digits(text: &str) -> Option<f64> {
    let all = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    all.then(|| text.parse().ok()).flatten()
}

/// `P1Y2M3DT4H5M6.5S`, in that order, each with a sign of its own.
fn iso(text: &str) -> Option<Duration> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let rest = rest.strip_prefix('P')?;
    let (dates, times) = match rest.split_once('T') {
        Some((dates, times)) => (dates, times),
        None => (rest, ""),
    };
    let mut map = Map::new();
    for (text, letters, units) in [
        (
            dates,
            "YMWD",
            ["years", "months", "weeks", "days"].as_slice(),
        ),
        (times, "HMS", ["hours", "minutes", "seconds"].as_slice()),
    ] {
        let mut rest = text;
        for (letter, unit) in letters.chars().zip(units) {
            let len = rest
                .bytes()
                .take_while(|b| b.is_ascii_digit() || b"+-.,".contains(b))
                .count();
            if rest[len..].starts_with(letter) {
                let number = rest[..len].replace(',', ".").parse().unwrap_or(0.0);
                map.insert(*unit, Value::Number(sign * number));
                rest = &rest[len + 1..];
            }
        }
        if !rest.is_empty() {
            return None;
        }
    }
    Some(of_units(&map))
}
