//! Numbers, currencies, units, lists.

use std::error::Error;

use serde_json::Value;

use crate::Facts;
use crate::json::{Source, entries, forms, list, text};

/// Currencies whose names are kept.
const NAMED: &str = "AED ARS AUD BDT BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP GHS HKD HUF IDR \
                     ILS INR ISK JPY KES KRW KWD LKR MAD MXN MYR NGN NOK NZD PEN PHP PKR PLN QAR RON \
                     RSD RUB SAR SEK SGD THB TRY TWD TZS UAH UGX USD UYU VND XAF XOF ZAR";

/// The units that JavaScript allows.
pub(crate) const UNITS: &str = "acre bit byte celsius centimeter day degree fahrenheit fluid-ounce foot \
    gallon gigabit gigabyte gram hectare hour inch kilobit kilobyte kilogram kilometer liter megabit \
    megabyte meter microsecond mile mile-scandinavian milliliter millimeter millisecond minute month \
    nanosecond ounce percent petabyte pound second stone terabit terabyte week yard year";

/// Compound units that have forms of their own.
const COMPOUND: &str = "kilometer-per-hour liter-per-kilometer meter-per-second mile-per-gallon \
                        mile-per-hour";

pub(crate) fn gather(
    source: &Source,
    locale: &str,
    facts: &mut Facts,
) -> Result<(), Box<dyn Error>> {
    let numbers = source.main("numbers", locale, "numbers", "numbers")?;
    let own = text(&numbers["defaultNumberingSystem"]).to_owned();
    facts.insert("min".into(), text(&numbers["minimumGroupingDigits"]).into());
    for system in [&*own, "latn"] {
        of_system(&numbers, system, facts);
    }
    facts.insert("ns".into(), own);
    currencies(
        &source.main("numbers", locale, "currencies", "numbers")?,
        facts,
    );
    units(&source.main("units", locale, "units", "units")?, facts);
    let lists = source.main("misc", locale, "listPatterns", "listPatterns")?;
    for (name, patterns) in entries(&lists) {
        let name = name.trim_start_matches("listPattern-type-");
        let patterns = list(patterns, &["2", "start", "middle", "end"]);
        facts.insert(format!("list.{name}"), patterns);
    }
    Ok(())
}

/// Symbols and patterns of a numbering system.
fn of_system(numbers: &Value, system: &str, facts: &mut Facts) {
    let of = |kind: &str| &numbers[format!("{kind}-numberSystem-{system}")];
    let symbols = of("symbols");
    let names = [
        "decimal",
        "group",
        "plusSign",
        "minusSign",
        "percentSign",
        "exponential",
        "infinity",
        "nan",
    ];
    let mut add = |key: &str, value: String| facts.insert(format!("{key}.{system}"), value);
    add("sym", list(symbols, &names));
    add(
        "money",
        list(symbols, &["currencyDecimal", "currencyGroup"]),
    );
    add("time", text(&symbols["timeSeparator"]).into());
    let (decimal, currency) = (of("decimalFormats"), of("currencyFormats"));
    add("dec", text(&decimal["standard"]).into());
    add("pct", text(&of("percentFormats")["standard"]).into());
    add("sci", text(&of("scientificFormats")["standard"]).into());
    add("cur", text(&currency["standard"]).into());
    add("acc", text(&currency["accounting"]).into());
    add("name", forms(currency, "unitPattern-count-"));
    add("short", compact(&decimal["short"]["decimalFormat"]));
    add("long", compact(&decimal["long"]["decimalFormat"]));
    add("shortcur", compact(&currency["short"]["standard"]));
}

/// Patterns for thousands, ten thousands and so on.
fn compact(formats: &Value) -> String {
    let of = |zeros: usize| forms(formats, &format!("1{}-count-", "0".repeat(zeros)));
    let all: Vec<String> = (3..=19)
        .map(of)
        .take_while(|forms| !forms.is_empty())
        .collect();
    all.join("|")
}

fn currencies(numbers: &Value, facts: &mut Facts) {
    for (code, names) in entries(&numbers["currencies"]) {
        let symbol = text(&names["symbol"]);
        let symbol = if symbol.is_empty() { code } else { symbol };
        let narrow = match text(&names["symbol-alt-narrow"]) {
            "" => symbol,
            narrow => narrow,
        };
        if symbol != code || narrow != code {
            let both = if symbol == narrow {
                symbol.to_owned()
            } else {
                format!("{symbol}|{narrow}")
            };
            facts.insert(format!("c.{code}"), both);
        }
        if NAMED.split_whitespace().any(|named| named == code) {
            facts.insert(format!("cn.{code}"), forms(names, "displayName-count-"));
        }
    }
}

fn units(units: &Value, facts: &mut Facts) {
    for width in ["long", "short", "narrow"] {
        let compound = text(&units[width]["per"]["compoundUnitPattern"]);
        facts.insert(format!("per.{width}"), compound.into());
        for (name, patterns) in entries(&units[width]) {
            let Some((_, unit)) = name.split_once('-') else {
                continue;
            };
            let known = |list: &str| list.split_whitespace().any(|known| known == unit);
            if known(UNITS) {
                let per = text(&patterns["perUnitPattern"]);
                facts.insert(format!("per.{width}.{unit}"), per.into());
            }
            if known(UNITS) || known(COMPOUND) {
                facts.insert(
                    format!("u.{width}.{unit}"),
                    forms(patterns, "unitPattern-count-"),
                );
            }
        }
    }
}
