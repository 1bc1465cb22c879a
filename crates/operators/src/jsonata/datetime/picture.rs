//! The picture of a moment taken apart.

use super::integer::{self, Case, Format, Style};
use crate::jsonata::error::{Fault, Res};

/// A part of a picture.
pub(super) enum Part {
    Literal(String),
    Marker(Marker),
}

/// `[M01]`, `[FNn,3-3]`, `[Z01:01t]`
pub(super) struct Marker {
    pub(super) component: char,
    /// As a name, in this case.
    pub(super) names: Option<Case>,
    /// As a number.
    pub(super) integer: Option<Format>,
    pub(super) max_width: Option<usize>,
    /// Digits of a year that are written; none writes all.
    pub(super) n_digits: Option<usize>,
    /// Whether `Z` is written for UTC.
    pub(super) zulu: bool,
}

/// # Errors
/// For a marker without end, a component that does not exist, a picture of numbers that is wrong.
pub(super) fn analyse(picture: &str) -> Res<Vec<Part>> {
    let mut parts = Vec::new();
    let mut rest = picture;
    while let Some(at) = rest.find('[') {
        literal(&mut parts, &rest[..at]);
        rest = &rest[at + 1..];
        if let Some(tail) = rest.strip_prefix('[') {
            parts.push(Part::Literal("[".to_owned()));
            rest = tail;
            continue;
        }
        let Some((text, tail)) = rest.split_once(']') else {
            return Err(Fault::new("D3135"));
        };
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let marker = marker(&text, parts.last_mut())?;
        parts.push(Part::Marker(marker));
        rest = tail;
    }
    literal(&mut parts, rest);
    Ok(parts)
}

fn literal(parts: &mut Vec<Part>, text: &str) {
    if !text.is_empty() {
        parts.push(Part::Literal(text.replace("]]", "]")));
    }
}

fn default_presentation(component: char) -> Option<&'static str> {
    Some(match component {
        'Y' | 'M' | 'D' | 'd' | 'W' | 'w' | 'X' | 'x' | 'H' | 'h' | 'f' => "1",
        'F' | 'P' | 'C' | 'E' => "n",
        'm' | 's' => "01",
        'Z' | 'z' => "01:01",
        _ => return None,
    })
}

fn marker(text: &str, before: Option<&mut Part>) -> Res<Marker> {
    let component = text.chars().next().unwrap_or_default();
    let rest = &text[component.len_utf8().min(text.len())..];
    let (presentation, width) = match rest.rsplit_once(',') {
        Some((presentation, width)) => (presentation, Some(width)),
        None => (rest, None),
    };
    let widths = width.map(|width| width.split_once('-').unwrap_or((width, "*")));
    let size = |text: &str| text.parse::<usize>().ok().map(|n| n.min(1000));
    let (min_width, max_width) = widths.map_or((None, None), |(min, max)| (size(min), size(max)));
    let last = presentation
        .chars()
        .next_back()
        .filter(|c| "atco".contains(*c));
    let modifier = last.filter(|_| presentation.chars().count() > 1);
    let style = match modifier {
        Some(_) => &presentation[..presentation.len() - 1],
        None => presentation,
    };
    let style = match style {
        "" => default_presentation(component),
        style => Some(style),
    };
    let Some(style) = style else {
        let name = if text.is_empty() {
            String::new()
        } else {
            component.to_string()
        };
        return Err(Fault::new("D3132").value(name));
    };
    let mut marker = Marker {
        component,
        names: None,
        integer: None,
        max_width,
        n_digits: None,
        zulu: modifier == Some('t'),
    };
    if style.starts_with('n') {
        marker.names = Some(Case::Lower);
    } else if let Some(rest) = style.strip_prefix('N') {
        let title = rest.starts_with('n');
        marker.names = Some(if title { Case::Title } else { Case::Upper });
    } else if "YMDdFWwXxHhmsf".contains(component) {
        let picture = match modifier {
            Some(modifier) => format!("{style};{modifier}"),
            None => style.to_owned(),
        };
        let mut format = integer::analyse(&picture)?;
        format.mandatory = format.mandatory.max(min_width.unwrap_or(0));
        if component == 'Y' {
            match max_width {
                Some(max) => {
                    marker.n_digits = Some(max);
                    format.mandatory = max;
                }
                None if format.style != Style::Decimal => {}
                None => {
                    let n = format.mandatory + format.optional;
                    marker.n_digits = Some(n).filter(|n| *n >= 2);
                }
            }
        }
        marker.integer = Some(format);
        // Numbers that touch are told apart by their number of digits.
        if let Some(Part::Marker(Marker {
            integer: Some(before),
            ..
        })) = before
        {
            before.width = before.mandatory;
        }
    }
    if matches!(component, 'Z' | 'z') {
        marker.integer = Some(integer::analyse(style)?);
    }
    Ok(marker)
}
