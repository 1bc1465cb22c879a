//! Dates as text by a format such as `%Y-%m-%d`, and back.

use engine::{Map, Value, date, js, platform::Regex};

use super::date::{as_date, iso_day_of, iso_week_of, offset, part_of, shift, week_of};
use super::{named, text};
use crate::mql::Res;
use crate::mql::compute::compute;
use crate::mql::env::Env;
use crate::mql::fail;

const DEFAULT: &str = "%Y-%m-%dT%H:%M:%S.%LZ";

/// What stands after a `%`: letter, name of the part, digits, what it looks like.
struct Code(char, &'static str, usize, &'static str);

const CODES: [Code; 13] = [
    Code('Y', "year", 4, "([0-9]{4})"),
    Code('G', "year", 4, "([0-9]{4})"),
    Code('m', "month", 2, "(0[1-9]|1[012])"),
    Code('d', "day", 2, "(0[1-9]|[12][0-9]|3[01])"),
    Code('H', "hour", 2, "([01][0-9]|2[0-3])"),
    Code('M', "minute", 2, "([0-5][0-9])"),
    Code('S', "second", 2, "([0-5][0-9]|60)"),
    Code('L', "millisecond", 3, "([0-9]{3})"),
    Code('u', "weekday", 1, "([1-7])"),
    Code('U', "week", 2, "([1-4][0-9]?|5[0-3]?)"),
    Code('V', "isoWeek", 2, "([1-4][0-9]?|5[0-3]?)"),
    Code(
        'z',
        "timezone",
        2,
        "(([+-][01][0-9]|2[0-3]):?([0-5][0-9])?)",
    ),
    Code('Z', "minuteOffset", 3, "([+-][0-9]{3})"),
];

fn code(letter: char) -> Option<&'static Code> {
    CODES.iter().find(|code| code.0 == letter)
}

/// `n` with zeros in front.
fn padded(n: f64, digits: usize) -> String {
    let text = js::number_to_text(n);
    let zeros = digits.saturating_sub(text.len());
    "0".repeat(zeros) + &text
}

/// `$dateToString`
pub(in crate::mql) fn date_to_string(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    let date = named(&args, "date")?;
    if date.is_none() {
        return Ok(args.key("onNull").clone().or_null());
    }
    let ms = as_date(&date)?;
    let format = match args.key("format") {
        format if !js::truthy(format) => DEFAULT.into(),
        format => text(format, "$dateToString needs text as 'format'")?,
    };
    let minutes = offset(args.key("timezone"))?;
    env.text(write(&format, ms, minutes)?)
}

/// `ms` as `$toString` writes it.
pub(super) fn to_default_text(ms: f64) -> Res<String> {
    write(DEFAULT, ms, 0.0)
}

fn write(format: &str, ms: f64, minutes: f64) -> Res<String> {
    let ms = shift(ms, minutes);
    let mut out = String::with_capacity(format.len() + 8);
    let mut rest = format;
    let mut has_code = false;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(letter) = rest.chars().next() else {
            out.push('%');
            break;
        };
        let Some(code) = code(letter) else {
            // `%%` is a `%`; other letters mean nothing.
            out.push('%');
            if letter == '%' {
                rest = &rest[1..];
                has_code = true;
            }
            continue;
        };
        rest = &rest[1..];
        has_code = true;
        match letter {
            'z' => {
                out.push(if minutes < 0.0 { '-' } else { '+' });
                out.push_str(&padded((minutes / 60.0).floor().abs(), 2));
                out.push_str(&padded(minutes.abs() % 60.0, 2));
            }
            'Z' => out.push_str(&js::number_to_text(minutes)),
            letter => out.push_str(&padded(part_of(ms, part(letter)), code.2)),
        }
    }
    out.push_str(rest);
    if !has_code {
        return fail("$dateToString needs a format with at least one part");
    }
    Ok(out)
}

fn part(letter: char) -> fn(f64) -> f64 {
    match letter {
        'm' => |ms| date::civil(ms).month.into(),
        'd' => |ms| date::civil(ms).day.into(),
        'H' => |ms| date::civil(ms).hour.into(),
        'M' => |ms| date::civil(ms).minute.into(),
        'S' => |ms| date::civil(ms).second.into(),
        'L' => |ms| date::civil(ms).ms.into(),
        'u' => iso_day_of,
        'U' => week_of,
        'V' => iso_week_of,
        _ => |ms| date::civil(ms).year as f64,
    }
}

/// `$dateFromString`
pub(in crate::mql) fn date_from_string(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    let value = named(&args, "dateString")?;
    let format = match args.key("format") {
        format if !js::truthy(format) => DEFAULT.into(),
        format => text(format, "$dateFromString needs text as 'format'")?,
    };
    if value.is_none() {
        let on_null = args.key("onNull");
        return Ok(if js::truthy(on_null) {
            on_null.clone()
        } else {
            Value::Null
        });
    }
    let Value::String(date_string) = &value else {
        return Ok(args.key("onError").clone());
    };
    env.charge(100 + format.len() + date_string.len())?;
    let Some(parts) = read(&format, date_string)? else {
        return Ok(args.key("onError").clone());
    };
    let zone = args.key("timezone");
    let letter = date_string.chars().last().filter(char::is_ascii_uppercase);
    let minutes = match letter {
        Some(letter) if js::truthy(zone) => {
            return fail(format!(
                "$dateFromString: you cannot pass in a date/time string with time zone information \
                 ('{letter}') together with a timezone argument"
            ));
        }
        Some(letter) => military_hours(letter) * 60.0,
        None => offset(zone)?,
    };
    let part = |name: &str| js::to_number(parts.get(name).unwrap_or(&Value::Null));
    let year = match part("year") {
        year if year < 100.0 => year + 1900.0,
        year => year,
    };
    let ms = date::utc(
        year,
        part("month") - 1.0,
        part("day"),
        part("hour"),
        part("minute"),
        part("second"),
        part("millisecond"),
    );
    Ok(Value::Date(shift(ms, -minutes)))
}

/// The parts of a text by a format; none where it is not like that, or has no year, month and day.
fn read(format: &str, date_string: &str) -> Res<Option<Map>> {
    let mut parts = Map::new();
    let mut remaining = date_string.to_owned();
    let mut pattern = String::from("^");
    let mut has_code = false;
    let (mut between, mut rest) = (String::new(), format);
    while let Some(at) = rest.find('%') {
        between.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let letter = rest.chars().next();
        let Some(Code(letter, name, _, look)) = letter.and_then(code) else {
            between.push('%');
            if letter == Some('%') {
                rest = &rest[1..];
                has_code = true;
            }
            continue;
        };
        rest = &rest[letter.len_utf8()..];
        has_code = true;
        let before = std::mem::take(&mut between);
        let found = Regex::new(look, "").and_then(|look| look.find(&remaining, 0));
        match found.or_else(fail)? {
            Some(found) => {
                let text = remaining[found.start..found.end].to_owned();
                remaining.replace_range(found.start..found.end, "");
                parts.insert(*name, text.into());
                pattern.push_str(&quoted(&before));
                pattern.push_str(look);
            }
            None => {
                parts.insert(*name, Value::Null);
            }
        }
    }
    if !has_code {
        return fail("$dateFromString needs a format with at least one part");
    }
    let is_missing = |name: &str| parts.get(name).is_none_or(Value::is_none);
    if ["year", "month", "day"].into_iter().any(is_missing) {
        return Ok(None);
    }
    pattern.push_str("[A-Z]?$");
    let is_match = Regex::new(&pattern, "")
        .and_then(|regex| regex.is_match(date_string))
        .or_else(fail)?;
    Ok(is_match.then_some(parts))
}

/// `text` as a regular expression that matches just it.
fn quoted(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if "^$\\.*+?()[]{}|/".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Hours east of UTC of a zone's letter.
fn military_hours(letter: char) -> f64 {
    let at = |letters: &str| letters.find(letter).map(|at| at as f64 + 1.0);
    match letter {
        'Z' => 0.0,
        _ => at("ABCDEFGHIKLM")
            .or_else(|| at("NOPQRSTUVWXY").map(|n| -n))
            .unwrap_or(f64::NAN),
    }
}
