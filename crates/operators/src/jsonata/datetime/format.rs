//! Writing a moment by a picture.

use super::calendar::{DAYS, MONTHS, component};
use super::integer::{self, Case};
use super::picture::{Marker, Part, analyse};
use crate::jsonata::error::{Fault, Res};
use crate::jsonata::eval::parse_int;

/// The picture that is taken where none is given.
const ISO: &str = "[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]";

/// The moment `ms` by `picture`, in the zone `+hhmm`.
///
/// # Errors
/// For a picture that is wrong.
pub(in crate::jsonata) fn format(
    ms: f64,
    picture: Option<&str>,
    zone: Option<&str>,
) -> Res<String> {
    let zone = zone.map_or(0.0, parse_int);
    let (hours, minutes) = ((zone / 100.0).floor(), zone % 100.0);
    let parts = analyse(picture.unwrap_or(ISO))?;
    let ms = engine::date::clip(ms + (60.0 * hours + minutes) * 60_000.0);
    if ms.is_nan() {
        return Err(Fault::of_text("Invalid time value"));
    }
    let mut out = String::new();
    for part in parts {
        match part {
            Part::Literal(text) => out.push_str(&text),
            Part::Marker(marker) => out.push_str(&write(ms, &marker, (hours, minutes))?),
        }
    }
    Ok(out)
}

fn write(ms: f64, marker: &Marker, zone: (f64, f64)) -> Res<String> {
    match marker.component {
        'Z' | 'z' => return write_zone(marker, zone),
        'C' | 'E' => return Ok("ISO".to_owned()),
        'P' => {
            let text = if component(ms, 'P') == Some(1.0) {
                "pm"
            } else {
                "am"
            };
            return Ok(match marker.names {
                Some(Case::Upper) => text.to_uppercase(),
                _ => text.to_owned(),
            });
        }
        _ => {}
    }
    let n = component(ms, marker.component).unwrap_or(f64::NAN);
    if let Some(case) = marker.names.filter(|_| marker.component != 'f') {
        return name(n, marker, case);
    }
    let n = match (marker.component, marker.n_digits) {
        ('Y', Some(digits)) => n % 10f64.powi(digits.min(300) as i32),
        _ => n,
    };
    match &marker.integer {
        Some(format) => integer::format(n, format),
        None => Err(Fault::new("D3133").value(marker.component.to_string())),
    }
}

fn name(n: f64, marker: &Marker, case: Case) -> Res<String> {
    let names: &[&str] = match marker.component {
        'M' | 'x' => &MONTHS,
        'F' => &DAYS,
        other => return Err(Fault::new("D3133").value(other.to_string())),
    };
    let name = names.get(n as usize - 1).copied().unwrap_or_default();
    let name = &name[..name.len().min(marker.max_width.unwrap_or(usize::MAX))];
    Ok(match case {
        Case::Upper => name.to_uppercase(),
        Case::Lower => name.to_lowercase(),
        Case::Title => name.to_owned(),
    })
}

fn write_zone(marker: &Marker, (hours, minutes): (f64, f64)) -> Res<String> {
    let offset = hours * 100.0 + minutes;
    if offset == 0.0 && marker.zulu {
        return Ok("Z".to_owned());
    }
    let Some(format) = &marker.integer else {
        return Ok(String::new());
    };
    let mut text = match format.mandatory {
        _ if format.regular > 0 => integer::format(offset, format)?,
        1 | 2 => {
            let mut text = integer::format(hours, format)?;
            if minutes != 0.0 {
                text += &format!(":{}", integer::format(minutes, &integer::analyse("00")?)?);
            }
            text
        }
        3 | 4 => integer::format(offset, format)?,
        n => return Err(Fault::new("D3134").value(n)),
    };
    if offset >= 0.0 {
        text.insert(0, '+');
    }
    if marker.component == 'z' {
        text.insert_str(0, "GMT");
    }
    Ok(text)
}
