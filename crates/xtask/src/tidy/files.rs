//! Length of files, and what should have been done before.

use std::{fs, path::Path};

use super::Finding;
use crate::project::{self, Project};

const FOLDERS: [&str; 7] = [
    "app", "benches", "crates", "end2end", "public", "src", "style",
];

/// A longer file says in its head, in a line `//! size: …`, why it is one file.
const LONGEST: usize = 500;

/// How far down the head may go.
const HEAD: usize = 20;

/// Written so that this file does not find itself.
const LATER: [&str; 2] = [concat!("TO", "DO"), concat!("to", "do!(")];

pub(super) fn check(project: &Project) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in FOLDERS
        .iter()
        .flat_map(|dir| project::files_below(&project.root.join(dir)))
    {
        let extension = file.extension().and_then(|extension| extension.to_str());
        if !matches!(extension, Some("rs" | "css" | "js" | "mjs" | "sh" | "toml")) {
            continue;
        }
        let Ok(text) = fs::read_to_string(&file) else {
            continue;
        };
        findings.extend(later(project, &file, &text));
        if extension == Some("rs") {
            findings.extend(length(project, &file, &text));
        }
    }
    findings
}

fn later(project: &Project, file: &Path, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if let Some(word) = LATER.iter().find(|word| line.contains(*word)) {
            let word = word.trim_end_matches('(');
            let message = format!("`{word}`: do it, or write an issue");
            findings.push(Finding::new(project, file, at + 1, message));
        }
    }
    findings
}

fn length(project: &Project, file: &Path, text: &str) -> Option<Finding> {
    let lines = text.lines().count();
    let justified = text
        .lines()
        .take(HEAD)
        .any(|line| line.starts_with("//! size:"));
    let message =
        format!("{lines} lines; above {LONGEST} the head says why in a line `//! size: …`");
    (lines > LONGEST && !justified).then(|| Finding::new(project, file, 1, message))
}
