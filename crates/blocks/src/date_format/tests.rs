use super::*;

const NEW_YEAR: f64 = 1_767_225_600_000.0; // Thursday, 2026-01-01

fn check(ms: f64, pattern: &str, text: &str) {
    assert_eq!(format(ms, pattern), text, "{pattern}");
    assert_eq!(parse(text, pattern), Some(ms), "{text} by {pattern}");
}

#[test]
fn both_ways() {
    let moment = NEW_YEAR + 31.0 * DAY + ((14.0 * 60.0 + 5.0) * 60.0 + 9.0) * 1000.0; // 2026-02-01 14:05:09
    check(NEW_YEAR, "YYYY-MM-DD", "2026-01-01");
    check(NEW_YEAR, "D MMM YYYY", "1 Jan 2026");
    check(NEW_YEAR, "dddd, MMMM Do YYYY", "Thursday, January 1st 2026");
    check(moment, "YYYY-MM-DD HH:mm:ss", "2026-02-01 14:05:09");
    check(moment, "DD/MM/YYYY h:mm:ss a", "01/02/2026 2:05:09 pm");
    check(moment, "YYYYMMDDHHmmss", "20260201140509");
    check(moment, "[on] L [at] LTS", "on 02/01/2026 at 2:05:09 PM");
    check(week_start(moment), "gggg-wo", "2026-6th");
    check(NEW_YEAR, "YYYY-[Q]Q", "2026-Q1");
    check(NEW_YEAR + 31.0 * DAY, "YYYY DDDD", "2026 032");
    check(NEW_YEAR - 3.0 * DAY, "GGGG-[W]WW", "2026-W01");
}

#[test]
fn weeks() {
    assert_eq!(week(NEW_YEAR), (2026, 1));
    assert_eq!(week(NEW_YEAR - 4.0 * DAY), (2026, 1)); // Sunday 28 December
    assert_eq!(week(NEW_YEAR - 5.0 * DAY), (2025, 52));
    assert_eq!(iso_week(NEW_YEAR - 4.0 * DAY), (2025, 52));
    assert_eq!(format(NEW_YEAR, "w W E d"), "1 1 4 4");
    assert_eq!(
        format(NEW_YEAR + 9.0 * 7.0 * DAY, "wo ww Wo"),
        "10th 10 10th"
    );
}

#[test]
fn typed() {
    let day = Some(NEW_YEAR + 4.0 * DAY);
    for text in [
        "2026-1-5",
        "2026/01/05",
        "20260105",
        " 2026 01 05 ",
        "2026-01-05",
    ] {
        assert_eq!(parse(text, "YYYY-MM-DD"), day, "{text}");
    }
    assert_eq!(parse("2026-01-05", "YYYY-MM-DD HH:mm"), day);
    assert_eq!(parse("5 january 2026", "D MMM YYYY"), day);
    assert_eq!(
        parse("12:30 am 2026-01-05", "h:mm A YYYY-MM-DD"),
        day.map(|d| d + 1_800_000.0)
    );
    for text in [
        "",
        "2026",
        "2026-13-01",
        "2026-02-29",
        "2026-01-05x",
        "26-01-05",
        "today",
    ] {
        assert_eq!(parse(text, "YYYY-MM-DD"), None, "{text}");
    }
    assert_eq!(parse("2026-01-05 24:00", "YYYY-MM-DD HH:mm"), None);
}

#[test]
fn odd_patterns() {
    assert_eq!(format(f64::NAN, "YYYY"), "Invalid date");
    assert_eq!(format(NEW_YEAR, "[YYYY] é YY"), "YYYY é 26");
    assert_eq!(
        format(NEW_YEAR + 1234.0, "S SS SSS x X"),
        "2 23 234 1767225601234 1767225601"
    );
    assert_eq!(format(NEW_YEAR, "hh kk Z"), "12 24 +00:00");
}
