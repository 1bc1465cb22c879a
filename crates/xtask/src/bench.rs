//! `bench [name [args]]`: runs a program of `benches/`: a package, a shell script or a Node script.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{project, run};

pub(crate) fn run(args: &[String]) -> Result<()> {
    let programs = programs(&project::root().join("benches"));
    let names: Vec<&str> = programs.iter().map(|(name, _)| name.as_str()).collect();
    let Some((name, args)) = args.split_first() else {
        println!(
            "benches: {}",
            if names.is_empty() {
                "none".to_owned()
            } else {
                names.join(", ")
            }
        );
        return Ok(());
    };
    let (_, path) = programs
        .iter()
        .find(|(known, _)| known == name)
        .with_context(|| format!("no bench `{name}`; there are: {}", names.join(", ")))?;
    let mut command = match path.extension().and_then(|extension| extension.to_str()) {
        Some("sh") => run::command("bash"),
        Some("mjs") => run::command("node"),
        _ => run::cargo(&["run", "--release", "--quiet", "--manifest-path"]),
    };
    command.arg(path);
    if path.ends_with("Cargo.toml") {
        command.arg("--");
    }
    run::run(command.args(args))
}

/// Name and file of each, sorted.
fn programs(folder: &Path) -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    let mut programs: Vec<_> = entries.filter_map(program).collect();
    programs.sort();
    programs
}

fn program(path: PathBuf) -> Option<(String, PathBuf)> {
    let name = path.file_stem()?.to_str()?.to_owned();
    let manifest = path.join("Cargo.toml");
    if manifest.is_file() {
        return Some((name, manifest));
    }
    let script = path
        .extension()
        .is_some_and(|extension| extension == "sh" || extension == "mjs");
    script.then_some((name, path))
}
