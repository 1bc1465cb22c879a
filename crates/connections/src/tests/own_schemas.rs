//! The schemas of the catalog against what Lowdefy says with its own.

use std::fs;

use engine::json;

use super::schema::shared;
use crate::{ALL, Schema, find};

/// The schema of the catalog that has a title, if there is such a type.
fn ours(title: &str) -> Option<&'static Schema> {
    let (kind, name) = title.split_once(" - ")?;
    if kind == "Lowdefy Connection Schema" {
        return Some((find(name)?.schema)());
    }
    let request = ALL.iter().find_map(|entry| entry.request(name))?;
    Some((request.schema)())
}

#[test]
#[expect(clippy::print_stderr, reason = "a test that did not run says so")]
fn schemas_of_the_catalog_say_what_lowdefy_says() {
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
        let title = vector.key("schemaTitle").as_str().unwrap_or_default();
        let Some(schema) = ours(title) else {
            continue;
        };
        n += 1;
        let expected = vector.key("error").as_str().map(str::to_owned);
        let answer = schema.validate(vector.key("data")).err();
        if expected != answer {
            failures.push(format!(
                "{i} {title}: expected {expected:?}, got {answer:?}"
            ));
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {n}:\n{}",
        failures.len(),
        failures.join("\n")
    );
    assert!(n > 0);
}
