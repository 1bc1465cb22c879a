//! Reading a moment by a picture.

use engine::date::utc;

use super::calendar::{DAYS, MONTHS, component};
use super::integer::{self, Case, Format, Style};
use super::picture::{Marker, Part, analyse};
use super::words;
use crate::jsonata::error::{Fault, Res, fail};
use crate::jsonata::eval::parse_int;

/// Is `text` an ISO 8601 timestamp, whole or cut short?
pub(in crate::jsonata) fn is_iso(text: &str) -> bool {
    /// Drops what `shape` has at the start of `text`: `0` is a digit, `1` one up to 1 and so on.
    fn eat<'a>(text: &'a str, shape: &str) -> Option<&'a str> {
        let fits = |b: u8, s: u8| match s {
            b'9' => b.is_ascii_digit(),
            b'0'..=b'8' => (b'0'..=s).contains(&b),
            s => b == s,
        };
        let head = text.as_bytes().get(..shape.len())?;
        let all = head.iter().zip(shape.bytes()).all(|(b, s)| fits(*b, s));
        all.then(|| &text[shape.len()..])
    }
    let Some(mut rest) = eat(text, "9999") else {
        return false;
    };
    for shape in ["-19", "-39", "T29:59:59"] {
        rest = eat(rest, shape).unwrap_or(rest);
    }
    if let Some(fraction) = rest.strip_prefix('.') {
        let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            return false;
        }
        rest = &fraction[digits..];
    }
    let zone = ["Z", "+29:59", "+2959", "-29:59", "-2959"];
    rest.is_empty() || zone.iter().any(|zone| eat(rest, zone) == Some(""))
}

/// Milliseconds of the moment that `text` has by `picture`; none where it does not fit. What the
/// picture leaves open to the left is taken from `now`.
///
/// # Errors
/// For a picture that is wrong, or leaves a gap.
pub(in crate::jsonata) fn parse(text: &str, picture: &str, now: f64) -> Res<Option<f64>> {
    let parts = analyse(picture)?;
    let mut found: Vec<(char, f64)> = Vec::new();
    let mut tries = 100_000;
    if !read(text, &parts, &mut found, &mut tries)? || found.is_empty() {
        return Ok(None);
    }
    found.reverse();
    moment(&found, now).map(Some)
}

/// Reads `text` by all of `parts`, what they have last first.
fn read(text: &str, parts: &[Part], found: &mut Vec<(char, f64)>, tries: &mut u32) -> Res<bool> {
    *tries = tries.saturating_sub(1);
    let Some((part, rest)) = parts.split_first() else {
        return Ok(text.is_empty());
    };
    if *tries == 0 {
        return Ok(false);
    }
    let marker = match part {
        Part::Literal(literal) => {
            let head = text.get(..literal.len());
            return match head.is_some_and(|head| head.to_lowercase() == literal.to_lowercase()) {
                true => read(&text[literal.len()..], rest, found, tries),
                false => Ok(false),
            };
        }
        Part::Marker(marker) => marker,
    };
    for len in lengths(text, marker)? {
        if read(&text[len..], rest, found, tries)? {
            if let Some(value) = value(&text[..len], marker)? {
                found.push((marker.component, value));
            }
            return Ok(true);
        }
    }
    Ok(false)
}

/// How long the text of `marker` can be at the start of `text`, the longest first.
fn lengths(text: &str, marker: &Marker) -> Res<Vec<usize>> {
    let run = |fits: fn(&u8) -> bool| text.bytes().take_while(fits).count();
    let down = |n: usize| (1..=n).rev().collect::<Vec<_>>();
    if let 'Z' | 'z' = marker.component {
        return Ok(zone_length(text, marker));
    }
    if marker.component == 'f' {
        return Ok(down(run(u8::is_ascii_digit)));
    }
    let Some(format) = &marker.integer else {
        return match marker.component {
            'M' | 'x' | 'F' | 'P' => Ok(down(run(u8::is_ascii_alphabetic))),
            other => Err(Fault::new("D3133").value(other.to_string())),
        };
    };
    Ok(match &format.style {
        Style::Sequence(token) => return Err(Fault::new("D3130").value(token.clone())),
        Style::Letters => down(run(u8::is_ascii_alphabetic)),
        Style::Roman => down(run(|b| b"mdclxviMDCLXVI".contains(b))),
        Style::Words => word_lengths(text),
        Style::Decimal => digit_lengths(text, format),
    })
}

fn digit_lengths(text: &str, format: &Format) -> Vec<usize> {
    let n = text.bytes().take_while(u8::is_ascii_digit).count();
    let counts: Vec<usize> = match format.width {
        0 => (1..=n).rev().collect(),
        width if width <= n => vec![width],
        _ => Vec::new(),
    };
    if !format.ordinal {
        return counts;
    }
    let suffix = |n: &usize| {
        let suffix = text.get(*n..n + 2).unwrap_or_default().to_ascii_lowercase();
        matches!(&*suffix, "th" | "st" | "nd" | "rd")
    };
    counts.into_iter().filter(suffix).map(|n| n + 2).collect()
}

fn word_lengths(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut at = 0;
    loop {
        let len = match text.as_bytes().get(at) {
            Some(b'-' | b',' | b' ') => Some(1),
            _ => words::word_at(&text[at..]),
        };
        match len {
            Some(len) => at += len,
            None => break,
        }
        ends.push(at);
    }
    ends.reverse();
    ends
}

/// The separator between the hours and minutes of a zone.
fn zone_separator(marker: &Marker) -> Option<char> {
    let format = marker
        .integer
        .as_ref()
        .filter(|format| format.regular > 0)?;
    format.groups.first().map(|(_, separator)| *separator)
}

fn zone_length(text: &str, marker: &Marker) -> Vec<usize> {
    let prefix = if marker.component == 'z' { "gmt" } else { "" };
    let head = text.get(..prefix.len()).unwrap_or_default();
    if !head.eq_ignore_ascii_case(prefix) {
        return Vec::new();
    }
    let rest = &text[prefix.len()..];
    let digits = |from: usize| rest[from..].bytes().take_while(u8::is_ascii_digit).count();
    if !rest.starts_with(['-', '+']) || digits(1) == 0 {
        return Vec::new();
    }
    let mut end = 1 + digits(1);
    if let Some(separator) = zone_separator(marker) {
        if !rest[end..].starts_with(separator) {
            return Vec::new();
        }
        let from = end + separator.len_utf8();
        if digits(from) == 0 {
            return Vec::new();
        }
        end = from + digits(from);
    }
    vec![prefix.len() + end]
}

/// The number that `text` stands for; none for one that is nothing.
fn value(text: &str, marker: &Marker) -> Res<Option<f64>> {
    Ok(Some(match marker.component {
        'Z' | 'z' => {
            let zone = text.get(if marker.component == 'z' { 3 } else { 0 }..);
            zone_minutes(zone.unwrap_or_default(), zone_separator(marker))
        }
        'f' => {
            let digits = text.get(..3).unwrap_or(text);
            format!("0.{digits}").parse::<f64>().unwrap_or(0.0) * 1000.0
        }
        component => match &marker.integer {
            Some(format) => integer::parse(&fold(text, format), format)?,
            None => return Ok(named(text, component, marker.max_width)),
        },
    }))
}

/// Letters are read in any case.
fn fold(text: &str, format: &Format) -> String {
    match (&format.style, format.case) {
        (Style::Letters, Case::Upper) => text.to_uppercase(),
        (Style::Letters, _) => text.to_lowercase(),
        _ => text.to_owned(),
    }
}

fn named(text: &str, component: char, width: Option<usize>) -> Option<f64> {
    let names: &[&str] = match component {
        'P' => {
            let at = ["am", "AM", "pm", "PM"]
                .iter()
                .position(|name| *name == text)?;
            return Some((at / 2) as f64);
        }
        'F' => &DAYS,
        _ => &MONTHS,
    };
    let short = |name: &&str| {
        let width = width.filter(|width| *width > 0).unwrap_or(usize::MAX);
        name[..name.len().min(width)] == *text
    };
    names.iter().position(short).map(|at| at as f64 + 1.0)
}

fn zone_minutes(text: &str, separator: Option<char>) -> f64 {
    let (hours, minutes) = match separator.and_then(|separator| text.split_once(separator)) {
        Some(parts) => parts,
        None if text.len() <= 3 => (text, "0"),
        None => text.split_at(3),
    };
    parse_int(hours) * 60.0 + parse_int(minutes)
}

/// Is at least one of `found` in `names`, and none of the other `all`?
fn only(found: &[(char, f64)], names: &str, all: &str) -> bool {
    // What was read as zero does not count.
    let mut given = found
        .iter()
        .filter(|(name, n)| all.contains(*name) && *n != 0.0)
        .peekable();
    given.peek().is_some() && given.all(|(name, _)| names.contains(*name))
}

fn moment(found: &[(char, f64)], now: f64) -> Res<f64> {
    let date = |names| only(found, names, "YXMxWwdD");
    let time = |names| only(found, names, "PHhmsf");
    let by_day = !date("YMD") && date("Yd");
    let by_week = date("Xxw") || date("XW");
    let half_days = !time("Hmsf") && time("Phmsf");
    let dates = if by_day {
        "YD"
    } else if date("Xxw") {
        "XxwF"
    } else if by_week {
        "XWF"
    } else {
        "YMD"
    };
    let times = if half_days { "Phmsf" } else { "Hmsf" };
    let get = |name: char| {
        found
            .iter()
            .rfind(|(known, _)| *known == name)
            .map(|(_, n)| *n)
    };
    let mut all: Vec<(char, f64)> = Vec::new();
    let (mut started, mut ended) = (false, false);
    for name in dates.chars().chain(times.chars()) {
        let n = match get(name) {
            Some(_) if ended => return fail("D3136"),
            Some(n) => {
                started = true;
                n
            }
            None if started => {
                ended = true;
                f64::from(u8::from("MDd".contains(name)))
            }
            None => component(now, name).unwrap_or(0.0),
        };
        all.push((name, n));
    }
    if by_week {
        return fail("D3136");
    }
    let part = |name: char| {
        let own = all
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, n)| *n);
        own.or_else(|| get(name))
    };
    let year = part('Y').unwrap_or(f64::NAN);
    let (month0, day) = match by_day {
        true => (0.0, get('d').unwrap_or(1.0)),
        false => (
            part('M').filter(|n| *n > 0.0).map_or(0.0, |n| n - 1.0),
            part('D').unwrap_or(1.0),
        ),
    };
    let hour = match half_days {
        true => part('h').unwrap_or(0.0) % 12.0 + part('P').unwrap_or(0.0) * 12.0,
        false => part('H').unwrap_or(0.0),
    };
    let rest = ['m', 's', 'f'].map(|name| part(name).unwrap_or(0.0));
    // JavaScript takes years below 100 as of the twentieth century.
    let year = if (0.0..100.0).contains(&year) {
        year + 1900.0
    } else {
        year
    };
    let ms = utc(year, month0, day, hour, rest[0], rest[1], rest[2]);
    let zone = get('Z').or_else(|| get('z')).unwrap_or(0.0);
    Ok(ms - zone * 60_000.0)
}
