//! The kinds of vectors, one file each.

mod engine_tests;
mod evaluation;
mod helpers_tests;
mod operators_grid;
mod operators_tests;
mod pages;

use anyhow::Result;
use engine::Value;

use crate::report::Report;

/// A kind of vector file.
pub struct Family {
    /// What reports call it; a file belongs to the family whose name its name begins with.
    pub name: &'static str,
    /// Runs the lines of one file.
    pub run: fn(&[Value], &mut Report) -> Result<()>,
}

/// Every family.
pub static ALL: &[Family] = &[
    Family {
        name: "engine.tests",
        run: engine_tests::run,
    },
    Family {
        name: "helpers.tests",
        run: helpers_tests::run,
    },
    Family {
        name: "operators.grid",
        run: operators_grid::run,
    },
    Family {
        name: "operators.tests",
        run: operators_tests::run,
    },
    Family {
        name: "pages.",
        run: pages::run,
    },
];

/// The family of a file.
pub fn of_file(name: &str) -> Option<&'static Family> {
    ALL.iter().find(|family| name.starts_with(family.name))
}

/// Is there an operator of this name anywhere?
fn exists(name: &str) -> bool {
    operators::all().any(|entry| entry.name == name)
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
