//! `Intl.DateTimeFormat`.

mod calendar;
mod fields;
mod generator;
mod options;
mod write;
mod zone;

use crate::locale::{self, Locale};
use crate::settings::{Reader, Settings};

use options::Options;

/// `new Intl.DateTimeFormat(locales, options).format(date)`; `ms` counts from 1970.
///
/// # Errors
/// What V8 says of a wrong option, language or date.
pub fn date_time(
    locales: &[String],
    default: &str,
    settings: Settings<'_>,
    ms: f64,
) -> Result<String, String> {
    let locale = locale::choose(locales, default)?;
    let reader = Reader::new("DateTimeFormat", settings);
    let options = Options::read(&locale, &reader)?;
    if ms.is_nan() {
        return Err("Invalid time value".to_owned());
    }
    let pattern = options.pattern(&locale);
    let text = write::write(&locale, &options, &pattern, ms);
    // V8 keeps programs alive that look for a plain space.
    Ok(text.replace(['\u{202f}', '\u{2009}'], " "))
}

/// Facts of the calendar that the language reckons by.
pub(crate) fn of_calendar(locale: &Locale, own: bool, key: &str) -> &'static str {
    let prefix = if own { "own." } else { "" };
    locale.data.text(&format!("{prefix}{key}"))
}
