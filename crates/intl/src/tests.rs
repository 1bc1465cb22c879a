//! What Chromium writes; most examples are those of MDN.

use super::{Amount, Setting, date_time, list, number, plural, relative_time};

/// Settings out of `style: currency, minimumFractionDigits: 2`.
fn settings(text: &str) -> impl Fn(&str) -> Option<Setting> {
    move |name| {
        let mut pairs = text.split(", ").filter_map(|pair| pair.split_once(": "));
        let (_, value) = pairs.find(|(key, _)| *key == name)?;
        Some(match value.parse() {
            Ok(n) => Setting::Number(n),
            Err(_) => match value {
                "true" | "false" => Setting::Bool(value == "true"),
                value => Setting::Text(value.to_owned()),
            },
        })
    }
}

/// Without plain spaces that look like others.
fn shown(result: Result<String, String>) -> String {
    let text = result.unwrap_or_else(|error| format!("!{error}"));
    text.replace(['\u{a0}', '\u{202f}'], "~")
        .replace(['\u{200e}', '\u{200f}', '\u{61c}'], "")
}

fn numbers(cases: &[(&str, &str, f64, &str)]) {
    for (locale, options, n, expected) in cases {
        let locales = [(*locale).to_owned()];
        let text = number(&locales, "en-US", &settings(options), Amount::Number(*n));
        assert_eq!(shown(text), *expected, "{locale} {options} {n}");
    }
}

fn dates(cases: &[(&str, &str, f64, &str)]) {
    for (locale, options, ms, expected) in cases {
        let locales = [(*locale).to_owned()];
        let text = date_time(&locales, "en-US", &settings(options), *ms);
        assert_eq!(shown(text), *expected, "{locale} {options} {ms}");
    }
}

#[test]
fn numbers_have_the_signs_of_the_language() {
    numbers(&[
        ("en-US", "", 123456.789, "123,456.789"),
        ("de-DE", "", 123456.789, "123.456,789"),
        ("ar-EG", "", 123456.789, "١٢٣٬٤٥٦٫٧٨٩"),
        (
            "en-IN",
            "maximumSignificantDigits: 3",
            123456.789,
            "1,23,000",
        ),
        ("es", "", 1234.5, "1234,5"),
        ("de-CH", "", -1234.5, "-1'234.5"),
        ("th-TH-u-nu-thai", "", 12.5, "๑๒.๕"),
        ("zh-Hans-CN-u-nu-hanidec", "", 123.0, "一二三"),
        ("en", "", f64::NAN, "NaN"),
        ("en", "signDisplay: always", 0.0, "+0"),
        (
            "en",
            "minimumIntegerDigits: 3, useGrouping: false",
            -5.25,
            "-005.25",
        ),
        (
            "en",
            "roundingMode: floor, maximumFractionDigits: 0",
            -5.25,
            "-6",
        ),
        (
            "en",
            "roundingIncrement: 5, maximumFractionDigits: 2, minimumFractionDigits: 2",
            1.23,
            "1.25",
        ),
        ("xx-YY", "", 1.5, "1.5"),
        ("x", "", 1.5, "!Invalid language tag: x"),
        ("de_DE", "", 1.5, "!Invalid language tag: de_DE"),
        ("de-DE-u", "", 1.5, "!Invalid language tag: de-de-u"),
        ("de-", "", 1.5, "!Invalid language tag: de-"),
    ]);
}

#[test]
fn numbers_have_units() {
    numbers(&[
        (
            "de-DE",
            "style: currency, currency: EUR",
            123456.789,
            "123.456,79~€",
        ),
        (
            "ja-JP",
            "style: currency, currency: JPY",
            123456.789,
            "￥123,457",
        ),
        (
            "en",
            "style: currency, currency: USD, currencySign: accounting",
            -1.5,
            "($1.50)",
        ),
        (
            "en",
            "style: currency, currency: USD, currencyDisplay: name",
            1.0,
            "1.00 US dollars",
        ),
        (
            "en",
            "style: currency",
            1.0,
            "!Currency code is required with currency style.",
        ),
        (
            "pt-PT",
            "style: unit, unit: kilometer-per-hour",
            50.0,
            "50 km/h",
        ),
        (
            "en-GB",
            "style: unit, unit: liter, unitDisplay: long",
            16.0,
            "16 litres",
        ),
        (
            "pl",
            "style: unit, unit: day, unitDisplay: long",
            3.0,
            "3 dni",
        ),
        (
            "fr",
            "style: percent, maximumFractionDigits: 1",
            0.256,
            "25,6~%",
        ),
        ("en", "notation: compact", 1234.5, "1.2K"),
        (
            "de",
            "notation: compact, compactDisplay: long",
            2.5e6,
            "2,5 Millionen",
        ),
        ("en", "notation: engineering", 123456.0, "123.456E3"),
        (
            "ko",
            "notation: compact, style: currency, currency: KRW",
            1.5e9,
            "₩15억",
        ),
    ]);
}

/// 2012-12-20T03:00:00.200Z, a Thursday.
const THEN: f64 = 1_355_972_400_200.0;

#[test]
fn dates_are_in_the_order_of_the_language() {
    dates(&[
        ("en-US", "timeZone: UTC", THEN, "12/20/2012"),
        ("en-GB", "timeZone: UTC", THEN, "20/12/2012"),
        ("ko-KR", "timeZone: UTC", THEN, "2012. 12. 20."),
        ("fa-IR", "timeZone: UTC", THEN, "۱۳۹۱/۹/۳۰"),
        ("ar-EG", "timeZone: UTC", THEN, "٢٠/١٢/٢٠١٢"),
        (
            "th",
            "timeZone: UTC, dateStyle: long",
            THEN,
            "20 ธันวาคม 2555",
        ),
        (
            "de-DE",
            "timeZone: UTC, weekday: long, year: numeric, month: long, day: numeric",
            THEN,
            "Donnerstag, 20. Dezember 2012",
        ),
        (
            "ja",
            "timeZone: UTC, month: long, day: numeric, weekday: short",
            THEN,
            "12月20日(木)",
        ),
        (
            "en",
            "timeZone: UTC, month: short, year: numeric",
            THEN,
            "Dec 2012",
        ),
        (
            "en",
            "timeZone: UTC, hour: numeric, dayPeriod: short",
            THEN,
            "3 in the morning",
        ),
        (
            "en",
            "timeZone: UTC, minute: 2-digit, second: 2-digit, fractionalSecondDigits: 3",
            THEN,
            "00:00.200",
        ),
        (
            "en",
            "timeZone: UTC, year: numeric, era: short",
            -1e14,
            "1200 BC",
        ),
        (
            "en",
            "dateStyle: tall",
            THEN,
            "!Value tall out of range for Intl.DateTimeFormat options property dateStyle",
        ),
        ("en", "", f64::NAN, "!Invalid time value"),
    ]);
}

#[test]
fn dates_are_in_the_asked_time_zone() {
    dates(&[
        (
            "en-AU",
            "dateStyle: full, timeStyle: long, timeZone: Australia/Sydney",
            THEN,
            "Thursday, 20 December 2012 at 2:00:00 pm AEDT",
        ),
        (
            "en-US",
            "timeStyle: full, timeZone: America/Los_Angeles",
            THEN,
            "7:00:00 PM Pacific Standard Time",
        ),
        (
            "de",
            "timeStyle: full, timeZone: Europe/Paris",
            THEN,
            "04:00:00 Mitteleuropäische Normalzeit",
        ),
        (
            "en-US",
            "timeStyle: short, timeZone: +05:30",
            THEN,
            "8:30 AM",
        ),
        (
            "en-US",
            "timeStyle: short, timeZone: Asia/Nowhere",
            THEN,
            "!Invalid time zone specified: Asia/Nowhere",
        ),
    ]);
}

#[test]
fn lists_and_spans_are_put_in_words() {
    let items = ["Motorcycle", "Bus", "Car"].map(str::to_owned);
    for (locale, options, expected) in [
        (
            "en",
            "style: long, type: conjunction",
            "Motorcycle, Bus, and Car",
        ),
        ("en-GB", "", "Motorcycle, Bus and Car"),
        (
            "de",
            "style: short, type: disjunction",
            "Motorcycle, Bus oder Car",
        ),
        ("en", "style: narrow, type: unit", "Motorcycle Bus Car"),
        (
            "en",
            "type: all",
            "!Value all out of range for Intl.ListFormat options property type",
        ),
    ] {
        let text = list(&[locale.to_owned()], "en-US", &settings(options), &items);
        assert_eq!(shown(text), expected);
    }
    for (locale, options, n, unit, expected) in [
        ("en", "style: short", 3.0, "quarter", "in 3 qtrs."),
        ("es", "numeric: auto", 2.0, "day", "pasado mañana"),
        ("en", "", -1.0, "days", "1 day ago"),
        ("ru", "", 5.0, "minute", "через 5 минут"),
        (
            "en",
            "",
            1.0,
            "eon",
            "!Invalid unit argument for Intl.RelativeTimeFormat.prototype.format() 'eon'",
        ),
    ] {
        let text = relative_time(&[locale.to_owned()], "en-US", &settings(options), n, unit);
        assert_eq!(shown(text), expected);
    }
    for (locale, options, n, expected) in [
        ("ar-EG", "", 6.0, "few"),
        ("ar-EG", "", 18.0, "many"),
        ("en", "type: ordinal", 3.0, "few"),
        ("en", "minimumFractionDigits: 1", 1.0, "other"),
        ("ru", "", 21.0, "one"),
    ] {
        let category = plural(&[locale.to_owned()], "en-US", &settings(options), n);
        assert_eq!(category, Ok(expected), "{locale} {n}");
    }
}

#[test]
fn nothing_is_too_large() {
    let write = |text: &str, options: &str| {
        let text = number(&[], "en-US", &settings(options), Amount::Text(text));
        text.map(|text| text.len())
    };
    assert_eq!(write(&"9".repeat(10_000), ""), Ok("∞".len()));
    for text in [
        "1e999999999",
        "1e-999999999",
        "-1e99999999999999999999",
        &"-".repeat(100_000),
    ] {
        assert!(
            write(text, "maximumFractionDigits: 100").is_ok_and(|len| len < 1000),
            "{text}"
        );
    }
    numbers(&[(
        "en",
        "minimumFractionDigits: 101",
        1.0,
        "!minimumFractionDigits value is out of range.",
    )]);
    dates(&[
        ("en", "timeZone: UTC", 8.64e15, "9/13/275760"),
        ("en", "timeZone: UTC", -8.64e15, "4/20/271822"),
    ]);
    let items = vec!["x".to_owned(); 300_000];
    let text = list(&[], "en-US", &settings(""), &items);
    assert_eq!(text.map(|text| text.len()), Ok(300_000 * 3 - 2 + 4));
    let tag = "en-".repeat(10_000);
    let text = date_time(&[tag], "en-US", &settings(""), 0.0);
    assert!(text.is_err_and(|message| message.len() < 300));
}
