//! Dates as text by the patterns of moment and dayjs (`YYYY-MM-DD HH:mm`), and back. English only, in
//! UTC: who wants another zone shifts the milliseconds first.

use std::fmt::Write as _;

use engine::date::{self, Civil, DAY};

pub(crate) const MONTHS: [&str; 12] = [
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
pub(crate) const WEEKDAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];

/// Of tokens with one beginning the longest stands first.
const TOKENS: &[&str] = &[
    "YYYY", "YY", "Y", "gggg", "gg", "GGGG", "GG", "Qo", "Q", "MMMM", "MMM", "MM", "Mo", "M",
    "DDDD", "DDDo", "DDD", "DD", "Do", "D", "dddd", "ddd", "dd", "do", "d", "E", "e", "ww", "wo",
    "w", "WW", "Wo", "W", "HH", "H", "hh", "h", "kk", "k", "mm", "m", "ss", "s", "SSS", "SS", "S",
    "A", "a", "ZZ", "Z", "X", "x",
];

/// Patterns that stand for longer ones.
const LONG: &[(&str, &str)] = &[
    ("LTS", "h:mm:ss A"),
    ("LT", "h:mm A"),
    ("LLLL", "dddd, MMMM D, YYYY h:mm A"),
    ("LLL", "MMMM D, YYYY h:mm A"),
    ("LL", "MMMM D, YYYY"),
    ("L", "MM/DD/YYYY"),
    ("llll", "ddd, MMM D, YYYY h:mm A"),
    ("lll", "MMM D, YYYY h:mm A"),
    ("ll", "MMM D, YYYY"),
    ("l", "M/D/YYYY"),
];

/// `ms` as `pattern` wants it. `Invalid date` for NaN.
pub(crate) fn format(ms: f64, pattern: &str) -> String {
    if ms.is_nan() {
        return "Invalid date".to_owned();
    }
    let at = date::civil(ms);
    let mut out = String::with_capacity(pattern.len() + 8);
    for piece in pieces(pattern) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Token(token) => write_token(token, ms, &at, &mut out),
        }
    }
    out
}

/// The moment that `text` names, written by `pattern`. Separators may differ or be missing, and the time
/// may be left out; none where it is no date.
pub(crate) fn parse(text: &str, pattern: &str) -> Option<f64> {
    let mut found = Found::default();
    let mut rest = text.trim();
    for piece in pieces(pattern) {
        match piece {
            Piece::Text(literal) => rest = skip_literal(rest, literal),
            Piece::Token(token) if rest.is_empty() && is_time(token) => break,
            Piece::Token(token) => rest = found.take(token, rest)?,
        }
    }
    if rest.trim().is_empty() {
        found.moment()
    } else {
        None
    }
}

/// Sunday of the week of `ms`, at its start.
pub(crate) fn week_start(ms: f64) -> f64 {
    let days = (ms / DAY).floor();
    (days - (days + 4.0).rem_euclid(7.0)) * DAY
}

/// Year and week of `ms`: weeks begin on Sunday, and the first one holds 1 January.
pub(crate) fn week(ms: f64) -> (i64, i64) {
    let start = week_start(ms);
    let year = date::civil(start + 6.0 * DAY).year;
    let first = week_start(year_start(year));
    (year, ((start - first) / (7.0 * DAY)) as i64 + 1)
}

/// Year and week of `ms` by ISO 8601.
fn iso_week(ms: f64) -> (i64, i64) {
    let thursday = week_start(ms - DAY) + 4.0 * DAY;
    let year = date::civil(thursday).year;
    (
        year,
        ((thursday - year_start(year)) / (7.0 * DAY)) as i64 + 1,
    )
}

fn year_start(year: i64) -> f64 {
    date::days_from_civil(year, 1, 1) as f64 * DAY
}

enum Piece<'a> {
    Text(&'a str),
    Token(&'static str),
}

fn pieces(pattern: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let starts = |token: &&&str| rest.starts_with(**token);
        if first == '['
            && let Some(end) = rest.find(']')
        {
            out.push(Piece::Text(&rest[1..end]));
            rest = &rest[end + 1..];
        } else if let Some((short, long)) = LONG.iter().find(|(short, _)| rest.starts_with(short)) {
            out.extend(pieces(long));
            rest = &rest[short.len()..];
        } else if let Some(token) = TOKENS.iter().find(starts) {
            out.push(Piece::Token(token));
            rest = &rest[token.len()..];
        } else {
            let (text, tail) = rest.split_at(first.len_utf8());
            out.push(Piece::Text(text));
            rest = tail;
        }
    }
    out
}

fn write_token(token: &str, ms: f64, at: &Civil, out: &mut String) {
    let month = MONTHS[at.month as usize - 1];
    let weekday = WEEKDAYS[at.weekday as usize];
    let day_of_year = ((ms - year_start(at.year)) / DAY).floor() as i64 + 1;
    let twelve = i64::from((at.hour + 11) % 12 + 1);
    let name = match token {
        "MMMM" => month,
        "MMM" => &month[..3],
        "dddd" => weekday,
        "ddd" => &weekday[..3],
        "dd" => &weekday[..2],
        "A" => ["AM", "PM"][usize::from(at.hour >= 12)],
        "a" => ["am", "pm"][usize::from(at.hour >= 12)],
        "Z" => "+00:00",
        "ZZ" => "+0000",
        _ => "",
    };
    if !name.is_empty() {
        out.push_str(name);
        return;
    }
    let number = match token {
        "YY" => at.year.rem_euclid(100),
        "gggg" => week(ms).0,
        "gg" => week(ms).0.rem_euclid(100),
        "GGGG" => iso_week(ms).0,
        "GG" => iso_week(ms).0.rem_euclid(100),
        "Q" | "Qo" => i64::from(at.month - 1) / 3 + 1,
        "M" | "MM" | "Mo" => i64::from(at.month),
        "D" | "DD" | "Do" => i64::from(at.day),
        "DDD" | "DDDD" | "DDDo" => day_of_year,
        "d" | "do" | "e" => i64::from(at.weekday),
        "E" => i64::from((at.weekday + 6) % 7 + 1),
        "w" | "ww" | "wo" => week(ms).1,
        "W" | "WW" | "Wo" => iso_week(ms).1,
        "H" | "HH" => i64::from(at.hour),
        "h" | "hh" => twelve,
        "k" | "kk" => i64::from((at.hour + 23) % 24 + 1),
        "m" | "mm" => i64::from(at.minute),
        "s" | "ss" => i64::from(at.second),
        "S" => i64::from(at.ms / 100),
        "SS" => i64::from(at.ms / 10),
        "SSS" => i64::from(at.ms),
        "X" => (ms / 1000.0).floor() as i64,
        "x" => ms as i64,
        _ => at.year,
    };
    let width = match token {
        "DDDD" => 3,
        "Y" | "Q" => 1,
        _ if token.ends_with('o') => 1,
        _ if token.starts_with(['X', 'x', 'd', 'e', 'E']) || token == "DDD" => 1,
        _ => token.len(),
    };
    let _ = write!(out, "{number:0width$}");
    if token.ends_with('o') {
        out.push_str(ordinal(number));
    }
}

fn ordinal(n: i64) -> &'static str {
    match (n % 100, n % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

fn is_time(token: &str) -> bool {
    token.starts_with(['H', 'h', 'k', 'm', 's', 'S', 'A', 'a', 'Z'])
}

/// Letters and digits must be there as they are; anything between them may be written otherwise.
fn skip_literal<'a>(rest: &'a str, literal: &str) -> &'a str {
    if literal.chars().any(char::is_alphanumeric) {
        return rest.strip_prefix(literal).unwrap_or(rest);
    }
    rest.trim_start_matches(|c: char| !c.is_alphanumeric())
}

/// What was read so far.
#[derive(Default)]
struct Found {
    year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    day_of_year: Option<i64>,
    week: Option<(i64, bool)>,
    hour: i64,
    minute: i64,
    second: i64,
    ms: i64,
    afternoon: Option<bool>,
    moment: Option<f64>,
}

impl Found {
    /// Takes what `token` stands for from the beginning of `text`, and gives the rest.
    fn take<'a>(&mut self, token: &str, text: &'a str) -> Option<&'a str> {
        let letters = text.len() - text.trim_start_matches(|c: char| c.is_alphabetic()).len();
        let (word, after_word) = text.split_at(letters);
        match token {
            "MMMM" | "MMM" => {
                let word = word.to_lowercase();
                let known = |name: &&str| word.len() >= 3 && name.to_lowercase().starts_with(&word);
                self.month = Some(MONTHS.iter().position(known)? as i64 + 1);
                return Some(after_word);
            }
            "dddd" | "ddd" | "dd" => return (letters > 0).then_some(after_word),
            "A" | "a" => {
                self.afternoon = Some(match word.bytes().next()? | 32 {
                    b'p' => true,
                    b'a' => false,
                    _ => return None,
                });
                return Some(after_word);
            }
            "Z" | "ZZ" => return Some(text.trim_start_matches(|c: char| !c.is_whitespace())),
            _ => {}
        }
        let most = match token {
            "X" | "x" => 16,
            "YYYY" | "gggg" | "GGGG" => 4,
            "SSS" | "DDD" | "DDDD" | "DDDo" => 3,
            "S" | "d" | "e" | "E" | "Q" => 1,
            _ => 2,
        };
        let digits = text
            .bytes()
            .take(most)
            .take_while(u8::is_ascii_digit)
            .count();
        let number: i64 = text[..digits].parse().ok()?;
        let mut rest = &text[digits..];
        if token.ends_with('o') {
            rest = rest.trim_start_matches(|c: char| c.is_alphabetic());
        }
        match token {
            "YYYY" | "gggg" | "GGGG" if digits < 4 => return None,
            "YYYY" | "Y" | "gggg" | "GGGG" => self.year = Some(number),
            "YY" | "gg" | "GG" => self.year = Some(number + if number > 68 { 1900 } else { 2000 }),
            "Q" | "Qo" => self.month = Some(number * 3 - 2),
            "M" | "MM" | "Mo" => self.month = Some(number),
            "D" | "DD" | "Do" => self.day = Some(number),
            "DDD" | "DDDD" | "DDDo" => self.day_of_year = Some(number),
            "w" | "ww" | "wo" => self.week = Some((number, false)),
            "W" | "WW" | "Wo" => self.week = Some((number, true)),
            "H" | "HH" | "h" | "hh" => self.hour = number,
            "k" | "kk" => self.hour = number % 24,
            "m" | "mm" => self.minute = number,
            "s" | "ss" => self.second = number,
            "S" | "SS" | "SSS" => self.ms = number * [1, 100, 10, 1][digits.min(3)],
            "X" => self.moment = Some(number as f64 * 1000.0),
            "x" => self.moment = Some(number as f64),
            _ => {}
        }
        Some(rest)
    }

    fn moment(self) -> Option<f64> {
        if self.moment.is_some() {
            return self.moment;
        }
        let year = self.year?;
        let day = match (self.week, self.day_of_year) {
            (Some((n, _)), _) if self.month.is_none() && !(1..=53).contains(&n) => return None,
            (Some((n, false)), _) if self.month.is_none() => {
                week_start(year_start(year)) + (n - 1) as f64 * 7.0 * DAY
            }
            (Some((n, true)), _) if self.month.is_none() => {
                week_start(year_start(year) + 3.0 * DAY - DAY) + DAY + (n - 1) as f64 * 7.0 * DAY
            }
            (_, Some(n)) if (1..=366).contains(&n) => year_start(year) + (n - 1) as f64 * DAY,
            _ => {
                let (month, day) = (self.month.unwrap_or(1), self.day.unwrap_or(1));
                let start = date::days_from_civil(year, month, 1);
                let days = date::days_from_civil(year, month + 1, 1) - start;
                if !(1..=12).contains(&month) || !(1..=days).contains(&day) {
                    return None;
                }
                (start + day - 1) as f64 * DAY
            }
        };
        let hour = match self.afternoon {
            Some(afternoon) if self.hour <= 12 => self.hour % 12 + if afternoon { 12 } else { 0 },
            _ => self.hour,
        };
        let in_day = hour < 24 && self.minute < 60 && self.second < 60;
        let time = ((hour * 60 + self.minute) * 60 + self.second) * 1000 + self.ms;
        in_day.then_some(day + time as f64)
    }
}

#[cfg(test)]
mod tests;
