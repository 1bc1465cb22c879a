//! Every file of a catalog is about a thing, and says what the thing is.

use std::{fs, path::Path};

use super::Finding;
use crate::{
    codegen::{CATALOGS, Catalog},
    project::Project,
};

pub(super) fn check(project: &Project) -> Vec<Finding> {
    let mut findings = Vec::new();
    for catalog in &CATALOGS {
        for file in catalog.files(&project.root) {
            let source = fs::read_to_string(&file).unwrap_or_default();
            findings.extend(thing(project, catalog, &file, &source));
        }
    }
    findings
}

fn thing(project: &Project, catalog: &Catalog, file: &Path, source: &str) -> Vec<Finding> {
    let found = catalog.find(source);
    if found.is_empty() {
        let message = format!(
            "no `impl {} for …`; a helper goes elsewhere than here",
            catalog.name
        );
        return vec![Finding::new(project, file, 1, message)];
    }
    let mut findings = Vec::new();
    for found in found {
        let name = &found.type_name;
        let message = match documented(source, name) {
            Some((_, true)) => continue,
            Some((at, false)) => (at, format!("`{name}` has no doc comment")),
            None => (found.line, format!("`{name}` is not defined in this file")),
        };
        findings.push(Finding::new(project, file, message.0 + 1, message.1));
    }
    findings
}

/// The line that defines a type, from 0, and whether a doc comment precedes it.
fn documented(source: &str, type_name: &str) -> Option<(usize, bool)> {
    let lines: Vec<&str> = source.lines().collect();
    let at = lines.iter().position(|line| {
        let words: Vec<&str> = line
            .split(|c: char| !(c.is_alphanumeric() || c == '_'))
            .collect();
        let keyword = words
            .iter()
            .position(|word| ["struct", "enum"].contains(word));
        !line.starts_with("//") && keyword.is_some_and(|at| words.get(at + 1) == Some(&type_name))
    })?;
    let above = lines[..at]
        .iter()
        .rev()
        .find(|line| !line.starts_with("#["));
    Some((at, above.is_some_and(|line| line.starts_with("///"))))
}
