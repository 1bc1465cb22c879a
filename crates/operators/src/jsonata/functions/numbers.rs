//! Numbers: rounding, powers, conversion, aggregation.

use engine::{js, platform};

use super::Given;
use crate::jsonata::error::{Fault, Res};
use crate::jsonata::value::{Val, number_text};

/// The items of the first argument; none where it is undefined.
fn list(given: &Given<'_, '_>) -> Option<Vec<f64>> {
    let items = given.arg(0).as_list()?;
    let number = |item: Val| match item {
        Val::Number(n) => n,
        _ => f64::NAN,
    };
    Some(items.iter().map(number).collect())
}

fn or_undefined(n: Option<f64>) -> Res<Val> {
    Ok(n.map(Val::Number).unwrap_or_default())
}

pub(super) fn sum(given: &Given<'_, '_>) -> Res<Val> {
    or_undefined(list(given).map(|numbers| numbers.iter().fold(0.0, |sum, n| sum + n)))
}

pub(super) fn average(given: &Given<'_, '_>) -> Res<Val> {
    let numbers = list(given).filter(|numbers| !numbers.is_empty());
    or_undefined(numbers.map(|numbers| {
        let sum = numbers.iter().fold(0.0, |sum, n| sum + n);
        sum / numbers.len() as f64
    }))
}

pub(super) fn max(given: &Given<'_, '_>) -> Res<Val> {
    let numbers = list(given).unwrap_or_default();
    or_undefined(numbers.into_iter().reduce(f64::max))
}

pub(super) fn min(given: &Given<'_, '_>) -> Res<Val> {
    let numbers = list(given).unwrap_or_default();
    or_undefined(numbers.into_iter().reduce(f64::min))
}

pub(super) fn abs(given: &Given<'_, '_>) -> Res<Val> {
    or_undefined(given.number(0).map(f64::abs))
}

pub(super) fn floor(given: &Given<'_, '_>) -> Res<Val> {
    or_undefined(given.number(0).map(f64::floor))
}

pub(super) fn ceil(given: &Given<'_, '_>) -> Res<Val> {
    or_undefined(given.number(0).map(f64::ceil))
}

pub(super) fn round_to(given: &Given<'_, '_>) -> Res<Val> {
    let precision = given.number(1).unwrap_or(0.0);
    or_undefined(given.number(0).map(|n| round(n, precision)))
}

/// `n` with `precision` decimals; what lies in the middle goes to the even neighbour.
pub(super) fn round(n: f64, precision: f64) -> f64 {
    let n = shift(n, precision);
    let floor = n.floor();
    let mut result = if n - floor >= 0.5 { floor + 1.0 } else { floor };
    if (result - n).abs() == 0.5 && (result % 2.0).abs() == 1.0 {
        result -= 1.0;
    }
    shift(result, -precision) + 0.0
}

/// `n` with its decimal point moved, which a multiplication would not do exactly.
fn shift(n: f64, by: f64) -> f64 {
    if by == 0.0 || by.is_nan() || !n.is_finite() {
        return n;
    }
    let text = number_text(n);
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent = exponent.parse::<f64>().unwrap_or(0.0) + by;
    if exponent.fract() != 0.0 {
        return f64::NAN;
    }
    let exponent = exponent.clamp(-400.0, 400.0);
    format!("{digits}e{exponent}").parse().unwrap_or(f64::NAN)
}

pub(super) fn sqrt(given: &Given<'_, '_>) -> Res<Val> {
    match given.number(0) {
        Some(n) if n < 0.0 => Err(Fault::new("D3060").value(n)),
        n => or_undefined(n.map(f64::sqrt)),
    }
}

pub(super) fn power(given: &Given<'_, '_>) -> Res<Val> {
    let Some(base) = given.number(0) else {
        return Ok(Val::Undefined);
    };
    let exponent = given.number(1).unwrap_or(f64::NAN);
    let result = platform::pow(base, exponent);
    match result.is_finite() {
        true => Ok(Val::Number(result)),
        false => Err(Fault::new("D3061").value(base).other(given.arg(1))),
    }
}

pub(super) fn random(given: &Given<'_, '_>) -> Res<Val> {
    Ok(Val::Number(given.interp.cx.scope.random()))
}

pub(super) fn number(given: &Given<'_, '_>) -> Res<Val> {
    let n = match given.arg(0) {
        Val::Undefined => return Ok(Val::Undefined),
        Val::Number(n) => Some(*n),
        Val::Bool(b) => Some(f64::from(u8::from(*b))),
        Val::Text(text) if is_decimal(text) => text.parse().ok().filter(|n: &f64| n.is_finite()),
        Val::Text(text) => {
            let prefix = text.get(..2).unwrap_or_default().to_ascii_lowercase();
            let n = js::text_to_number(text);
            Some(n).filter(|n| matches!(&*prefix, "0x" | "0o" | "0b") && !n.is_nan())
        }
        _ => None,
    };
    match n {
        Some(n) => Ok(Val::Number(n)),
        None => Err(Fault::new("D3030").value(given.arg(0))),
    }
}

/// `-12.5E+3`
fn is_decimal(text: &str) -> bool {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let unsigned = exponent.map(|e| e.strip_prefix(['-', '+']).unwrap_or(e));
    digits(whole) && fraction.is_none_or(digits) && unsigned.is_none_or(digits)
}

pub(super) fn format_base(given: &Given<'_, '_>) -> Res<Val> {
    let Some(n) = given.number(0).map(|n| round(n, 0.0)) else {
        return Ok(Val::Undefined);
    };
    let radix = given.number(1).map_or(10.0, |radix| round(radix, 0.0));
    if !(2.0..=36.0).contains(&radix) {
        return Err(Fault::new("D3100").value(radix));
    }
    if radix == 10.0 || !n.is_finite() {
        return Ok(number_text(n).into());
    }
    let (radix, mut rest) = (radix as u32, n.abs());
    let mut digits = Vec::new();
    while rest >= 1.0 {
        let digit = (rest % f64::from(radix)) as u32;
        digits.extend(char::from_digit(digit, radix));
        rest = ((rest - f64::from(digit)) / f64::from(radix)).floor();
    }
    if digits.is_empty() {
        digits.push('0');
    }
    if n < 0.0 {
        digits.push('-');
    }
    Ok(digits.into_iter().rev().collect::<String>().into())
}
