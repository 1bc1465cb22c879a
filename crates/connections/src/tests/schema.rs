//! The validator against Ajv's own answers.

use std::fs;
use std::path::PathBuf;

use engine::{Value, json};

use super::v;
use crate::{ALL, Schema};

/// The folder that is shared by all work on this project, beside the repository.
pub(super) fn shared() -> PathBuf {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    match std::env::var_os("LATH_SHARED") {
        Some(path) if PathBuf::from(&path).is_absolute() => path.into(),
        Some(path) => PathBuf::from(root).join(path),
        None => PathBuf::from(root).join("../shared"),
    }
}

/// What Lowdefy says about a vector: none if valid.
fn expected(vector: &Value) -> Option<String> {
    vector.key("error").as_str().map(str::to_owned)
}

fn answer(schema: &Value, data: &Value) -> Option<String> {
    match Schema::compile(schema) {
        Ok(schema) => schema.validate(data).err(),
        Err(error) => Some(error.to_string()),
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "a test that did not run says so")]
fn connection_and_request_schemas_say_what_lowdefy_says() {
    let file = shared().join("vectors/lowdefy/schemas.tests.jsonl");
    let Ok(text) = fs::read_to_string(&file) else {
        let file = file.display();
        eprintln!("not run: no vectors at {file}; set LATH_SHARED to the shared folder");
        return;
    };
    let mut failures = Vec::new();
    let mut n = 0;
    for (i, line) in text.lines().enumerate() {
        let vector = json::parse(line.as_bytes()).expect("a vector");
        let (expected, answer) = (
            expected(&vector),
            answer(vector.key("schema"), vector.key("data")),
        );
        n += 1;
        if expected != answer {
            failures.push(format!("{i}: expected {expected:?}, got {answer:?}"));
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {n}:\n{}",
        failures.len(),
        failures.join("\n")
    );
    assert_eq!(n, 187);
}

#[test]
fn random_schemas_say_what_ajv_says() {
    let text = match std::env::var("SCHEMA_VECTORS") {
        Ok(file) => fs::read_to_string(file).expect("vectors"),
        Err(_) => include_str!("../../vectors/schema.jsonl").to_owned(),
    };
    let mut failures = Vec::new();
    for (i, line) in text.lines().enumerate() {
        let vector = json::parse(line.as_bytes()).expect("a vector");
        let (schema, data) = (vector.key("schema"), vector.key("data"));
        let violations = Schema::compile(schema).map(|schema| schema.violations(data));
        let violations = violations.map(|violations| {
            let rows = violations.iter().map(|it| {
                let texts = [it.keyword, &it.instance_path, &it.schema_path, &it.message];
                Value::list(texts.map(Value::from).to_vec())
            });
            Value::list(rows.collect())
        });
        let errors = vector.key("errors").clone().or(Vec::new());
        if violations.as_ref() != Ok(&errors) || expected(&vector) != answer(schema, data) {
            failures.push(format!(
                "{i}: {schema:?} {data:?}\n want {errors:?}\n got {violations:?}\n {:?}",
                answer(schema, data)
            ));
        }
    }
    assert!(
        failures.is_empty(),
        "{} differ:\n{}",
        failures.len(),
        failures[..failures.len().min(3)].join("\n")
    );
}

#[test]
fn schemas_of_the_catalog_can_be_compiled_and_are_sorted() {
    for pair in ALL.windows(2) {
        assert!(pair[0].name < pair[1].name);
    }
    for entry in ALL {
        assert!(
            (entry.schema)().validate(&"text".into()).is_err(),
            "{}",
            entry.name
        );
        for request in entry.requests {
            assert!(
                (request.schema)().validate(&1.into()).is_err(),
                "{}",
                request.name
            );
        }
    }
}

#[test]
fn dates_are_objects_and_undefined_is_missing() {
    let schema = v(r#"{"type":"object","required":["a"],"properties":{"a":{"type":"object"}}}"#);
    let date = Value::object([("a", Value::Date(0.0))]);
    assert_eq!(answer(&schema, &date), None);
    let undefined = Value::object([("a", Value::Undefined)]);
    assert_eq!(
        answer(&schema, &undefined),
        Some("must have required property 'a'".to_owned())
    );
}

#[test]
fn a_schema_that_never_ends_is_an_error() {
    let data = Value::from(1);
    for schema in [
        r##"{"allOf":[{"$ref":"#"}]}"##,
        r##"{"$ref":"#/definitions/a","definitions":{"a":{"$ref":"#/definitions/b"},"b":{"$ref":"#/definitions/a"}}}"##,
        r##"{"not":{"$ref":"#"}}"##,
        r##"{"allOf":[{"$ref":"#"},{"$ref":"#"}]}"##,
        r##"{"anyOf":[{"$ref":"#"},{"$ref":"#"}],"if":{"$ref":"#"},"then":{"$ref":"#"}}"##,
    ] {
        let answer = answer(&v(schema), &data);
        assert_eq!(answer.as_deref(), Some("is nested too deeply"), "{schema}");
    }
}

#[test]
fn wrong_schemas_are_refused() {
    for (schema, error) in [
        (
            r#"{"type":"text"}"#,
            "schema is invalid: #/type must be a type or a list of types",
        ),
        (
            r#"{"properties":{"a":{"minLength":"1"}}}"#,
            "schema is invalid: #/properties/a/minLength must be number",
        ),
        (
            r#"{"pattern":"("}"#,
            "schema is invalid: #/pattern must be a regular expression",
        ),
        (
            r##"{"$ref":"#/definitions/a"}"##,
            "can't resolve reference #/definitions/a from id ",
        ),
        ("5", "schema is invalid: # must be object or boolean"),
    ] {
        assert_eq!(answer(&v(schema), &Value::Null), Some(error.to_owned()));
    }
}

#[test]
fn patterns_cannot_be_made_slow() {
    let start = std::time::Instant::now();
    let text = Value::from("a".repeat(200_000) + "!");
    for pattern in [r"^(a+)+$", r"^(a|a)*$", r"^(?=(a+)+$).", r"(.*)*\\1x"] {
        let schema = Value::object([("pattern", pattern.into())]);
        assert!(answer(&schema, &text).is_some(), "{pattern}");
    }
    assert!(start.elapsed().as_secs() < 20, "took {:?}", start.elapsed());
}
