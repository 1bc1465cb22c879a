//! `1.2K`, `1.2 million`.

use super::{Notation, Style, Writer, Written};
use crate::decimal::{Decimal, Kind};
use crate::plural::{self, Operands};

impl Writer<'_> {
    pub(super) fn compact(&self, mut amount: Decimal) -> Written {
        let patterns = self.compact_patterns();
        // Names go with the number as it was before.
        let mut long = amount.clone();
        let min_fraction = self.options.digits.round(&mut long);
        let (whole, fraction) = self.parts(&long, min_fraction);
        let long = Operands::new(&whole, &fraction);
        let (min_fraction, multiplier) = self.shorten(&mut amount, patterns);
        let (whole, fraction) = self.parts(&amount, min_fraction);
        let operands = Operands::new(&whole, &fraction);
        let number = self.join(&amount, &whole, &fraction);
        let magnitude = if amount.is_zero() {
            0
        } else {
            amount.magnitude() + multiplier
        };
        let forms = pattern(patterns, magnitude);
        let exact = match (&*whole, &*fraction) {
            ("1", "") => Some("1"),
            ("0", "") => Some("0"),
            _ => None,
        };
        let category = plural::category(self.locale, false, &operands);
        let form = exact
            .and_then(|exact| exactly(forms, exact))
            .unwrap_or_else(|| plural::form(forms, category));
        let is_short = amount.kind == Kind::Finite && !is_plain(form);
        // A thousand may be a word by itself.
        let number = if is_short && !form.contains('0') {
            String::new()
        } else {
            number
        };
        self.with_style(&amount, number, long, is_short.then_some(form))
    }

    fn compact_patterns(&self) -> &'static str {
        let long = self.options.notation == Notation::Compact { long: true };
        match &self.options.style {
            Style::Currency { display, .. } if display != "name" => self.of_system("shortcur"),
            _ if long => self.of_system("long"),
            _ => self.of_system("short"),
        }
    }

    /// Divides by thousands, millions and so on. Gives the least digits after the point, and the power
    /// of ten that it was divided by.
    fn shorten(&self, amount: &mut Decimal, patterns: &str) -> (usize, i32) {
        let round = |amount: &mut Decimal| self.options.digits.round(amount);
        if amount.is_zero() || amount.kind != Kind::Finite {
            return (round(amount), 0);
        }
        let magnitude = amount.magnitude();
        let first = divisor(patterns, magnitude);
        let mut shortened = amount.clone();
        shortened.scale(-first);
        let min_fraction = round(&mut shortened);
        if shortened.is_zero() || shortened.magnitude() == magnitude - first {
            *amount = shortened;
            return (min_fraction, first);
        }
        // Rounding gave one digit more, which may be a thousand of these.
        let second = divisor(patterns, magnitude + 1);
        if second == first {
            *amount = shortened;
            return (min_fraction, first);
        }
        shortened.scale(first - second);
        let min_fraction = round(&mut shortened);
        *amount = shortened;
        (min_fraction, second)
    }
}

/// The forms for numbers of so many digits more than one; the last ones for any larger number.
fn pattern(patterns: &str, magnitude: i32) -> &str {
    let Ok(at) = usize::try_from(magnitude - 3) else {
        return "0";
    };
    let mut patterns = patterns.split('|');
    let last = patterns.clone().next_back();
    patterns.nth(at).or(last).unwrap_or("0")
}

/// The power of ten that numbers of this magnitude are divided by.
fn divisor(patterns: &str, magnitude: i32) -> i32 {
    let form = pattern(patterns, magnitude);
    let form = form.rsplit('~').next().unwrap_or(form);
    if is_plain(form) {
        return 0;
    }
    let largest = patterns.split('|').count() as i32 + 2;
    let positive = form.split(';').next().unwrap_or(form);
    let zeros = positive.chars().filter(|c| *c == '0').count() as i32;
    magnitude.min(largest) - zeros.max(1) + 1
}

/// Is it a pattern that shortens nothing?
fn is_plain(form: &str) -> bool {
    form.is_empty() || form == "0"
}

/// The form for exactly 0 or 1.
fn exactly(forms: &'static str, number: &str) -> Option<&'static str> {
    let mut forms = forms.split('~').filter_map(|form| form.split_once(':'));
    forms.find_map(|(name, form)| (name == number).then_some(form))
}
