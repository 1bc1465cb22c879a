//! Whole numbers by a picture: `000`, `#,##0`, `1;o`, `A`, `i`, `Ww`.

use super::words;
use crate::jsonata::error::{Fault, Res};
use crate::jsonata::eval::parse_int;
use crate::jsonata::functions::regular;

/// Upper, lower or title case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::jsonata) enum Case {
    Upper,
    Lower,
    Title,
}

/// How a number is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::jsonata) enum Style {
    Decimal,
    Letters,
    Roman,
    Words,
    /// Another sequence, which begins with this; there is none.
    Sequence(String),
}

/// A picture taken apart.
#[derive(Clone, Debug)]
pub(in crate::jsonata) struct Format {
    pub(in crate::jsonata) style: Style,
    pub(in crate::jsonata) case: Case,
    pub(in crate::jsonata) ordinal: bool,
    /// The zero of the digits.
    zero: u32,
    /// Digits that are always written.
    pub(in crate::jsonata) mandatory: usize,
    pub(in crate::jsonata) optional: usize,
    /// Separators by their distance from the end.
    pub(in crate::jsonata) groups: Vec<(usize, char)>,
    /// The distance of a separator that repeats; 0 where none does.
    pub(in crate::jsonata) regular: usize,
    /// How many digits are read; any number where it is 0.
    pub(in crate::jsonata) width: usize,
}

/// The zeros of the sets of digits that Unicode has.
const ZEROS: [u32; 37] = [
    0x30, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6,
    0x0D66, 0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80,
    0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0,
    0xFF10,
];

/// # Errors
/// Where digits of several sets are in it.
pub(in crate::jsonata) fn analyse(picture: &str) -> Res<Format> {
    let (primary, modifier) = picture.rsplit_once(';').unwrap_or((picture, ""));
    let (style, case) = match primary {
        "A" => (Style::Letters, Case::Upper),
        "a" => (Style::Letters, Case::Lower),
        "I" => (Style::Roman, Case::Upper),
        "i" => (Style::Roman, Case::Lower),
        "W" => (Style::Words, Case::Upper),
        "Ww" => (Style::Words, Case::Title),
        "w" => (Style::Words, Case::Lower),
        _ => (Style::Decimal, Case::Lower),
    };
    let mut format = Format {
        style,
        case,
        ordinal: modifier.starts_with('o'),
        zero: 0x30,
        mandatory: 0,
        optional: 0,
        groups: Vec::new(),
        regular: 0,
        width: 0,
    };
    if format.style != Style::Decimal {
        return Ok(format);
    }
    let mut zero = None;
    for c in primary.chars().rev() {
        let code = u32::from(c);
        let group = ZEROS
            .iter()
            .find(|zero| (**zero..**zero + 10).contains(&code));
        if let Some(group) = group {
            format.mandatory += 1;
            if *zero.get_or_insert(*group) != *group {
                return Err(Fault::new("D3131"));
            }
        } else if c == '#' {
            format.optional += 1;
        } else {
            format.groups.push((format.mandatory + format.optional, c));
        }
    }
    match zero {
        Some(zero) => format.zero = zero,
        None => format.style = Style::Sequence(primary.to_owned()),
    }
    let same = format.groups.windows(2).all(|pair| pair[0].1 == pair[1].1);
    if same {
        let places: Vec<usize> = format.groups.iter().map(|(at, _)| *at).collect();
        format.regular = regular(&places);
    }
    Ok(format)
}

/// `n` by `format`.
///
/// # Errors
/// For a sequence that does not exist, and text that would be too long.
pub(in crate::jsonata) fn format(n: f64, format: &Format) -> Res<String> {
    let sign = if n < 0.0 { "-" } else { "" };
    let n = n.abs();
    let text = match &format.style {
        Style::Sequence(token) => return Err(Fault::new("D3130").value(token.clone())),
        Style::Letters if format.case == Case::Upper => words::to_letters(n, 'A'),
        Style::Letters => words::to_letters(n, 'a'),
        Style::Roman => match words::to_roman(n) {
            Some(text) => text,
            None => return Err(Fault::of_text("Invalid string length")),
        },
        Style::Words => words::write(n, format.ordinal),
        Style::Decimal => decimal(n, format)?,
    };
    let text = match format.case {
        Case::Upper => text.to_uppercase(),
        Case::Lower if format.style == Style::Words => text.to_lowercase(),
        _ => text,
    };
    Ok(format!("{sign}{text}"))
}

fn decimal(n: f64, format: &Format) -> Res<String> {
    if format.mandatory > 100_000 {
        return Err(Fault::of_text("Invalid string length"));
    }
    let text = crate::jsonata::value::number_text(n);
    let missing = format.mandatory.saturating_sub(text.len());
    let text = "0".repeat(missing) + &text;
    let digit = |c: char| match c.to_digit(10) {
        Some(d) => char::from_u32(format.zero + d).unwrap_or(c),
        None => c,
    };
    let mut out: Vec<char> = text.chars().map(digit).collect();
    let len = out.len();
    if let (distance @ 1.., Some((_, separator))) = (format.regular, format.groups.first()) {
        for i in 1..=(len - 1) / distance {
            out.insert(len - i * distance, *separator);
        }
    } else {
        for (place, separator) in &format.groups {
            if *place <= len {
                out.insert(len - place, *separator);
            }
        }
    }
    if format.ordinal {
        let teen = text.len() > 1 && text.as_bytes()[text.len() - 2] == b'1';
        out.extend(match text.bytes().last() {
            Some(b'1') if !teen => "st".chars(),
            Some(b'2') if !teen => "nd".chars(),
            Some(b'3') if !teen => "rd".chars(),
            _ => "th".chars(),
        });
    }
    Ok(out.into_iter().collect())
}

/// The number that `text`, written by `format`, stands for.
///
/// # Errors
/// For a sequence that does not exist.
pub(in crate::jsonata) fn parse(text: &str, format: &Format) -> Res<f64> {
    Ok(match &format.style {
        Style::Sequence(token) => return Err(Fault::new("D3130").value(token.clone())),
        Style::Letters if format.case == Case::Upper => words::from_letters(text, 'A'),
        Style::Letters => words::from_letters(text, 'a'),
        Style::Roman => words::from_roman(text),
        Style::Words => words::read(text),
        Style::Decimal => {
            let digits = match format.ordinal {
                true => text.get(..text.len().saturating_sub(2)).unwrap_or(text),
                false => text,
            };
            let separator = |c: char| match format.regular {
                0 => format.groups.iter().any(|(_, separator)| *separator == c),
                _ => c == ',',
            };
            let digit = |c: char| match u32::from(c).wrapping_sub(format.zero) {
                d @ 0..10 => char::from_digit(d, 10).unwrap_or(c),
                _ => c,
            };
            let digits: String = digits
                .chars()
                .filter(|c| !separator(*c))
                .map(digit)
                .collect();
            parse_int(&digits)
        }
    })
}
