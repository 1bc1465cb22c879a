//! Decimal numbers: digits and a point, without loss.

use std::fmt::Write as _;

/// How a number is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rounding {
    Ceil,
    Floor,
    Expand,
    Trunc,
    HalfCeil,
    HalfFloor,
    HalfExpand,
    HalfTrunc,
    HalfEven,
}

impl Rounding {
    /// The names that JavaScript has, the usual one first.
    pub(crate) const NAMES: &str =
        "halfExpand ceil floor expand trunc halfCeil halfFloor halfTrunc halfEven";

    pub(crate) fn read(name: &str) -> Rounding {
        match name {
            "ceil" => Rounding::Ceil,
            "floor" => Rounding::Floor,
            "expand" => Rounding::Expand,
            "trunc" => Rounding::Trunc,
            "halfCeil" => Rounding::HalfCeil,
            "halfFloor" => Rounding::HalfFloor,
            "halfTrunc" => Rounding::HalfTrunc,
            "halfEven" => Rounding::HalfEven,
            _ => Rounding::HalfExpand,
        }
    }
}

/// What a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Finite,
    Infinite,
    NaN,
}

/// A decimal number.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Decimal {
    pub(crate) kind: Kind,
    pub(crate) negative: bool,
    /// From the first that is not 0 to the last that is not; none of zero.
    digits: Vec<u8>,
    /// The number is 0.digits × 10^point.
    point: i32,
}

/// Numbers beyond this power of ten are infinite, or nothing.
const MAX_POINT: i32 = 1000;

impl Decimal {
    /// A double, as the shortest decimal that stands for it.
    pub(crate) fn new(n: f64) -> Decimal {
        let mut decimal = Decimal {
            kind: Kind::Finite,
            negative: n.is_sign_negative() && !n.is_nan(),
            digits: Vec::new(),
            point: 0,
        };
        if n.is_nan() {
            decimal.kind = Kind::NaN;
        } else if n.is_infinite() {
            decimal.kind = Kind::Infinite;
        } else {
            decimal.read(&format!("{:e}", n.abs()));
        }
        decimal
    }

    /// A decimal literal of JavaScript, with all its digits. None for anything else.
    pub(crate) fn parse(text: &str) -> Option<Decimal> {
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent),
            None => (unsigned, "0"),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let power = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let is_number = digits(whole)
            && digits(fraction)
            && !(whole.is_empty() && fraction.is_empty())
            && digits(power)
            && !power.is_empty();
        if !is_number {
            return None;
        }
        let mut decimal = Decimal::new(if text.starts_with('-') { -0.0 } else { 0.0 });
        decimal.read(unsigned);
        Some(decimal)
    }

    /// Reads digits, a point and an exponent, which are known to be there.
    fn read(&mut self, text: &str) {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let exponent = exponent
            .parse::<i32>()
            .unwrap_or(if exponent.starts_with('-') {
                -MAX_POINT * 2
            } else {
                MAX_POINT * 2
            });
        self.digits = whole
            .bytes()
            .chain(fraction.bytes())
            .map(|b| b - b'0')
            .collect();
        let length = i32::try_from(whole.len()).unwrap_or(MAX_POINT);
        self.point = length.saturating_add(exponent);
        self.trim();
        if self.point > MAX_POINT {
            self.kind = Kind::Infinite;
        }
        if self.point.abs() > MAX_POINT {
            // Whoever goes through the digits is done soon.
            self.digits.clear();
            self.point = 0;
        }
    }

    fn trim(&mut self) {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        let zeros = self.digits.iter().take_while(|d| **d == 0).count();
        self.digits.drain(..zeros);
        self.point -= zeros as i32;
        if self.digits.is_empty() {
            self.point = 0;
        }
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.kind == Kind::Finite && self.digits.is_empty()
    }

    /// The power of ten of the first digit.
    pub(crate) fn magnitude(&self) -> i32 {
        self.point - 1
    }

    /// Times a power of ten.
    pub(crate) fn scale(&mut self, power: i32) {
        if !self.digits.is_empty() {
            self.point += power;
        }
    }

    /// The power of ten of the last digit that is not 0.
    pub(crate) fn last(&self) -> i32 {
        self.point - self.digits.len() as i32
    }

    /// The digit at a power of ten.
    fn digit(&self, power: i32) -> u8 {
        let at = self.point - 1 - power;
        usize::try_from(at)
            .ok()
            .and_then(|at| self.digits.get(at).copied())
            .unwrap_or(0)
    }

    /// Drops what is below a power of ten, rounding to a multiple of `step` at that power.
    pub(crate) fn round(&mut self, power: i32, step: u32, mode: Rounding) {
        if self.kind != Kind::Finite || (step == 1 && self.last() >= power) {
            return;
        }
        let keep = usize::try_from(self.point - power).unwrap_or(0);
        let (kept, dropped) = self.digits.split_at(keep.min(self.digits.len()));
        let mut whole = kept.to_vec();
        whole.resize(keep, 0);
        // What is dropped begins with zeros where the number is below the power.
        let gap = usize::try_from(power - self.point).unwrap_or(0);
        let mut rest = vec![0; gap.min(2)];
        rest.extend_from_slice(dropped);
        let over = remainder(&mut whole, step);
        let half = compare_to_half(over, step, &rest);
        let is_exact = over == 0 && rest.iter().all(|d| *d == 0);
        let is_odd = whole_is_odd(&whole, step);
        if !is_exact && goes_up(mode, half, self.negative, is_odd) {
            add(&mut whole, step);
        }
        self.point = power + whole.len() as i32;
        self.digits = whole;
        self.trim();
    }

    /// The number without sign: digits before and after the point, at least so many.
    pub(crate) fn parts(&self, min_whole: usize, min_fraction: usize) -> (String, String) {
        let (mut whole, mut fraction) = (String::new(), String::new());
        for power in (0..self.point.max(0)).rev() {
            let _ = write!(whole, "{}", self.digit(power));
        }
        for power in (self.last().min(0)..0).rev() {
            let _ = write!(fraction, "{}", self.digit(power));
        }
        if self.digits.is_empty() {
            fraction.clear();
        }
        if whole.len() < min_whole {
            whole.insert_str(0, &"0".repeat(min_whole - whole.len()));
        }
        if fraction.len() < min_fraction {
            fraction += &"0".repeat(min_fraction - fraction.len());
        }
        (whole, fraction)
    }
}

/// Takes the remainder of a number by `step` away from it, and gives it.
fn remainder(whole: &mut [u8], step: u32) -> u32 {
    let over = whole
        .iter()
        .fold(0, |over, digit| (over * 10 + u32::from(*digit)) % step);
    let mut left = over;
    for i in (0..whole.len()).rev() {
        if left == 0 {
            break;
        }
        let digit = left % 10;
        left /= 10;
        if u32::from(whole[i]) >= digit {
            whole[i] -= digit as u8;
        } else {
            whole[i] = whole[i] + 10 - digit as u8;
            left += 1;
        }
    }
    over
}

/// Adds `step`.
fn add(whole: &mut Vec<u8>, step: u32) {
    let mut left = step;
    for digit in whole.iter_mut().rev() {
        let sum = u32::from(*digit) + left;
        *digit = (sum % 10) as u8;
        left = sum / 10;
    }
    while left > 0 {
        whole.insert(0, (left % 10) as u8);
        left /= 10;
    }
}

fn whole_is_odd(whole: &[u8], step: u32) -> bool {
    // In steps of `step`: the number is a multiple of it.
    let twice = step * 2;
    let over = whole
        .iter()
        .fold(0, |over, digit| (over * 10 + u32::from(*digit)) % twice);
    over != 0
}

/// How what is over a multiple of `step`, with the digits after it, compares to half a step.
fn compare_to_half(over: u32, step: u32, rest: &[u8]) -> std::cmp::Ordering {
    let mut digits = rest.iter().copied();
    // Twice the remainder against the step, with one digit more.
    let first = u32::from(digits.next().unwrap_or(0));
    let order = ((over * 10 + first) * 2).cmp(&(step * 10));
    if order.is_eq() && digits.any(|d| d != 0) {
        return std::cmp::Ordering::Greater;
    }
    order
}

/// Away from zero?
fn goes_up(mode: Rounding, half: std::cmp::Ordering, negative: bool, is_odd: bool) -> bool {
    let at_half = |up: bool| half.is_gt() || (half.is_eq() && up);
    match mode {
        Rounding::Ceil => !negative,
        Rounding::Floor => negative,
        Rounding::Expand => true,
        Rounding::Trunc => false,
        Rounding::HalfCeil => at_half(!negative),
        Rounding::HalfFloor => at_half(negative),
        Rounding::HalfExpand => at_half(true),
        Rounding::HalfTrunc => at_half(false),
        Rounding::HalfEven => at_half(is_odd),
    }
}

#[cfg(test)]
mod tests {
    use super::{Decimal, Rounding};

    fn rounded(n: f64, power: i32, step: u32, mode: Rounding) -> String {
        let mut decimal = Decimal::new(n);
        decimal.round(power, step, mode);
        let (whole, fraction) = decimal.parts(1, 0);
        let sign = if decimal.negative { "-" } else { "" };
        format!("{sign}{whole}.{fraction}")
    }

    #[test]
    fn numbers_are_rounded_by_their_decimal_digits() {
        for (n, power, step, mode, text) in [
            (1.005, -2, 1, Rounding::HalfExpand, "1.01"),
            (999.95, -1, 1, Rounding::HalfExpand, "1000."),
            (0.04, -1, 1, Rounding::HalfExpand, "0."),
            (0.05, -1, 1, Rounding::HalfExpand, "0.1"),
            (-2.5, 0, 1, Rounding::HalfEven, "-2."),
            (-2.5, 0, 1, Rounding::HalfCeil, "-2."),
            (-2.1, 0, 1, Rounding::Floor, "-3."),
            (1234.567, -2, 5, Rounding::HalfExpand, "1234.55"),
            (98.0, 0, 25, Rounding::HalfExpand, "100."),
            (0.0001, 0, 1, Rounding::Ceil, "1."),
            (1e21, 0, 1, Rounding::Trunc, "1000000000000000000000."),
        ] {
            assert_eq!(rounded(n, power, step, mode), text, "{n}");
        }
    }
}
