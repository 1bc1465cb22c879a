//! What every platform must answer alike; the expectations are V8's.

use super::{Regex, expand, json_error, math, normalize, number_to_locale};

fn replace(text: &str, pattern: &str, flags: &str, template: &str) -> String {
    let regex = Regex::new(pattern, flags).expect("a pattern");
    let (mut out, mut from) = (String::new(), 0);
    for m in regex.matches(text) {
        let m = m.expect("few steps");
        out.push_str(&text[from..m.start]);
        expand(template, text, &m, &mut out);
        from = m.end;
    }
    out + &text[from..]
}

#[test]
fn a_replacement_is_expanded() {
    for (pattern, flags, template, result) in [
        ("b", "", "[$&]", "a[b]cabc"),
        ("b", "g", "$`", "aacaabcac"),
        ("(a)(x)?", "g", "<$1$2$3>", "<a$3>bc<a$3>bc"),
        ("(?<x>a)", "", "$<x>$<y>!", "a!bcabc"),
        ("", "g", "-", "-a-b-c-a-b-c-"),
        ("c", "y", "-", "abcabc"),
        ("a", "", "$$0$", "$0$bcabc"),
    ] {
        assert_eq!(
            replace("abcabc", pattern, flags, template),
            result,
            "{pattern} {template}"
        );
    }
    assert_eq!(replace("Zoë ß", "[^a-z]", "g", "_"), "_o___");
}

#[test]
fn a_wrong_pattern_is_refused_in_the_words_of_v8() {
    for (pattern, flags, reason) in [
        ("[", "ig", "/[/gi: Unterminated character class"),
        ("(", "", "/(/: Unterminated group"),
        ("a)", "", "/a)/: Unmatched ')'"),
        ("*", "", "/*/: Nothing to repeat"),
        ("\\", "", "/\\/: \\ at end of pattern"),
        (
            "[b-a]",
            "",
            "/[b-a]/: Range out of order in character class",
        ),
        (
            "a{2,1}",
            "",
            "/a{2,1}/: numbers out of order in {} quantifier",
        ),
        ("(?x)", "", "/(?x)/: Invalid group"),
    ] {
        let error = Regex::new(pattern, flags).err().expect("an error");
        assert_eq!(error, format!("Invalid regular expression: {reason}"));
    }
    let error = Regex::new("a", "gg").err().expect("an error");
    assert_eq!(error, "Invalid flags supplied to RegExp constructor 'gg'");
}

#[test]
fn a_wrong_json_text_is_explained_in_the_words_of_v8() {
    for (text, message) in [
        ("", "Unexpected end of JSON input"),
        (
            "{bad",
            "Expected property name or '}' in JSON at position 1",
        ),
        (
            "[1 2]",
            "Expected ',' or ']' after array element in JSON at position 3",
        ),
        (
            "firstName",
            "Unexpected token 'i', \"firstName\" is not valid JSON",
        ),
        (
            "[1,2,3,4,5,6,7,8,9,10,11,12,x]",
            "Unexpected token 'x', ...\",10,11,12,x]\" is not valid JSON",
        ),
        (
            "{} x",
            "Unexpected non-whitespace character after JSON at position 3",
        ),
        ("\"\\x\"", "Bad escaped character in JSON at position 2"),
    ] {
        assert_eq!(json_error(text), message, "{text}");
    }
}

#[test]
fn a_number_is_written_as_its_locale_does() {
    let write = |n, locale| number_to_locale(n, Some(locale), (0, 3)).expect("a locale");
    for (n, locale, text) in [
        (1234567.5, "en-US", "1,234,567.5"),
        (1234567.5, "de-DE", "1.234.567,5"),
        (1234567.5, "en-IN", "12,34,567.5"),
        (1234.5, "es", "1234,5"),
        (1.0005, "en", "1.001"),
        (-0.4, "sv", "\u{2212}0,4"),
        (999.9999, "en", "1,000"),
    ] {
        assert_eq!(write(n, locale), text);
    }
    assert_eq!(
        number_to_locale(2.0, Some("en"), (2, 2)).as_deref(),
        Ok("2.00")
    );
    assert!(number_to_locale(1.0, Some("en_US"), (0, 3)).is_err());
}

#[test]
fn the_rest_answers_as_javascript_does() {
    assert_eq!(math("exp", &[1.0]), std::f64::consts::E);
    assert_eq!(math("cbrt", &[-2.5]), -1.3572088082974532);
    assert!(math("pow", &[1.0, f64::INFINITY]).is_nan());
    assert!(math("nonsense", &[1.0]).is_nan());
    assert_eq!(normalize("e\u{301}", "NFC").as_deref(), Some("\u{e9}"));
    assert_eq!(normalize("a", "nfc"), None);
}
