//! Programs that come from npm and live in a cache of ours, one folder per version, outside the
//! clone: a new clone finds them there, and nothing is installed globally.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

use super::{home, tools};
use crate::{project, run};

/// npm's build of binaryen. Debian's (108) makes a module that builds and then dies in the
/// browser with "invalid for table"; never take it.
const BINARYEN: &str = "132.0.0";

/// The folder to put on PATH for cargo-leptos.
pub(crate) fn wasm_opt_dir() -> PathBuf {
    folder("binaryen", BINARYEN).join("node_modules/.bin")
}

pub(crate) fn wasm_opt() -> PathBuf {
    wasm_opt_dir().join("wasm-opt")
}

/// The folder for `NODE_PATH`, where the browser tests find Playwright.
pub(crate) fn playwright_node_path() -> Result<PathBuf> {
    Ok(folder("playwright-core", &playwright_version()?).join("node_modules"))
}

pub(super) fn ensure_wasm_opt() -> Result<String> {
    install("binaryen", BINARYEN)?;
    offer_wasm_opt();
    Ok(BINARYEN.to_owned())
}

pub(super) fn ensure_playwright() -> Result<String> {
    let version = playwright_version()?;
    install("playwright-core", &version)?;
    Ok(version)
}

pub(super) fn ensure_oidc_provider() -> Result<String> {
    let version = version("oidc-provider")?;
    install("oidc-provider", &version)?;
    Ok(version)
}

fn playwright_version() -> Result<String> {
    version("playwright-core")
}

/// `end2end/package.json` says which.
fn version(package: &str) -> Result<String> {
    let path = project::root().join("end2end/package.json");
    let text = fs::read_to_string(&path).with_context(|| format!("no {}", path.display()))?;
    let json: serde_json::Value = serde_json::from_str(&text)?;
    let version = json["dependencies"][package].as_str();
    Ok(version
        .with_context(|| format!("end2end/package.json does not ask for {package}"))?
        .to_owned())
}

fn folder(package: &str, version: &str) -> PathBuf {
    tools().join(format!("{package}-{version}"))
}

fn install(package: &str, version: &str) -> Result<()> {
    let folder = folder(package, version);
    // Written last, so that an install that was interrupted is done again.
    let done = folder.join("complete");
    if done.is_file() {
        return Ok(());
    }
    for program in ["node", "npm"] {
        ensure!(
            run::which(program).is_some(),
            "`{program}` is not on PATH; install Node.js 20 or later with npm"
        );
    }
    println!(
        "setup: installing {package} {version} into {}",
        folder.display()
    );
    fs::create_dir_all(&folder)?;
    let mut npm = run::command("npm");
    npm.args([
        "install",
        "--no-audit",
        "--no-fund",
        "--no-save",
        "--loglevel=error",
        "--prefix",
    ]);
    npm.arg(&folder).arg(format!("{package}@{version}"));
    run::capture(&mut npm)?;
    fs::write(done, "")?;
    Ok(())
}

/// Puts wasm-opt where a `cargo leptos … --release` typed by hand finds it, too.
#[cfg(unix)]
fn offer_wasm_opt() {
    let cargo_home = run::env("CARGO_HOME").map_or_else(|| home().join(".cargo"), PathBuf::from);
    let link = cargo_home.join("bin/wasm-opt");
    let ours = fs::read_link(&link).is_ok_and(|to| to.starts_with(tools()));
    if fs::symlink_metadata(&link).is_err() || ours && !points_to(&link, &wasm_opt()) {
        fs::remove_file(&link).ok();
        // Only a convenience: our own commands do not need it.
        std::os::unix::fs::symlink(wasm_opt(), &link).ok();
    }
}

#[cfg(not(unix))]
fn offer_wasm_opt() {}

#[cfg(unix)]
fn points_to(link: &Path, to: &Path) -> bool {
    fs::read_link(link).is_ok_and(|found| found == to)
}
