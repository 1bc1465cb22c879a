//! The options of `Intl.DateTimeFormat`, and the pattern that they ask for.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::calendar::Calendar;
use super::generator::Generator;
use super::of_calendar;
use super::zone::Zone;
use crate::data;
use crate::locale::{self, Locale};
use crate::settings::Reader;

/// The parts of a date: option, its values, and the letters that ask for each.
const PARTS: [(&str, &[(&str, &str)]); 11] = [
    (
        "weekday",
        &[("narrow", "EEEEE"), ("long", "EEEE"), ("short", "EEE")],
    ),
    (
        "era",
        &[("narrow", "GGGGG"), ("long", "GGGG"), ("short", "GGG")],
    ),
    ("year", &[("2-digit", "yy"), ("numeric", "y")]),
    (
        "month",
        &[
            ("narrow", "MMMMM"),
            ("long", "MMMM"),
            ("short", "MMM"),
            ("2-digit", "MM"),
            ("numeric", "M"),
        ],
    ),
    ("day", &[("2-digit", "dd"), ("numeric", "d")]),
    (
        "dayPeriod",
        &[("narrow", "BBBBB"), ("long", "BBBB"), ("short", "B")],
    ),
    ("hour", &[("2-digit", "jj"), ("numeric", "j")]),
    ("minute", &[("2-digit", "mm"), ("numeric", "m")]),
    ("second", &[("2-digit", "ss"), ("numeric", "s")]),
    ("fractionalSecondDigits", &[]),
    (
        "timeZoneName",
        &[
            ("long", "zzzz"),
            ("short", "z"),
            ("longOffset", "OOOO"),
            ("shortOffset", "O"),
            ("longGeneric", "vvvv"),
            ("shortGeneric", "v"),
        ],
    ),
];

const STYLES: &str = "full long medium short";

pub(super) struct Options {
    pub(super) numbering: String,
    pub(super) calendar: Calendar,
    pub(super) zone: Zone,
    /// What is asked for, as letters.
    skeleton: String,
    /// Positions in the list of styles.
    date_style: Option<usize>,
    time_style: Option<usize>,
    /// How hours are counted: `h`, `H`, `K` or `k`.
    hour: char,
}

impl Options {
    pub(super) fn read(locale: &Locale, reader: &Reader<'_>) -> Result<Options, String> {
        reader.choice("localeMatcher", "best fit lookup")?;
        let calendar = match reader.text("calendar") {
            Some(name) if !locale::is_type(&name) => {
                return Err(format!("Invalid calendar : {name}"));
            }
            name => Calendar::of(locale, name.as_deref()),
        };
        let numbering = locale.numbering(reader)?;
        let hour12 = reader.flag("hour12");
        let cycle = reader.one_of("hourCycle", "h11 h12 h23 h24")?;
        let zone = Zone::read(reader.text("timeZone").as_deref())?;
        let mut skeleton = String::new();
        let (mut has_part, mut has_any) = (false, None);
        for (name, values) in PARTS {
            let letters = match letters(reader, name, values)? {
                Some(letters) => letters,
                None => continue,
            };
            has_any = has_any.or(Some(name));
            has_part |= !matches!(name, "era" | "timeZoneName");
            skeleton += &letters;
        }
        reader.choice("formatMatcher", "best fit basic")?;
        let date_style = style(reader, "dateStyle")?;
        let time_style = style(reader, "timeStyle")?;
        if let Some(name) = has_any.filter(|_| date_style.or(time_style).is_some()) {
            let style = if date_style.is_some() {
                "dateStyle"
            } else {
                "timeStyle"
            };
            return Err(format!("Can't set option {name} when {style} is used"));
        }
        if !has_part {
            skeleton += "yMd";
        }
        Ok(Options {
            numbering,
            calendar,
            zone,
            skeleton,
            date_style,
            time_style,
            hour: hour(locale, hour12, cycle.as_deref()),
        })
    }

    /// The pattern that they ask for, from memory where it was asked for before.
    pub(super) fn pattern(&self, locale: &Locale) -> Arc<str> {
        /// So many are kept; a program asks for few.
        const MOST: usize = 1000;
        static PATTERNS: Mutex<BTreeMap<String, Arc<str>>> = Mutex::new(BTreeMap::new());
        let key = format!(
            "{} {:?} {} {} {:?} {:?} {}",
            locale.name,
            self.calendar,
            self.numbering,
            self.skeleton,
            self.date_style,
            self.time_style,
            self.hour
        );
        let lock = || PATTERNS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pattern) = lock().get(&key) {
            return pattern.clone();
        }
        let pattern: Arc<str> = self.make_pattern(locale).into();
        let mut patterns = lock();
        if patterns.len() >= MOST {
            patterns.clear();
        }
        patterns.insert(key, pattern.clone());
        pattern
    }

    fn make_pattern(&self, locale: &Locale) -> String {
        let own = self.calendar.is_own();
        let generator = Generator::new(locale, own, &self.numbering);
        if self.date_style.is_none() && self.time_style.is_none() {
            let skeleton = self.skeleton.replace('j', &self.hour.to_string());
            let pattern = generator.best(&skeleton, true);
            return with_hour(&pattern, self.hour);
        }
        let item = |key: &str, i: usize| {
            let list = of_calendar(locale, own, key);
            list.split('|').nth(i).unwrap_or_default()
        };
        // Times are not the calendar's.
        let time = |i| locale.data.item("time", i);
        let pattern = match (self.date_style, self.time_style) {
            (Some(date), Some(clock)) => {
                let both = match item("at", date) {
                    "" => item("both", date),
                    at => at,
                };
                both.replace("{1}", item("date", date))
                    .replace("{0}", time(clock))
            }
            (Some(date), None) => item("date", date).to_owned(),
            (None, clock) => time(clock.unwrap_or(3)).to_owned(),
        };
        match (self.time_style, hour_of(&pattern)) {
            (Some(_), Some(hour)) if hour != self.hour => {
                let letters = letters_of(&pattern);
                let asked: String = letters
                    .chars()
                    .filter(|c| !matches!(c, 'a' | 'b' | 'B'))
                    .map(|c| if is_hour(c) { self.hour } else { c })
                    .collect();
                with_hour(&generator.best(&asked, true), self.hour)
            }
            _ => pattern,
        }
    }
}

/// The letters that the option `name` asks for.
fn letters(
    reader: &Reader<'_>,
    name: &str,
    values: &[(&str, &str)],
) -> Result<Option<String>, String> {
    if values.is_empty() {
        let digits = reader.number(name, 1, 3)?;
        return Ok(digits.map(|n| "S".repeat(n as usize)));
    }
    let Some(value) = reader.text(name) else {
        return Ok(None);
    };
    match values.iter().find(|(known, _)| *known == value) {
        Some((_, letters)) => Ok(Some((*letters).to_owned())),
        None => Err(reader.out_of_range(name, &value)),
    }
}

fn style(reader: &Reader<'_>, name: &str) -> Result<Option<usize>, String> {
    let style = reader.one_of(name, STYLES)?;
    Ok(style.and_then(|style| STYLES.split(' ').position(|known| known == style)))
}

/// How hours are counted.
fn hour(locale: &Locale, hour12: Option<bool>, cycle: Option<&str>) -> char {
    let usual = usual_hour(locale);
    let letter = |cycle: &str| match cycle {
        "h11" => Some('K'),
        "h12" => Some('h'),
        "h23" => Some('H'),
        "h24" => Some('k'),
        _ => None,
    };
    match hour12 {
        Some(true) if matches!(usual, 'h' | 'K') => usual,

        Some(true) => 'h',
        Some(false) if matches!(usual, 'H' | 'k') => usual,
        Some(false) => 'H',
        None => cycle
            .or_else(|| locale.extension("hc"))
            .and_then(letter)
            .unwrap_or(usual),
    }
}

/// How hours are counted in the region.
fn usual_hour(locale: &Locale) -> char {
    let region = locale.region();
    let both = format!("{}-{region}", locale.language());
    for name in [&*both, region, "001"] {
        let mut lists = data::world_under("hour.");
        let found = lists.find(|(_, regions)| regions.split(' ').any(|known| known == name));
        if let Some((hour, _)) = found {
            return hour.chars().next().unwrap_or('H');
        }
    }
    'H'
}

fn is_hour(c: char) -> bool {
    matches!(c, 'h' | 'H' | 'K' | 'k')
}

/// The letters of a pattern, without text in quotes and other signs.
fn letters_of(pattern: &str) -> String {
    unquoted(pattern)
        .filter(char::is_ascii_alphabetic)
        .collect()
}

fn unquoted(pattern: &str) -> impl Iterator<Item = char> {
    let parts = pattern.split('\'').step_by(2);
    parts.flat_map(str::chars)
}

fn hour_of(pattern: &str) -> Option<char> {
    unquoted(pattern).find(|c| is_hour(*c))
}

/// The pattern with its hours counted as `hour` says.
fn with_hour(pattern: &str, hour: char) -> String {
    let mut quoted = false;
    let swap = |c: char| {
        quoted ^= c == '\'';
        if is_hour(c) && !quoted { hour } else { c }
    };
    pattern.chars().map(swap).collect()
}
