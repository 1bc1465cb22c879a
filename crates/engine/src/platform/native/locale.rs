//! Numbers as people of a place write them, for the languages whose digits are 0 to 9. Others are
//! written as in English.

/// How a language writes a number.
struct Style {
    group: &'static str,
    point: &'static str,
    minus: &'static str,
    /// Digits before the first separator that a number needs to be separated at all.
    min_group: usize,
    /// Above the thousands, groups of two (lakh, crore).
    lakh: bool,
}

const NARROW: &str = "\u{202f}";
const NO_BREAK: &str = "\u{a0}";

fn style(language: &str, region: &str) -> Style {
    let (group, point) = match (language, region) {
        ("de", "CH" | "LI") => ("'", "."),
        ("it", "CH") => ("'", "."),
        ("es", "MX" | "PE" | "US" | "DO" | "GT" | "HN" | "NI" | "PA" | "PR" | "SV") => (",", "."),
        ("en", "ZA") | ("de", "AT") | ("fr", "CA") | ("pt", "PT") => (NO_BREAK, ","),
        ("fr" | "rm", _) => (NARROW, ","),
        (
            "cs" | "sk" | "ru" | "uk" | "kk" | "af" | "uz" | "ky" | "tg" | "lv" | "pl" | "bg"
            | "hu" | "be" | "ka" | "hy" | "sq" | "sv" | "nb" | "no" | "nn" | "fi" | "lt" | "et",
            _,
        ) => (NO_BREAK, ","),
        (
            "de" | "es" | "pt" | "nl" | "da" | "is" | "sr" | "bs" | "mk" | "ro" | "el" | "tr"
            | "az" | "vi" | "id" | "lo" | "ca" | "gl" | "lb" | "it" | "sl" | "hr" | "eu",
            _,
        ) => (".", ","),
        _ => (",", "."),
    };
    let late = matches!(
        language,
        "it" | "lv" | "pl" | "bg" | "hu" | "be" | "ka" | "hy" | "sq" | "et" | "sl"
    ) || (language == "es" && matches!(region, "" | "ES"))
        || (language == "pt" && region == "PT");
    Style {
        group,
        point,
        minus: match language {
            "sv" | "nb" | "no" | "nn" | "fi" | "lt" | "et" | "sl" | "hr" | "eu" => "\u{2212}",
            "he" | "ar" | "ur" => "\u{200e}-",
            _ => "-",
        },
        min_group: if late { 2 } else { 1 },
        lakh: matches!(
            (language, region),
            ("en", "IN") | ("hi" | "ta" | "te" | "gu" | "ml" | "pa", _)
        ),
    }
}

pub(crate) fn number_to_locale(
    number: f64,
    locale: Option<&str>,
    digits: (u32, u32),
) -> Result<String, String> {
    let (language, region) = parts(locale.unwrap_or("en-US"))?;
    let style = style(&language, &region);
    let text = if number.is_nan() {
        "NaN".to_owned()
    } else if number.is_infinite() {
        "∞".to_owned()
    } else {
        write(number.abs(), &style, digits)
    };
    let minus = if number.is_sign_negative() && !number.is_nan() {
        style.minus
    } else {
        ""
    };
    Ok(format!("{minus}{text}"))
}

/// Language and region of a locale such as `de-CH`.
fn parts(locale: &str) -> Result<(String, String), String> {
    let mut tags = locale.split('-');
    let language = tags.next().unwrap_or_default();
    let alphabetic = language.bytes().all(|b| b.is_ascii_alphabetic());
    if !alphabetic || !matches!(language.len(), 2 | 3 | 5..=8) {
        return Err(crate::platform::no_locale(locale));
    }
    let mut region = String::new();
    for tag in tags {
        if tag.is_empty() || tag.len() > 8 || !tag.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(crate::platform::no_locale(locale));
        }
        if tag.len() == 2 && region.is_empty() {
            region = tag.to_ascii_uppercase();
        }
    }
    Ok((language.to_ascii_lowercase(), region))
}

/// `number`, finite and not negative. Rounds the shortest decimal that stands for it, half up, as ICU
/// does.
fn write(number: f64, style: &Style, (least, most): (u32, u32)) -> String {
    let short = format!("{number:e}");
    let (mantissa, exponent) = short.split_once('e').unwrap_or((&short, "0"));
    let mut digits: Vec<u8> = mantissa
        .bytes()
        .filter(u8::is_ascii_digit)
        .map(|b| b - b'0')
        .collect();
    let mut point = exponent.parse::<i32>().unwrap_or(0) + 1;
    while point < 1 {
        digits.insert(0, 0);
        point += 1;
    }
    let mut point = point as usize;
    if digits.len() < point {
        digits.resize(point, 0);
    }
    let keep = point + most as usize;
    if digits.len() > keep {
        let up = digits[keep] >= 5;
        digits.truncate(keep);
        if up && !increment(&mut digits) {
            digits.insert(0, 1);
            point += 1;
        }
    }
    while digits.len() > point + least as usize && digits.last() == Some(&0) {
        digits.pop();
    }
    digits.resize(digits.len().max(point + least as usize), 0);
    group(&digits, point, style)
}

/// Adds one to the last digit; false where it carries out of the first.
fn increment(digits: &mut [u8]) -> bool {
    for digit in digits.iter_mut().rev() {
        if *digit < 9 {
            *digit += 1;
            return true;
        }
        *digit = 0;
    }
    false
}

fn group(digits: &[u8], point: usize, style: &Style) -> String {
    let mut out = String::new();
    let separated = point >= 3 + style.min_group;
    for (i, digit) in digits.iter().enumerate() {
        if i == point {
            out.push_str(style.point);
        } else if i > 0 && i < point && separated {
            let left = point - i;
            let here = if style.lakh {
                left == 3 || (left > 3 && left % 2 == 1)
            } else {
                left.is_multiple_of(3)
            };
            if here {
                out.push_str(style.group);
            }
        }
        out.push(char::from(b'0' + digit));
    }
    out
}
