//! What a plain scalar is: the schemas, and the tags that ask for a kind.

use engine::{OpError, Value, date};

/// A set of rules by which a plain scalar is null, a boolean, a number or text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Schema {
    /// YAML 1.2.
    Core,
    /// Text alone.
    Failsafe,
    /// The words of JSON alone.
    Json,
    /// YAML 1.1: `yes`, `0b1`, `1_000`, `1:30`, moments.
    Yaml11,
}

impl Schema {
    /// The schema called `name`.
    ///
    /// # Errors
    /// Where there is none.
    pub(super) fn by_name(name: &str) -> Result<Schema, OpError> {
        match name {
            "core" => Ok(Schema::Core),
            "failsafe" => Ok(Schema::Failsafe),
            "json" => Ok(Schema::Json),
            "yaml-1.1" | "yaml11" => Ok(Schema::Yaml11),
            _ => Err(OpError::new(format!(
                "Unknown schema \"{name}\"; use one of \"core\", \"failsafe\", \"json\", \
                 \"yaml-1.1\" or define customTags array"
            ))),
        }
    }

    /// The value of the plain scalar `text`, and the tag of its kind; none for text.
    pub(super) fn resolve(self, text: &str) -> Option<(Kind, Value)> {
        match self {
            Schema::Core => core(text),
            Schema::Failsafe => None,
            Schema::Json => json(text),
            Schema::Yaml11 => old(text),
        }
    }
}

/// The kinds of scalars that are not text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `!!null`
    Null,
    /// `!!bool`
    Bool,
    /// `!!int`
    Int,
    /// `!!float`
    Float,
    /// `!!timestamp`
    Timestamp,
}

impl Kind {
    /// The kind that the tag `tag:yaml.org,2002:…` names.
    pub(super) fn by_tag(name: &str) -> Option<Kind> {
        match name {
            "null" => Some(Kind::Null),
            "bool" => Some(Kind::Bool),
            "int" => Some(Kind::Int),
            "float" => Some(Kind::Float),
            "timestamp" => Some(Kind::Timestamp),
            _ => None,
        }
    }
}

fn core(text: &str) -> Option<(Kind, Value)> {
    let number = |kind, n: f64| Some((kind, Value::Number(n)));
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Some((Kind::Null, Value::Null)),
        "true" | "True" | "TRUE" => return Some((Kind::Bool, true.into())),
        "false" | "False" | "FALSE" => return Some((Kind::Bool, false.into())),
        _ => {}
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return number(Kind::Int, radix(digits, 8)?);
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return number(Kind::Int, radix(digits, 16)?);
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if all_digits(unsigned) {
        return number(Kind::Int, text.parse().ok()?);
    }
    number(
        Kind::Float,
        special(text, unsigned).or_else(|| float(text, unsigned))?,
    )
}

fn json(text: &str) -> Option<(Kind, Value)> {
    match text {
        "null" => return Some((Kind::Null, Value::Null)),
        _ if text.starts_with("true") => return Some((Kind::Bool, (text == "true").into())),
        _ if text.ends_with("false") => return Some((Kind::Bool, false.into())),
        _ => {}
    }
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let whole = unsigned.split(['.', 'e', 'E']).next().unwrap_or_default();
    if !all_digits(whole) || (whole.len() > 1 && whole.starts_with('0')) {
        return None;
    }
    let kind = if whole.len() == unsigned.len() {
        Kind::Int
    } else {
        Kind::Float
    };
    if kind == Kind::Float {
        float(text, unsigned)?;
    }
    Some((kind, Value::Number(text.parse().ok()?)))
}

fn old(text: &str) -> Option<(Kind, Value)> {
    let number = |kind, n: f64| Some((kind, Value::Number(n)));
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Some((Kind::Null, Value::Null)),
        "Y" | "y" | "Yes" | "yes" | "YES" | "True" | "true" | "TRUE" | "On" | "on" | "ON" => {
            return Some((Kind::Bool, true.into()));
        }
        _ if ["n", "no", "false", "off"].contains(&&*text.to_ascii_lowercase()) => {
            return Some((Kind::Bool, false.into()));
        }
        _ => {}
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
    let plain: String = unsigned.chars().filter(|c| *c != '_').collect();
    let starts_with_digit = unsigned.starts_with(|c: char| c.is_ascii_digit());
    if let Some(n) = unsigned
        .strip_prefix("0b")
        .and_then(|_| radix(&plain[2..], 2))
    {
        return number(Kind::Int, sign * n);
    }
    if unsigned.len() > 1
        && starts_with_digit
        && let Some(n) = plain.strip_prefix('0').and_then(|digits| radix(digits, 8))
    {
        return number(Kind::Int, sign * n);
    }
    if starts_with_digit && all_digits(&plain) {
        return number(Kind::Int, sign * plain.parse::<f64>().ok()?);
    }
    if let Some(n) = unsigned
        .strip_prefix("0x")
        .and_then(|_| radix(&plain[2..], 16))
    {
        return number(Kind::Int, sign * n);
    }
    if let Some(n) = special(text, unsigned) {
        return number(Kind::Float, n);
    }
    if starts_with_digit
        && plain.contains(':')
        && let Some(n) = sexagesimal(&plain)
    {
        let kind = if plain.contains('.') {
            Kind::Float
        } else {
            Kind::Int
        };
        return number(kind, sign * n);
    }
    if (starts_with_digit || unsigned.starts_with('.')) && float(&plain, &plain).is_some() {
        return number(Kind::Float, sign * plain.parse::<f64>().ok()?);
    }
    timestamp(text).map(|ms| (Kind::Timestamp, Value::Date(ms)))
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn radix(digits: &str, radix: u32) -> Option<f64> {
    if digits.is_empty() {
        return None;
    }
    digits.chars().try_fold(0.0, |sum, c| {
        Some(sum * f64::from(radix) + f64::from(c.to_digit(radix)?))
    })
}

/// `.inf`, `.nan`.
fn special(text: &str, unsigned: &str) -> Option<f64> {
    match unsigned {
        ".inf" | ".Inf" | ".INF" if text.starts_with('-') => Some(f64::NEG_INFINITY),
        ".inf" | ".Inf" | ".INF" => Some(f64::INFINITY),
        ".nan" | ".NaN" | ".NAN" => Some(f64::NAN),
        _ => None,
    }
}

/// `1.`, `.5`, `1e3`, `-1.5E-3`.
fn float(text: &str, unsigned: &str) -> Option<f64> {
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    if let Some(exponent) = exponent
        && !all_digits(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))
    {
        return None;
    }
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let any = !whole.is_empty() || !fraction.is_empty();
    let is_float = mantissa.contains('.') || exponent.is_some();
    if !any || !is_float || !digits(whole) || !digits(fraction) {
        return None;
    }
    text.parse().ok()
}

/// `1:30`, `1:30:15.5`: digits to the base of 60.
fn sexagesimal(text: &str) -> Option<f64> {
    let mut parts = text.split(':');
    let first = parts.next().filter(|p| all_digits(p))?;
    let mut sum: f64 = first.parse().ok()?;
    let mut last = false;
    for part in parts {
        let (whole, fraction) = part.split_once('.').unwrap_or((part, ""));
        let small = all_digits(whole) && whole.len() <= 2 && (whole.len() < 2 || whole < "60");
        if last || !small || !fraction.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        last = part.contains('.');
        sum = sum * 60.0 + format!("{whole}.{fraction}0").parse::<f64>().ok()?;
    }
    Some(sum)
}

/// Milliseconds of `2001-12-14`, `2001-12-14t21:59:43.10-05:00`, `2001-12-14 21:59:43.10 -5`.
pub(super) fn timestamp(text: &str) -> Option<f64> {
    let day_end = text.find(['t', 'T', ' ', '\t']).unwrap_or(text.len());
    let (day, rest) = text.split_at(day_end);
    let mut parts = day.split('-');
    let year = parts.next().filter(|p| p.len() == 4)?;
    let (month, day) = (parts.next()?, parts.next()?);
    let short = |s: &str| all_digits(s) && s.len() <= 2;
    if !all_digits(year) || !short(month) || !short(day) || parts.next().is_some() {
        return None;
    }
    let number = |s: &str| s.parse::<f64>().unwrap_or(f64::NAN);
    let (time, zone) = if rest.is_empty() {
        ([0.0; 4], 0.0)
    } else {
        time_of_day(rest)?
    };
    let [hour, minute, second, ms] = time;
    Some(
        date::utc(
            number(year),
            number(month) - 1.0,
            number(day),
            hour,
            minute,
            second,
            ms,
        ) - zone,
    )
}

/// Hour, minute, second and millisecond, and how many milliseconds the zone is ahead.
fn time_of_day(text: &str) -> Option<([f64; 4], f64)> {
    let text = match text.strip_prefix(['t', 'T']) {
        Some(text) => text,
        None => text.trim_start_matches([' ', '\t']),
    };
    let is_time = |c: char| c.is_ascii_digit() || c == ':' || c == '.';
    let end = text.find(|c| !is_time(c)).unwrap_or(text.len());
    let mut parts = text[..end].split(':');
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next()?);
    let (second, fraction) = match second.split_once('.') {
        Some((second, fraction)) if all_digits(fraction) => (second, fraction),
        Some(_) => return None,
        None => (second, ""),
    };
    let short = |s: &&str| all_digits(s) && s.len() <= 2;
    if parts.next().is_some() || ![hour, minute, second].iter().all(short) {
        return None;
    }
    let number = |s: &str| s.parse::<f64>().unwrap_or(0.0);
    let ms = number(&format!("{fraction}000")[..3]);
    let time = [number(hour), number(minute), number(second), ms];
    let zone = text[end..].trim_start_matches([' ', '\t']);
    if zone.is_empty() || zone == "Z" {
        return (zone.len() == text.len() - end || zone == "Z").then_some((time, 0.0));
    }
    let sign = match zone.as_bytes()[0] {
        b'+' => 1.0,
        b'-' => -1.0,
        _ => return None,
    };
    let (hours, minutes) = zone[1..].split_once(':').unwrap_or((&zone[1..], "00"));
    if !short(&hours) || !short(&minutes) || minutes.len() != 2 {
        return None;
    }
    Some((
        time,
        sign * (number(hours) * 60.0 + number(minutes)) * 60_000.0,
    ))
}
