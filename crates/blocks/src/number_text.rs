//! Numbers as they are typed and shown: rounding and stepping in decimals, as people reckon, not in
//! binary fractions.

use engine::js;

/// `n` with exactly `digits` decimals, halves away from zero.
pub(crate) fn rounded(n: f64, digits: usize) -> String {
    let text = js::number_to_text(n);
    let (sign, magnitude) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.as_str()),
    };
    if !magnitude.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return if n.is_finite() {
            format!("{n:.digits$}")
        } else {
            text
        };
    }
    let (whole, fraction) = magnitude.split_once('.').unwrap_or((magnitude, ""));
    let mut all: Vec<u8> = whole
        .bytes()
        .chain(fraction.bytes().chain(std::iter::repeat(b'0')).take(digits))
        .collect();
    if fraction
        .as_bytes()
        .get(digits)
        .is_some_and(|next| *next >= b'5')
    {
        carry(&mut all);
    }
    let point = all.len() - digits;
    let mut out = String::with_capacity(all.len() + 2);
    if all.iter().any(|digit| *digit != b'0') {
        out.push_str(sign);
    }
    for (i, digit) in all.iter().enumerate() {
        if i == point {
            out.push('.');
        }
        out.push(char::from(*digit));
    }
    out
}

/// Adds one to the last of some digits.
fn carry(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return;
        }
        *digit = b'0';
    }
    digits.insert(0, b'1');
}

/// `n + step` without the noise of binary fractions.
pub(crate) fn stepped(n: f64, step: f64) -> f64 {
    let digits = decimals(n).max(decimals(step));
    js::text_to_number(&rounded(n + step, digits))
}

fn decimals(n: f64) -> usize {
    let text = js::number_to_text(n);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let after = mantissa
        .split_once('.')
        .map_or(0, |(_, fraction)| fraction.len()) as i32;
    (after - exponent.parse::<i32>().unwrap_or(0)).clamp(0, 20) as usize
}

/// The number that `text` is, whatever stands around it; none where it is none yet, such as `-`.
pub(crate) fn read_number(text: &str, decimal: &str) -> Option<f64> {
    let mut text = text.trim().to_owned();
    if decimal != "." && !decimal.is_empty() {
        text = text.replace(decimal, ".");
    }
    text.retain(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'));
    let n = js::text_to_number(&text);
    (n.is_finite() && !text.is_empty()).then_some(n)
}

#[cfg(test)]
mod tests;
