//! Time zones, and what they are called.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::data;
use crate::locale::Locale;

/// A time zone.
#[derive(Clone, Debug)]
pub(super) enum Zone {
    /// Seconds east of UTC.
    Fixed(i64),
    Utc,
    Named(TimeZone),
}

impl Zone {
    /// The zone of that name, else UTC.
    ///
    /// # Errors
    /// There is no such zone.
    pub(super) fn read(name: Option<&str>) -> Result<Zone, String> {
        let Some(name) = name else {
            return Ok(Zone::Utc);
        };
        const UTC: &str = "UTC GMT UCT ZULU UNIVERSAL GREENWICH ETC/UTC ETC/GMT ETC/UCT ETC/ZULU \
                           ETC/UNIVERSAL ETC/GREENWICH ETC/GMT0 GMT0 ETC/GMT+0 ETC/GMT-0 GMT+0 GMT-0";
        let upper = name.to_ascii_uppercase();
        if UTC.split_whitespace().any(|utc| utc == upper) {
            return Ok(Zone::Utc);
        }
        if let Some(seconds) = offset(name) {
            return Ok(Zone::Fixed(seconds));
        }
        let named = name.contains(|c: char| c.is_ascii_alphabetic());
        match TimeZone::get(name) {
            Ok(zone) if named && !zone.is_unknown() => Ok(Zone::Named(zone)),
            _ => Err(format!("Invalid time zone specified: {name}")),
        }
    }

    /// Seconds east of UTC, and whether that is summer time.
    pub(super) fn at(&self, ms: f64) -> (i64, bool) {
        match self {
            Zone::Fixed(seconds) => (*seconds, false),
            Zone::Utc => (0, false),
            Zone::Named(zone) => {
                /// Seconds in which the calendar repeats itself.
                const CYCLE: i64 = 146_097 * 86_400;
                let mut seconds = (ms / 1000.0).floor() as i64;
                let last = Timestamp::MAX.as_second() - CYCLE;
                if seconds > last {
                    seconds -= ((seconds - last) / CYCLE + 1) * CYCLE;
                }
                let seconds = seconds.max(Timestamp::MIN.as_second());
                let Ok(time) = Timestamp::from_second(seconds) else {
                    return (0, false);
                };
                let info = zone.to_offset_info(time);
                (i64::from(info.offset().seconds()), info.dst().is_dst())
            }
        }
    }

    /// The name as the letter of a pattern asks for it; `digits` writes numbers.
    pub(super) fn name(
        &self,
        locale: &Locale,
        (letter, len): (char, usize),
        ms: f64,
        digits: &dyn Fn(&str) -> String,
    ) -> String {
        let long = len >= 4;
        let (seconds, summer) = self.at(ms);
        // CLDR knows of spans from 1970 to the year 9999.
        let has_names = (0.0..253_402_300_800_000.0).contains(&ms) || matches!(self, Zone::Utc);
        let known = match (letter, has_names) {
            ('z', true) => self.known(locale, false, long, summer, seconds),
            ('v', true) if !matches!(self, Zone::Utc) => {
                // The name that is neither goes with zones that have summer time about then.
                const HALF_YEAR: f64 = 184.0 * 86_400_000.0;
                let has_summer = [-HALF_YEAR, 0.0, HALF_YEAR]
                    .iter()
                    .any(|by| self.at(ms + by).1);
                self.known(locale, has_summer, long, false, seconds)
            }
            _ => "",
        };
        if known.is_empty() {
            offset_name(locale, long, seconds, digits)
        } else {
            known.to_owned()
        }
    }

    /// The name that people call it by; empty where they do not.
    fn known(
        &self,
        locale: &Locale,
        generic: bool,
        long: bool,
        summer: bool,
        seconds: i64,
    ) -> &'static str {
        let span = match self {
            Zone::Utc => {
                let name = locale.data.item("utc", usize::from(!long));
                return name;
            }
            Zone::Fixed(0) => "GMT",
            Zone::Fixed(_) => return "",
            Zone::Named(zone) => {
                let name = zone.iana_name().unwrap_or_default();
                let index = usize::from(!long) * 3 + if summer { 2 } else { 1 };
                let own = locale.data.item(&format!("mz.{name}"), index);
                if !own.is_empty() && !generic {
                    return own;
                }
                match span(name) {
                    Some("GMT") if seconds != 0 => return "",
                    Some(span) => span,
                    None => return "",
                }
            }
        };
        let first = if long { 0 } else { 3 };
        let which = match (generic, summer) {
            (true, _) => 0,
            (false, false) => 1,
            (false, true) => 2,
        };
        let key = format!("mz.{span}");
        locale.data.item(&key, first + which)
    }
}

/// The span of zones that share names.
fn span(zone: &str) -> Option<&'static str> {
    let mut spans = data::world_under("zones.");
    spans.find_map(|(span, zones)| zones.split(' ').any(|known| known == zone).then_some(span))
}

/// `+01:00`, `-0530`, `+02`: seconds.
fn offset(name: &str) -> Option<i64> {
    let sign = match name.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let rest = &name[1..];
    let (hours, minutes) = match rest.len() {
        2 => (rest, "00"),
        4 => rest.split_at(2),
        5 => rest.split_once(':')?,
        _ => return None,
    };
    let number = |text: &str, most: i64| {
        let digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
        let number = digits.then(|| text.parse::<i64>().ok()).flatten()?;
        (number <= most).then_some(number)
    };
    Some(sign * (number(hours, 23)? * 3600 + number(minutes, 59)? * 60))
}

/// `GMT+1`, `GMT+01:00`.
fn offset_name(
    locale: &Locale,
    long: bool,
    seconds: i64,
    digits: &dyn Fn(&str) -> String,
) -> String {
    let form = locale.data.item("gmt", 0);
    let hours = locale.data.item("gmt", 2);
    let (east, west) = hours.split_once(';').unwrap_or((hours, hours));
    let hour_form = if seconds < 0 { west } else { east };
    let total = seconds.abs();
    let (hour, minute, second) = (total / 3600, total / 60 % 60, total % 60);
    // Sign, hours, separator, minutes, and what may follow them.
    let is_letter = |c: char| matches!(c, 'H' | 'h' | 'm');
    let mut between = hour_form.split(is_letter).filter(|part| !part.is_empty());
    let sign = between.next().unwrap_or_default();
    let separator = between.next().unwrap_or_default();
    let has_minutes = long || minute != 0 || second != 0;
    let after = between.next().filter(|_| has_minutes).unwrap_or_default();
    let mut text = if long {
        digits(&format!("{hour:02}"))
    } else {
        digits(&hour.to_string())
    };
    if has_minutes {
        text += separator;
        text += &digits(&format!("{minute:02}"));
    }
    if second != 0 {
        text += separator;
        text += &digits(&format!("{second:02}"));
    }
    form.replace("{0}", &format!("{sign}{text}{after}"))
}
