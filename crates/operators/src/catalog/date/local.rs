//! Parts of dates, and dates as text, in a given time zone.

use engine::date;

/// `FullYear`, `Month`, `Date`, `Day`, `Hours`, `Minutes`, `Seconds` or `Milliseconds` of `ms`, which
/// is shifted into the time zone already.
pub(super) fn part(part: &str, ms: f64) -> f64 {
    if ms.is_nan() {
        return f64::NAN;
    }
    let c = date::civil(ms);
    match part {
        "FullYear" => c.year as f64,
        "Month" => f64::from(c.month) - 1.0,
        "Date" => f64::from(c.day),
        "Day" => f64::from(c.weekday),
        "Hours" => f64::from(c.hour),
        "Minutes" => f64::from(c.minute),
        "Seconds" => f64::from(c.second),
        _ => f64::from(c.ms),
    }
}

/// `ms` with the part set to the first of `given`, and the following parts to the following ones. NaN
/// where nothing is given.
pub(super) fn set(part: &str, ms: f64, given: &[f64]) -> f64 {
    const PARTS: [&str; 7] = [
        "FullYear",
        "Month",
        "Date",
        "Hours",
        "Minutes",
        "Seconds",
        "Milliseconds",
    ];
    // Setting the year of an invalid date gives a valid one.
    let ms = if part == "FullYear" && ms.is_nan() {
        0.0
    } else {
        ms
    };
    let (Some(first), false) = (PARTS.iter().position(|p| *p == part), ms.is_nan()) else {
        return f64::NAN;
    };
    let c = date::civil(ms);
    let mut parts = [
        c.year as f64,
        f64::from(c.month) - 1.0,
        f64::from(c.day),
        f64::from(c.hour),
        f64::from(c.minute),
        f64::from(c.second),
        f64::from(c.ms),
    ];
    // Year to day and hour to millisecond are set by different methods.
    let last = if first < 3 { 3 } else { 7 };
    if given.is_empty() {
        return f64::NAN;
    }
    for (slot, value) in parts[first..last].iter_mut().zip(given) {
        *slot = *value;
    }
    let [year, month, day, hour, minute, second, ms] = parts;
    date::utc(year, month, day, hour, minute, second, ms)
}

/// The moment at which clocks show `local`, where `offset` tells how many minutes they are behind UTC.
pub(crate) fn to_utc(local: f64, offset: &dyn Fn(f64) -> f64) -> f64 {
    if local.is_nan() {
        return local;
    }
    let guess = local + offset(local) * 60_000.0;
    local + offset(guess) * 60_000.0
}

/// `toDateString`, `toTimeString`, `toString`, `toUTCString`.
pub(super) fn write(method: &str, ms: f64, offset: f64) -> String {
    const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    if ms.is_nan() {
        return "Invalid Date".to_owned();
    }
    let utc = method == "toUTCString";
    let c = date::civil(if utc { ms } else { ms - offset * 60_000.0 });
    let day = DAYS[c.weekday as usize];
    let month = MONTHS[c.month as usize - 1];
    let minus = if c.year < 0 { "-" } else { "" };
    let year = format!("{minus}{:04}", c.year.abs());
    let time = format!("{:02}:{:02}:{:02} GMT", c.hour, c.minute, c.second);
    let date = format!("{day} {month} {:02} {year}", c.day);
    match method {
        "toUTCString" => format!("{day}, {:02} {month} {year} {time}", c.day),
        "toDateString" => date,
        "toTimeString" => format!("{time}{}", zone(offset)),
        _ => format!("{date} {time}{}", zone(offset)),
    }
}

/// `+0100`. The name of the zone, which JavaScript writes behind it, is known for UTC only.
fn zone(offset: f64) -> String {
    if offset == 0.0 {
        return "+0000 (Coordinated Universal Time)".to_owned();
    }
    let sign = if offset > 0.0 { '-' } else { '+' };
    let minutes = offset.abs() as u32;
    format!("{sign}{:02}{:02}", minutes / 60, minutes % 60)
}
