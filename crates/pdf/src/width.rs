//! How wide columns become.

use engine::Value;

use crate::PdfError;
use crate::node::Width;
use crate::read::Read;

/// A column with the least and the most it wants.
pub(crate) type Wanted = (Width, f64, f64);

/// The `width` of a column: `auto`, `*`, a number or percent. None is `*`.
pub(crate) fn of_column(read: &Read<'_>) -> Result<Width, PdfError> {
    match read.value {
        value if value.is_none() => Ok(Width::Star),
        Value::String(text) => match &**text {
            "auto" => Ok(Width::Auto),
            "*" | "star" => Ok(Width::Star),
            text => match text.strip_suffix('%').map(str::trim) {
                Some(number) => match number.parse::<f64>() {
                    Ok(number) if (0.0..=1000.0).contains(&number) => Ok(Width::Share(number)),
                    _ => Err(read.not("a width in percent")),
                },
                None => Ok(Width::Fixed(read.length()?)),
            },
        },
        _ => Ok(Width::Fixed(read.length()?)),
    }
}

/// The least and the most that all together want.
pub(crate) fn bounds(columns: impl Iterator<Item = Wanted>) -> (f64, f64) {
    let (mut min, mut max) = (0.0, 0.0);
    let (mut stars, mut star_min, mut star_max) = (0.0, 0.0_f64, 0.0_f64);
    for (width, least, most) in columns {
        match width {
            Width::Star => {
                stars += 1.0;
                (star_min, star_max) = (star_min.max(least), star_max.max(most));
            }
            Width::Fixed(fixed) if fixed > 0.0 => {
                min += fixed;
                max += fixed;
            }
            _ => {
                min += least;
                max += most;
            }
        }
    }
    (min + stars * star_min, max + stars * star_max)
}

/// The widths of columns that have `room` together. `share` is what a percentage of a column means.
pub(crate) fn divide(columns: &[Wanted], room: f64, share: impl Fn(usize, f64) -> f64) -> Vec<f64> {
    let mut widths = vec![0.0; columns.len()];
    let mut left = room;
    let (mut min, mut max) = (0.0, 0.0);
    let (mut stars, mut star_min, mut star_max) = (0.0, 0.0_f64, 0.0_f64);
    for (at, (width, least, most)) in columns.iter().enumerate() {
        match width {
            Width::Auto => {
                min += least;
                max += most;
            }
            Width::Star => {
                stars += 1.0;
                (star_min, star_max) = (star_min.max(*least), star_max.max(*most));
            }
            Width::Fixed(fixed) => widths[at] = *fixed,
            Width::Share(percent) => widths[at] = share(at, *percent).max(0.0),
        }
        left -= widths[at];
    }
    let (min, max) = (min + star_min * stars, max + star_max * stars);
    if min >= left {
        // Not even the least fits: everything as narrow as it can be.
        for (at, (width, least, _)) in columns.iter().enumerate() {
            match width {
                Width::Auto => widths[at] = *least,
                Width::Star => widths[at] = star_min,
                _ => {}
            }
        }
        return widths;
    }
    // What columns want beyond their least is met in the same part for all.
    let part = if max < left {
        1.0
    } else {
        (left - min) / (max - min)
    };
    for (at, (width, least, most)) in columns.iter().enumerate() {
        if *width == Width::Auto {
            widths[at] = least + (most - least) * part;
            left -= widths[at];
        }
    }
    for (at, (width, _, _)) in columns.iter().enumerate() {
        if *width == Width::Star {
            widths[at] = left / stars;
        }
    }
    widths
}
