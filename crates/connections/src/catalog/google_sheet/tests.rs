//! Types of columns, and names of cells.

use engine::{Value, json};

use super::rows::{first_row, letters};
use super::types;
use crate::Documents;
use crate::tests::v;

const DOCUMENTS: Documents = Documents {
    aggregate: |documents, _| Ok(documents.clone()),
    date: |text| engine::date::parse(text).unwrap_or(f64::NAN),
};

const TYPES: &str =
    r#"{"s":"string","n":"number","b":"boolean","d":"date","j":"json","gone":"number"}"#;

#[test]
fn cells_are_read_by_type() {
    for (row, expected) in [
        (
            r#"{"s":"a","n":"1.50","b":"TRUE","d":"2020-01-26","j":"{\"k\":[1]}","x":"1"}"#,
            r#"{"s":"a","n":1.5,"b":true,"d":{"~d":1579996800000},"j":{"k":[1]},"x":"1"}"#,
        ),
        (
            r#"{"n":"4.2asdf","b":"true","d":"Hello","j":"[1,2"}"#,
            r#"{"n":null,"b":false,"d":null,"j":null}"#,
        ),
        (
            r#"{"n":null,"b":true,"d":1,"j":42}"#,
            r#"{"n":0,"b":false,"d":{"~d":1},"j":42}"#,
        ),
    ] {
        let row = v(row);
        let map = row.as_map().expect("a row");
        let read = types::read(map, &v(TYPES), &DOCUMENTS);
        assert_eq!(Value::from(read), v(expected), "{row:?}");
    }
}

#[test]
fn cells_are_written_by_type() {
    for (row, expected) in [
        (
            r#"{"s":"a","n":2.0,"b":true,"d":{"~d":1579996800000},"j":{"k":[1]},"x":1}"#,
            r#"{"s":"a","n":"2","b":"TRUE","d":"2020-01-26T00:00:00.000Z","j":"{\"k\":[1]}","x":1}"#,
        ),
        (
            r#"{"n":"4.2asdf","b":1,"d":"2020/01/27","j":"Hello"}"#,
            r#"{"n":"4.2asdf","b":1,"d":"2020/01/27","j":"\"Hello\""}"#,
        ),
    ] {
        let written = types::write(&v(row), &v(TYPES));
        assert_eq!(
            json::to_wire(&written.into()),
            json::to_wire(&v(expected)),
            "{row}"
        );
    }
}

#[test]
fn cells_have_names() {
    for (n, name) in [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (703, "AAA")] {
        assert_eq!(letters(n), name);
    }
    assert_eq!(first_row("'It''s 2!'!AB15:C17"), Some(15.0));
    assert_eq!(first_row("Sheet1!A5"), Some(5.0));
    assert_eq!(first_row("nonsense"), None);
}
