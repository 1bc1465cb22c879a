//! The kinds of vectors, one file each.

mod api;
mod build;
mod engine_tests;
mod evaluation;
mod helpers_tests;
mod operators_grid;
mod operators_tests;
mod pages;
mod routines;
mod schemas;

use anyhow::Result;
use engine::Value;

use crate::pending;
use crate::report::Report;

/// A kind of vector file.
pub struct Family {
    /// What reports call it.
    pub name: &'static str,
    /// Is a line of this kind? Whatever its name is, a file is of the family that its first line is of.
    pub has: fn(&Value) -> bool,
    /// Runs the lines of one file.
    pub run: fn(&[Value], &mut Report) -> Result<()>,
}

/// Every family.
pub static ALL: &[Family] = &[
    Family {
        name: "api",
        has: |line| ["callRequest", "getPageConfig", "getRootConfig"].contains(&text(line, "kind")),
        run: api::run,
    },
    Family {
        name: "build",
        has: |line| is(line, "kind", "build"),
        run: build::run,
    },
    Family {
        name: "engine.tests",
        has: |line| is(line, "kind", "engine"),
        run: engine_tests::run,
    },
    Family {
        name: "helpers",
        has: |line| is(line, "pkg", "ajv") || is(line, "pkg", "helpers"),
        run: helpers_tests::run,
    },
    Family {
        name: "operators.grid",
        has: |line| line.key("rt").as_str().is_some() && line.key("op").as_str().is_some(),
        run: operators_grid::run,
    },
    Family {
        name: "operators.tests",
        has: |line| text(line, "pkg").starts_with("operators"),
        run: operators_tests::run,
    },
    Family {
        name: "pages",
        has: |line| is(line, "kind", "page"),
        run: pages::run,
    },
    Family {
        name: "routines",
        has: |line| is(line, "kind", "routine"),
        run: routines::run,
    },
    Family {
        name: "schemas",
        has: |line| is(line, "kind", "schema-validate"),
        run: schemas::run,
    },
];

/// The family of a file with these lines.
pub fn of_lines(lines: &[Value]) -> Option<&'static Family> {
    let first = lines.first()?;
    ALL.iter().find(|family| (family.has)(first))
}

fn is(line: &Value, key: &str, wanted: &str) -> bool {
    text(line, key) == wanted
}

fn text<'a>(line: &'a Value, key: &str) -> &'a str {
    line.key(key).as_str().unwrap_or_default()
}

/// Is there an operator of this name anywhere?
fn exists(name: &str) -> bool {
    operators::all().any(|entry| entry.name == name)
}

/// Are vectors of this operator left out? Those of one that is missing for no known reason are run,
/// and do not pass.
fn is_absent(name: &str) -> bool {
    pending::OPERATORS.contains(&name) && !exists(name)
}

/// As [`is_absent`], for an action.
fn is_absent_action(kind: &str) -> bool {
    pending::ACTIONS.contains(&kind) && !runtime::ACTIONS.iter().any(|a| a.name == kind)
}

/// Does this call give something else each time?
fn is_random(op: &str, params: &Value) -> bool {
    match op {
        "_date" => params.as_str() == Some("now"),
        "_math" => params.as_str() == Some("random"),
        op => matches!(
            op,
            "_random" | "_uuid" | "_uuid.v1" | "_uuid.v4" | "_date.now" | "_math.random"
        ),
    }
}
