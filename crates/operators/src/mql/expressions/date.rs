//! Dates: their parts, and sums. Everything is in UTC, a time zone is an offset such as `+02:00`.

use engine::date::{self, Civil, DAY};
use engine::{Value, js};

use super::{bare_number, named, number};
use crate::instance::label;
use crate::mql::Res;
use crate::mql::compute::compute;
use crate::mql::env::Env;
use crate::mql::fail;

/// The date that `expr` gives: a date, seconds since 1970, or an object with `date` and `timezone`.
pub(super) fn compute_date(env: &Env<'_>, obj: &Value, expr: &Value) -> Res<f64> {
    as_date(&compute(env, obj, expr)?)
}

/// As [`compute_date`].
pub(super) fn as_date(value: &Value) -> Res<f64> {
    if let Some(ms) = moment(value) {
        return Ok(ms);
    }
    let inner = named(value, "date")?;
    if !js::truthy(&inner) {
        let text = label(value);
        return fail(format!("cannot convert {text} to date"));
    }
    let ms = moment(&inner).unwrap_or_else(|| date::clip(number(&inner) * 1000.0));
    let zone = value.key("timezone");
    Ok(if js::truthy(zone) {
        shift(ms, offset(zone)?)
    } else {
        ms
    })
}

fn moment(value: &Value) -> Option<f64> {
    match value {
        Value::Date(ms) => Some(*ms),
        value => bare_number(value).map(|seconds| date::clip(seconds * 1000.0)),
    }
}

/// `ms` some minutes later.
pub(super) fn shift(ms: f64, minutes: f64) -> f64 {
    date::clip(ms + minutes * 60_000.0)
}

/// Minutes east of UTC of `+02:00`, `-0530` or `+03` anywhere in a text; 0 for none given.
pub(super) fn offset(zone: &Value) -> Res<f64> {
    if zone.is_none() {
        return Ok(0.0);
    }
    let text = label(zone);
    let found = (0..text.len()).find_map(|at| read_offset(text.as_bytes().get(at..)?));
    found.map_or_else(
        || {
            fail(format!(
                "invalid or location-based timezone '{text}' not supported"
            ))
        },
        Ok,
    )
}

fn read_offset(text: &[u8]) -> Option<f64> {
    let digit = |at: usize| {
        text.get(at)
            .filter(|b| b.is_ascii_digit())
            .map(|b| f64::from(b - b'0'))
    };
    let (sign, start) = match text.first()? {
        b'+' => (1.0, 1),
        b'-' => (-1.0, 1),
        _ => (1.0, 0),
    };
    let (tens, ones) = (digit(start)?, digit(start + 1)?);
    let is_hour = if start == 1 {
        tens < 2.0
    } else {
        tens == 2.0 && ones < 4.0
    };
    if !is_hour {
        return None;
    }
    let mut rest = start + 2;
    if text.get(rest) == Some(&b':') {
        rest += 1;
    }
    let minutes = match (digit(rest), digit(rest + 1)) {
        (Some(tens), Some(ones)) if tens < 6.0 => tens * 10.0 + ones,
        _ => 0.0,
    };
    let hours = tens * 10.0 + ones;
    Some((hours * 60.0 + minutes) * if hours == 0.0 { 1.0 } else { sign })
}

fn part(env: &Env<'_>, obj: &Value, expr: &Value, part: fn(f64) -> f64) -> Res {
    let ms = compute_date(env, obj, expr)?;
    Ok(part_of(ms, part).into())
}

/// What `part` gives; NaN for an invalid date.
pub(super) fn part_of(ms: f64, part: fn(f64) -> f64) -> f64 {
    if ms.is_nan() { f64::NAN } else { part(ms) }
}

/// `$year`
pub(in crate::mql) fn year(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    part(env, obj, expr, |ms| date::civil(ms).year as f64)
}

/// `$month`
pub(in crate::mql) fn month(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    part(env, obj, expr, |ms| date::civil(ms).month.into())
}

/// `$dayOfMonth`
pub(in crate::mql) fn day_of_month(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    part(env, obj, expr, |ms| date::civil(ms).day.into())
}

/// `$dayOfWeek`: 1 is Sunday.
pub(in crate::mql) fn day_of_week(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    part(env, obj, expr, |ms| (date::civil(ms).weekday + 1).into())
}

/// `$dayOfYear`
pub(in crate::mql) fn day_of_year(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    part(env, obj, expr, |ms| year_day(&date::civil(ms)) as f64)
}

/// `$hour`
pub(in crate::mql) fn hour(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    part(env, obj, expr, |ms| date::civil(ms).hour.into())
}

/// `$minute`
pub(in crate::mql) fn minute(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    part(env, obj, expr, |ms| date::civil(ms).minute.into())
}

/// `$second`
pub(in crate::mql) fn second(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    part(env, obj, expr, |ms| date::civil(ms).second.into())
}

/// `$millisecond`
pub(in crate::mql) fn millisecond(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    part(env, obj, expr, |ms| date::civil(ms).ms.into())
}

/// `$week`: weeks begin on Sunday, days before the first are in week 0.
pub(in crate::mql) fn week(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    part(env, obj, expr, week_of)
}

/// `$isoWeek`
pub(in crate::mql) fn iso_week(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    part(env, obj, expr, iso_week_of)
}

/// `$isoWeekYear`
pub(in crate::mql) fn iso_week_year(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    part(env, obj, expr, iso_week_year_of)
}

/// `$isoDayOfWeek`: 1 is Monday.
pub(in crate::mql) fn iso_day_of_week(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    part(env, obj, expr, iso_day_of)
}

/// 1 is Monday.
pub(super) fn iso_day_of(ms: f64) -> f64 {
    match date::civil(ms).weekday {
        0 => 7.0,
        day => day.into(),
    }
}

fn year_day(c: &Civil) -> i64 {
    date::days_from_civil(c.year, c.month.into(), c.day.into())
        - date::days_from_civil(c.year, 1, 0)
}

/// The number of the ISO week.
pub(super) fn iso_week_of(ms: f64) -> f64 {
    let c = date::civil(ms);
    let weeks = |year: i64| {
        let last_day =
            |y: i64| (y + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400)).rem_euclid(7);
        52 + i64::from(last_day(year) == 4 || last_day(year - 1) == 3)
    };
    let week = (10 + year_day(&c) - iso_day_of(ms) as i64).div_euclid(7);
    let week = if week < 1 {
        weeks(c.year - 1)
    } else if week > weeks(c.year) {
        1
    } else {
        week
    };
    week as f64
}

/// As mingo has it: only the first of January, where it is a Sunday, is of the year before.
pub(super) fn iso_week_year_of(ms: f64) -> f64 {
    let c = date::civil(ms);
    let before = c.month == 1 && c.day == 1 && c.weekday == 0;
    (c.year - i64::from(before)) as f64
}

/// As mingo has it.
pub(super) fn week_of(ms: f64) -> f64 {
    let c = date::civil(ms);
    if c.month == 1 && c.day == 1 && c.weekday > 0 {
        return 0.0;
    }
    iso_week_of(ms) + if c.weekday == 0 { 1.0 } else { 0.0 }
}

fn duration(unit: &Value) -> f64 {
    match unit.as_str() {
        Some("week") => DAY * 7.0,
        Some("day") => DAY,
        Some("hour") => 3_600_000.0,
        Some("minute") => 60_000.0,
        Some("second") => 1000.0,
        Some("millisecond") => 1.0,
        _ => f64::NAN,
    }
}

/// `$dateAdd`
pub(in crate::mql) fn date_add(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    add_signed(env, obj, expr, 1.0)
}

/// `$dateSubtract`
pub(in crate::mql) fn date_subtract(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    add_signed(env, obj, expr, -1.0)
}

fn add_signed(env: &Env<'_>, obj: &Value, expr: &Value, sign: f64) -> Res {
    let args = compute(env, obj, expr)?;
    let ms = as_date(&named(&args, "startDate")?)?;
    let amount = sign * number(args.key("amount"));
    let ms = plus(ms, args.key("unit"), amount);
    let zone = args.key("timezone");
    Ok(Value::Date(if js::truthy(zone) {
        shift(ms, offset(zone)?)
    } else {
        ms
    }))
}

/// `ms` and some units. A day that the month has not runs over into the next.
pub(in crate::mql) fn plus(ms: f64, unit: &Value, amount: f64) -> f64 {
    let months = match unit.as_str() {
        Some("year") => amount * 12.0,
        Some("quarter") => amount * 3.0,
        Some("month") => amount,
        _ => return date::clip(ms + duration(unit) * amount),
    };
    if ms.is_nan() {
        return ms;
    }
    let c = date::civil(ms);
    date::utc(
        c.year as f64,
        f64::from(c.month) - 1.0 + months,
        c.day.into(),
        c.hour.into(),
        c.minute.into(),
        c.second.into(),
        c.ms.into(),
    )
}

/// `$dateDiff`: years, quarters and months are whole, the rest may have a fraction.
pub(in crate::mql) fn date_diff(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    let start = as_date(&named(&args, "startDate")?)?;
    let end = as_date(args.key("endDate"))?;
    let unit = args.key("unit");
    let months = match unit.as_str() {
        Some("year") => 12.0,
        Some("quarter") => 3.0,
        Some("month") => 1.0,
        _ => return Ok(((end - start) / duration(unit)).into()),
    };
    if start.is_nan() || end.is_nan() {
        return Ok(f64::NAN.into());
    }
    let month_of = |ms: f64| {
        let c = date::civil(ms);
        (c.year * 12 + i64::from(c.month)) as f64
    };
    Ok(((month_of(end) - month_of(start)) / months).trunc().into())
}

/// Names of parts, least and greatest value, from the largest.
const PARTS: [(&str, f64, f64); 7] = [
    ("year", 0.0, 9999.0),
    ("month", 1.0, 12.0),
    ("day", 1.0, 31.0),
    ("hour", 0.0, 23.0),
    ("minute", 0.0, 59.0),
    ("second", 0.0, 59.0),
    ("millisecond", 0.0, 999.0),
];

/// `$dateFromParts`: a part that is too large or too small carries into the next.
pub(in crate::mql) fn date_from_parts(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    let minutes = offset(&named(&args, "timezone")?)?;
    let mut parts = [0.0; 7];
    let mut carry = 0.0;
    for (i, (name, least, greatest)) in PARTS.iter().enumerate().rev() {
        let value = args.key(name);
        let mut part = if js::truthy(value) {
            number(value)
        } else {
            0.0
        } + carry;
        carry = 0.0;
        match *name {
            "hour" => part -= (minutes / 60.0).floor(),
            "minute" => part -= minutes % 60.0,
            _ => {}
        }
        let limit = greatest + 1.0;
        if part < *least {
            let delta = least - part;
            carry = -(delta / limit).ceil();
            part = limit - delta % limit;
        } else if part > *greatest {
            part += least;
            carry = (part / limit).trunc();
            part %= limit;
        }
        parts[i] = part;
    }
    let [year, month, day, hour, minute, second, ms] = parts;
    if !parts.iter().all(|part| part.is_finite()) {
        return Ok(Value::Date(f64::NAN));
    }
    let first = |month: f64| date::days_from_civil(year as i64, month as i64, 1) as f64;
    let day = day.min(first(month + 1.0) - first(month));
    let year = if (0.0..100.0).contains(&year) {
        year + 1900.0
    } else {
        year
    };
    let ms = date::utc(year, month - 1.0, day, hour, minute, second, ms);
    Ok(Value::Date(ms))
}

/// `new Date(value)`
pub(in crate::mql) fn to_moment(env: &Env<'_>, value: &Value) -> Res<f64> {
    Ok(match value {
        Value::Date(ms) => *ms,
        Value::String(text) => env.parse_date(text),
        Value::List(_) | Value::Map(_) => env.parse_date(&env.text_of(value)?),
        value => date::clip(number(value)),
    })
}

/// `$dateToParts`
pub(in crate::mql) fn date_to_parts(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    let ms = to_moment(env, &named(&args, "date")?)?;
    let ms = shift(ms, offset(args.key("timezone"))?);
    let of = |part: fn(f64) -> f64| Value::Number(part_of(ms, part));
    let time: [(&str, Value); 4] = [
        ("hour", of(|ms| date::civil(ms).hour.into())),
        ("minute", of(|ms| date::civil(ms).minute.into())),
        ("second", of(|ms| date::civil(ms).second.into())),
        ("millisecond", of(|ms| date::civil(ms).ms.into())),
    ];
    let is_iso = matches!(args.key("iso8601"), Value::Bool(true) | Value::Number(1.0));
    let days = if is_iso {
        [
            ("isoWeekYear", of(iso_week_year_of)),
            ("isoWeek", of(iso_week_of)),
            ("isoDayOfWeek", of(iso_day_of)),
        ]
    } else {
        [
            ("year", of(|ms| date::civil(ms).year as f64)),
            ("month", of(|ms| date::civil(ms).month.into())),
            ("day", of(|ms| date::civil(ms).day.into())),
        ]
    };
    Ok(Value::map(time.into_iter().chain(days).collect()))
}
