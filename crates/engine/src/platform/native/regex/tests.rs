//! What V8 answers is recorded in `tests/cases.jsonl`: pattern, flags, text, and the answer, which is
//! null, an error or where the match is and what its groups took.

mod differential;

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::super::super::Regex;

fn answer(pattern: &str, flags: &str, text: &str) -> Value {
    match Regex::new(pattern, flags).and_then(|r| r.find(text, 0)) {
        Err(error) => error.into(),
        Ok(None) => Value::Null,
        Ok(Some(m)) => json!({"at": m.start, "end": m.end, "groups": m.groups, "names": m.names}),
    }
}

#[test]
fn the_answers_are_those_of_v8() {
    for line in include_str!("tests/cases.jsonl").lines() {
        let row: Value = serde_json::from_str(line).expect("a case");
        let [pattern, flags, text] = [0, 1, 2].map(|i| row[i].as_str().expect("a text"));
        assert_eq!(answer(pattern, flags, text), row[3], "{line}");
    }
}

#[test]
fn newer_syntax_is_known() {
    for (pattern, flags, text, result) in [
        ("(?<a>x)|(?<a>y)", "", "y", json!([["a", "y"]])),
        ("(?:(?<a>x)|(?<a>y))\\k<a>$", "", "xyy", json!([["a", "y"]])),
        ("(?<w>(?i:a)b)", "", "aBAb", json!([["w", "Ab"]])),
        ("(?<w>(?-i:a)b)", "i", "ABaB", json!([["w", "aB"]])),
        ("(?<w>(?s-m:^.))", "m", "\nb", json!([["w", "\n"]])),
    ] {
        assert_eq!(answer(pattern, flags, text)["names"], result, "{pattern}");
    }
    for pattern in [
        "(?ii:a)",
        "(?i-i:a)",
        "(?-:a)",
        "(?i--s:a)",
        "(?g:a)",
        "(?i)",
    ] {
        assert!(Regex::new(pattern, "").is_err(), "{pattern}");
    }
}

/// These would run for years.
#[test]
fn a_pattern_that_goes_back_without_end_is_stopped() {
    let long = "a".repeat(50_000) + "!";
    let pairs = "ab".repeat(20_000);
    for (pattern, text) in [
        ("(a+)+$", &*long),
        ("(a*)*$", &long),
        ("^(a|\\w)*$", &long),
        ("^(a|aa)+$", &long),
        ("(.*)*x", &long),
        ("(a?){40}a{40}b", &long),
        ("^(\\w+\\s?)*$", &long),
        ("(?=(a+)+$)", &long),
        ("(?<=^(a|\\w)+b)!", &format!("-{}b!", "a".repeat(40))),
        ("a(?!(a+)+$)!", &long),
        ("(a*)*\\1b", &long),
        (".*.*.*.*x", &long),
        (".*?.*?.*?x", &long),
        ("(?:(?:ab)+)+$", &(pairs.clone() + "!")),
        ("((ab)*)*c", &pairs),
        ("([^]|b)*?c", &pairs.repeat(50)),
        ("(?:a{0,1000}){0,1000}$", &long),
        ("(?:(?:(?:){99999}){99999}){99999}", ""),
        ("(?:(?:a?){99999}){99999}", &long),
        ("a+$", &("a".repeat(200_000) + "!")),
    ] {
        let began = Instant::now();
        let found = Regex::new(pattern, "").expect("a pattern").find(text, 0);
        assert!(began.elapsed() < Duration::from_secs(30), "{pattern}");
        let error = found.err();
        assert_eq!(
            error.as_deref(),
            Some("The regular expression took too long."),
            "{pattern}"
        );
    }
}

#[test]
fn all_matches_of_a_text_share_their_steps() {
    let regex = Regex::new("a*b|a", "g").expect("a pattern");
    let text = "a".repeat(100_000);
    assert!(regex.matches(&text).last().expect("a match").is_err());
    let text = "a1 ".repeat(100_000);
    let all = Regex::new("(\\w)(\\d)\\s", "g").expect("a pattern");
    assert_eq!(all.matches(&text).filter(Result::is_ok).count(), 100_000);
}

#[test]
fn a_long_text_is_no_hindrance() {
    let text = "lorem ipsum ".repeat(100_000) + "dolor@sit.amet";
    for pattern in [
        "dolor",
        "[\\w.]+@[\\w.]+$",
        "^[^]*t$",
        "(?:\\w+\\s)*d",
        "\\d",
    ] {
        let regex = Regex::new(pattern, "").expect("a pattern");
        assert_eq!(regex.is_match(&text), Ok(pattern != "\\d"), "{pattern}");
    }
}

#[test]
fn a_huge_pattern_is_refused_or_taken() {
    for (pattern, flags, taken) in [
        ("(".repeat(100_000) + &")".repeat(100_000), "", false),
        ("[".repeat(100_000), "v", false),
        ("(?:a|".repeat(100) + &")".repeat(100), "", true),
        ("()".repeat(40_000), "", false),
        ("\\p{L}".repeat(20_000), "u", false),
        ("(?:a".repeat(100) + &")+".repeat(100), "", true),
        ("a|".repeat(100_000), "", true),
        ("a{4294967295,99999999999}".to_owned(), "", true),
    ] {
        let start = pattern.get(..6).unwrap_or_default();
        assert_eq!(Regex::new(&pattern, flags).is_ok(), taken, "{start}");
    }
}

#[test]
fn half_a_pair_is_seen_but_not_given() {
    let regex = Regex::new("(.)(.)", "").expect("a pattern");
    let found = regex.find("😀", 0).expect("few steps").expect("a match");
    assert_eq!((found.start, found.end), (0, 4));
    assert_eq!(
        found.groups,
        [Some("\u{fffd}".to_owned()), Some("\u{fffd}".to_owned())]
    );
    let regex = Regex::new(".", "g").expect("a pattern");
    assert_eq!(regex.matches("😀b").count(), 2);
}
