//! Dates as moment.js and dayjs print and read them, in local time and English.

use engine::{Scope, date, js};

use crate::date_text;

const MONTHS: [&str; 12] = [
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
const WEEKDAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];

/// The tokens of formats, longest first where one begins with another.
const TOKENS: [&str; 54] = [
    "YYYYYY", "YYYYY", "YYYY", "YY", "Y", "MMMM", "MMM", "MM", "Mo", "M", "DDDD", "DDDo", "DDD",
    "DD", "Do", "D", "dddd", "ddd", "dd", "do", "d", "E", "e", "ww", "wo", "w", "WW", "Wo", "W",
    "gggg", "gg", "GGGG", "GG", "Qo", "Q", "HH", "H", "hh", "h", "kk", "k", "mm", "m", "ss", "s",
    "A", "a", "ZZ", "Z", "zz", "z", "X", "x", "N",
];

/// Long forms, expanded before anything else.
const LONG: [(&str, &str); 10] = [
    ("LLLL", "dddd, MMMM D, YYYY h:mm A"),
    ("llll", "ddd, MMM D, YYYY h:mm A"),
    ("LLL", "MMMM D, YYYY h:mm A"),
    ("lll", "MMM D, YYYY h:mm A"),
    ("LTS", "h:mm:ss A"),
    ("LT", "h:mm A"),
    ("LL", "MMMM D, YYYY"),
    ("ll", "MMM D, YYYY"),
    ("L", "MM/DD/YYYY"),
    ("l", "M/D/YYYY"),
];

/// `time` (milliseconds since 1970) by the tokens of `format`, in the local time of `scope`. Text in
/// `[]` stands for itself.
pub(crate) fn format(time: f64, format: &str, scope: &dyn Scope) -> String {
    if time.is_nan() {
        return "Invalid date".to_owned();
    }
    let offset = scope.timezone_offset(time);
    let moment = Moment {
        time,
        offset,
        civil: date::civil(time - offset * 60_000.0),
    };
    let mut out = String::new();
    let mut rest = format;
    while let Some(first) = rest.chars().next() {
        let quoted = rest.strip_prefix('[').and_then(|r| r.split_once(']'));
        if let Some((text, tail)) = quoted {
            out.push_str(text);
            rest = tail;
        } else if let Some((long, expanded)) = LONG.iter().find(|(long, _)| rest.starts_with(long))
        {
            out.push_str(&self::format(time, expanded, scope));
            rest = &rest[long.len()..];
        } else if first == 'S' {
            let digits = rest.bytes().take_while(|b| *b == b'S').count().min(9);
            out.push_str(&format!("{:03}000000", moment.civil.ms)[..digits]);
            rest = &rest[digits..];
        } else if let Some(token) = TOKENS.iter().find(|token| rest.starts_with(**token)) {
            out.push_str(&moment.token(token));
            rest = &rest[token.len()..];
        } else if first == '\\' && rest.len() > 1 {
            let escaped = rest[1..].chars().next().unwrap_or_default();
            out.push(escaped);
            rest = &rest[1 + escaped.len_utf8()..];
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

struct Moment {
    time: f64,
    /// Minutes behind UTC.
    offset: f64,
    /// In local time.
    civil: date::Civil,
}

impl Moment {
    fn token(&self, token: &str) -> String {
        let c = &self.civil;
        let hour12 = if c.hour.is_multiple_of(12) {
            12
        } else {
            c.hour % 12
        };
        let weekday = c.weekday as usize;
        let month = MONTHS[c.month as usize - 1];
        match token {
            "YYYYYY" => format!("{:+07}", c.year),
            "YYYYY" => format!("{:05}", c.year),
            "YYYY" => format!("{:04}", c.year),
            "YY" => format!("{:02}", c.year.rem_euclid(100)),
            "Y" => c.year.to_string(),
            "MMMM" => month.to_owned(),
            "MMM" => month[..3].to_owned(),
            "dddd" => WEEKDAYS[weekday].to_owned(),
            "ddd" => WEEKDAYS[weekday][..3].to_owned(),
            "dd" => WEEKDAYS[weekday][..2].to_owned(),
            "A" => if c.hour < 12 { "AM" } else { "PM" }.to_owned(),
            "a" => if c.hour < 12 { "am" } else { "pm" }.to_owned(),
            "E" => if weekday == 0 { 7 } else { weekday }.to_string(),
            "d" | "e" => weekday.to_string(),
            "M" | "MM" | "Mo" => counted(c.month.into(), token),
            "D" | "DD" | "Do" => counted(c.day.into(), token),
            "DDD" | "DDDD" | "DDDo" => counted(self.day_of_year(), token),
            "do" => ordinal(c.weekday.into()),
            "Q" | "Qo" => counted((i64::from(c.month) + 2) / 3, token),
            "H" | "HH" => counted(c.hour.into(), token),
            "h" | "hh" => counted(hour12.into(), token),
            "k" | "kk" => counted(if c.hour == 0 { 24 } else { c.hour }.into(), token),
            "m" | "mm" => counted(c.minute.into(), token),
            "s" | "ss" => counted(c.second.into(), token),
            "w" | "ww" | "wo" => counted(self.week(0, 6).1, token),
            "W" | "WW" | "Wo" => counted(self.week(1, 4).1, token),
            "gg" | "gggg" => self.week_year(0, 6, token),
            "GG" | "GGGG" => self.week_year(1, 4, token),
            "Z" => self.zone(":"),
            "ZZ" => self.zone(""),
            "z" | "zz" => String::new(),
            "X" => js::number_to_text((self.time / 1000.0).floor()),
            "x" => js::number_to_text(self.time),
            "N" => if c.year > 0 { "AD" } else { "BC" }.to_owned(),
            _ => String::new(),
        }
    }

    fn day_of_year(&self) -> i64 {
        let c = &self.civil;
        date::days_from_civil(c.year, c.month.into(), c.day.into())
            - date::days_from_civil(c.year, 1, 0)
    }

    /// The year of weeks and the week in it. Weeks begin at weekday `first` (0 is Sunday); the first
    /// week is the one with the day `7 + first - with` of January.
    fn week(&self, first: i64, with: i64) -> (i64, i64) {
        let c = &self.civil;
        let today = date::days_from_civil(c.year, c.month.into(), c.day.into());
        let start = |year: i64| {
            let fixed = date::days_from_civil(year, 1, if first == 0 { 7 - with } else { with });
            let weekday = (fixed + 4).rem_euclid(7);
            fixed - (weekday - first).rem_euclid(7)
        };
        let years = [c.year + 1, c.year, c.year - 1];
        let year = years
            .into_iter()
            .find(|year| start(*year) <= today)
            .unwrap_or(c.year);
        (year, (today - start(year)) / 7 + 1)
    }

    fn week_year(&self, first: i64, with: i64, token: &str) -> String {
        let (year, _) = self.week(first, with);
        if token.len() == 2 {
            format!("{:02}", year.rem_euclid(100))
        } else {
            format!("{year:04}")
        }
    }

    fn zone(&self, separator: &str) -> String {
        let east = -self.offset as i64;
        let sign = if east < 0 { '-' } else { '+' };
        format!(
            "{sign}{:02}{separator}{:02}",
            east.abs() / 60,
            east.abs() % 60
        )
    }
}

/// A number as its token wants it: `M`, `MM` with two digits, `DDDD` with three, `Mo` ordinal.
fn counted(n: i64, token: &str) -> String {
    match token {
        _ if token.ends_with('o') => ordinal(n),
        "DDDD" => format!("{n:03}"),
        _ if token.len() == 2 => format!("{n:02}"),
        _ => n.to_string(),
    }
}

fn ordinal(n: i64) -> String {
    let suffix = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{suffix}")
}

/// Reads a date, which is NaN where there is none. Without a zone it is in the local time of `scope`.
pub(crate) fn parse(text: &str, scope: &dyn Scope) -> f64 {
    let Some(time) = date::parse(text) else {
        return date_text::parse(text, &|ms| scope.timezone_offset(ms));
    };
    let text = text.trim();
    let day = text
        .get(8..10)
        .filter(|_| text.as_bytes().get(4) == Some(&b'-'));
    if day.is_some_and(|day| !has_day(text, day)) {
        return f64::NAN;
    }
    let after_date = text.find(['T', 't', ' ']).map_or("", |at| &text[at..]);
    let has_zone = after_date.ends_with(['Z', 'z']) || after_date.contains(['+', '-']);
    if has_zone {
        return time;
    }
    let guess = scope.timezone_offset(time);
    time + scope.timezone_offset(time + guess * 60_000.0) * 60_000.0
}

/// Has the month of `2020-02-30` such a day?
fn has_day(text: &str, day: &str) -> bool {
    let time = date::parse(&text[..10]).map(date::civil);
    time.is_none_or(|civil| day.parse() == Ok(civil.day))
}

/// How far `time` is from `now`, in words: `5 minutes`; with `suffix`, `in 5 minutes` or `5 minutes
/// ago`.
pub(crate) fn relative(time: f64, now: f64, suffix: bool) -> String {
    if time.is_nan() {
        return "Invalid date".to_owned();
    }
    let (months, days) = span(time.min(now), time.max(now));
    let whole_days = (months * 146_097.0 / 4800.0).round() + days;
    // The mean length of a month in four centuries.
    let months = months + days * 4800.0 / 146_097.0;
    let counted = |n: f64, one: &str, many: &str| match n {
        n if n <= 1.0 => one.to_owned(),
        n => format!("{n} {many}"),
    };
    let n = [86_400.0, 1440.0, 24.0, 1.0].map(|units| (whole_days * units).round());
    let words = match n {
        [seconds, ..] if seconds < 45.0 => "a few seconds".to_owned(),
        [_, minutes, ..] if minutes < 45.0 => counted(minutes, "a minute", "minutes"),
        [_, _, hours, _] if hours < 22.0 => counted(hours, "an hour", "hours"),
        [_, _, _, days] if days < 26.0 => counted(days, "a day", "days"),
        _ if months.round() < 11.0 => counted(months.round(), "a month", "months"),
        _ => counted((months / 12.0).round(), "a year", "years"),
    };
    match (suffix, time > now) {
        (false, _) => words,
        (true, true) => format!("in {words}"),
        (true, false) => format!("{words} ago"),
    }
}

/// Whole months from one time to a later one, and the days that remain.
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
    (months as f64, (to - later(months)) / date::DAY)
}
