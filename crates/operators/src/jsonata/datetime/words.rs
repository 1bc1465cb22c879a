//! Numbers in English words, as Roman numerals and as letters.

const FEW: [&str; 20] = [
    "Zero",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
    "Thirteen",
    "Fourteen",
    "Fifteen",
    "Sixteen",
    "Seventeen",
    "Eighteen",
    "Nineteen",
];

const ORDINALS: [&str; 20] = [
    "Zeroth",
    "First",
    "Second",
    "Third",
    "Fourth",
    "Fifth",
    "Sixth",
    "Seventh",
    "Eighth",
    "Ninth",
    "Tenth",
    "Eleventh",
    "Twelfth",
    "Thirteenth",
    "Fourteenth",
    "Fifteenth",
    "Sixteenth",
    "Seventeenth",
    "Eighteenth",
    "Nineteenth",
];

const TENS: [&str; 8] = [
    "Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety",
];

const LARGE: [&str; 4] = ["Thousand", "Million", "Billion", "Trillion"];

/// `n`, a whole number from 0 on, in words.
pub(super) fn write(n: f64, ordinal: bool) -> String {
    words(n, false, ordinal, 0)
}

fn words(n: f64, after: bool, ordinal: bool, depth: u32) -> String {
    let join = |text: &str| if after { text } else { "" }.to_owned();
    if n < 20.0 {
        let names = if ordinal { &ORDINALS } else { &FEW };
        return join(" and ") + names[n.max(0.0) as usize];
    }
    if n < 100.0 {
        let name = TENS[(n / 10.0) as usize - 2];
        return join(" and ")
            + &match (n % 10.0, ordinal) {
                (0.0, false) => name.to_owned(),
                (0.0, true) => format!("{}ieth", &name[..name.len() - 1]),
                (rest, _) => format!("{name}-{}", words(rest, false, ordinal, depth + 1)),
            };
    }
    let (factor, name) = match n < 1000.0 {
        true => (100.0, "Hundred"),
        false => {
            let size = ((n.log10() / 3.0).floor() as usize).clamp(1, LARGE.len());
            (10f64.powi(size as i32 * 3), LARGE[size - 1])
        }
    };
    let count = (n / factor).floor();
    let rest = n - count * factor;
    if depth > 200 || !count.is_finite() {
        return name.to_owned();
    }
    let mut out = join(", ") + &words(count, false, false, depth + 1) + " " + name;
    if rest > 0.0 {
        out += &words(rest, true, ordinal, depth + 1);
    } else if ordinal {
        out += "th";
    }
    out
}

/// The number that a word in small letters stands for.
fn value(word: &str) -> Option<f64> {
    let find = |words: &[&str]| {
        words
            .iter()
            .position(|name| name.eq_ignore_ascii_case(word))
    };
    if let Some(n) = find(&FEW).or_else(|| find(&ORDINALS)) {
        return Some(n as f64);
    }
    let tens = |word: &str| {
        let at = TENS
            .iter()
            .position(|name| name.eq_ignore_ascii_case(word))?;
        Some((at + 2) as f64 * 10.0)
    };
    let stem = word.strip_suffix("ieth").map(|stem| format!("{stem}y"));
    if let Some(n) = tens(word).or_else(|| tens(stem.as_deref()?)) {
        return Some(n);
    }
    let cardinal = word.strip_suffix("th").unwrap_or(word);
    if cardinal == "hundred" {
        return Some(100.0);
    }
    let at = LARGE
        .iter()
        .position(|name| name.eq_ignore_ascii_case(cardinal))?;
    Some(10f64.powi(at as i32 * 3 + 3))
}

/// The number that `text` spells; NaN for other words.
pub(super) fn read(text: &str) -> f64 {
    let text = text.to_lowercase().replace(", ", " ").replace(" and ", " ");
    let mut parts = vec![0.0];
    for word in text.split(|c: char| c.is_whitespace() || c == '-' || c == '\\') {
        let Some(n) = value(word) else {
            return f64::NAN;
        };
        let mut top = parts.pop().unwrap_or(0.0);
        if n >= 100.0 {
            parts.push(top * n);
            continue;
        }
        if top >= 1000.0 {
            parts.push(top);
            top = 0.0;
        }
        parts.push(top + n);
    }
    parts.into_iter().sum()
}

/// Is there a word for a number at the start of `text`? Its length.
pub(super) fn word_at(text: &str) -> Option<usize> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    (1..=letters).rev().find(|n| {
        let word = text[..*n].to_ascii_lowercase();
        word == "and" || value(&word).is_some()
    })
}

const ROMAN: [(f64, &str); 13] = [
    (1000.0, "m"),
    (900.0, "cm"),
    (500.0, "d"),
    (400.0, "cd"),
    (100.0, "c"),
    (90.0, "xc"),
    (50.0, "l"),
    (40.0, "xl"),
    (10.0, "x"),
    (9.0, "ix"),
    (5.0, "v"),
    (4.0, "iv"),
    (1.0, "i"),
];

/// `n` in Roman numerals; none where they would be too many.
pub(super) fn to_roman(mut n: f64) -> Option<String> {
    if n > 1e6 {
        return None;
    }
    let mut out = String::new();
    for (value, letters) in ROMAN {
        while n >= value {
            out.push_str(letters);
            n -= value;
        }
    }
    Some(out)
}

/// The number that Roman numerals stand for.
pub(super) fn from_roman(text: &str) -> f64 {
    let value = |c: char| {
        let c = c.to_ascii_lowercase();
        ROMAN
            .iter()
            .find(|(_, letters)| letters.len() == 1 && letters.starts_with(c))
    };
    let (mut sum, mut max) = (0.0, 1.0);
    for c in text.chars().rev() {
        let Some((n, _)) = value(c) else {
            return f64::NAN;
        };
        if *n < max {
            sum -= n;
        } else {
            max = *n;
            sum += n;
        }
    }
    sum
}

/// `n` as spreadsheets number columns: `a`, …, `z`, `aa`.
pub(super) fn to_letters(mut n: f64, first: char) -> String {
    let mut out = Vec::new();
    while n > 0.0 && n.is_finite() {
        let digit = ((n - 1.0) % 26.0) as u32;
        out.extend(char::from_u32(u32::from(first) + digit));
        n = ((n - 1.0) / 26.0).floor();
    }
    out.into_iter().rev().collect()
}

/// The number of a column.
pub(super) fn from_letters(text: &str, first: char) -> f64 {
    let digit = |c: char| f64::from(u32::from(c)) - f64::from(u32::from(first)) + 1.0;
    text.chars().fold(0.0, |sum, c| sum * 26.0 + digit(c))
}
