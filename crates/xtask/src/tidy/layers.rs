//! The arrows between the crates, and the dependencies that only some may have.

use std::{fs, path::Path};

use super::Finding;
use crate::project::{Dependency, Package, Project};

/// What each crate may use of ours. The root is not here: it may use everything but the tools.
const ARROWS: &[(&str, &[&str])] = &[
    ("compiler", &["engine", "operators"]),
    ("intl", &[]),
    ("engine", &["intl"]),
    ("operators", &["engine"]),
    ("model", &["engine"]),
    ("protocol", &["engine", "model"]),
    ("runtime", &["engine", "model", "protocol"]),
    ("ui_macro", &[]),
    ("ui", &["ui_macro"]),
    ("blocks", &["engine", "model", "runtime", "ui"]),
    ("parts", &["blocks", "engine", "operators"]),
    (
        "app",
        &[
            "blocks",
            "engine",
            "model",
            "operators",
            "parts",
            "protocol",
            "runtime",
            "ui",
        ],
    ),
    ("api", &["connections", "engine", "model", "protocol"]),
    ("auth", &["engine"]),
    ("connections", &["engine", "model"]),
    ("pdf", &["engine"]),
    ("reference", &[]),
    ("js", &["engine"]),
    ("servers", &[]),
    ("specs", &["engine", "js", "operators"]),
    ("testkit", &ALL_BUT_ROOT),
    ("xtask", &[]),
];

/// Any server crate that is not in the table.
const SERVER_CRATE: &[&str] = &["engine", "model", "protocol"];

const ALL_BUT_ROOT: [&str; 12] = [
    "api",
    "app",
    "auth",
    "blocks",
    "compiler",
    "connections",
    "engine",
    "js",
    "model",
    "operators",
    "protocol",
    "runtime",
];

/// Only development uses these.
const TOOLS: [&str; 4] = ["servers", "specs", "testkit", "xtask"];

const ROOT: &str = "lath";

pub(super) fn check(project: &Project) -> Vec<Finding> {
    let ours: Vec<&str> = project
        .packages
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    let mut findings = Vec::new();
    for package in &project.packages {
        for dependency in &package.dependencies {
            let message = if ours.contains(&dependency.name.as_str()) {
                arrow(package, dependency)
            } else {
                foreign(package, dependency)
            };
            if let Some(message) = message {
                let line = line_of(&package.manifest, &dependency.name);
                findings.push(Finding::new(project, &package.manifest, line, message));
            }
        }
    }
    findings
}

/// A dependency on one of our own. Tests may look anywhere but at the root.
fn arrow(package: &Package, dependency: &Dependency) -> Option<String> {
    let (from, to) = (package.name.as_str(), dependency.name.as_str());
    if to == ROOT {
        return Some(format!("`{from}` may not use the server"));
    }
    if dependency.kind.as_deref() == Some("dev") {
        return None;
    }
    if TOOLS.contains(&to) {
        return Some(format!("`{to}` is for development: only a dev-dependency"));
    }
    if from == ROOT {
        return None;
    }
    let allowed = ARROWS.iter().find(|(name, _)| *name == from);
    let allowed = match allowed {
        Some((_, allowed)) => allowed,
        None if is_bench(from) => &ALL_BUT_ROOT[..],
        None => SERVER_CRATE,
    };
    if allowed.contains(&to) {
        return None;
    }
    let allowed = if allowed.is_empty() {
        "none".to_owned()
    } else {
        allowed.join(", ")
    };
    Some(format!(
        "`{from}` may not use `{to}`; of our crates it may use {allowed}"
    ))
}

/// A dependency on someone else's.
fn foreign(package: &Package, dependency: &Dependency) -> Option<String> {
    let (from, to) = (package.name.as_str(), dependency.name.as_str());
    let is = |name: &str| to == name || to.starts_with(&format!("{name}-"));
    // A bench compares the server with a bare one.
    if (is("axum") || to == "leptos_axum") && from != ROOT && !is_bench(from) {
        return Some(format!("`{to}` belongs to the server, not to `{from}`"));
    }
    if is("rquickjs") && from != "js" {
        return Some(format!(
            "`{to}` is behind the wall of `js`, not for `{from}`"
        ));
    }
    let renders = ["app", "blocks", "runtime", "ui", ROOT].contains(&from);
    if (to == "leptos" || to.starts_with("leptos_")) && !renders {
        return Some(format!(
            "`{to}` is for runtime, ui, blocks, app and the server, not `{from}`"
        ));
    }
    None
}

/// A program of `benches/`.
fn is_bench(package: &str) -> bool {
    package.starts_with("bench-")
}

/// The line of a manifest that names a dependency.
fn line_of(manifest: &Path, name: &str) -> usize {
    let text = fs::read_to_string(manifest).unwrap_or_default();
    let names = |line: &str| {
        let rest = line.strip_prefix(name);
        rest.is_some_and(|rest| rest.starts_with([' ', '.', '=']))
    };
    text.lines().position(names).map_or(1, |at| at + 1)
}
