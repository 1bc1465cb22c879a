mod format;

use engine::{Args, Cx, OpResult, Operator, Reads, Value, js};

use crate::instance::{self, arg, as_given, method, to_integer};
use crate::instance::{ARRAY_OBJECT, Call, Method, Takes};
use crate::intl;

/// JavaScript's `Number`: its constants, its tests, and the ways to write a number as text. The
/// number is the first of a list, or `on`.
///
/// ```yaml
/// _number.toFixed: { on: { _state: price }, digits: 2 }
/// _number.toLocaleString: { on: { _state: price }, locales: de-DE }
/// _number.parseFloat: { _state: typed }
/// _number.MAX_SAFE_INTEGER: true
/// ```
///
/// - `EPSILON`: the least difference of a number to 1.
/// - `MAX_SAFE_INTEGER`, `MIN_SAFE_INTEGER`: the end of the whole numbers that are exact.
/// - `MAX_VALUE`, `MIN_VALUE`: the greatest number, and the least above 0.
/// - `NaN`: what is no number.
/// - `NEGATIVE_INFINITY`, `POSITIVE_INFINITY`: infinity.
/// - `isFinite`: is the value a number, and not infinite?
/// - `isInteger`: is it a whole number?
/// - `isNaN`: is it `NaN`?
/// - `isSafeInteger`: is it a whole number that is exact?
/// - `parseFloat`: the number that a text begins with.
/// - `parseInt`: the whole number that a text begins with, in the base `radix`.
/// - `toExponential`: such as `1.5e+3`, with `fractionDigits` digits after the point.
/// - `toFixed`: with `digits` digits after the point.
/// - `toLocaleString`: as people write it who speak `locales`, such as `1.234,5`; without `locales` as
///   the reader does. Given as a list, a third item has the options of `Intl.NumberFormat`.
/// - `toPrecision`: with `precision` digits in all.
/// - `toString`: in the base `radix`. Default: 10.
pub struct Number;

const METHODS: &[Method] = &[
    method("EPSILON", Takes::One, ""),
    method("MAX_SAFE_INTEGER", Takes::One, ""),
    method("MAX_VALUE", Takes::One, ""),
    method("MIN_SAFE_INTEGER", Takes::One, ""),
    method("MIN_VALUE", Takes::One, ""),
    method("NaN", Takes::One, ""),
    method("NEGATIVE_INFINITY", Takes::One, ""),
    method("POSITIVE_INFINITY", Takes::One, ""),
    method("isFinite", Takes::One, ""),
    method("isInteger", Takes::One, ""),
    method("isNaN", Takes::One, ""),
    method("isSafeInteger", Takes::One, ""),
    method("parseFloat", Takes::One, "string"),
    method("parseInt", Takes::Named("on radix"), ARRAY_OBJECT),
    method(
        "toExponential",
        Takes::Named("on fractionDigits"),
        ARRAY_OBJECT,
    ),
    method("toFixed", Takes::Named("on digits"), ARRAY_OBJECT),
    method("toLocaleString", Takes::Named("on locales"), ARRAY_OBJECT),
    method("toPrecision", Takes::Named("on precision"), ARRAY_OBJECT),
    method("toString", Takes::Named("on radix"), ARRAY_OBJECT),
];

impl Operator for Number {
    const NAME: &'static str = "_number";

    fn reads(method: Option<&str>) -> Reads {
        // Without `locales` the reader's language decides.
        if method == Some("toLocaleString") {
            Reads::LOCALE
        } else {
            Reads::NONE
        }
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        let call = Call {
            cx,
            args,
            methods: METHODS,
        };
        match args.method {
            Some("toExponential" | "toFixed" | "toLocaleString" | "toPrecision" | "toString") => {
                call.instance("number", as_given, write)
            }
            _ => call.class(None, as_given, class),
        }
    }
}

fn class(_: &Cx<'_>, method: &str, args: Vec<Value>) -> OpResult {
    let value = arg(&args, 0);
    Ok(match method {
        "EPSILON" => f64::EPSILON.into(),
        "MAX_SAFE_INTEGER" => 9_007_199_254_740_991.0.into(),
        "MAX_VALUE" => f64::MAX.into(),
        "MIN_SAFE_INTEGER" => (-9_007_199_254_740_991.0).into(),
        "MIN_VALUE" => 5e-324.into(),
        "NaN" => f64::NAN.into(),
        "NEGATIVE_INFINITY" => f64::NEG_INFINITY.into(),
        "POSITIVE_INFINITY" => f64::INFINITY.into(),
        "isFinite" => value.as_number().is_some().into(),
        "isInteger" => value.as_number().is_some_and(|n| n.fract() == 0.0).into(),
        "isNaN" => matches!(value, Value::Number(n) if n.is_nan()).into(),
        "isSafeInteger" => {
            let safe = |n: f64| n.fract() == 0.0 && n.abs() <= 9_007_199_254_740_991.0;
            value.as_number().is_some_and(safe).into()
        }
        "parseFloat" => parse_float(&js::to_text(value)).into(),
        "parseInt" => parse_int(&js::to_text(value), js::to_number(arg(&args, 1))).into(),
        // The parameters named a method of instances where a function was called for.
        _ => return instance::fail("functions[methodName] is not a function"),
    })
}

/// The number at the start of `text`; NaN if there is none.
fn parse_float(text: &str) -> f64 {
    let text = text.trim_start_matches(js::is_space);
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let sign = text.len() - unsigned.len();
    if unsigned.starts_with("Infinity") {
        return if text.starts_with('-') {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        };
    }
    let digits = |from: usize| text[from..].bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(sign);
    let mut end = sign + whole;
    let mut any = whole;
    if text[end..].starts_with('.') {
        let fraction = digits(end + 1);
        any += fraction;
        end += 1 + fraction;
    }
    if any == 0 {
        return f64::NAN;
    }
    if text[end..].starts_with(['e', 'E']) {
        let signed = usize::from(text[end + 1..].starts_with(['+', '-']));
        let exponent = digits(end + 1 + signed);
        if exponent > 0 {
            end += 1 + signed + exponent;
        }
    }
    text[..end].parse().unwrap_or(f64::NAN)
}

fn parse_int(text: &str, radix: f64) -> f64 {
    let text = text.trim_start_matches(js::is_space);
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let mut radix = if radix.is_finite() {
        radix.trunc() as i64 as i32
    } else {
        0
    };
    let prefixed = unsigned
        .strip_prefix("0x")
        .or_else(|| unsigned.strip_prefix("0X"));
    let digits = match prefixed {
        Some(digits) if radix == 0 || radix == 16 => {
            radix = 16;
            digits
        }
        _ => unsigned,
    };
    if radix == 0 {
        radix = 10;
    }
    if !(2..=36).contains(&radix) {
        return f64::NAN;
    }
    let end = digits
        .find(|c: char| !c.is_digit(radix as u32))
        .unwrap_or(digits.len());
    if end == 0 {
        return f64::NAN;
    }
    let value = if radix == 10 {
        digits[..end].parse().unwrap_or(f64::NAN)
    } else {
        by_chunks(&digits[..end], radix as u32)
    };
    if text.starts_with('-') { -value } else { value }
}

/// As many digits at a time as fit in 32 bits, which is how V8 rounds.
fn by_chunks(digits: &str, radix: u32) -> f64 {
    let (mut value, mut part, mut multiplier) = (0.0, 0, 1);
    for digit in digits.chars().filter_map(|c| c.to_digit(radix)) {
        if multiplier * radix > u32::MAX / 36 {
            value = value * f64::from(multiplier) + f64::from(part);
            (part, multiplier) = (0, 1);
        }
        part = part * radix + digit;
        multiplier *= radix;
    }
    value * f64::from(multiplier) + f64::from(part)
}

fn write(cx: &Cx<'_>, method: &str, args: Vec<Value>) -> OpResult {
    let n = js::to_number(arg(&args, 0));
    let given = arg(&args, 1);
    let count = to_integer(given);
    let digits = count.clamp(0.0, 101.0) as usize;
    let text = match method {
        "toLocaleString" => return to_locale(cx, n, &args),
        "toString" if given.is_undefined() => js::number_to_text(n),
        "toString" if !(2.0..=36.0).contains(&count) => {
            return instance::fail("toString() radix argument must be between 2 and 36");
        }
        "toString" => format::radix(n, count as u32),
        "toFixed" if !(0.0..=100.0).contains(&count) => {
            return instance::fail("toFixed() digits argument must be between 0 and 100");
        }
        "toFixed" => format::fixed(n, digits),
        "toPrecision" if given.is_undefined() => js::number_to_text(n),
        _ if !n.is_finite() => js::number_to_text(n),
        "toPrecision" if !(1.0..=100.0).contains(&count) => {
            return instance::fail("toPrecision() argument must be between 1 and 100");
        }
        "toPrecision" => format::precision(n, digits),
        _ if given.is_undefined() => format::exponential(n, None),
        _ if !(0.0..=100.0).contains(&count) => {
            return instance::fail("toExponential() argument must be between 0 and 100");
        }
        _ => format::exponential(n, Some(digits)),
    };
    Ok(text.into())
}

fn to_locale(cx: &Cx<'_>, n: f64, args: &[Value]) -> OpResult {
    let (locales, options) = (arg(args, 1), arg(args, 2));
    intl::format(cx, "NumberFormat", locales, options, &[n.into()]).map(Value::from)
}
