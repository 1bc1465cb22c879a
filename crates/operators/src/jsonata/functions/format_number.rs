//! `$formatNumber`: numbers by a picture such as `#,##0.00`, as XPath defines it.

use super::Given;
use super::numbers::round;
use crate::jsonata::error::Fault;
use crate::jsonata::error::{Res, fail};
use crate::jsonata::value::Val;

/// The characters that mean something in a picture, and those that are written.
struct Symbols {
    decimal: String,
    grouping: String,
    exponent: String,
    minus: String,
    percent: String,
    per_mille: String,
    zero: u32,
    digit: String,
    separator: String,
}

impl Symbols {
    fn new(options: &Val) -> Symbols {
        let get = |name: &str, default: &str| match options.field(name) {
            Val::Text(text) => text.to_string(),
            _ => default.to_owned(),
        };
        Symbols {
            decimal: get("decimal-separator", "."),
            grouping: get("grouping-separator", ","),
            exponent: get("exponent-separator", "e"),
            minus: get("minus-sign", "-"),
            percent: get("percent", "%"),
            per_mille: get("per-mille", "\u{2030}"),
            zero: get("zero-digit", "0")
                .chars()
                .next()
                .map_or(0x30, u32::from),
            digit: get("digit", "#"),
            separator: get("pattern-separator", ";"),
        }
    }

    fn is_digit(&self, c: char) -> bool {
        (self.zero..self.zero + 10).contains(&u32::from(c))
    }

    fn is_optional(&self, c: char) -> bool {
        is(c, &self.digit)
    }

    fn is_any_digit(&self, c: char) -> bool {
        self.is_digit(c) || self.is_optional(c)
    }

    /// Does `c` stand for something, other than the exponent?
    fn is_active(&self, c: char) -> bool {
        let signs = [&self.decimal, &self.grouping, &self.digit, &self.separator];
        self.is_digit(c) || signs.iter().any(|sign| is(c, sign))
    }

    /// `n` with `decimals` decimals, in the digits of the picture.
    fn write(&self, n: f64, decimals: usize) -> String {
        let text = match n.abs() {
            n if n >= 1e21 => crate::jsonata::value::number_text(n),
            n => format!("{n:.decimals$}"),
        };
        let digit = |c: char| match c.to_digit(10) {
            Some(d) => char::from_u32(self.zero + d).unwrap_or(c),
            None => c,
        };
        text.chars().map(digit).collect()
    }
}

fn is(c: char, sign: &str) -> bool {
    let mut buffer = [0; 4];
    c.encode_utf8(&mut buffer) == sign
}

/// A picture taken apart.
struct Picture<'a> {
    text: &'a str,
    prefix: String,
    suffix: String,
    active: &'a str,
    mantissa: &'a str,
    exponent: Option<&'a str>,
    integer: &'a str,
    fraction: &'a str,
}

impl<'a> Picture<'a> {
    fn new(text: &'a str, symbols: &Symbols) -> Picture<'a> {
        let active = |c: char| symbols.is_active(c);
        let start = text.find(active).unwrap_or(0);
        let end = text.rfind(active).map_or(text.len(), |at| {
            at + text[at..].chars().next().map_or(0, char::len_utf8)
        });
        let (prefix, suffix) = match text.contains(active) {
            true => (&text[..start], &text[end..]),
            false => ("", ""),
        };
        let active = &text[start..end];
        let (mantissa, exponent) = match active.split_once(&*symbols.exponent) {
            Some((mantissa, exponent)) if !symbols.exponent.is_empty() => {
                (mantissa, Some(exponent))
            }
            _ => (active, None),
        };
        let (integer, fraction) = match mantissa.split_once(&*symbols.decimal) {
            Some((integer, fraction)) => (integer, fraction),
            None => (mantissa, suffix),
        };
        Picture {
            text,
            prefix: prefix.to_owned(),
            suffix: suffix.to_owned(),
            active,
            mantissa,
            exponent,
            integer,
            fraction,
        }
    }

    /// The last rule that it breaks.
    fn check(&self, symbols: &Symbols) -> Res<()> {
        let twice = |sign: &str| self.text.find(sign) != self.text.rfind(sign);
        let has = |sign: &str| self.text.contains(sign);
        let scaled = has(&symbols.percent) || has(&symbols.per_mille);
        let digit = |c: char| symbols.is_digit(c);
        let group = &*symbols.grouping;
        let at_decimal = self.text.find(&*symbols.decimal);
        let passive = |c: char| !symbols.is_active(c) && !is(c, &symbols.exponent);
        let next_to_group = at_decimal.is_some_and(|at| {
            self.text[..at].ends_with(group)
                || self.text[at + symbols.decimal.len()..].starts_with(group)
        });
        let optional_after = self.integer.find(&*symbols.digit);
        let optional_last = self.fraction.rfind(&*symbols.digit);
        let rules = [
            ("D3081", twice(&symbols.decimal)),
            ("D3082", twice(&symbols.percent)),
            ("D3083", twice(&symbols.per_mille)),
            ("D3084", has(&symbols.percent) && has(&symbols.per_mille)),
            (
                "D3085",
                !self.mantissa.contains(|c| symbols.is_any_digit(c)),
            ),
            ("D3086", self.active.contains(passive)),
            ("D3087", next_to_group),
            (
                "D3088",
                at_decimal.is_none() && self.integer.ends_with(group),
            ),
            ("D3089", has(&format!("{group}{group}"))),
            (
                "D3090",
                optional_after.is_some_and(|at| self.integer[..at].contains(digit)),
            ),
            (
                "D3091",
                optional_last.is_some_and(|at| self.fraction[at..].contains(digit)),
            ),
            (
                "D3092",
                scaled && self.exponent.is_some_and(|exponent| !exponent.is_empty()),
            ),
            (
                "D3093",
                self.exponent
                    .is_some_and(|e| e.is_empty() || e.contains(|c| !digit(c))),
            ),
        ];
        match rules.iter().rfind(|(_, broken)| *broken) {
            Some((code, _)) => fail(code),
            None => Ok(()),
        }
    }
}

/// How many digits there are of each kind, and where they are grouped.
struct Layout {
    groups: Vec<usize>,
    /// The distance of groups that repeat; 0 where they do not.
    regular: usize,
    fraction_groups: Vec<usize>,
    min_integer: usize,
    scaling: usize,
    min_fraction: usize,
    max_fraction: usize,
    min_exponent: usize,
}

impl Layout {
    fn new(picture: &Picture<'_>, symbols: &Symbols) -> Layout {
        let digits = |text: &str| text.chars().filter(|c| symbols.is_digit(*c)).count();
        let any_digits = |text: &str| text.chars().filter(|c| symbols.is_any_digit(*c)).count();
        let places = |text: &str| -> Vec<usize> {
            text.match_indices(&*symbols.grouping)
                .map(|(at, _)| at)
                .collect()
        };
        let (integer, fraction) = (picture.integer, picture.fraction);
        let groups: Vec<usize> = places(integer)
            .into_iter()
            .map(|at| any_digits(&integer[at..]))
            .collect();
        let fraction_groups = places(fraction)
            .into_iter()
            .map(|at| any_digits(&fraction[..at]))
            .collect();
        let scaling = digits(integer);
        let mut layout = Layout {
            regular: regular(&groups),
            groups,
            fraction_groups,
            min_integer: scaling,
            scaling,
            min_fraction: digits(fraction),
            max_fraction: any_digits(fraction),
            min_exponent: picture.exponent.map_or(0, digits),
        };
        let has_exponent = picture.exponent.is_some();
        if layout.min_integer == 0 && layout.max_fraction == 0 {
            match has_exponent {
                true => (layout.min_fraction, layout.max_fraction) = (1, 1),
                false => layout.min_integer = 1,
            }
        }
        if has_exponent && layout.min_integer == 0 && integer.contains(&*symbols.digit) {
            layout.min_integer = 1;
        }
        if layout.min_integer == 0 && layout.min_fraction == 0 {
            layout.min_fraction = 1;
        }
        layout
    }
}

/// The distance that all of `positions` repeat in; 0 where they do not.
pub(in crate::jsonata) fn regular(positions: &[usize]) -> usize {
    fn gcd(a: usize, b: usize) -> usize {
        if b == 0 { a } else { gcd(b, a % b) }
    }
    let factor = positions.iter().copied().reduce(gcd).unwrap_or(0);
    let all = (1..=positions.len()).all(|i| positions.contains(&(i * factor)));
    if all { factor } else { 0 }
}

pub(super) fn format_number(given: &Given<'_, '_>) -> Res<Val> {
    let Some(n) = given.number(0) else {
        return Ok(Val::Undefined);
    };
    let Some(text) = given.text(1) else {
        return Err(Fault::of_text(
            "Cannot read properties of undefined (reading 'split')",
        ));
    };
    let symbols = Symbols::new(given.arg(2));
    let parts: Vec<&str> = match symbols.separator.is_empty() {
        true => vec![text],
        false => text.split(&*symbols.separator).collect(),
    };
    if parts.len() > 2 {
        return fail("D3080");
    }
    let mut pictures: Vec<Picture<'_>> = Vec::new();
    for part in &parts {
        let picture = Picture::new(part, &symbols);
        picture.check(&symbols)?;
        pictures.push(picture);
    }
    let negative = n < 0.0 || n.is_nan();
    let second = if negative { pictures.pop() } else { None };
    let is_own = second.is_some() && !pictures.is_empty();
    let Some(mut picture) = second.or_else(|| pictures.into_iter().next()) else {
        return Ok(Val::Undefined);
    };
    if negative && !is_own {
        picture.prefix.insert_str(0, &symbols.minus);
    }
    let layout = Layout::new(&picture, &symbols);
    if layout.max_fraction > 100 || layout.min_integer > 10_000 || layout.min_exponent > 10_000 {
        let message = "toFixed() digits argument must be between 0 and 100";
        return Err(Fault::of_text(message));
    }
    Ok(write(n, &picture, &layout, &symbols).into())
}

fn write(n: f64, picture: &Picture<'_>, layout: &Layout, symbols: &Symbols) -> String {
    let n = match picture.text {
        text if text.contains(&*symbols.percent) => n * 100.0,
        text if text.contains(&*symbols.per_mille) => n * 1000.0,
        _ => n,
    };
    let (mantissa, exponent) = match layout.min_exponent {
        0 => (n, None),
        _ => {
            let (mantissa, exponent) = scale(n, layout.scaling);
            (mantissa, Some(exponent))
        }
    };
    let zero = char::from_u32(symbols.zero).unwrap_or('0');
    let rounded = round(mantissa, layout.max_fraction as f64);
    let text = symbols.write(rounded, layout.max_fraction);
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let whole = whole.trim_start_matches(zero);
    let fraction = fraction.trim_end_matches(zero);
    let pad = |len: usize, min: usize| zero.to_string().repeat(min.saturating_sub(len));
    let mut whole: Vec<char> = (pad(whole.chars().count(), layout.min_integer) + whole)
        .chars()
        .collect();
    let mut fraction: Vec<char> = fraction.chars().collect();
    let missing = pad(fraction.len(), layout.min_fraction);
    fraction.extend(missing.chars());
    group(&mut whole, layout, symbols);
    let separator: Vec<char> = symbols.grouping.chars().collect();
    for at in &layout.fraction_groups {
        let at = (*at).min(fraction.len());
        fraction.splice(at..at, separator.iter().copied());
    }
    let mut out = picture.prefix.clone();
    out.extend(whole);
    if picture.text.contains(&*symbols.decimal) && !fraction.is_empty() {
        out.push_str(&symbols.decimal);
        out.extend(fraction);
    }
    if let Some(exponent) = exponent {
        let digits = symbols.write(exponent, 0);
        out.push_str(&symbols.exponent);
        if exponent < 0.0 {
            out.push_str(&symbols.minus);
        }
        out.push_str(&pad(digits.chars().count(), layout.min_exponent));
        out.push_str(&digits);
    }
    out + &picture.suffix
}

/// `n` as a mantissa with `digits` digits before the point, and an exponent.
fn scale(n: f64, digits: usize) -> (f64, f64) {
    let max = 10f64.powi(digits.min(400) as i32);
    let min = max / 10.0;
    let (mut mantissa, mut exponent) = (n, 0.0);
    if n != 0.0 && n.is_finite() {
        while mantissa.abs() < min {
            mantissa *= 10.0;
            exponent -= 1.0;
        }
        while mantissa.abs() > max {
            mantissa /= 10.0;
            exponent += 1.0;
        }
    }
    (mantissa, exponent)
}

/// Puts separators into the digits before the point.
fn group(whole: &mut Vec<char>, layout: &Layout, symbols: &Symbols) {
    let separator: Vec<char> = symbols.grouping.chars().collect();
    let len = whole.len();
    let places: Vec<usize> = match layout.regular {
        0 => layout.groups.clone(),
        distance => (1..=len.saturating_sub(1) / distance)
            .map(|i| i * distance)
            .collect(),
    };
    let mut places: Vec<usize> = places.into_iter().filter(|at| *at <= len).collect();
    places.sort_unstable();
    for place in places {
        // Those already put lie to the right.
        let at = len - place;
        whole.splice(at..at, separator.iter().copied());
    }
}
