//! What follows `::`, as options of `Intl`.

use engine::{Map, Value};

/// The most digits that a skeleton may ask for.
const MAX_DIGITS: usize = 100;

/// `yyyyMMMdd`
pub(super) fn date(skeleton: &str) -> Result<Value, String> {
    let mut options = Map::new();
    if skeleton.trim().is_empty() {
        return Err("EXPECT_DATE_TIME_SKELETON".to_owned());
    }
    // Text in quotes asks for nothing.
    let letters: String = skeleton.split('\'').step_by(2).collect();
    let mut rest = letters.as_str();
    while let Some(c) = rest.chars().next() {
        let len = rest.chars().take_while(|x| *x == c).count();
        rest = &rest[len * c.len_utf8()..];
        check_letter(c, len)?;
        if let Some((option, value)) = field(c, len) {
            options.insert(option, value.into());
        }
        let cycle = match c {
            'a' => {
                options.insert("hour12", true.into());
                None
            }
            'h' => Some("h12"),
            'H' => Some("h23"),
            'K' => Some("h11"),
            'k' => Some("h24"),
            _ => None,
        };
        if let Some(cycle) = cycle {
            options.insert("hourCycle", cycle.into());
        }
    }
    Ok(options.into())
}

/// # Errors
/// For letters that `Intl` has no option for.
fn check_letter(letter: char, len: usize) -> Result<(), String> {
    /// Letters, what they are for, the letter to use.
    const REFUSED: [(&str, &str, &str); 6] = [
        ("YuUr", "`Y/u/U/r` (year)", "y"),
        ("qQ", "`q/Q` (quarter)", ""),
        ("wW", "`w/W` (week)", ""),
        ("DF", "`D/F/g` (day)", "d"),
        ("bB", "`b/B` (period)", "a"),
        ("ZOvVXx", "`Z/O/v/V/X/x` (timeZone)", "z"),
    ];
    if matches!(letter, 'e' | 'c') && len < 4 {
        let letters = format!("{letter}..{letter}{letter}{letter}");
        return Err(format!("`{letters}` (weekday) patterns are not supported"));
    }
    match REFUSED
        .iter()
        .find(|(letters, ..)| letters.contains(letter))
    {
        None => Ok(()),
        Some((_, what, "")) => Err(format!("{what} patterns are not supported")),
        Some((_, what, other)) => Err(format!(
            "{what} patterns are not supported, use `{other}` instead"
        )),
    }
}

/// The option that a letter asks for, `len` times, and its value.
fn field(letter: char, len: usize) -> Option<(&'static str, &'static str)> {
    let width = |widths: &[&'static str]| widths.get(len - 1).or(widths.last()).copied();
    let digits = width(&["numeric", "2-digit"])?;
    Some(match letter {
        'G' => (
            "era",
            width(&["short", "short", "short", "long", "narrow"])?,
        ),
        'y' => ("year", if len == 2 { "2-digit" } else { "numeric" }),
        'M' | 'L' => (
            "month",
            width(&["numeric", "2-digit", "short", "long", "narrow"])?,
        ),
        'd' => ("day", digits),
        'E' => (
            "weekday",
            width(&["short", "short", "short", "long", "narrow"])?,
        ),
        'e' | 'c' => ("weekday", ["long", "narrow", "short"][len.clamp(4, 6) - 4]),
        'h' | 'H' | 'K' | 'k' | 'j' => ("hour", digits),
        'm' => ("minute", digits),
        's' => ("second", digits),
        'z' => ("timeZoneName", if len < 4 { "short" } else { "long" }),
        _ => return None,
    })
}

/// `.00 currency/EUR sign-always`
pub(super) fn number(skeleton: &str) -> Result<Value, String> {
    let mut options = Map::new();
    if skeleton.trim().is_empty() {
        return Err("INVALID_NUMBER_SKELETON".to_owned());
    }
    for token in skeleton.split_whitespace() {
        let mut parts = token.split('/');
        let stem = parts.next().unwrap_or_default();
        let arguments: Vec<&str> = parts.collect();
        if stem.is_empty() || arguments.contains(&"") {
            return Err("Invalid number skeleton".to_owned());
        }
        let argument = arguments.first().copied().unwrap_or_default();
        if !style(stem, argument, &mut options)
            && !notation(stem, &arguments, &mut options)?
            && !sign(stem, &mut options)
            && !precision(stem, argument, &mut options)?
        {
            whole_digits(stem, argument, &mut options)?;
        }
    }
    Ok(options.into())
}

fn set(options: &mut Map, option: &str, value: impl Into<Value>) -> bool {
    options.insert(option, value.into());
    true
}

/// Percent, currency, unit, and how they look.
fn style(stem: &str, argument: &str, options: &mut Map) -> bool {
    match stem {
        "percent" | "%" => set(options, "style", "percent"),
        "%x100" => set(options, "style", "percent") && set(options, "scale", 100.0),
        "currency" => set(options, "style", "currency") && set(options, "currency", argument),
        "measure-unit" | "unit" => {
            let unit = argument.split_once('-').map_or(argument, |(kind, unit)| {
                // `length-meter` is `meter`.
                if stem == "measure-unit" {
                    unit
                } else {
                    argument_of(kind, argument)
                }
            });
            set(options, "style", "unit") && set(options, "unit", unit)
        }
        "unit-width-narrow" => {
            set(options, "currencyDisplay", "narrowSymbol") && set(options, "unitDisplay", "narrow")
        }
        "unit-width-short" => {
            set(options, "currencyDisplay", "code") && set(options, "unitDisplay", "short")
        }
        "unit-width-full-name" => {
            set(options, "currencyDisplay", "name") && set(options, "unitDisplay", "long")
        }
        "unit-width-iso-code" => set(options, "currencyDisplay", "symbol"),
        "group-off" | ",_" => set(options, "useGrouping", false),
        _ => false,
    }
}

/// Units are named with what they measure, or without: `acceleration-g-force`, `mile-per-hour`.
fn argument_of<'a>(kind: &str, argument: &'a str) -> &'a str {
    const KINDS: &str = "acceleration angle area concentr consumption digital duration electric energy \
                         force frequency graphics length light mass power pressure speed temperature \
                         torque volume";
    if KINDS.split_whitespace().any(|known| known == kind) {
        &argument[kind.len() + 1..]
    } else {
        argument
    }
}

fn notation(stem: &str, arguments: &[&str], options: &mut Map) -> Result<bool, String> {
    let long = |options: &mut Map, display: &str| {
        set(options, "notation", "compact") && set(options, "compactDisplay", display)
    };
    Ok(match stem {
        "compact-short" | "K" => long(options, "short"),
        "compact-long" | "KK" => long(options, "long"),
        "scientific" | "engineering" => {
            let mut done = set(options, "notation", stem);
            for argument in arguments {
                done &= sign(argument, options);
            }
            done
        }
        "notation-simple" => set(options, "notation", "standard"),
        "scale" => {
            let scale = arguments
                .first()
                .and_then(|scale| scale.parse::<f64>().ok());
            set(options, "scale", scale.ok_or("Invalid number skeleton")?)
        }
        _ if stem.starts_with('E') => concise(stem, options)?,
        _ => stem
            .strip_prefix("rounding-mode-")
            .and_then(rounding)
            .is_some_and(|mode| set(options, "roundingMode", mode)),
    })
}

fn rounding(mode: &str) -> Option<&'static str> {
    Some(match mode {
        "ceiling" => "ceil",
        "floor" => "floor",
        "down" => "trunc",
        "up" => "expand",
        "half-even" => "halfEven",
        "half-down" => "halfTrunc",
        "half-up" => "halfExpand",
        _ => return None,
    })
}

/// `E0`, `EE+!00`
fn concise(stem: &str, options: &mut Map) -> Result<bool, String> {
    let (notation, rest) = match stem.strip_prefix("EE") {
        Some(rest) => ("engineering", rest),
        None => ("scientific", &stem[1..]),
    };
    let (sign, digits) = match (rest.strip_prefix("+!"), rest.strip_prefix("+?")) {
        (Some(digits), _) => (Some("always"), digits),
        (_, Some(digits)) => (Some("exceptZero"), digits),
        _ => (None, rest),
    };
    if digits.is_empty() || digits.len() > MAX_DIGITS || digits.bytes().any(|b| b != b'0') {
        return Err("Malformed concise eng/scientific notation".to_owned());
    }
    if let Some(sign) = sign {
        set(options, "signDisplay", sign);
    }
    set(options, "notation", notation);
    Ok(set(options, "minimumIntegerDigits", digits.len()))
}

fn sign(stem: &str, options: &mut Map) -> bool {
    let (sign, accounting) = match stem {
        "sign-auto" => ("auto", false),
        "sign-accounting" | "()" => ("", true),
        "sign-always" | "+!" => ("always", false),
        "sign-accounting-always" | "()!" => ("always", true),
        "sign-except-zero" | "+?" => ("exceptZero", false),
        "sign-accounting-except-zero" | "()?" => ("exceptZero", true),
        "sign-never" | "+_" => ("never", false),
        _ => return false,
    };
    if !sign.is_empty() {
        set(options, "signDisplay", sign);
    }
    if accounting {
        set(options, "currencySign", "accounting");
    }
    true
}

/// `.00`, `.##`, `.00*`, `@@#`, `precision-integer`
fn precision(stem: &str, argument: &str, options: &mut Map) -> Result<bool, String> {
    if stem.len() > MAX_DIGITS {
        return Err("Invalid number skeleton".to_owned());
    }
    if stem == "precision-integer" || stem == "." {
        return Ok(set(options, "maximumFractionDigits", 0.0));
    }
    let runs = |text: &str, first: char| {
        let n = text.chars().take_while(|c| *c == first).count();
        (n, text[n..].to_owned())
    };
    if let Some(places) = stem.strip_prefix('.') {
        let (zeros, rest) = runs(places, '0');
        let (hashes, end) = runs(&rest, '#');
        let open = end == "*" || end == "+";
        let is_end = end.is_empty() || (open && hashes == 0 && zeros > 0);
        if !is_end {
            return Err("Invalid number skeleton".to_owned());
        }
        if zeros > 0 {
            set(options, "minimumFractionDigits", zeros);
        }
        if !open {
            set(options, "maximumFractionDigits", zeros + hashes);
        }
        if argument == "w" {
            set(options, "trailingZeroDisplay", "stripIfInteger");
        } else if !argument.is_empty() {
            significant(argument, options);
        }
        return Ok(true);
    }
    Ok(significant(stem, options))
}

/// `@@@`, `@@#`, `@@+`, with `r` or `s` for which of the two limits wins.
fn significant(stem: &str, options: &mut Map) -> bool {
    let (stem, priority) = match (stem.strip_suffix('r'), stem.strip_suffix('s')) {
        (Some(stem), _) => (stem, Some("morePrecision")),
        (_, Some(stem)) => (stem, Some("lessPrecision")),
        _ => (stem, None),
    };
    let least = stem.chars().take_while(|c| *c == '@').count();
    let rest = &stem[least..];
    if least == 0 || !(rest == "+" || rest.bytes().all(|b| b == b'#')) {
        return false;
    }
    if let Some(priority) = priority {
        set(options, "roundingPriority", priority);
    }
    set(options, "minimumSignificantDigits", least);
    rest == "+" || set(options, "maximumSignificantDigits", least + rest.len())
}

/// `000`, `integer-width/*000`: the least digits before the point.
fn whole_digits(stem: &str, argument: &str, options: &mut Map) -> Result<bool, String> {
    let digits = match stem {
        "integer-width" => argument.strip_prefix('*').ok_or_else(|| {
            let which = if argument.contains('#') {
                "maximum"
            } else {
                "exact"
            };
            format!("We currently do not support {which} integer digits")
        })?,
        stem => stem,
    };
    let known = (1..=21).contains(&digits.len()) && digits.bytes().all(|b| b == b'0');
    Ok(known && set(options, "minimumIntegerDigits", digits.len()))
}
