use super::*;

const NEW_YEAR: f64 = 1_767_225_600_000.0; // Thursday, 2026-01-01

fn iso(ms: f64) -> String {
    date::to_iso(ms)[..10].to_owned()
}

#[test]
fn units() {
    let noon = NEW_YEAR + 30.5 * DAY; // 2026-01-31T12:00
    let starts = [Unit::Day, Unit::Week, Unit::Month, Unit::Year].map(|unit| iso(unit.start(noon)));
    assert_eq!(
        starts,
        ["2026-01-31", "2026-01-25", "2026-01-01", "2026-01-01"]
    );
    assert_eq!(iso(Unit::Month.add(noon, 1)), "2026-02-28");
    assert_eq!(iso(Unit::Month.add(noon, -11)), "2025-02-28");
    assert_eq!(iso(Unit::Year.add(noon, 2)), "2028-01-31");
    assert_eq!(Unit::Month.add(noon, 2), NEW_YEAR + 89.5 * DAY);
    assert_eq!(iso(Unit::Month.last_day(noon)), "2026-01-31");
    assert_eq!(iso(Unit::Week.last_day(noon)), "2026-01-31");
}

#[test]
fn rules() {
    let text = |s: &str| Value::text(s);
    let rules = Rules::of(&Value::object([
        ("min", text("2026-01-05")),
        ("max", Value::Date(NEW_YEAR + 40.25 * DAY)),
        ("dates", Value::list(vec![text("2026/01/08")])),
        (
            "ranges",
            Value::list(vec![
                Value::list(vec![text("2026-01-10"), text("2026-01-20")]),
                text("no"),
            ]),
        ),
    ]));
    let blocked = |day: f64| rules.block(Unit::Day, NEW_YEAR + (day - 1.0) * DAY);
    let open: Vec<i32> = (1..=45).filter(|d| !blocked(f64::from(*d))).collect();
    let expected: Vec<i32> = [5, 6, 7, 9].into_iter().chain(21..=41).collect();
    assert_eq!(open, expected);
    assert!(!rules.block(Unit::Month, NEW_YEAR));
    assert!(rules.block(Unit::Month, NEW_YEAR - DAY));
    assert!(rules.block(Unit::Week, NEW_YEAR + 10.0 * DAY)); // 11 to 17 January
    assert!(!rules.block(Unit::Week, NEW_YEAR + 17.0 * DAY));
    assert!(!Rules::default().block(Unit::Day, 0.0));
}
