//! Dates as milliseconds since 1970 in UTC: calendar arithmetic, ISO text, and `Date.parse`.

/// A moment taken apart, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    /// Year, astronomical (0 is 1 BC).
    pub year: i64,
    /// Month, 1 to 12.
    pub month: u32,
    /// Day of the month, from 1.
    pub day: u32,
    /// Hour, 0 to 23.
    pub hour: u32,
    /// Minute.
    pub minute: u32,
    /// Second.
    pub second: u32,
    /// Millisecond.
    pub ms: u32,
    /// Day of the week, 0 is Sunday.
    pub weekday: u32,
}

/// Milliseconds of a day.
pub const DAY: f64 = 86_400_000.0;

/// Largest magnitude of a valid date.
pub const MAX_TIME: f64 = 8.64e15;

/// The parts of `ms`. What is far outside the range of dates is taken for its end.
pub fn civil(ms: f64) -> Civil {
    let ms = ms.clamp(-MAX_TIME - DAY, MAX_TIME + DAY);
    let days = (ms / DAY).floor();
    let of_day = (ms - days * DAY) as u64;
    let (year, month, day) = civil_from_days(days as i64);
    Civil {
        year,
        month,
        day,
        hour: (of_day / 3_600_000) as u32,
        minute: (of_day / 60_000 % 60) as u32,
        second: (of_day / 1000 % 60) as u32,
        ms: (of_day % 1000) as u32,
        weekday: (days as i64 + 4).rem_euclid(7) as u32,
    }
}

/// Days since 1970 of a date; `month` may lie outside 1 to 12 and carries into the year.
pub fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = year + (month - 1).div_euclid(12);
    let month = (month - 1).rem_euclid(12) + 1;
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let doy = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    era * 146_097 + doe - 719_468
}

fn civil_from_days(days: i64) -> (i64, u32, u32) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    (year, month as u32, day as u32)
}

/// Milliseconds of a moment given in parts, each of which may overflow into the next (JavaScript's
/// `Date.UTC`, with months from 0); NaN outside the range of dates.
pub fn utc(year: f64, month0: f64, day: f64, hour: f64, minute: f64, second: f64, ms: f64) -> f64 {
    let parts = [year, month0, day, hour, minute, second, ms];
    if parts.iter().any(|p| !p.is_finite()) || year.abs() > 400_000.0 || month0.abs() > 5e6 {
        return f64::NAN;
    }
    let [year, month0, day, hour, minute, second, ms] = parts.map(f64::trunc);
    let days = days_from_civil(year as i64, month0 as i64 + 1, 1) as f64 + day - 1.0;
    clip(days * DAY + hour * 3_600_000.0 + minute * 60_000.0 + second * 1000.0 + ms)
}

/// `ms` as a valid date has it: whole and within range, else NaN.
pub fn clip(ms: f64) -> f64 {
    if ms.abs() > MAX_TIME || ms.is_nan() {
        f64::NAN
    } else {
        ms.trunc() + 0.0
    }
}

/// `toISOString`: `2026-01-31T12:00:00.000Z`. `Invalid Date` for NaN.
pub fn to_iso(ms: f64) -> String {
    if ms.is_nan() {
        return "Invalid Date".to_owned();
    }
    let c = civil(ms);
    let year = match c.year {
        0..=9999 => format!("{:04}", c.year),
        y if y < 0 => format!("-{:06}", -y),
        y => format!("+{y:06}"),
    };
    format!(
        "{year}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        c.month, c.day, c.hour, c.minute, c.second, c.ms
    )
}

/// `Date.parse` for ISO 8601: `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, with `T` or a space, `HH:mm`, seconds,
/// fraction, `Z` or an offset. A time without zone is taken as UTC. Other forms that JavaScript
/// engines understand are in the `_date` operator.
pub fn parse(text: &str) -> Option<f64> {
    let mut p = Parser {
        rest: text.trim().as_bytes(),
    };
    let year = p.year()?;
    let (mut month, mut day) = (1, 1);
    if p.eat(b'-') {
        month = p.digits(2)?;
        if p.eat(b'-') {
            day = p.digits(2)?;
        }
    }
    let (mut hour, mut minute, mut second, mut ms, mut offset) = (0, 0, 0, 0.0, 0);
    if p.eat(b'T') || p.eat(b't') || p.eat(b' ') {
        hour = p.digits(2)?;
        p.eat(b':').then_some(())?;
        minute = p.digits(2)?;
        if p.eat(b':') {
            second = p.digits(2)?;
            if p.eat(b'.') || p.eat(b',') {
                ms = p.fraction()?;
            }
        }
        offset = p.offset()?;
    }
    let in_range = (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && minute < 60
        && second < 60
        && (hour < 24 || (hour == 24 && minute == 0 && second == 0 && ms == 0.0));
    if !p.rest.is_empty() || !in_range {
        return None;
    }
    let days = days_from_civil(year, month, day) as f64;
    let time = hour as f64 * 3_600_000.0 + (minute - offset) as f64 * 60_000.0;
    let total = clip(days * DAY + time + second as f64 * 1000.0 + ms.trunc());
    (!total.is_nan()).then_some(total)
}

struct Parser<'a> {
    rest: &'a [u8],
}

impl Parser<'_> {
    fn eat(&mut self, byte: u8) -> bool {
        let found = self.rest.first() == Some(&byte);
        if found {
            self.rest = &self.rest[1..];
        }
        found
    }

    fn digits(&mut self, n: usize) -> Option<i64> {
        let (head, tail) = self.rest.split_at_checked(n)?;
        if !head.iter().all(u8::is_ascii_digit) {
            return None;
        }
        self.rest = tail;
        Some(head.iter().fold(0, |sum, d| sum * 10 + i64::from(d - b'0')))
    }

    fn year(&mut self) -> Option<i64> {
        if self.eat(b'+') {
            self.digits(6)
        } else if self.eat(b'-') {
            self.digits(6).filter(|y| *y != 0).map(|y| -y)
        } else {
            self.digits(4)
        }
    }

    fn fraction(&mut self) -> Option<f64> {
        let n = self.rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let value = std::str::from_utf8(&self.rest[..n]).ok()?;
        self.rest = &self.rest[n..];
        format!("0.{value}")
            .parse::<f64>()
            .ok()
            .filter(|_| n > 0)
            .map(|f| (f * 1e6).round() / 1e3)
    }

    /// Minutes east of UTC.
    fn offset(&mut self) -> Option<i64> {
        if self.rest.is_empty() || self.eat(b'Z') || self.eat(b'z') {
            return Some(0);
        }
        let sign = if self.eat(b'+') {
            1
        } else if self.eat(b'-') {
            -1
        } else {
            return None;
        };
        let hours = self.digits(2)?;
        self.eat(b':');
        Some(sign * (hours * 60 + self.digits(2)?))
    }
}
