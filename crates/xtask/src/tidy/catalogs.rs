//! Every file of a catalog is about a thing, and says what the thing is.

use std::{fs, path::Path};

use super::Finding;
use crate::{
    codegen::{CATALOGS, Catalog, source},
    project::Project,
};

pub(super) fn check(project: &Project) -> Vec<Finding> {
    let mut findings = Vec::new();
    for catalog in &CATALOGS {
        for file in catalog.files(&project.root) {
            let text = fs::read_to_string(&file).unwrap_or_default();
            findings.extend(thing(project, catalog, &file, &text));
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
fn documented(text: &str, type_name: &str) -> Option<(usize, bool)> {
    let at = source::definition(text, type_name)?;
    Some((at, !source::doc_comment(text, at).is_empty()))
}
