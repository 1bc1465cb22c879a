//! Which form of a word goes with a number.

use crate::data;
use crate::decimal::{Decimal, Kind};
use crate::locale::{self, Locale};
use crate::number::Digits;
use crate::settings::{Reader, Settings};

/// What the rules of languages ask about a number, as it is written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Operands {
    /// Digits before the point.
    whole: String,
    /// Digits after it, as written.
    fraction: String,
}

impl Operands {
    pub(crate) fn new(whole: &str, fraction: &str) -> Operands {
        Operands {
            whole: whole.to_owned(),
            fraction: fraction.to_owned(),
        }
    }

    /// The value of an operand; none where it is no whole number.
    fn value(&self, operand: &str) -> Option<u64> {
        let trimmed = self.fraction.trim_end_matches('0');
        match operand {
            "n" if !trimmed.is_empty() => None,
            "n" if self.whole.trim_start_matches('0').len() > 18 => Some(10_u64.pow(19)),
            "n" | "i" => Some(number(&self.whole)),
            "v" => Some(self.fraction.len() as u64),
            "w" => Some(trimmed.len() as u64),
            "f" => Some(number(&self.fraction)),
            "t" => Some(number(trimmed)),
            // Compact numbers are asked before they are shortened.
            "c" | "e" => Some(0),
            _ => None,
        }
    }
}

/// Rules look at the last digits.
fn number(digits: &str) -> u64 {
    let from = digits.len().saturating_sub(18);
    digits[from..].parse().unwrap_or(0)
}

/// `zero`, `one`, `two`, `few`, `many` or `other`.
pub(crate) fn category(locale: &Locale, ordinal: bool, operands: &Operands) -> &'static str {
    let kind = if ordinal { "ordinal" } else { "plural" };
    let mut names = [locale.name.as_str(), locale.language()].into_iter();
    let rules = names.find_map(|name| data::world(&format!("{kind}.{name}")));
    for rule in rules.unwrap_or_default().split('~') {
        if let Some((category, condition)) = rule.split_once(':')
            && holds(condition, operands)
        {
            return category;
        }
    }
    "other"
}

/// `v = 0 and i % 10 = 1 or f % 10 = 1`
fn holds(condition: &str, operands: &Operands) -> bool {
    let all = |terms: &str| terms.split(" and ").all(|term| relation(term, operands));
    condition.split(" or ").any(all)
}

fn relation(term: &str, operands: &Operands) -> bool {
    let (left, right, wanted) = match term.split_once(" != ") {
        Some((left, right)) => (left, right, false),
        None => match term.split_once(" = ") {
            Some((left, right)) => (left, right, true),
            None => return false,
        },
    };
    let (operand, modulus) = match left.split_once(" % ") {
        Some((operand, modulus)) => (operand, modulus.parse().unwrap_or(1)),
        None => (left, u64::MAX),
    };
    let Some(value) = operands.value(operand.trim()) else {
        return !wanted;
    };
    let value = value % modulus;
    let among = right.trim().split(',').any(|range| {
        let (from, to) = range.split_once("..").unwrap_or((range, range));
        let bounds = (from.trim().parse::<u64>(), to.trim().parse::<u64>());
        matches!(bounds, (Ok(from), Ok(to)) if (from..=to).contains(&value))
    });
    among == wanted
}

/// The form of `one:…~few:…~other` for a category.
pub(crate) fn form(forms: &'static str, category: &str) -> &'static str {
    let mut other = "";
    for form in forms.split('~') {
        match form.split_once(':') {
            Some((name, form)) if name == category => return form,
            Some((name, _)) if is_category(name) => {}
            _ => other = form,
        }
    }
    other
}

fn is_category(name: &str) -> bool {
    matches!(name, "zero" | "one" | "two" | "few" | "many" | "0" | "1")
}

/// `new Intl.PluralRules(locales, options).select(amount)`.
///
/// # Errors
/// What V8 says of a wrong option or language.
pub fn plural(
    locales: &[String],
    default: &str,
    settings: Settings<'_>,
    amount: f64,
) -> Result<&'static str, String> {
    let locale = locale::choose(locales, default)?;
    let reader = Reader::new("PluralRules", settings);
    reader.choice("localeMatcher", "best fit lookup")?;
    let ordinal = reader.choice("type", "cardinal ordinal")? == "ordinal";
    let digits = Digits::read(&reader, (0, 3), false)?;
    let mut amount = Decimal::new(amount);
    if amount.kind != Kind::Finite {
        return Ok("other");
    }
    let min_fraction = digits.round(&mut amount);
    let (whole, fraction) = amount.parts(digits.min_whole, min_fraction);
    let operands = Operands::new(&whole, &fraction);
    Ok(category(&locale, ordinal, &operands))
}
