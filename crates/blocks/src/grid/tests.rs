//! Filters and texts of cells.

use engine::{Value, json};

use super::cells::plain;
use super::columns::human;
use super::filter::passes;

fn value(text: &str) -> Value {
    json::parse_wire(text.as_bytes()).expect("JSON")
}

fn kept(model: &str, values: &[&str]) -> Vec<usize> {
    let model = value(model);
    (0..values.len())
        .filter(|i| passes(&model, &value(values[*i])))
        .collect()
}

#[test]
fn text() {
    let values = [r#""Ada Lovelace""#, r#""ADA""#, "null", "12"];
    assert_eq!(
        kept(
            r#"{"filterType":"text","type":"contains","filter":"ada"}"#,
            &values
        ),
        [0, 1]
    );
    assert_eq!(
        kept(
            r#"{"filterType":"text","type":"equals","filter":"ada"}"#,
            &values
        ),
        [1]
    );
    assert_eq!(
        kept(
            r#"{"filterType":"text","type":"notContains","filter":"ada"}"#,
            &values
        ),
        [2, 3]
    );
    assert_eq!(
        kept(
            r#"{"filterType":"text","type":"endsWith","filter":"2"}"#,
            &values
        ),
        [3]
    );
    assert_eq!(
        kept(r#"{"filterType":"text","type":"blank"}"#, &values),
        [2]
    );
    assert_eq!(
        kept(
            r#"{"filterType":"text","type":"contains","filter":""}"#,
            &values
        ),
        [0, 1, 2, 3]
    );
}

#[test]
fn numbers() {
    let values = ["1", "5", "10.5", "null", r#""7""#];
    assert_eq!(
        kept(
            r#"{"filterType":"number","type":"greaterThan","filter":5}"#,
            &values
        ),
        [2, 4]
    );
    assert_eq!(
        kept(
            r#"{"filterType":"number","type":"inRange","filter":5,"filterTo":8}"#,
            &values
        ),
        [1, 4]
    );
    assert_eq!(
        kept(
            r#"{"filterType":"number","type":"notEqual","filter":5}"#,
            &values
        ),
        [0, 2, 3, 4]
    );
    assert_eq!(
        kept(
            r#"{"filterType":"number","type":"equals","filter":null}"#,
            &values
        ),
        [0, 1, 2, 3, 4]
    );
}

#[test]
fn dates() {
    let values = [
        r#"{"~d":1700000000000}"#,
        r#""2024-03-01T10:00:00Z""#,
        "null",
    ];
    assert_eq!(
        kept(
            r#"{"filterType":"date","type":"equals","dateFrom":"2023-11-14 00:00:00"}"#,
            &values
        ),
        [0]
    );
    assert_eq!(
        kept(
            r#"{"filterType":"date","type":"greaterThan","dateFrom":"2023-11-14 00:00:00"}"#,
            &values
        ),
        [1]
    );
    assert_eq!(
        kept(
            r#"{"filterType":"date","type":"inRange","dateFrom":"2023-11-14","dateTo":"2024-03-01"}"#,
            &values
        ),
        [0, 1]
    );
}

#[test]
fn sets_and_several_conditions() {
    let values = ["true", "false", "null"];
    assert_eq!(
        kept(r#"{"filterType":"set","values":["true",""]}"#, &values),
        [0, 2]
    );
    assert_eq!(
        kept(r#"{"filterType":"set","values":[]}"#, &values),
        [] as [usize; 0]
    );
    let either = r#"{"operator":"OR","conditions":[{"filterType":"number","type":"lessThan","filter":2},
        {"filterType":"number","type":"greaterThan","filter":8}]}"#;
    assert_eq!(kept(either, &["1", "5", "9"]), [0, 2]);
    let both = r#"{"operator":"AND","condition1":{"filterType":"number","type":"greaterThan","filter":2},
        "condition2":{"filterType":"number","type":"lessThan","filter":8}}"#;
    assert_eq!(kept(both, &["1", "5", "9"]), [1]);
}

#[test]
fn texts() {
    assert_eq!(plain(&value(r#"{"~d":1700000000000}"#)), "2023-11-14 22:13");
    assert_eq!(plain(&value(r#"{"~d":1699920000000}"#)), "2023-11-14");
    assert_eq!(plain(&value(r#"["a", null, 1]"#)), "a, , 1");
    assert_eq!(plain(&value(r#"{"a": 1}"#)), r#"{"a":1}"#);
    assert_eq!(human("profile.givenName"), "Profile Given Name");
    assert_eq!(human("URL"), "URL");
}
