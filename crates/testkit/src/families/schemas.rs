//! Validations of the properties of connections and requests, with Ajv's wording.

use anyhow::Result;
use connections::Schema;
use engine::Value;

use crate::encoding;
use crate::report::{Check, Report};

pub(super) fn run(lines: &[Value], report: &mut Report) -> Result<()> {
    for line in lines {
        let file = line.key("file").as_str().unwrap_or_default();
        let group = file.rsplit('/').next().unwrap_or_default();
        let expected = line.key("error").as_str();
        let got = match Schema::compile(line.key("schema")) {
            Ok(schema) => schema.validate(line.key("data")).err(),
            Err(error) => Some(error.to_string()),
        };
        report.add(
            group.trim_end_matches(".test.js"),
            Check {
                passed: expected.is_some() == got.is_some(),
                texts: expected.map(|text| got.as_deref() == Some(text)),
                input: encoding::show_encoded(line.key("data")),
                expected: expected.unwrap_or("valid").to_owned(),
                got: got.unwrap_or_else(|| "valid".to_owned()),
            },
        );
    }
    Ok(())
}
