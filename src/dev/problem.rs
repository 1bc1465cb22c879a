//! What is wrong with an app, as browsers show it.

use std::path::{Path, PathBuf};

use compiler::{Finding, Level};
use engine::Value;
use model::{Diagnostic, Severity};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What a path in an address is written without.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'/')
    .remove(b'_')
    .remove(b'~');

/// One finding: of the compiler, or of who loads what it made.
#[derive(Clone, Debug)]
pub struct Problem {
    /// How bad it is.
    pub level: Level,
    /// A short name of the kind; empty for none.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What may help.
    pub help: Option<String>,
    /// The file, relative to the app's folder or to that of the artifacts; empty for none.
    pub file: String,
    /// Line and column from 1.
    pub position: Option<(usize, usize)>,
    /// Place within the file.
    pub at: String,
    /// The lines around with a mark.
    pub excerpt: String,
    /// Where the file is on this machine, if the author wrote it.
    path: Option<PathBuf>,
}

impl Problem {
    /// What the compiler found in the app in `dir`.
    pub fn found(finding: &Finding, dir: &Path) -> Problem {
        // Some texts are of no file, such as what a resolver gave.
        let path = Some(dir.join(&finding.file)).filter(|path| path.is_file());
        Problem {
            level: finding.level,
            code: finding.code,
            message: finding.message.clone(),
            help: finding.help.clone(),
            file: finding.file.clone(),
            position: Some(finding.position).filter(|_| !finding.file.is_empty()),
            at: String::new(),
            excerpt: finding.excerpt(),
            path,
        }
    }

    /// Without a place.
    pub fn of_message(code: &'static str, level: Level, message: String) -> Problem {
        Problem {
            level,
            code,
            message,
            help: None,
            file: String::new(),
            position: None,
            at: String::new(),
            excerpt: String::new(),
            path: None,
        }
    }

    /// As data. With an `editor` it has the address by which that opens the file.
    pub fn to_value(&self, editor: Option<&str>) -> Value {
        let number = |n: Option<usize>| n.map_or(Value::Null, Value::from);
        let text = |text: &str| match text.is_empty() {
            true => Value::Undefined,
            false => Value::from(text),
        };
        let level = match self.level {
            Level::Error => "error",
            Level::Warning => "warning",
        };
        let help = self.help.as_deref();
        let address = editor.and_then(|editor| self.address(editor));
        Value::object([
            ("severity", level.into()),
            ("code", text(self.code)),
            ("message", self.message.as_str().into()),
            ("help", help.map_or(Value::Undefined, Value::from)),
            ("file", self.file.as_str().into()),
            ("line", number(self.position.map(|p| p.0))),
            ("column", number(self.position.map(|p| p.1))),
            ("at", self.at.as_str().into()),
            ("excerpt", text(&self.excerpt)),
            ("editor", address.map_or(Value::Undefined, Value::from)),
        ])
    }

    fn address(&self, editor: &str) -> Option<String> {
        let path = self.path.as_ref()?.to_str()?;
        // The slash before the place of the file is that of the path.
        let bare = path.strip_prefix('/');
        let bare = bare.filter(|_| editor.contains("/{file}"));
        let path = utf8_percent_encode(bare.unwrap_or(path), ESCAPED).to_string();
        let (line, column) = self.position.unwrap_or((1, 1));
        let address = editor
            .replace("{line}", &line.to_string())
            .replace("{column}", &column.to_string());
        Some(address.replace("{file}", &path))
    }
}

impl From<&Diagnostic> for Problem {
    fn from(d: &Diagnostic) -> Problem {
        let level = match d.severity {
            Severity::Error => Level::Error,
            Severity::Warning => Level::Warning,
        };
        Problem {
            file: d.file.clone(),
            position: d.position,
            at: d.at.clone(),
            ..Problem::of_message("", level, d.message.clone())
        }
    }
}

impl std::fmt::Display for Problem {
    /// `error: pages/a.yaml:3:7: …`, and the excerpt.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let level = match self.level {
            Level::Error => "error",
            Level::Warning => "warning",
        };
        f.write_str(level)?;
        if !self.file.is_empty() {
            write!(f, ": {}", self.file)?;
        }
        if let Some((line, column)) = self.position {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.message)?;
        if !self.at.is_empty() {
            write!(f, " (at {})", self.at)?;
        }
        if let Some(help) = &self.help {
            write!(f, " {help}")?;
        }
        match self.excerpt.is_empty() {
            true => Ok(()),
            false => write!(f, "\n{}", self.excerpt),
        }
    }
}
