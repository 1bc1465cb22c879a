//! `Intl.RelativeTimeFormat`.

use crate::decimal::Decimal;
use crate::locale;
use crate::number::{Options, Writer};
use crate::plural;
use crate::settings::{Reader, Settings};

/// `new Intl.RelativeTimeFormat(locales, options).format(amount, unit)`.
///
/// # Errors
/// What V8 says of a wrong option, language, number or unit.
pub fn relative_time(
    locales: &[String],
    default: &str,
    settings: Settings<'_>,
    amount: f64,
    unit: &str,
) -> Result<String, String> {
    const WHERE: &str = "Intl.RelativeTimeFormat.prototype.format()";
    let locale = locale::choose(locales, default)?;
    let reader = Reader::new("RelativeTimeFormat", settings);
    reader.choice("localeMatcher", "best fit lookup")?;
    let numbering = locale.numbering(&reader)?;
    let style = reader.choice("style", "long short narrow")?;
    let auto = reader.choice("numeric", "always auto")? == "auto";
    let singular = unit.strip_suffix('s').unwrap_or(unit);
    let known = "second minute hour day week month quarter year";
    if !known.split(' ').any(|known| known == singular) {
        return Err(format!("Invalid unit argument for {WHERE} '{unit}'"));
    }
    if !amount.is_finite() {
        return Err(format!("Value need to be finite number for {WHERE}"));
    }
    let key = |kind: &str| format!("{kind}.{style}.{singular}");
    if auto {
        let mut words = locale.data.text(&key("rel")).split('~');
        let word = words.find_map(|word| {
            let (n, word) = word.split_once(':')?;
            (n.parse() == Ok(amount)).then_some(word)
        });
        if let Some(word) = word {
            return Ok(word.to_owned());
        }
    }
    let kind = if amount.is_sign_negative() {
        "ago"
    } else {
        "in"
    };
    let options = Options::plain(numbering);
    let number = Writer::new(&locale, &options).write(Decimal::new(amount.abs()));
    let category = plural::category(&locale, false, &number.operands);
    let form = plural::form(locale.data.text(&key(kind)), category);
    Ok(form.replace("{0}", &number.text))
}
