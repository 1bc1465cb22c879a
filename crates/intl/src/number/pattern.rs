//! Patterns of numbers: `¤#,##0.00;(¤#,##0.00)`.

use super::Symbols;

/// A piece of what stands before or after the number.
#[derive(Clone, Debug, PartialEq)]
enum Affix {
    Text(String),
    Minus,
    Plus,
    Percent,
    Currency,
}

#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    positive: [Vec<Affix>; 2],
    negative: Option<[Vec<Affix>; 2]>,
    /// Digits of the last group, and of those before it; 0 for none.
    pub(crate) groups: (usize, usize),
}

impl Pattern {
    pub(crate) fn parse(pattern: &str) -> Pattern {
        let (positive, negative) = match split(pattern) {
            (positive, Some(negative)) => (positive, Some(affixes(negative))),
            (positive, None) => (positive, None),
        };
        let number = positive.trim_matches(|c| !"#0,.".contains(c));
        let whole = number.split('.').next().unwrap_or_default();
        let mut groups = whole.rsplit(',').map(str::len);
        let first = if whole.contains(',') {
            groups.next().unwrap_or(0)
        } else {
            0
        };
        let others = match whole.matches(',').count() {
            0 | 1 => first,
            _ => groups.next().unwrap_or(first),
        };
        Pattern {
            positive: affixes(positive),
            negative,
            groups: (first, others),
        }
    }

    /// Puts the affixes around `number`; `sign` is -1, 0 or 1.
    pub(crate) fn apply(
        &self,
        number: &str,
        sign: i32,
        currency: &str,
        symbols: &Symbols,
    ) -> String {
        let has_minus =
            |affixes: &[Vec<Affix>; 2]| affixes.iter().flatten().any(|a| *a == Affix::Minus);
        let negative = self.negative.as_ref();
        let negative = negative.filter(|negative| sign < 0 || (sign > 0 && has_minus(negative)));
        let [before, after] = negative.unwrap_or(&self.positive);
        let mut out = String::new();
        if negative.is_none() {
            out.push_str(match sign {
                1 => symbols.plus,
                -1 => symbols.minus,
                _ => "",
            });
        }
        let is_digit = |c: Option<char>| c.is_some_and(char::is_numeric);
        let write = |affixes: &[Affix], out: &mut String| {
            for affix in affixes {
                out.push_str(match affix {
                    Affix::Text(text) => text,
                    Affix::Minus if sign > 0 => symbols.plus,
                    Affix::Minus => symbols.minus,
                    Affix::Plus => symbols.plus,
                    Affix::Percent => symbols.percent,
                    Affix::Currency => currency,
                });
            }
        };
        write(before, &mut out);
        let touches = |affix: Option<&Affix>| affix == Some(&Affix::Currency);
        if touches(before.last())
            && needs_space(currency.chars().next_back())
            && is_digit(number.chars().next())
        {
            out.push('\u{a0}');
        }
        out.push_str(number);
        if touches(after.first())
            && needs_space(currency.chars().next())
            && is_digit(number.chars().next_back())
        {
            out.push('\u{a0}');
        }
        write(after, &mut out);
        out
    }
}

/// A currency that is a word, and not a sign, is parted from the number.
fn needs_space(c: Option<char>) -> bool {
    c.is_some_and(|c| {
        let is_sign = matches!(c,
            '$' | '+' | '<'..='>' | '^' | '`' | '|' | '~' | '¢'..='©' | '¬' | '®'..='±' | '´' | '¸'
            | '\u{58f}' | '\u{60b}' | '\u{9f2}' | '\u{9f3}' | '\u{9fb}' | '\u{af1}' | '\u{bf9}'
            | '\u{e3f}' | '\u{17db}' | '\u{20a0}'..='\u{20cf}' | '\u{a838}' | '\u{fdfc}'
            | '\u{fe69}' | '\u{ff04}' | '\u{ffe0}'..='\u{ffe6}');
        !is_sign && !c.is_whitespace()
    })
}

/// The pattern for positive numbers, and that for negative ones if there is one.
fn split(pattern: &str) -> (&str, Option<&str>) {
    let mut quoted = false;
    for (at, c) in pattern.char_indices() {
        match c {
            '\'' => quoted = !quoted,
            ';' if !quoted => return (&pattern[..at], Some(&pattern[at + 1..])),
            _ => {}
        }
    }
    (pattern, None)
}

/// What stands before and after the digits.
fn affixes(pattern: &str) -> [Vec<Affix>; 2] {
    let mut parts = [Vec::new(), Vec::new()];
    let mut text = String::new();
    let mut at = 0;
    let mut quoted = false;
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        let affix = match c {
            '\'' if chars.peek() == Some(&'\'') => {
                chars.next();
                text.push('\'');
                continue;
            }
            '\'' => {
                quoted = !quoted;
                continue;
            }
            c if quoted => {
                text.push(c);
                continue;
            }
            '#' | '0' | ',' | '.' if at == 0 || text.is_empty() && parts[1].is_empty() => {
                // `.` and `,` may also be text after the number.
                if at == 0 {
                    flush(&mut text, &mut parts[0]);
                    at = 1;
                }
                continue;
            }
            '-' => Affix::Minus,
            '+' => Affix::Plus,
            '%' => Affix::Percent,
            '¤' => Affix::Currency,
            c => {
                text.push(c);
                continue;
            }
        };
        flush(&mut text, &mut parts[at]);
        parts[at].push(affix);
    }
    flush(&mut text, &mut parts[at]);
    parts
}

fn flush(text: &mut String, parts: &mut Vec<Affix>) {
    if !text.is_empty() {
        parts.push(Affix::Text(std::mem::take(text)));
    }
}
