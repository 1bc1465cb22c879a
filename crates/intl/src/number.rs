//! `Intl.NumberFormat`.

mod compact;
mod options;
mod pattern;
mod unit;

use crate::data;
use crate::decimal::{Decimal, Kind};
use crate::locale::{self, Locale};
use crate::plural::{self, Operands};
use crate::settings::{Reader, Settings};

pub(crate) use options::{Digits, Notation, Options, Sign, Style};
use pattern::Pattern;

/// What is to be written.
#[derive(Clone, Copy, Debug)]
pub enum Amount<'a> {
    /// A double.
    Number(f64),
    /// Text, as JavaScript reads a number in it, but without loss.
    Text(&'a str),
}

/// `new Intl.NumberFormat(locales, options).format(amount)`.
///
/// # Errors
/// What V8 says of a wrong option or language.
pub fn number(
    locales: &[String],
    default: &str,
    settings: Settings<'_>,
    amount: Amount<'_>,
) -> Result<String, String> {
    let locale = locale::choose(locales, default)?;
    let reader = Reader::new("NumberFormat", settings);
    let options = Options::read(&locale, &reader)?;
    Ok(Writer::new(&locale, &options).write(amount.decimal()).text)
}

impl Amount<'_> {
    pub(crate) fn decimal(self) -> Decimal {
        match self {
            Amount::Number(n) => Decimal::new(n),
            Amount::Text(text) => {
                let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
                let special = match text {
                    "" => Some(0.0),
                    "Infinity" | "+Infinity" => Some(f64::INFINITY),
                    "-Infinity" => Some(f64::NEG_INFINITY),
                    _ => radix(text),
                };
                let parsed = special.map(Decimal::new).or_else(|| Decimal::parse(text));
                parsed.unwrap_or_else(|| Decimal::new(f64::NAN))
            }
        }
    }
}

/// `0x10`, `0o17`, `0b1`.
fn radix(text: &str) -> Option<f64> {
    let (prefix, digits) = text.split_at_checked(2)?;
    let radix = match prefix {
        "0x" | "0X" => 16,
        "0o" | "0O" => 8,
        "0b" | "0B" => 2,
        _ => return None,
    };
    let is_digits = digits.chars().all(|c| c.is_digit(radix));
    let n = u128::from_str_radix(digits, radix).ok()?;
    is_digits.then_some(n as f64)
}

/// A number as it was written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written {
    pub(crate) text: String,
    /// What rules of plurals ask about it.
    pub(crate) operands: Operands,
}

/// Writes numbers by the options, in a language.
pub(crate) struct Writer<'a> {
    locale: &'a Locale,
    options: &'a Options,
    symbols: Symbols,
}

/// The signs of a numbering system.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Symbols {
    pub(crate) point: &'static str,
    group: &'static str,
    pub(crate) plus: &'static str,
    pub(crate) minus: &'static str,
    pub(crate) percent: &'static str,
    exponent: &'static str,
    infinity: &'static str,
    nan: &'static str,
    digits: &'static str,
}

impl Symbols {
    /// Those of `system` where the language has them, else its own for Latin digits.
    pub(crate) fn of(locale: &Locale, system: &str) -> Symbols {
        let own = locale.data.text(&format!("sym.{system}"));
        let list = if own.is_empty() {
            foreign(system, locale.data.text("sym.latn"))
        } else {
            own
        };
        let mut items = list.split('|');
        let mut next = || items.next().unwrap_or_default();
        Symbols {
            point: next(),
            group: next(),
            plus: next(),
            minus: next(),
            percent: next(),
            exponent: next(),
            infinity: next(),
            nan: next(),
            digits: data::world(&format!("digits.{system}")).unwrap_or("0123456789"),
        }
    }

    /// `text` with the digits of the numbering system.
    pub(crate) fn digits(&self, text: &str) -> String {
        if self.digits.starts_with('0') {
            return text.to_owned();
        }
        let own = |c: char| {
            let digit = c.to_digit(10).map(|d| d as usize);
            digit.and_then(|d| self.digits.chars().nth(d)).unwrap_or(c)
        };
        text.chars().map(own).collect()
    }
}

/// The signs of a system that the language does not use.
fn foreign(system: &str, latin: &'static str) -> &'static str {
    match system {
        "arab" => "٫|٬|\u{61c}+|\u{61c}-|٪\u{61c}|أس|∞|NaN",
        "arabext" => "٫|٬|\u{200e}+\u{200e}|\u{200e}-\u{200e}|٪|×۱۰^|∞|NaN",
        _ => latin,
    }
}

impl<'a> Writer<'a> {
    pub(crate) fn new(locale: &'a Locale, options: &'a Options) -> Writer<'a> {
        Writer {
            locale,
            options,
            symbols: Symbols::of(locale, &options.numbering),
        }
    }

    /// A pattern or list of the numbering system, or that for Latin digits.
    fn of_system(&self, key: &str) -> &'static str {
        let own = self
            .locale
            .data
            .text(&format!("{key}.{}", self.options.numbering));
        if own.is_empty() {
            self.locale.data.text(&format!("{key}.latn"))
        } else {
            own
        }
    }

    pub(crate) fn write(&self, mut amount: Decimal) -> Written {
        if matches!(self.options.style, Style::Percent) {
            amount.scale(2);
        }
        match (&self.options.notation, amount.kind) {
            (Notation::Compact { .. }, _) => self.compact(amount),
            (Notation::Scientific { every }, Kind::Finite) => self.scientific(amount, *every),
            _ => {
                let min_fraction = self.options.digits.round(&mut amount);
                let (whole, fraction) = self.parts(&amount, min_fraction);
                let operands = Operands::new(&whole, &fraction);
                let number = self.join(&amount, &whole, &fraction);
                self.with_style(&amount, number, operands, None)
            }
        }
    }

    fn parts(&self, amount: &Decimal, min_fraction: usize) -> (String, String) {
        let (whole, mut fraction) = amount.parts(self.options.digits.min_whole, min_fraction);
        if self.options.digits.strips_zeros && fraction.bytes().all(|b| b == b'0') {
            fraction.clear();
        }
        (whole, fraction)
    }

    /// The number without sign, symbols and units.
    fn join(&self, amount: &Decimal, whole: &str, fraction: &str) -> String {
        match amount.kind {
            Kind::NaN => return self.symbols.nan.to_owned(),
            Kind::Infinite => return self.symbols.infinity.to_owned(),
            Kind::Finite => {}
        }
        let money = match self.options.style {
            Style::Currency { .. } => self.of_system("money"),
            _ => "",
        };
        let mut money = money.split('|');
        let own =
            |own: Option<&'static str>, usual| own.filter(|own| !own.is_empty()).unwrap_or(usual);
        let point = own(money.next(), self.symbols.point);
        let group = own(money.next(), self.symbols.group);
        let mut out = self.grouped(whole, group);
        if !fraction.is_empty() {
            out.push_str(point);
            out.push_str(fraction);
        }
        self.symbols.digits(&out)
    }

    fn grouped(&self, whole: &str, separator: &str) -> String {
        let key = match &self.options.style {
            Style::Percent => "pct",
            Style::Unit { unit, width } if unit == "percent" && width != "long" => "pct",
            Style::Currency { display, .. } if display == "name" => "dec",
            Style::Currency {
                accounting: true, ..
            } => "acc",
            Style::Currency { .. } => "cur",
            _ => "dec",
        };
        let (first, others) = Pattern::parse(self.of_system(key)).groups;
        let usual = self.locale.data.text("min").parse().unwrap_or(1);
        let least = match &*self.options.grouping {
            "always" => 1,
            "min2" => usual.max(2),
            _ => usual,
        };
        if self.options.grouping.is_empty() || first == 0 || whole.len() < first + least {
            return whole.to_owned();
        }
        let mut out = String::new();
        for (i, digit) in whole.chars().enumerate() {
            let left = whole.len() - i;
            let at_group = left == first || (left > first && (left - first).is_multiple_of(others));
            if i > 0 && at_group {
                out.push_str(separator);
            }
            out.push(digit);
        }
        out
    }

    /// `1.23E4`; the exponent is a multiple of `every`.
    fn scientific(&self, mut amount: Decimal, every: i32) -> Written {
        let exponent = |amount: &Decimal| match amount.is_zero() {
            true => 0,
            false => amount.magnitude().div_euclid(every) * every,
        };
        let mut power = exponent(&amount);
        amount.scale(-power);
        let mut min_fraction = self.options.digits.round(&mut amount);
        // Rounding may give one digit more: 9.999 is 1E1.
        let more = exponent(&amount);
        if more != 0 {
            amount.scale(-more);
            power += more;
            min_fraction = self.options.digits.round(&mut amount);
        }
        let (whole, fraction) = self.parts(&amount, min_fraction);
        // A form of a word goes with the number written out.
        let mut full = amount.clone();
        full.scale(power);
        let places = usize::try_from(fraction.len() as i32 - power).unwrap_or(0);
        let (all, rest) = full.parts(1, places);
        let operands = Operands::new(&all, &rest);
        let number = self.join(&amount, &whole, &fraction);
        let minus = if power < 0 { self.symbols.minus } else { "" };
        let power = self.symbols.digits(&power.abs().to_string());
        let number = format!("{number}{}{minus}{power}", self.symbols.exponent);
        self.with_style(&amount, number, operands, None)
    }

    /// Adds sign, currency, percent sign and unit. `affixes` is a compact pattern to use instead of the
    /// pattern of the style.
    fn with_style(
        &self,
        amount: &Decimal,
        number: String,
        operands: Operands,
        affixes: Option<&'static str>,
    ) -> Written {
        let sign = self.sign(amount);
        let category = || match amount.kind {
            Kind::Finite => plural::category(self.locale, false, &operands),
            _ => "other",
        };
        let text = match &self.options.style {
            Style::Currency {
                code,
                display,
                accounting,
            } if display != "name" => {
                let symbol = self.currency_symbol(code, display);
                let key = if *accounting { "acc" } else { "cur" };
                let pattern = affixes.unwrap_or_else(|| self.of_system(key));
                Pattern::parse(pattern).apply(&number, sign, &symbol, &self.symbols)
            }
            Style::Currency { code, .. } => {
                let pattern = affixes.unwrap_or("0");
                let number = Pattern::parse(pattern).apply(&number, sign, "", &self.symbols);
                let category = category();
                let named = plural::form(self.of_system("name"), category);
                let name = self.locale.data.text(&format!("cn.{code}"));
                let name = if name.is_empty() {
                    code
                } else {
                    plural::form(name, category)
                };
                named.replace("{0}", &number).replace("{1}", name)
            }
            Style::Percent if matches!(self.options.notation, Notation::Compact { .. }) => {
                let pattern = affixes.unwrap_or_else(|| self.of_system("dec"));
                let number = Pattern::parse(pattern).apply(&number, sign, "", &self.symbols);
                unit::with_unit(self.locale, "percent", "short", category(), &number)
            }
            Style::Percent => {
                let pattern = self.of_system("pct");
                Pattern::parse(pattern).apply(&number, sign, "", &self.symbols)
            }
            Style::Unit { unit, width }
                if unit == "percent" && width != "long" && affixes.is_none() =>
            {
                let pattern = self.of_system("pct");
                Pattern::parse(pattern).apply(&number, sign, "", &self.symbols)
            }
            Style::Decimal => {
                let pattern = affixes.unwrap_or_else(|| self.of_system("dec"));
                Pattern::parse(pattern).apply(&number, sign, "", &self.symbols)
            }
            Style::Unit { unit, width } => {
                let pattern = affixes.unwrap_or_else(|| self.of_system("dec"));
                let number = Pattern::parse(pattern).apply(&number, sign, "", &self.symbols);
                unit::with_unit(self.locale, unit, width, category(), &number)
            }
        };
        Written { text, operands }
    }

    fn currency_symbol(&self, code: &str, display: &str) -> String {
        let symbols = self.locale.data.text(&format!("c.{code}"));
        let mut symbols = symbols.split('|').filter(|s| !s.is_empty());
        let symbol = symbols.next();
        let found = match display {
            "code" => None,
            "narrowSymbol" => symbols.next().or(symbol),
            _ => symbol,
        };
        found.unwrap_or(code).to_owned()
    }

    /// The sign to write: -1, 0 or 1.
    fn sign(&self, amount: &Decimal) -> i32 {
        let negative = amount.negative;
        let nothing = amount.is_zero() || amount.kind == Kind::NaN;
        match self.options.sign {
            Sign::Auto => -i32::from(negative),
            Sign::Always if negative => -1,
            Sign::Always => 1,
            Sign::ExceptZero if nothing => 0,
            Sign::ExceptZero if negative => -1,
            Sign::ExceptZero => 1,
            Sign::Negative => -i32::from(negative && !nothing),
            Sign::Never => 0,
        }
    }
}
