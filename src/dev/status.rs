//! How the app is: as last built and loaded.

use std::time::Duration;

use engine::{Value, date};

use super::Problem;

/// Can the files be served as they are?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// What is served is what the files say.
    Ready,
    /// The files have errors: an earlier version is served.
    Broken,
}

/// How the app is.
#[derive(Clone, Debug)]
pub struct Status {
    /// See [`State`].
    pub state: State,
    /// Number of the version that is served.
    pub version: u64,
    /// How many pages that has.
    pub n_pages: usize,
    /// How many files it is made of; none where it was not built here.
    pub n_files: Option<usize>,
    /// What is wrong or odd.
    pub problems: Vec<Problem>,
    /// How long building and loading took.
    pub took: Duration,
    /// When that was, in milliseconds since 1970.
    pub at: f64,
}

impl Status {
    /// As data; see [`Problem::to_value`].
    pub fn to_value(&self, editor: Option<&str>) -> Value {
        let state = match self.state {
            State::Ready => "ready",
            State::Broken => "broken",
        };
        let problems = self.problems.iter().map(|p| p.to_value(editor));
        Value::object([
            ("status", state.into()),
            ("version", (self.version as f64).into()),
            ("pages", self.n_pages.into()),
            ("files", self.n_files.map_or(Value::Undefined, Value::from)),
            ("ms", (self.took.as_secs_f64() * 1000.0).into()),
            ("at", date::to_iso(self.at).into()),
            ("problems", Value::list(problems.collect())),
        ])
    }

    /// The problems alone.
    pub fn problems(&self, editor: Option<&str>) -> Value {
        let problems = self.problems.iter().map(|p| p.to_value(editor));
        Value::list(problems.collect())
    }
}
