//! Dates by the tokens of a format.

use engine::platform::Regex;
use engine::{Scope, date, js};

use super::language::Language;
use super::token::{self, Piece};
use super::zone;

/// `time` (milliseconds since 1970) by the tokens of `format`, in the local time of `scope`. Text in
/// `[]` stands for itself.
pub(crate) fn format(time: f64, format: &str, scope: &dyn Scope, language: &Language) -> String {
    if time.is_nan() {
        return language.text("invalid").to_owned();
    }
    let format = token::expand(format, |long| language.text(long));
    let offset = scope.timezone_offset(time);
    let moment = Moment {
        time,
        offset,
        civil: date::civil(time - offset * 60_000.0),
        language,
        format: &format,
        scope,
    };
    let mut out = String::new();
    for piece in token::pieces(&format) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Token(token) => moment.token(token, &mut out),
        }
    }
    language.own_digits(out)
}

struct Moment<'a> {
    time: f64,
    /// Minutes behind UTC.
    offset: f64,
    /// In local time.
    civil: date::Civil,
    language: &'a Language,
    format: &'a str,
    scope: &'a dyn Scope,
}

impl Moment<'_> {
    /// Writes what `token` stands for.
    fn token(&self, token: &str, out: &mut String) {
        let c = &self.civil;
        let text = match token {
            "MMMM" => self.within("months", c.month as usize - 1),
            "MMM" => self.within("monthsShort", c.month as usize - 1),
            "dddd" => self.within("days", c.weekday as usize),
            "ddd" => self.language.item("daysShort", c.weekday as usize),
            "dd" => self.language.item("daysMin", c.weekday as usize),
            "a" | "A" => self.language.half_day(c.hour, c.minute, token == "a"),
            "z" | "zz" => "",
            "N" | "NN" | "NNN" => self.era().map_or("", |era| era.short),
            "NNNN" => self.era().map_or("", |era| era.name),
            "NNNNN" => self.era().map_or("", |era| era.narrow),
            "Z" => return self.zone(":", out),
            "ZZ" => return self.zone("", out),
            _ => return self.number(token, out),
        };
        out.push_str(text);
    }

    /// Writes a token that is a number, or one that is none at all.
    fn number(&self, token: &str, out: &mut String) {
        let c = &self.civil;
        let hour12 = (i64::from(c.hour) + 11) % 12 + 1;
        let (first, with) = self.language.week();
        let (base, width) = match token.strip_suffix('o') {
            Some(base) => (base, 0),
            None => (token, token.len()),
        };
        let n = match base {
            "YY" | "YYYY" | "YYYYY" | "YYYYYY" | "Y" => return self.year(token, out),
            "M" | "MM" => c.month.into(),
            "D" | "DD" => c.day.into(),
            "DDD" | "DDDD" => self.day_of_year(),
            "d" => c.weekday.into(),
            "e" => (i64::from(c.weekday) + 7 - first) % 7,
            "E" => (i64::from(c.weekday) + 6) % 7 + 1,
            "Q" => (i64::from(c.month) + 2) / 3,
            "w" | "ww" => self.week(first, with).1,
            "W" | "WW" => self.week(1, 4).1,
            "gg" => self.week(first, with).0 % 100,
            "gggg" | "ggggg" => self.week(first, with).0,
            "GG" => self.week(1, 4).0 % 100,
            "GGGG" | "GGGGG" => self.week(1, 4).0,
            "H" | "HH" => c.hour.into(),
            "h" | "hh" => hour12,
            "k" | "kk" => (i64::from(c.hour) + 23) % 24 + 1,
            "m" | "mm" => c.minute.into(),
            "s" | "ss" => c.second.into(),
            "y" | "yy" | "yyy" | "yyyy" => self.era_year(),
            "hmm" | "hmmss" | "Hmm" | "Hmmss" => return self.run(token, hour12, out),
            "x" => return out.push_str(&js::number_to_text(self.time)),
            "X" => return out.push_str(&js::number_to_text((self.time / 1000.0).floor())),
            _ if token.starts_with('S') => {
                let digits = format!("{:03}000000", c.ms);
                return out.push_str(&digits[..token.len().min(9)]);
            }
            _ => return out.push_str(token),
        };
        match token {
            // Some numbers have no form with zeros: the token of their two letters is another.
            "DDD" => out.push_str(&n.to_string()),
            "DDDD" => padded(n, 3, out),
            _ if width == 0 => out.push_str(&self.nth(base, n)),
            _ => padded(n, width, out),
        }
    }

    fn year(&self, token: &str, out: &mut String) {
        let year = self.civil.year;
        match token {
            "YY" => padded(year % 100, 2, out),
            "YYYYYY" => {
                out.push_str(if year < 0 { "" } else { "+" });
                padded(year, 6, out);
            }
            "Y" if year > 9999 => out.push_str(&format!("+{year}")),
            "Y" => padded(year, 4, out),
            _ => padded(year, token.len(), out),
        }
    }

    /// `hmm` and the like.
    fn run(&self, token: &str, hour12: i64, out: &mut String) {
        let c = &self.civil;
        let hour = if token.starts_with('h') {
            hour12
        } else {
            c.hour.into()
        };
        padded(hour, 1, out);
        padded(c.minute.into(), 2, out);
        if token.ends_with("ss") {
            padded(c.second.into(), 2, out);
        }
    }

    /// The ordinal number `n` of a unit: `1st`.
    fn nth(&self, unit: &str, n: i64) -> String {
        let own = self.language.text(&format!("nth.{unit}"));
        let words = if own.is_empty() {
            self.language.text("nth")
        } else {
            own
        };
        self.language.counted(words, n as f64)
    }

    /// Item `i` of the names `key`, in the case that it has within this format.
    fn within(&self, key: &str, i: usize) -> &'static str {
        /// A day before the month.
        const DATE: &str = r"D[oD]?(\[[^\[\]]*\]|\s)+MMMM?";
        for (form, when) in [("f", "when"), ("g", "gwhen")] {
            let form = format!("{key}.{form}");
            if self.language.text(&form).is_empty() {
                continue;
            }
            let when = match self.language.text(&format!("{key}.{when}")) {
                "" => DATE,
                own => own,
            };
            if Regex::new(when, "")
                .and_then(|when| when.is_match(self.format))
                .unwrap_or(false)
            {
                return self.language.item(&form, i);
            }
        }
        self.language.item(key, i)
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
        week(
            (c.year, c.month.into(), c.day.into()),
            first,
            7 + first - with,
        )
    }

    fn zone(&self, separator: &str, out: &mut String) {
        let east = -self.offset as i64;
        let sign = if east < 0 { '-' } else { '+' };
        let (hours, minutes) = (east.abs() / 60, east.abs() % 60);
        out.push_str(&format!("{sign}{hours:02}{separator}{minutes:02}"));
    }

    /// The era of the day.
    fn era(&self) -> Option<Era> {
        let c = &self.civil;
        let days = date::days_from_civil(c.year, c.month.into(), c.day.into());
        let today = zone::to_utc(days as f64 * date::DAY, self.scope);
        let mut eras = self.language.text("eras").split('|');
        eras.find_map(|text| {
            let era = Era::read(text, self.scope)?;
            let (from, to) = (era.since.min(era.until), era.since.max(era.until));
            (from <= today && today <= to).then_some(era)
        })
    }

    fn era_year(&self) -> i64 {
        match self.era() {
            Some(era) if era.since > era.until => era.year - self.civil.year + era.first,
            Some(era) => self.civil.year - era.year + era.first,
            None => self.civil.year,
        }
    }
}

/// A span of years that are counted by themselves.
struct Era {
    since: f64,
    until: f64,
    /// The year in which it begins, and what that year is called.
    year: i64,
    first: i64,
    name: &'static str,
    narrow: &'static str,
    short: &'static str,
}

impl Era {
    fn read(text: &'static str, scope: &dyn Scope) -> Option<Era> {
        let mut parts = text.split('~');
        let (since, until) = (parts.next()?, parts.next()?);
        let day = |text: &str| match text {
            "-" => Some(f64::NEG_INFINITY),
            "" | "+" => Some(f64::INFINITY),
            day => date::parse(day).map(|day| zone::to_utc(day, scope)),
        };
        Some(Era {
            since: day(since)?,
            until: day(until)?,
            year: since.get(..4)?.parse().ok()?,
            first: parts.next()?.parse().ok()?,
            name: parts.next()?,
            narrow: parts.next()?,
            short: parts.next()?,
        })
    }
}

/// Writes `n` with at least `width` digits.
fn padded(n: i64, width: usize, out: &mut String) {
    let sign = if n < 0 { "-" } else { "" };
    out.push_str(&format!("{sign}{:0width$}", n.abs()));
}

/// The year of weeks that a day is in, and the week of it. Weeks begin at weekday `first`; the first
/// one has the day `with` of January.
pub(crate) fn week((year, month, day): (i64, i64, i64), first: i64, with: i64) -> (i64, i64) {
    let today = date::days_from_civil(year, month, day);
    let start = |year: i64| {
        let fixed = date::days_from_civil(year, 1, with);
        fixed - ((fixed + 4).rem_euclid(7) - first).rem_euclid(7)
    };
    let mut years = [year + 1, year, year - 1].into_iter();
    let year = years.find(|year| start(*year) <= today).unwrap_or(year);
    (year, (today - start(year)) / 7 + 1)
}
