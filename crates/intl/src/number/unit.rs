//! Units: `5 km/h`.

use crate::locale::Locale;
use crate::plural;

/// The units that JavaScript allows by themselves and in `one-per-other`.
const UNITS: &str = "acre bit byte celsius centimeter day degree fahrenheit fluid-ounce foot gallon \
    gigabit gigabyte gram hectare hour inch kilobit kilobyte kilogram kilometer liter megabit megabyte \
    meter microsecond mile mile-scandinavian milliliter millimeter millisecond minute month nanosecond \
    ounce percent petabyte pound second stone terabit terabyte week yard year";

fn is_simple(unit: &str) -> bool {
    UNITS.split_whitespace().any(|known| known == unit)
}

pub(super) fn is_known(unit: &str) -> bool {
    let parts = |(one, other): (&str, &str)| is_simple(one) && is_simple(other);
    is_simple(unit) || unit.split_once("-per-").is_some_and(parts)
}

/// `number` with its unit.
pub(super) fn with_unit(
    locale: &Locale,
    unit: &str,
    width: &str,
    category: &str,
    number: &str,
) -> String {
    let forms = |unit: &str| locale.data.text(&format!("u.{width}.{unit}"));
    let whole = forms(unit);
    if !whole.is_empty() {
        return plural::form(whole, category).replace("{0}", number);
    }
    let (one, other) = unit.split_once("-per-").unwrap_or((unit, ""));
    let first = plural::form(forms(one), category).replace("{0}", number);
    let per = locale.data.text(&format!("per.{width}.{other}"));
    if !per.is_empty() {
        return per.replace("{0}", &first);
    }
    let second = plural::form(forms(other), "one").replace("{0}", "");
    let compound = locale.data.text(&format!("per.{width}"));
    compound
        .replace("{0}", &first)
        .replace("{1}", second.trim())
}
