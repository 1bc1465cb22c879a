//! `test [--no-browser] [--dev]`: everything that CI runs, by the same name; cheap things first.
//!
//! The browser meets the wasm that users get: release profile and wasm-opt, since that step alone
//! can break a page that every other test passes. `--dev` takes the unoptimised one: quicker to
//! build, and it names the source line of a hydration error. The server is a debug build either
//! way, which is nearly free after the unit tests and checks its own arithmetic.

mod specs;

use std::{fs, path::Path, time::Instant};

use anyhow::{Context, Result, bail};

use crate::{build, codegen, only, project::Project, run, setup, size, tidy};

pub(crate) fn run(args: &[String]) -> Result<()> {
    only(args, &["--no-browser", "--dev"])?;
    let has = |name: &str| args.iter().any(|arg| arg == name);
    let mut counts = Counts::default();
    let result = steps(has("--dev"), !has("--no-browser"), &mut counts);
    if result.is_err() && counts.failures == 0 {
        // Formatting, a build: a step that counts nothing itself.
        counts.failures = 1;
    }
    println!(
        "lath: {} tests, {} browser checks, {} failures",
        counts.tests, counts.browser_checks, counts.failures
    );
    result
}

#[derive(Default)]
struct Counts {
    tests: usize,
    browser_checks: usize,
    failures: usize,
}

fn steps(dev: bool, browser: bool, counts: &mut Counts) -> Result<()> {
    step("setup", || setup::ensure(setup::For::Tests))?;
    step("fmt", || {
        run::run(&mut run::cargo(&["fmt", "--all", "--check"]))
    })?;
    step("codegen", || codegen::run(&["--check".to_owned()]))?;
    step("tidy", || tidy::run(&[]))?;
    let project = Project::load()?;
    step("clippy", || clippy(&project))?;
    step("tests", || unit_tests(&project, counts))?;
    if !browser {
        return Ok(());
    }
    step("build", || {
        build::site(&project, !dev)?;
        build::server(&project, false).map(drop)
    })?;
    if !dev {
        step("size", || size::run(&[]))?;
    }
    // All, even when the first fails: a list of all that is wrong costs one run.
    let specs = step("specs", || {
        specs::make(&project)?;
        end2end("specs.mjs", counts)
    });
    let journeys = step("journeys", || end2end("run.mjs", counts));
    let sweep = step("sweep", || end2end("sweep.mjs", counts));
    specs.and(journeys).and(sweep)
}

fn step(name: &str, step: impl FnOnce() -> Result<()>) -> Result<()> {
    println!("── {name}");
    let start = Instant::now();
    step().with_context(|| format!("step `{name}` failed"))?;
    println!("── {name}: {:.1} s", start.elapsed().as_secs_f32());
    Ok(())
}

/// Cargo on the default members with the server's features.
fn cargo(project: &Project, args: &[&str]) -> Result<std::process::Command> {
    let leptos = project.leptos()?;
    let features: Vec<String> = leptos
        .bin_features
        .split(',')
        .map(|feature| format!("{}/{feature}", leptos.bin_package))
        .collect();
    let mut cargo = run::cargo(args);
    cargo.args(["--features", &features.join(",")]);
    Ok(cargo)
}

fn clippy(project: &Project) -> Result<()> {
    let mut clippy = cargo(project, &["clippy", "--quiet", "--all-targets"])?;
    run::run(clippy.args(["--", "--deny", "warnings"]))
}

fn unit_tests(project: &Project, counts: &mut Counts) -> Result<()> {
    let nextest = run::which("cargo-nextest").is_some();
    let mut tests = if nextest {
        let quiet = ["--status-level=fail", "--final-status-level=fail"];
        let mut tests = cargo(project, &["nextest", "run", "--no-fail-fast"])?;
        tests.args(["--no-tests=pass", "--cargo-quiet"]).args(quiet);
        tests
    } else {
        cargo(project, &["test", "--quiet", "--no-fail-fast"])?
    };
    let (success, output) = run::tee(tests.env("CARGO_TERM_COLOR", "never"))?;
    let lines = output.lines().map(str::trim);
    for line in lines.filter(|line| line.starts_with("Summary") || line.starts_with("test result"))
    {
        counts.failures += number_before(line, "failed");
        counts.tests += number_before(line, "passed") + number_before(line, "failed");
    }
    if !success {
        bail!("some tests failed");
    }
    Ok(())
}

fn end2end(script: &str, counts: &mut Counts) -> Result<()> {
    let root = crate::project::root();
    let mut node = run::command("node");
    node.arg(Path::new("end2end").join(script));
    node.env("NODE_PATH", setup::playwright_node_path()?);
    if let Some(chromium) = setup::chromium() {
        node.env("LATH_CHROMIUM", chromium);
    }
    let project = Project::load()?;
    node.env("LATH_SERVER", project.target.join("debug/lath"))
        .env("LATH_SITE", project.leptos()?.site)
        .env("LATH_SPECS", specs::folder(&project));
    fs::create_dir_all(root.join("target/screenshots"))?;
    let (success, output) = run::tee(&mut node)?;
    let line = output
        .lines()
        .rev()
        .find(|line| line.starts_with("end2end:"))
        .unwrap_or_default();
    counts.browser_checks += number_before(line, "checks");
    counts.failures += number_before(line, "failures");
    if !success {
        bail!("some browser checks failed");
    }
    Ok(())
}

/// `…, 12 passed, …` → 12
fn number_before(line: &str, word: &str) -> usize {
    let words: Vec<&str> = line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let at = words.iter().position(|found| *found == word);
    at.and_then(|at| words.get(at.checked_sub(1)?)?.parse().ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
