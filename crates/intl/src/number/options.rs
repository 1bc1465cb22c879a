//! The options of `Intl.NumberFormat`.

use super::unit;
use crate::data;
use crate::decimal::{Decimal, Rounding};
use crate::locale::Locale;
use crate::settings::{Reader, Setting};

/// What a number counts.
#[derive(Clone, Debug)]
pub(crate) enum Style {
    Decimal,
    Percent,
    Currency {
        code: String,
        /// `symbol`, `narrowSymbol`, `code` or `name`.
        display: String,
        accounting: bool,
    },
    Unit {
        unit: String,
        width: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Notation {
    Standard,
    /// The exponent is a multiple of `every`.
    Scientific {
        every: i32,
    },
    Compact {
        long: bool,
    },
}

/// When a sign is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    Auto,
    Always,
    ExceptZero,
    Negative,
    Never,
}

#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) numbering: String,
    pub(crate) style: Style,
    pub(crate) notation: Notation,
    pub(crate) digits: Digits,
    /// `auto`, `always`, `min2`, or empty for none.
    pub(crate) grouping: String,
    pub(crate) sign: Sign,
}

impl Options {
    /// A plain number in the numbering system, with up to three digits after the point.
    pub(crate) fn plain(numbering: String) -> Options {
        Options {
            numbering,
            style: Style::Decimal,
            notation: Notation::Standard,
            digits: Digits::USUAL,
            grouping: "auto".to_owned(),
            sign: Sign::Auto,
        }
    }

    pub(crate) fn read(locale: &Locale, reader: &Reader<'_>) -> Result<Options, String> {
        reader.choice("localeMatcher", "best fit lookup")?;
        let numbering = locale.numbering(reader)?;
        let style = style(reader)?;
        let notation = reader.choice("notation", "standard scientific engineering compact")?;
        let places = match &style {
            Style::Currency { code, .. } if notation == "standard" => {
                let places = data::world(&format!("places.{code}"));
                let places = places.and_then(|places| places.parse().ok()).unwrap_or(2);
                (places, places)
            }
            Style::Percent => (0, 0),
            _ => (0, 3),
        };
        let digits = Digits::read(reader, places, notation == "compact")?;
        let long = reader.choice("compactDisplay", "short long")? == "long";
        let notation = match &*notation {
            "scientific" => Notation::Scientific { every: 1 },
            "engineering" => Notation::Scientific { every: 3 },
            "compact" => Notation::Compact { long },
            _ => Notation::Standard,
        };
        let grouping = grouping(reader, matches!(notation, Notation::Compact { .. }))?;
        let sign = reader.choice("signDisplay", "auto never always exceptZero negative")?;
        Ok(Options {
            numbering,
            style,
            notation,
            digits,
            grouping,
            sign: match &*sign {
                "never" => Sign::Never,
                "always" => Sign::Always,
                "exceptZero" => Sign::ExceptZero,
                "negative" => Sign::Negative,
                _ => Sign::Auto,
            },
        })
    }
}

fn style(reader: &Reader<'_>) -> Result<Style, String> {
    let style = reader.choice("style", "decimal percent currency unit")?;
    let currency = reader.text("currency");
    if let Some(code) = &currency
        && !(code.len() == 3 && code.bytes().all(|b| b.is_ascii_alphabetic()))
    {
        return Err(format!("Invalid currency code : {code}"));
    }
    if style == "currency" && currency.is_none() {
        return Err("Currency code is required with currency style.".to_owned());
    }
    let display = reader.choice("currencyDisplay", "symbol code narrowSymbol name")?;
    let accounting = reader.choice("currencySign", "standard accounting")? == "accounting";
    let unit = reader.text("unit");
    let wrong = |unit: &str| format!("Invalid unit argument for Intl.NumberFormat() '{unit}'");
    if let Some(unit) = unit.as_deref().filter(|unit| !unit::is_known(unit)) {
        return Err(wrong(unit));
    }
    let width = reader.choice("unitDisplay", "short narrow long")?;
    Ok(match &*style {
        "percent" => Style::Percent,
        "currency" => Style::Currency {
            code: currency.unwrap_or_default().to_ascii_uppercase(),
            display,
            accounting,
        },
        "unit" => Style::Unit {
            unit: unit.ok_or_else(|| wrong(""))?,
            width,
        },
        _ => Style::Decimal,
    })
}

fn grouping(reader: &Reader<'_>, compact: bool) -> Result<String, String> {
    let usual = if compact { "min2" } else { "auto" };
    Ok(match reader.raw("useGrouping") {
        None => usual.to_owned(),
        Some(Setting::Bool(true)) => "always".to_owned(),
        Some(Setting::Bool(false)) => String::new(),
        Some(Setting::Number(n)) if n == 0.0 || n.is_nan() => String::new(),
        Some(Setting::Null) => String::new(),
        Some(Setting::Text(text)) if text.is_empty() => String::new(),
        Some(Setting::Text(text)) if text == "true" || text == "false" => usual.to_owned(),
        Some(_) => match reader.one_of("useGrouping", "min2 auto always")? {
            Some(text) => text,
            None => usual.to_owned(),
        },
    })
}

/// Which digits are significant where both are limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Limit {
    Fraction,
    Significant,
    MorePrecision,
    LessPrecision,
}

/// How many digits are written.
#[derive(Clone, Debug)]
pub(crate) struct Digits {
    pub(crate) min_whole: usize,
    fraction: (u32, u32),
    significant: (u32, u32),
    limit: Limit,
    step: u32,
    mode: Rounding,
    /// Zeros after the point are left out of whole numbers.
    pub(crate) strips_zeros: bool,
}

impl Digits {
    /// Up to three after the point.
    const USUAL: Digits = Digits {
        min_whole: 1,
        fraction: (0, 3),
        significant: (1, 21),
        limit: Limit::Fraction,
        step: 1,
        mode: Rounding::HalfExpand,
        strips_zeros: false,
    };

    /// `places` are the digits after the point where nothing is said.
    pub(crate) fn read(
        reader: &Reader<'_>,
        places: (u32, u32),
        compact: bool,
    ) -> Result<Digits, String> {
        const STEPS: [u32; 15] = [
            1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000,
        ];
        let min_whole = reader.number("minimumIntegerDigits", 1, 21)?.unwrap_or(1);
        let given = |name: &str| reader.raw(name).is_some();
        let has_significant =
            given("minimumSignificantDigits") || given("maximumSignificantDigits");
        let has_fraction = given("minimumFractionDigits") || given("maximumFractionDigits");
        let step = reader.number("roundingIncrement", 1, 5000)?.unwrap_or(1);
        if !STEPS.contains(&step) {
            return Err("roundingIncrement value is out of range.".to_owned());
        }
        let mode = Rounding::read(&reader.choice("roundingMode", Rounding::NAMES)?);
        let priority = reader.choice("roundingPriority", "auto morePrecision lessPrecision")?;
        let zeros = reader.choice("trailingZeroDisplay", "auto stripIfInteger")?;
        let needs_significant = priority != "auto" || has_significant;
        let needs_fraction = priority != "auto" || !(has_significant || (!has_fraction && compact));
        let mut digits = Digits {
            min_whole: min_whole as usize,
            step,
            mode,
            strips_zeros: zeros == "stripIfInteger",
            ..Digits::USUAL
        };
        if needs_significant && has_significant {
            let least = reader
                .number("minimumSignificantDigits", 1, 21)?
                .unwrap_or(1);
            let most = reader.number("maximumSignificantDigits", least, 21)?;
            digits.significant = (least, most.unwrap_or(21));
        }
        if needs_fraction {
            digits.fraction = fraction(reader, has_fraction, places)?;
        }
        digits.limit = match (&*priority, needs_significant, needs_fraction) {
            ("morePrecision", ..) => Limit::MorePrecision,
            ("lessPrecision", ..) => Limit::LessPrecision,
            (_, true, _) => Limit::Significant,
            (_, _, true) => Limit::Fraction,
            _ => {
                digits.fraction = (0, 0);
                digits.significant = (1, 2);
                Limit::MorePrecision
            }
        };
        if step != 1 && digits.limit != Limit::Fraction {
            return Err("roundingIncrement value is invalid.".to_owned());
        }
        if step != 1 && digits.fraction.0 != digits.fraction.1 {
            return Err("maximumFractionDigits value is out of range.".to_owned());
        }
        Ok(digits)
    }

    /// Rounds, and says how many digits must follow the point.
    pub(crate) fn round(&self, amount: &mut Decimal) -> usize {
        let magnitude = if amount.is_zero() {
            0
        } else {
            amount.magnitude()
        };
        let by_fraction = -(self.fraction.1 as i32);
        let by_significant = magnitude - self.significant.1 as i32 + 1;
        let significant = match self.limit {
            Limit::Fraction => false,
            Limit::Significant => true,
            Limit::MorePrecision => by_significant <= by_fraction,
            Limit::LessPrecision => by_significant > by_fraction,
        };
        if !significant {
            amount.round(by_fraction, self.step, self.mode);
            return self.fraction.0 as usize;
        }
        amount.round(by_significant, 1, self.mode);
        let magnitude = if amount.is_zero() {
            0
        } else {
            amount.magnitude()
        };
        usize::try_from(self.significant.0 as i32 - 1 - magnitude).unwrap_or(0)
    }
}

/// The least and most digits after the point.
fn fraction(
    reader: &Reader<'_>,
    is_given: bool,
    (least, most): (u32, u32),
) -> Result<(u32, u32), String> {
    if !is_given {
        return Ok((least, most));
    }
    let min = reader.number("minimumFractionDigits", 0, 100)?;
    let max = reader.number("maximumFractionDigits", 0, 100)?;
    match (min, max) {
        (None, Some(max)) => Ok((least.min(max), max)),
        (Some(min), None) => Ok((min, most.max(min))),
        (Some(min), Some(max)) if min > max => {
            Err("maximumFractionDigits value is out of range.".to_owned())
        }
        (min, max) => Ok((min.unwrap_or(least), max.unwrap_or(most))),
    }
}
