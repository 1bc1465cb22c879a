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

/// What a person is told about `data`, and how much was kept to find that out.
fn told(schema: &str, data: &Value) -> (String, usize) {
    let schema = Schema::compile(&v(schema)).expect("a schema");
    let text = schema.validate(data).expect_err("it is wrong");
    (text, schema.violations(data).len())
}

#[test]
fn of_very_many_complaints_the_first_and_the_last_are_kept() {
    let ones = |n: usize| Value::list(vec![Value::from(1); n]);
    let n = 200_000;
    let mut list = vec![Value::from(1); n];
    list[n / 2..].fill("fine".into());
    list[n - 7] = Value::Null;
    let (text, kept) = told(
        r#"{"items":{"type":"string","errorMessage":{"type":"{{instancePath}} is no text"}}}"#,
        &Value::list(list),
    );
    assert_eq!(text, "/0 is no text; /199993 is no text");
    assert!(kept < 300, "{kept}");
    // The schema's own words are still found behind all of them.
    let (text, kept) = told(
        r#"{"items":{"type":"string"},"minItems":9000000,"errorMessage":{"minItems":"too few"}}"#,
        &ones(n),
    );
    assert_eq!(text, "must be string; too few");
    assert!(kept < 300, "{kept}");
    let (text, kept) = told(r#"{"contains":{"type":"string"}}"#, &ones(n));
    assert_eq!(
        text,
        "must be string; must contain at least 1 valid item(s)"
    );
    assert!(kept < 300, "{kept}");
    let keys = (0..n).map(|i| (format!("k{i}"), Value::Null));
    let map = Value::map(keys.collect());
    for (schema, wanted) in [
        (
            r#"{"additionalProperties":false}"#,
            "must NOT have additional properties; must NOT have additional properties",
        ),
        (
            r#"{"additionalProperties":{"const":1}}"#,
            "must be equal to constant; must be equal to constant",
        ),
        (
            r#"{"patternProperties":{"^k":{"type":"string","errorMessage":"{{instancePath}}"}}}"#,
            "/k0; /k199999",
        ),
        (
            r#"{"propertyNames":{"maxLength":2}}"#,
            "must NOT have more than 2 characters; property name must be valid",
        ),
    ] {
        let (text, kept) = told(schema, &map);
        assert_eq!(text, wanted);
        assert!(kept < 500, "{kept}");
    }
}

#[test]
fn equal_items_are_found_among_very_many() {
    let item = |i: usize| Value::object([("n", i.into()), ("of", Value::list(vec![i.into()]))]);
    let mut items: Vec<Value> = (0..100_000).map(item).collect();
    let schema = r#"{"uniqueItems":true}"#;
    assert_eq!(answer(&v(schema), &Value::list(items.clone())), None);
    // Keys in another order are the same object, and so is zero with a sign.
    items[40] = v(r#"{"of":[90000],"n":90000}"#);
    items[41] = Value::object([("n", (-0.0).into()), ("of", Value::list(vec![0.0.into()]))]);
    items[95_000] = items[7].clone();
    let (text, _) = told(schema, &Value::list(items));
    assert_eq!(
        text,
        "must NOT have duplicate items (items ## 7 and 95000 are identical)"
    );
}
