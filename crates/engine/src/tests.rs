//! Behaviour of the engine by itself; operators have their own tests.

use crate::{Value, date, json, path, serializer};

fn v(text: &str) -> Value {
    json::parse_wire(text.as_bytes()).expect("test JSON")
}

#[test]
fn numbers_are_written_as_javascript_does() {
    for (n, text) in [
        (1e21, "1e+21"),
        (1e-7, "1e-7"),
        (123456789012345680.0, "123456789012345680"),
        (0.1 + 0.2, "0.30000000000000004"),
        (-0.0, "0"),
        (1.5e-10, "1.5e-10"),
        (42.0, "42"),
    ] {
        assert_eq!(crate::js::number_to_text(n), text);
    }
}

#[test]
fn markers_are_revived_and_written_again() {
    let text = r#"{"a":{"~d":1577836800000},"b":{"~arr":[1,{"c":2,"~k":"x"}],"~k":"1"},"~k":"z"}"#;
    let value = v(text);
    assert_eq!(
        json::to_wire(&value),
        r#"{"a":{"~d":1577836800000},"b":[1,{"c":2}]}"#
    );
    assert_eq!(
        json::stringify(&value),
        r#"{"a":"2020-01-01T00:00:00.000Z","b":[1,{"c":2}]}"#
    );
    assert_eq!(
        serializer::deserialize(&json::parse(text.as_bytes()).expect("JSON")),
        value
    );
}

#[test]
fn what_no_date_can_be_is_none() {
    let text = r#"{"a":{"~d":8640000000000001},"b":{"~d":-1.5},"c":{"~d":"-000000-01-01"}}"#;
    let written = r#"{"a":{"~d":8640000000000001},"b":{"~d":-1},"c":{"~d":"-000000-01-01"}}"#;
    assert_eq!(json::to_wire(&v(text)), written);
    assert!(v(text).key("a").as_date().is_none());
    assert_eq!(date::civil(f64::MAX).year, 275_760);
    assert_eq!(date::civil(f64::NEG_INFINITY).year, -271_821);
}

#[test]
fn places_are_taken_out_of_markers_within_markers() {
    let value = json::parse(br#"{"~arr":{"~arr":[{"a":1,"~k":"x"}]},"~r":"y"}"#).expect("JSON");
    assert_eq!(serializer::without_places(&value), v(r#"[{"a":1}]"#));
}

#[test]
fn a_long_path_is_no_trouble() {
    let path = "a.".repeat(100_000);
    let mut value = v(r#"{"a":{"a":1}}"#);
    assert!(path::get(&value, &path).is_undefined());
    path::set(&mut value, &path, Value::Null);
    assert_eq!(value, v(r#"{"a":{"a":1}}"#));
}

#[test]
fn a_value_within_itself_many_times_is_seen_to_be_large() {
    let value = (0..60).fold(Value::from(1), |v, _| Value::list(vec![v.clone(), v]));
    assert!(value.exceeds(1 << 20));
    assert_eq!(json::show(&value), "(too long to be shown)");
    assert!(!v(r#"{"a":[1,"text"]}"#).exceeds(20));
    assert!(v(r#"{"a":[1,"text"]}"#).exceeds(8));
}

#[test]
fn a_path_is_read_set_and_removed() {
    let mut value = v(r#"{"a":{"b":[{"c":1}]},"x.y":2}"#);
    assert_eq!(path::get(&value, "a.b.0.c"), Value::from(1));
    assert_eq!(path::get(&value, "x.y"), Value::from(2));
    assert!(path::get(&value, "a.b.1.c").is_undefined());
    path::set(&mut value, "n.0.m", Value::from(3));
    assert_eq!(value, v(r#"{"a":{"b":[{"c":1}]},"x.y":2,"n":[{"m":3}]}"#));
    assert!(path::unset(&mut value, "a.b.0.c"));
    assert_eq!(value.key("a"), &v(r#"{"b":[{}]}"#));
    path::set(&mut value, "__proto__.x", Value::from(1));
    path::set(&mut value, "n.99999999", Value::from(1));
    assert_eq!(value.key("n").items().len(), 1);
    assert_eq!(path::apply_indices(&[2, 5], "l.$.m.$.n.$"), "l.2.m.5.n.$");
}

#[test]
fn a_path_leads_into_an_error() {
    let failed = Value::object([(
        "a",
        Value::object([("error", Value::error("ThrowError", "No."))]),
    )]);
    assert_eq!(path::get(&failed, "a.error.message"), Value::from("No."));
    assert_eq!(
        path::get(&failed, "a.error.name"),
        Value::from("ThrowError")
    );
    assert_eq!(path::get(&failed, "a.error.stack"), Value::Undefined);
}

#[test]
fn holes_of_a_list_are_undefined() {
    let mut value = Value::object([]);
    path::set(&mut value, "list.1", Value::from(1));
    assert_eq!(
        value.key("list").items(),
        [Value::Undefined, Value::from(1)]
    );
    path::unset(&mut value, "list.1");
    assert_eq!(
        value.key("list").items(),
        [Value::Undefined, Value::Undefined]
    );
}

#[test]
fn dates_go_to_iso_and_back() {
    for (ms, iso) in [
        (0.0, "1970-01-01T00:00:00.000Z"),
        (1_577_836_800_000.0, "2020-01-01T00:00:00.000Z"),
        (-1.0, "1969-12-31T23:59:59.999Z"),
        (951_782_400_000.0, "2000-02-29T00:00:00.000Z"),
    ] {
        assert_eq!(date::to_iso(ms), iso);
        assert_eq!(date::parse(iso), Some(ms));
    }
    assert_eq!(
        date::parse("2020-01-01T02:00+02:00"),
        Some(1_577_836_800_000.0)
    );
    assert_eq!(date::parse("2020-13-01"), None);
    assert_eq!(date::parse("nonsense"), None);
}
