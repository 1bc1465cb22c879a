//! Builds: files in, artifacts or an error out.
//!
//! Passed is: artifacts that are equal but for the numbers of markers, or an error where the original
//! has one. Texts are those of errors.

use std::collections::HashMap;
use std::io;
use std::time::Duration;

use anyhow::Result;
use compiler::{Built, Folder, Known, Level, Options};
use engine::{Map, Value, json, serializer};

use crate::report::{Check, Report};
use crate::{encoding, files, texts};

/// The files of a line.
struct Given(HashMap<String, String>);

impl Folder for Given {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        Ok(self.0.get(path).map(|text| text.clone().into_bytes()))
    }
}

/// Artifacts that are compared where the line has none of that name: none may be there besides.
const UNRECORDED: [&str; 4] = [
    "keyMap.json",
    "pages/404/404.json",
    "refMap.json",
    "types.json",
];

pub(super) fn run(lines: &[Value], report: &mut Report) -> Result<()> {
    let metas = files::document("blockmeta.json")?;
    let blocks = metas.as_map().into_iter().flat_map(|map| map.keys());
    let known = Known {
        blocks: blocks.map(|name| &**name).collect(),
        actions: runtime::ACTIONS.iter().map(|entry| entry.name).collect(),
        connections: connections::ALL.iter().map(|entry| entry.name).collect(),
        requests: connections::ALL
            .iter()
            .flat_map(|entry| entry.requests)
            .map(|entry| entry.name)
            .collect(),
        ..Known::default()
    };
    // What was set where the vectors were recorded.
    let env = HashMap::from([("BV_ENV".to_owned(), "envval".to_owned())]);
    let options = Options {
        known: &known,
        env: &env,
        javascript: &javascript,
        now: 1_700_000_000_000.0,
        seed: 1,
    };
    for line in lines {
        let name = line.key("name").as_str().unwrap_or_default();
        let files = line.key("files").as_map();
        let given = files.into_iter().flat_map(|map| map.iter());
        let given = given.map(|(k, v)| (k.to_string(), v.as_str().unwrap_or_default().to_owned()));
        let built = compiler::build(&Given(given.collect()), &options);
        report.add(name, check(line, &built)?);
    }
    Ok(())
}

fn javascript(file: &str, source: &str, args: &[Value]) -> std::result::Result<Value, String> {
    let limits = js::Limits {
        time: Duration::from_secs(5),
        memory: 64 << 20,
    };
    js::call_default(file, source, args, limits).map_err(|fault| fault.message)
}

fn check(line: &Value, built: &Built) -> Result<Check> {
    // The original says some errors too late to stop.
    let error = [line.key("error"), line.key("unhandledRejection")];
    let error = error.into_iter().find_map(Value::as_str);
    let errors: Vec<&str> = built
        .findings
        .iter()
        .filter(|finding| finding.level == Level::Error)
        .map(|finding| finding.message.as_str())
        .collect();
    let got = artifacts(built)?;
    let passed = match error {
        Some(_) => !errors.is_empty(),
        None => errors.is_empty() && same(line.key("artifacts"), &got),
    };
    Ok(Check {
        passed,
        texts: error.map(|error| {
            let error = texts::normal(error);
            errors.iter().any(|text| texts::normal(text) == error)
        }),
        input: encoding::show_encoded(line.key("files")),
        expected: error.map_or_else(
            || encoding::show_encoded(line.key("artifacts")),
            str::to_owned,
        ),
        got: match errors.is_empty() {
            true => json::to_wire(&got),
            false => errors.join("\n           "),
        },
    })
}

/// The artifacts as values without markers.
fn artifacts(built: &Built) -> Result<Value> {
    let mut all = Map::new();
    for (path, text) in built.artifacts.iter().flatten() {
        if path.ends_with(".json") {
            let value = json::parse(text.as_bytes())?;
            all.insert(path.as_str(), serializer::without_places(&value));
        }
    }
    Ok(Value::map(all))
}

fn same(expected: &Value, got: &Value) -> bool {
    let (Some(expected), Some(got)) = (expected.as_map(), got.as_map()) else {
        return false;
    };
    let has = |path: &str| expected.contains_key(path) || UNRECORDED.contains(&path);
    expected
        .iter()
        .all(|(path, value)| got.get(path).is_some_and(|got| encoding::same(value, got)))
        && got.keys().all(|path| has(path))
}
