//! What may not get into the browser's wasm.

use std::{collections::BTreeMap, path::Path};

use anyhow::Result;

use super::Finding;
use crate::{project::Project, run};

/// Not at all, by whatever way.
const FORBIDDEN: [&str; 14] = [
    "axum",
    "chrono-tz",
    "hyper",
    "jiff",
    "libsqlite3-sys",
    "mongodb",
    "reqwest",
    "rquickjs",
    "rustls",
    "rusqlite",
    "sqlx",
    "tokio",
    "tower",
    "tower-http",
];

/// Not by a crate of ours: leptos has it, but the linker drops what nobody calls.
const FORBIDDEN_DIRECTLY: [&str; 1] = ["regex"];

pub(super) fn check(project: &Project) -> Result<Vec<Finding>> {
    let leptos = project.leptos()?;
    let mut cargo = run::cargo(&["tree", "--package", &leptos.lib_package]);
    // Macros run in the compiler, not in the browser.
    cargo.args([
        "--target",
        "wasm32-unknown-unknown",
        "--edges",
        "normal,no-proc-macro",
    ]);
    cargo.args(["--no-default-features", "--features", &leptos.lib_features]);
    let tree = run::capture(cargo.args(["--prefix", "depth"]))?;
    // By name, the first way to it. What only a forbidden one brings is not worth a line.
    let mut ways: BTreeMap<&str, String> = BTreeMap::new();
    let mut parents: Vec<&str> = Vec::new();
    for line in tree.lines() {
        let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (depth, rest) = line.split_at(digits);
        let Ok(depth) = depth.parse::<usize>() else {
            continue;
        };
        let name = rest.split(' ').next().unwrap_or_default();
        parents.truncate(depth);
        let parent = parents.last().copied().unwrap_or_default();
        let ours = project
            .packages
            .iter()
            .any(|package| package.name == parent);
        let forbidden = FORBIDDEN.contains(&name) || ours && FORBIDDEN_DIRECTLY.contains(&name);
        if forbidden && !parents.iter().any(|parent| FORBIDDEN.contains(parent)) {
            ways.entry(name).or_insert_with(|| parents.join(" → "));
        }
        parents.push(name);
    }
    let manifest = project
        .packages
        .iter()
        .find(|package| package.name == leptos.lib_package);
    let manifest = manifest.map_or(Path::new("app/Cargo.toml"), |package| &package.manifest);
    let finding = |(name, way): (&str, String)| {
        let message = format!("`{name}` reaches the browser by {way} → {name}");
        Finding::new(project, manifest, 1, message)
    };
    Ok(ways.into_iter().map(finding).collect())
}
