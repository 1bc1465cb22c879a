//! Dates by the tokens of a format.

use engine::platform::Regex;
use engine::{OpError, js};

use super::day::Day;
use super::units::Unit;
use crate::moment::week;

impl Day<'_> {
    /// By the tokens of `format`, text in `[]` standing for itself.
    ///
    /// # Errors
    /// For `z`, the name of the time zone, which Day.js does not know either.
    pub(crate) fn format(&self, format: &str) -> Result<String, OpError> {
        if self.time.is_nan() {
            return Ok(self.language.text("invalid").to_owned());
        }
        let format = if format.is_empty() {
            "YYYY-MM-DDTHH:mm:ssZ"
        } else {
            format
        };
        // What is computed first becomes part of the format, brackets and all.
        let format = self.advanced(format)?;
        let mut out = String::new();
        let mut rest = &*format;
        while let Some(first) = rest.chars().next() {
            if let Some((text, len)) = bracketed(rest) {
                out.push_str(text);
                rest = &rest[len..];
                continue;
            }
            let len = token_len(first, rest);
            if len == 0 {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            } else {
                out.push_str(&self.token(&rest[..len], &format));
                rest = &rest[len..];
            }
        }
        Ok(out)
    }

    /// The tokens that Day.js has from a plugin.
    fn advanced(&self, format: &str) -> Result<String, OpError> {
        const TOKENS: [&str; 15] = [
            "Q", "wo", "ww", "w", "WW", "W", "zzz", "z", "gggg", "GGGG", "Do", "X", "x", "kk", "k",
        ];
        let mut out = String::new();
        let mut rest = format;
        while let Some(first) = rest.chars().next() {
            if let Some((_, len)) = bracketed(rest) {
                out.push_str(&rest[..len]);
                rest = &rest[len..];
                continue;
            }
            let Some(token) = TOKENS.into_iter().find(|token| rest.starts_with(*token)) else {
                out.push(first);
                rest = &rest[first.len_utf8()..];
                continue;
            };
            out.push_str(&self.advanced_token(token)?);
            rest = &rest[token.len()..];
        }
        Ok(out)
    }

    fn advanced_token(&self, token: &str) -> Result<String, OpError> {
        let [year, month, day, hour, ..] = self.parts();
        let date = (year as i64, month as i64 + 1, day as i64);
        let padded = |n: f64| format!("{n:0width$}", width = token.len());
        let nth = |key: &str, n: f64| match self.language.text(key) {
            "" => self.language.counted(self.language.text("nth"), n),
            words => self.language.counted(words, n),
        };
        Ok(match token {
            "Q" => padded((month / 3.0).floor() + 1.0),
            "Do" => nth("nth", day),
            "wo" => nth("nth.W", self.week()),
            "w" | "ww" => padded(self.week()),
            "W" | "WW" => padded(week(date, 1, 4).1 as f64),
            "gggg" => {
                let (first, with) = self.language.week();
                week(date, first, with).0.to_string()
            }
            "GGGG" => week(date, 1, 4).0.to_string(),
            "k" | "kk" => padded(if hour == 0.0 { 24.0 } else { hour }),
            "X" => js::number_to_text((self.time / 1000.0).floor()),
            "x" => js::number_to_text(self.time),
            _ => return Err(OpError::new("offsetName is not a function")),
        })
    }

    fn token(&self, token: &str, format: &str) -> String {
        let [year, month, day, hour, minute, second, ms] = self.parts();
        let padded = |n: f64, width: usize| pad_start(&js::number_to_text(n), width);
        let name = |key: &str, i: f64| self.name(key, i as usize, format).to_owned();
        let half = |lower| {
            let half = self.language.half_day(hour as u32, minute as u32, lower);
            half.to_owned()
        };
        match token {
            "YY" => {
                let digits = js::number_to_text(year);
                digits[digits.len().saturating_sub(2)..].to_owned()
            }
            "YYYY" => padded(year, 4),
            "M" | "MM" => padded(month + 1.0, token.len()),
            "MMM" => name("monthsShort", month),
            "MMMM" => name("months", month),
            "D" | "DD" => padded(day, token.len()),
            "d" => padded(self.get(Unit::Day), 1),
            "dd" => name("daysMin", self.weekday()),
            "ddd" => name("daysShort", self.weekday()),
            "dddd" => name("days", self.weekday()),
            "H" | "HH" => padded(hour, token.len()),
            "h" | "hh" => padded((hour + 11.0) % 12.0 + 1.0, token.len()),
            "a" => half(true),
            "A" => half(false),
            "m" | "mm" => padded(minute, token.len()),
            "s" | "ss" => padded(second, token.len()),
            "SSS" => padded(ms, 3),
            "Z" => self.zone(":"),
            // `ZZ`, and every other run of letters that is none of the above.
            _ => self.zone(""),
        }
    }

    fn name(&self, key: &str, i: usize, format: &str) -> &'static str {
        let form = format!("{key}.f");
        let is_date = || {
            let when = self.language.text("months.when");
            Regex::new(when, "")
                .and_then(|when| when.is_match(format))
                .unwrap_or(false)
        };
        if !self.language.text(&form).is_empty() && is_date() {
            return self.language.item(&form, i);
        }
        self.language.item(key, i)
    }

    fn zone(&self, separator: &str) -> String {
        let east = self.offset();
        let sign = if east < 0.0 { '-' } else { '+' };
        let (hours, minutes) = ((east.abs() / 60.0).floor(), east.abs() % 60.0);
        format!("{sign}{hours:02}{separator}{minutes:02}")
    }
}

/// The text in brackets at the start of `rest`, without and with them.
fn bracketed(rest: &str) -> Option<(&str, usize)> {
    let (text, _) = rest.strip_prefix('[')?.split_once(']')?;
    (!text.is_empty()).then_some((text, text.len() + 2))
}

/// How many bytes the token that begins with `first` has; 0 if there is none.
fn token_len(first: char, rest: &str) -> usize {
    let most = match first {
        'Y' | 'M' | 'd' => 4,
        'D' | 'H' | 'h' | 'm' | 's' | 'Z' => 2,
        'a' | 'A' => 1,
        'S' if rest.starts_with("SSS") => 3,
        _ => 0,
    };
    rest.chars().take_while(|c| *c == first).count().min(most)
}

fn pad_start(text: &str, width: usize) -> String {
    format!("{text:0>width$}")
}
