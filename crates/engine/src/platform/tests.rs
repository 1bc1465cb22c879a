//! What every platform must answer alike; the expectations are V8's.

use super::{Intl, Regex, expand, json_error, math, normalize, time_zone};
use crate::Value;

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
fn intl_takes_what_javascript_takes() {
    let format = |class, locales: Value, options: Value, args: &[Value]| {
        let intl = Intl {
            class,
            locales: &locales,
            options: &options,
            default: "en-US",
        };
        intl.format(args)
    };
    let number =
        |locales: Value, value: Value| format("NumberFormat", locales, Value::Undefined, &[value]);
    let german = Value::list(vec!["xx".into(), "de-DE".into()]);
    assert_eq!(number(german, 1234.5.into()).as_deref(), Ok("1.234,5"));
    let exact = "12345678901234567890.5";
    assert_eq!(
        number(Value::Undefined, exact.into()).as_deref(),
        Ok("12,345,678,901,234,567,890.5")
    );
    let wrong = number(Value::Null, 1.0.into());
    assert_eq!(
        wrong,
        Err("Cannot convert undefined or null to object".into())
    );
    let euros = Value::object([("style", "currency".into()), ("currency", "EUR".into())]);
    let written = format("NumberFormat", "de".into(), euros, &[5.0.into()]);
    assert_eq!(written.as_deref(), Ok("5,00\u{a0}€"));
    let list = Value::list(vec!["a".into(), 1.0.into()]);
    assert_eq!(
        format("ListFormat", Value::Undefined, Value::Undefined, &[list]),
        Err("Iterable yielded 1 which is not a string".into())
    );
    let ordinal = Value::object([("type", "ordinal".into())]);
    let category = format("PluralRules", "en".into(), ordinal, &[22.0.into()]);
    assert_eq!(category.as_deref(), Ok("two"));
    let span = [(-1.0).into(), "day".into()];
    let auto = Value::object([("numeric", "auto".into())]);
    let words = format("RelativeTimeFormat", "fr".into(), auto, &span);
    assert_eq!(words.as_deref(), Ok("hier"));
    let zone = Value::object([("timeZone", "UTC".into())]);
    let day = format("DateTimeFormat", "en-US".into(), zone, &[Value::Date(0.0)]);
    assert_eq!(day.as_deref(), Ok("1/1/1970"));
}

#[test]
fn clocks_behind_utc_are_a_time_zone() {
    assert_eq!(time_zone(0.0, 0.0).as_deref(), Some("UTC"));
    assert_eq!(time_zone(0.0, -330.0).as_deref(), Some("+05:30"));
    assert_eq!(time_zone(0.0, 240.0).as_deref(), Some("-04:00"));
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
