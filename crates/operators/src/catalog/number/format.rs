//! Numbers as text with a given count of digits, or in another radix.

use engine::js;

/// The digits of `n` (finite, positive) rounded to `count` significant ones, and the power of ten of
/// the first. Where two are equally near, the larger one, as JavaScript says; Rust takes the even one.
fn significant(n: f64, count: usize) -> (String, i32) {
    let (mut digits, mut exponent) = split(&format!("{n:.*e}", count - 1));
    // Rounding down is wrong only at a tie; the digit after the last is 5 there, and nothing follows.
    if is_tie(n, count as i32 - 1 - split(&format!("{n:e}")).1) {
        let (mut longer, at) = split(&format!("{n:.count$e}"));
        longer.pop();
        (digits, exponent) = (longer, at);
        if increment(&mut digits) {
            digits.pop();
            exponent += 1;
        }
    }
    (digits, exponent)
}

/// The digits and the exponent of `1.25e3`.
fn split(text: &str) -> (String, i32) {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let digits = mantissa.chars().filter(char::is_ascii_digit).collect();
    (digits, exponent.parse().unwrap_or(0))
}

/// Is `n` exactly between two numbers with `places` decimal places (which may be negative)?
///
/// For places p ≥ 0 that is: n·2^(p+1) is an odd whole number, for then n·10^p ends in one half.
fn is_tie(n: f64, places: i32) -> bool {
    if places >= 0 {
        let scaled = n * f64::from(places + 1).exp2();
        return scaled.fract() == 0.0 && scaled % 2.0 == 1.0;
    }
    if n >= 1e30 || n.fract() != 0.0 || places < -30 {
        return false;
    }
    let unit = 10u128.pow(places.unsigned_abs());
    let twice = n as u128 * 2;
    twice.is_multiple_of(unit) && twice / unit % 2 == 1
}

/// Adds one to the last of decimal `digits`; true where that makes one digit more.
fn increment(digits: &mut String) -> bool {
    let nines = digits.bytes().rev().take_while(|b| *b == b'9').count();
    let keep = digits.len() - nines;
    let raised = digits[..keep].bytes().last().map(|b| char::from(b + 1));
    digits.truncate(keep.saturating_sub(1));
    digits.push(raised.unwrap_or('1'));
    digits.extend(std::iter::repeat_n('0', nines));
    raised.is_none()
}

fn signed(n: f64, text: String) -> String {
    if n < 0.0 { format!("-{text}") } else { text }
}

/// `toFixed`.
pub(super) fn fixed(n: f64, places: usize) -> String {
    if !n.is_finite() || n.abs() >= 1e21 {
        return js::number_to_text(n);
    }
    let size = n.abs();
    if !is_tie(size, places as i32) {
        return signed(n, format!("{size:.places$}"));
    }
    // One place more is exact and ends in 5: drop it and round up.
    let exact = format!("{size:.*}", places + 1);
    let mut digits: String = exact.chars().filter(char::is_ascii_digit).collect();
    digits.pop();
    increment(&mut digits);
    if places > 0 {
        digits.insert(digits.len() - places, '.');
    }
    signed(n, digits)
}

/// `toExponential`; as many digits as needed without `places`.
pub(super) fn exponential(n: f64, places: Option<usize>) -> String {
    let size = n.abs();
    let (digits, exponent) = match places {
        None => split(&format!("{size:e}")),
        Some(places) if size == 0.0 => ("0".repeat(places + 1), 0),
        Some(places) => significant(size, places + 1),
    };
    signed(n, with_exponent(&digits, exponent))
}

fn with_exponent(digits: &str, exponent: i32) -> String {
    let point = if digits.len() > 1 { "." } else { "" };
    let sign = if exponent < 0 { "" } else { "+" };
    format!("{}{point}{}e{sign}{exponent}", &digits[..1], &digits[1..])
}

/// `toPrecision`.
pub(super) fn precision(n: f64, count: usize) -> String {
    let size = n.abs();
    let (digits, exponent) = if size == 0.0 {
        ("0".repeat(count), 0)
    } else {
        significant(size, count)
    };
    if exponent < -6 || exponent >= count as i32 {
        return signed(n, with_exponent(&digits, exponent));
    }
    let text = if exponent < 0 {
        format!(
            "0.{}{digits}",
            "0".repeat(exponent.unsigned_abs() as usize - 1)
        )
    } else if exponent as usize + 1 == count {
        digits
    } else {
        let (whole, fraction) = digits.split_at(exponent as usize + 1);
        format!("{whole}.{fraction}")
    };
    signed(n, text)
}

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// `toString(radix)`: as many digits after the point as tell the number from its neighbours, which is
/// V8's rule.
pub(super) fn radix(n: f64, radix: u32) -> String {
    if radix == 10 || !n.is_finite() {
        return js::number_to_text(n);
    }
    let base = f64::from(radix);
    let size = n.abs();
    let mut whole = size.floor();
    let fraction = fraction_digits(size, base, &mut whole);
    let mut out = Vec::new();
    // Far above 2^53 the low digits are not known: V8 writes them as 0.
    while whole / base >= 9_007_199_254_740_992.0 {
        whole /= base;
        out.push(b'0');
    }
    loop {
        let digit = whole % base;
        out.push(DIGITS[digit as usize]);
        whole = (whole - digit) / base;
        if whole <= 0.0 {
            break;
        }
    }
    out.reverse();
    if !fraction.is_empty() {
        out.push(b'.');
        out.extend(fraction.iter().map(|d| DIGITS[usize::from(*d)]));
    }
    signed(n, out.into_iter().map(char::from).collect())
}

fn fraction_digits(size: f64, base: f64, whole: &mut f64) -> Vec<u8> {
    let mut digits: Vec<u8> = Vec::new();
    let mut fraction = size - *whole;
    // Half the distance to the next double.
    let mut delta = (0.5 * (size.next_up() - size)).max(f64::from_bits(1));
    if fraction < delta {
        return digits;
    }
    loop {
        fraction *= base;
        delta *= base;
        let digit = fraction.floor();
        digits.push(digit as u8);
        fraction -= digit;
        let half_up = fraction > 0.5 || (fraction == 0.5 && digit % 2.0 == 1.0);
        if half_up && fraction + delta > 1.0 {
            round_up(&mut digits, base as u8, whole);
            return digits;
        }
        if fraction < delta {
            return digits;
        }
    }
}

fn round_up(digits: &mut Vec<u8>, base: u8, whole: &mut f64) {
    while let Some(digit) = digits.pop() {
        if digit + 1 < base {
            digits.push(digit + 1);
            return;
        }
    }
    *whole += 1.0;
}
