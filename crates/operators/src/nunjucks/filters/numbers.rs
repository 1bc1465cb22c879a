//! Filters of numbers.

use engine::{Value, js};

use super::{Answer, Call, Filter};

pub(super) const FILTERS: &[(&str, Filter)] = &[
    ("abs", |call| Ok(js::to_number(&call.value()).abs().into())),
    ("float", float),
    ("int", int),
    ("round", round),
];

fn float(call: &Call<'_>) -> Answer {
    let text = js::to_text(&call.value());
    let n = leading_float(&text);
    Ok(if n.is_nan() { call.arg(0) } else { n.into() }.into())
}

/// `parseFloat`: the number with which `text` begins.
fn leading_float(text: &str) -> f64 {
    let text = js::trim(text);
    if let Some(rest) = text.strip_prefix(['+', '-']).or(Some(text))
        && rest.starts_with("Infinity")
    {
        return if text.starts_with('-') {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        };
    }
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-');
    let mut end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    while end > 0 {
        if let Ok(n) = text[..end].parse() {
            return n;
        }
        end -= 1;
    }
    f64::NAN
}

fn int(call: &Call<'_>) -> Answer {
    let text = js::to_text(&call.value());
    let base = call.named(1, "base");
    let base = if js::truthy(&base) {
        js::to_number(&base) as u32
    } else {
        0
    };
    let n = leading_int(js::trim(&text), base);
    Ok(if n.is_nan() {
        call.named(0, "default")
    } else {
        n.into()
    }
    .into())
}

/// `parseInt`: the whole number with which `text` begins.
fn leading_int(text: &str, base: u32) -> f64 {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let hex = digits.strip_prefix("0x").or(digits.strip_prefix("0X"));
    let (base, digits) = match (base, hex) {
        (0 | 16, Some(hex)) => (16, hex),
        (0, None) => (10, digits),
        (base, _) => (base, digits),
    };
    if !(2..=36).contains(&base) {
        return f64::NAN;
    }
    let mut values = digits.chars().map_while(|c| c.to_digit(base)).peekable();
    if values.peek().is_none() {
        return f64::NAN;
    }
    sign * values.fold(0.0, |sum, digit| sum * f64::from(base) + f64::from(digit))
}

fn round(call: &Call<'_>) -> Answer {
    let n = js::to_number(&call.value());
    let precision = call.arg(0);
    let places = if js::truthy(&precision) {
        js::to_number(&precision)
    } else {
        0.0
    };
    let factor = 10f64.powi(places.clamp(-300.0, 300.0) as i32);
    let scaled = n * factor;
    let whole = match call.arg(1) {
        Value::String(method) if &*method == "ceil" => scaled.ceil(),
        Value::String(method) if &*method == "floor" => scaled.floor(),
        _ => (scaled + 0.5).floor(),
    };
    Ok((whole / factor).into())
}
