//! Dates by patterns.

use super::calendar::Moment;
use super::fields::{Piece, pieces};
use super::of_calendar;
use super::options::Options;
use crate::data;
use crate::locale::Locale;
use crate::number::Symbols;

/// `ms` by `pattern`.
pub(super) fn write(locale: &Locale, options: &Options, pattern: &str, ms: f64) -> String {
    let (seconds, _) = options.zone.at(ms);
    let writer = Writer {
        locale,
        options,
        symbols: Symbols::of(locale, &options.numbering),
        moment: options.calendar.take_apart(ms + seconds as f64 * 1000.0),
        ms,
        has_minute: pattern.contains('m'),
        has_second: pattern.contains('s'),
    };
    let mut out = String::new();
    for piece in pieces(pattern) {
        match piece {
            Piece::Text(text) => unquote(text, &mut out),
            Piece::Field(letter, len) => out.push_str(&writer.field(letter, len)),
        }
    }
    out
}

/// Text without its quotes; `''` is one.
fn unquote(text: &str, out: &mut String) {
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\'' {
            out.push(c);
        } else if chars.peek() == Some(&'\'') {
            chars.next();
            out.push('\'');
        }
    }
}

struct Writer<'a> {
    locale: &'a Locale,
    options: &'a Options,
    symbols: Symbols,
    moment: Moment,
    ms: f64,
    has_minute: bool,
    has_second: bool,
}

impl Writer<'_> {
    fn field(&self, letter: char, len: usize) -> String {
        let m = &self.moment;
        let hour12 = m.hour % 12;
        match letter {
            'G' => self
                .item(&format!("era.{}", width(len, "a")), m.era)
                .to_owned(),
            'y' | 'u' | 'r' if len == 2 => self.number(m.year % 100, 2),
            'y' | 'u' | 'r' => self.number(m.year, len),
            'M' | 'L' if len < 3 => self.number(m.month as i64, len),
            'M' => self
                .item(&format!("mon.f{}", width(len, "a")), m.month - 1)
                .to_owned(),
            'L' => self
                .item(&format!("mon.s{}", width(len, "a")), m.month - 1)
                .to_owned(),
            'E' => self
                .item(&format!("day.f{}", width(len, "a")), m.weekday)
                .to_owned(),
            'c' | 'e' if len < 3 => self.number(m.weekday as i64 + 1, len),
            'c' => self
                .item(&format!("day.s{}", width(len, "a")), m.weekday)
                .to_owned(),
            'e' => self
                .item(&format!("day.f{}", width(len, "a")), m.weekday)
                .to_owned(),
            'd' => self.number(m.day, len),
            'a' | 'b' => self.half(len),
            'B' => self.day_period(len),
            'h' => self.number(if hour12 == 0 { 12 } else { hour12 }, len),
            'H' => self.number(m.hour, len),
            'K' => self.number(hour12, len),
            'k' => self.number(if m.hour == 0 { 24 } else { m.hour }, len),
            'm' => self.number(m.minute, len),
            's' => self.number(m.second, len),
            'S' => {
                let digits = format!("{:03}000000", m.ms);
                self.symbols.digits(&digits[..len.min(9)])
            }
            'z' | 'O' | 'v' => {
                let digits = |text: &str| self.symbols.digits(text);
                self.options
                    .zone
                    .name(self.locale, (letter, len), self.ms, &digits)
            }
            _ => String::new(),
        }
    }

    /// A name of the calendar; narrow and short ones may be missing.
    fn item(&self, key: &str, i: usize) -> &'static str {
        let own = self.options.calendar.is_own();
        let named = of_calendar(self.locale, own, key)
            .split('|')
            .nth(i)
            .unwrap_or_default();
        if named.is_empty() && own {
            self.locale.data.item(key, i)
        } else {
            named
        }
    }

    fn number(&self, n: i64, len: usize) -> String {
        let minus = if n < 0 { self.symbols.minus } else { "" };
        format!(
            "{minus}{}",
            self.symbols.digits(&format!("{:0len$}", n.abs()))
        )
    }

    /// `AM` or `PM`.
    fn half(&self, len: usize) -> String {
        let name = if self.moment.hour < 12 { "am" } else { "pm" };
        self.period(len, name).unwrap_or_default().to_owned()
    }

    fn period(&self, len: usize, name: &str) -> Option<&'static str> {
        let names = self.locale.data.text(&format!("half.{}", width(len, "a")));
        let mut names = names.split('~').filter_map(|entry| entry.split_once(':'));
        names.find_map(|(known, text)| (known == name).then_some(text))
    }

    /// `in the morning`
    fn day_period(&self, len: usize) -> String {
        let m = &self.moment;
        let rules = data::world(&format!("periods.{}", self.locale.name))
            .or_else(|| data::world(&format!("periods.{}", self.locale.language())));
        let rules = rules.unwrap_or_default();
        let sharp = (!self.has_minute || m.minute == 0) && (!self.has_second || m.second == 0);
        // Midnight is the end of one day and the start of another, so it is not said.
        let at = |rule: &(&str, &str)| rule.0 == "noon" && m.hour == 12 && sharp;
        let within = |rule: &(&str, &str)| {
            rule.1.split_once('-').is_some_and(|(from, before)| {
                let bounds = (from.parse::<i64>(), before.parse::<i64>());
                matches!(bounds, (Ok(from), Ok(before)) if in_range(m.hour * 100, from, before))
            })
        };
        let list: Vec<(&str, &str)> = rules.split('~').filter_map(|r| r.split_once(':')).collect();
        let exact = list.iter().filter(|rule| at(rule));
        let ranges = list.iter().filter(|rule| within(rule));
        let named = exact
            .chain(ranges)
            .find_map(|(name, _)| self.period(len, name));
        named.map_or_else(|| self.half(len), str::to_owned)
    }
}

/// Spans may go over midnight.
fn in_range(time: i64, from: i64, before: i64) -> bool {
    if from < before {
        (from..before).contains(&time)
    } else {
        time >= from || time < before
    }
}

/// The letter that names of this width are kept under.
fn width(len: usize, short: &'static str) -> &'static str {
    match len {
        4 => "w",
        5 => "n",
        _ => short,
    }
}
