//! The files of the specs, and running all of them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use engine::{Map, Value, json};

use crate::{Case, Outcome, Place, yaml};

/// The spec of an operator.
pub struct Spec {
    /// Its name, with the underscore.
    pub operator: String,
    /// Its cases as they are written, each with the world that all share.
    pub written: Vec<Value>,
    /// Its cases.
    pub cases: Vec<Case>,
}

/// The folder of the files.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../operators/specs")
}

/// The users' manual of the operators.
pub fn manual() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../reference/pages/operators.md")
}

/// Every spec, by name.
///
/// # Errors
/// A file that is no spec, with its name.
pub fn read() -> Result<Vec<Spec>> {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder())? {
        files.push(entry?.path());
    }
    files.sort();
    let spec = |file: &PathBuf| spec(file).with_context(|| file.display().to_string());
    files.iter().map(spec).collect()
}

fn spec(file: &Path) -> Result<Spec> {
    let name = file.file_stem().and_then(|stem| stem.to_str());
    let operator = format!("_{}", name.context("no plain name")?);
    let document: Value = yaml::read(&fs::read_to_string(file)?)?;
    let (shared, list) = match &document {
        Value::List(_) => (&Value::Undefined, &document),
        Value::Map(map) if map.keys().all(|key| ["with", "cases"].contains(&&**key)) => {
            (document.key("with"), document.key("cases"))
        }
        _ => bail!("a spec is a list of cases, or an object with `with` and `cases`"),
    };
    let written: Vec<Value> = list
        .items()
        .iter()
        .map(|case| within(case, shared))
        .collect();
    let cases = written
        .iter()
        .map(|case| Case::read(case).map_err(|message| anyhow!(message)));
    let cases = cases.collect::<Result<Vec<_>>>()?;
    Ok(Spec {
        operator,
        written,
        cases,
    })
}

/// The case in the world that all cases of the file share.
fn within(case: &Value, shared: &Value) -> Value {
    let Some(shared) = shared.as_map() else {
        return case.clone();
    };
    let mut with = Map::clone(shared);
    let own = case
        .key("with")
        .as_map()
        .into_iter()
        .flat_map(|with| with.iter());
    for (key, value) in own {
        with.insert(key.clone(), value.clone());
    }
    let mut case = case.clone();
    case.make_map().insert("with", with.into());
    case
}

/// A case that was run.
pub struct Run<'a> {
    /// The spec.
    pub spec: &'a Spec,
    /// The position of the case in it.
    pub at: usize,
    /// Where it was run.
    pub place: Place,
    /// What it gave.
    pub outcome: Outcome,
    /// What is wrong with that.
    pub miss: Option<String>,
}

/// Runs every case wherever it is to run.
pub fn run(specs: &[Spec]) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    for spec in specs {
        for (at, case) in spec.cases.iter().enumerate() {
            for place in case.places(&spec.operator) {
                let outcome = case.run(place);
                runs.push(Run {
                    spec,
                    at,
                    place,
                    miss: case.miss(&outcome),
                    outcome,
                });
            }
        }
    }
    runs
}

impl Run<'_> {
    /// Spec, case and place, for people.
    pub fn title(&self) -> String {
        let name = &self.spec.cases[self.at].name;
        format!("{} › {name} ({})", self.spec.operator, self.place.name())
    }

    /// The case and its outcome, for whoever runs it again.
    pub fn to_value(&self) -> Value {
        Value::object([
            ("title", self.title().into()),
            ("place", self.place.name().into()),
            ("case", json::to_wire(&self.spec.written[self.at]).into()),
            ("script", self.outcome.script.into()),
            ("outcome", self.outcome.to_value()),
        ])
    }
}
