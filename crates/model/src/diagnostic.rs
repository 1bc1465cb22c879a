//! What is wrong with an artifact, and where.

use std::fmt;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The app cannot be served like this.
    Error,
    /// It can, but something will not do what its author meant.
    Warning,
}

/// One finding about one artifact.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// How bad.
    pub severity: Severity,
    /// What is wrong: a lowercase fragment with names in backticks.
    pub message: String,
    /// The file, relative to the build directory.
    pub file: String,
    /// Line and column from 1, where they are known.
    pub position: Option<(usize, usize)>,
    /// Place within the file as a path such as `areas.content.blocks.2.events.onClick`, or empty.
    pub at: String,
}

impl fmt::Display for Diagnostic {
    /// `error: pages/a/a.json:3:7: expected value (areas.content)`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{severity}: {}", self.file)?;
        if let Some((line, column)) = self.position {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.message)?;
        if !self.at.is_empty() {
            write!(f, " (at {})", self.at)?;
        }
        Ok(())
    }
}

/// Findings about one file, with the place that is being read.
#[derive(Debug, Default)]
pub struct Diagnostics {
    /// All so far.
    pub found: Vec<Diagnostic>,
    file: String,
    at: Vec<String>,
}

impl Diagnostics {
    /// For the given file.
    pub fn of(file: impl Into<String>) -> Diagnostics {
        Diagnostics {
            found: Vec::new(),
            file: file.into(),
            at: Vec::new(),
        }
    }

    /// Runs `read` with `segment` added to the place.
    pub fn within<T>(&mut self, segment: impl ToString, read: impl FnOnce(&mut Self) -> T) -> T {
        self.at.push(segment.to_string());
        let out = read(self);
        self.at.pop();
        out
    }

    /// Adds an error at the current place.
    pub fn error(&mut self, message: impl Into<String>) {
        self.add(Severity::Error, message.into(), None);
    }

    /// Adds a warning at the current place.
    pub fn warning(&mut self, message: impl Into<String>) {
        self.add(Severity::Warning, message.into(), None);
    }

    /// Adds an error at a line and column.
    pub fn syntax(&mut self, message: impl Into<String>, line: usize, column: usize) {
        self.add(Severity::Error, message.into(), Some((line, column)));
    }

    fn add(&mut self, severity: Severity, message: String, position: Option<(usize, usize)>) {
        let at = self.at.join(".");
        self.found.push(Diagnostic {
            severity,
            message,
            file: self.file.clone(),
            position,
            at,
        });
    }
}
