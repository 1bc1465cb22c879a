//! `bench [name [args]]`: runs a program of `benches/`: a package, one of a package's `src/bin`, a shell
//! script or a Node script.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
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
        Some("rs") => return run::run(package(path, Some(name)).args(args)),
        _ => return run::run(package(path, None).args(args)),
    };
    run::run(command.arg(path).args(args))
}

/// Runs a package: its only program, or that of a file in its `src/bin`.
fn package(path: &Path, bin: Option<&str>) -> Command {
    let manifest = match bin {
        Some(_) => path.ancestors().nth(3).unwrap_or(path).join("Cargo.toml"),
        None => path.to_owned(),
    };
    let mut command = run::cargo(&["run", "--release", "--quiet", "--manifest-path"]);
    command.arg(manifest);
    if let Some(bin) = bin {
        command.args(["--bin", bin]);
    }
    command.arg("--");
    command
}

/// Name and file of each, sorted.
fn programs(folder: &Path) -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    let mut programs: Vec<_> = entries.flat_map(of_entry).collect();
    programs.sort();
    programs
}

fn of_entry(path: PathBuf) -> Vec<(String, PathBuf)> {
    let manifest = path.join("Cargo.toml");
    if !manifest.is_file() {
        let script = path
            .extension()
            .is_some_and(|extension| extension == "sh" || extension == "mjs");
        return script.then(|| named(path)).flatten().into_iter().collect();
    }
    match fs::read_dir(path.join("src/bin")) {
        Ok(bins) => bins
            .flatten()
            .filter_map(|entry| named(entry.path()))
            .collect(),
        Err(_) => named(path)
            .map(|(name, _)| (name, manifest))
            .into_iter()
            .collect(),
    }
}

/// A file and what it is called.
fn named(path: PathBuf) -> Option<(String, PathBuf)> {
    let name = path.file_stem()?.to_str()?.to_owned();
    Some((name, path))
}
