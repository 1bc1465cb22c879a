//! Programs that come from Cargo's registry and live in Cargo's own bin folder.

use anyhow::{Context, Result};

use crate::{project, run};

const CARGO_LEPTOS: &str = "0.3.11";

/// Exactly the version of the wasm-bindgen library: the two share an unstable format.
pub(super) fn wasm_bindgen() -> Result<String> {
    let wanted = project::locked_version("wasm-bindgen")?;
    if installed("wasm-bindgen").as_deref() != Some(wanted.as_str()) {
        // Not `--locked`: the lock file of 0.2.130 names a release that some mirrors lack.
        install("wasm-bindgen-cli", &wanted, &[], &[])?;
    }
    installed("wasm-bindgen").context("installed, but not on PATH; add Cargo's bin folder to it")
}

pub(super) fn cargo_leptos() -> Result<String> {
    if !installed("cargo-leptos").is_some_and(|version| at_least(&version, CARGO_LEPTOS)) {
        println!("setup: compiling cargo-leptos takes 12 to 25 minutes on two cores, once");
        let args = ["--locked", "--features", "no_downloads"];
        // As it comes, its release profile takes twice the time and 4 GB for one fat link.
        let env = [
            ("CARGO_PROFILE_RELEASE_LTO", "off"),
            ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
            ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
        ];
        install("cargo-leptos", CARGO_LEPTOS, &args, &env)
            .context("cargo-leptos needs Rust 1.96 or later; try `rustup update stable`")?;
    }
    installed("cargo-leptos").context("installed, but not on PATH; add Cargo's bin folder to it")
}

/// The version that `NAME --version` prints.
fn installed(program: &str) -> Option<String> {
    run::which(program)?;
    let text = run::capture(run::command(program).arg("--version")).ok()?;
    text.split_whitespace().nth(1).map(str::to_owned)
}

fn at_least(version: &str, wanted: &str) -> bool {
    let numbers = |text: &str| -> Vec<u32> {
        text.split(['.', '-', '+'])
            .map_while(|part| part.parse().ok())
            .collect()
    };
    numbers(version) >= numbers(wanted)
}

/// A ready-made binary where cargo-binstall is at hand, else from source.
fn install(package: &str, version: &str, args: &[&str], env: &[(&str, &str)]) -> Result<()> {
    println!("setup: installing {package} {version}");
    if run::which("cargo-binstall").is_some() {
        let spec = format!("{package}@{version}");
        let mut binstall = run::cargo(&["binstall", "--no-confirm", "--force", &spec]);
        match run::run(&mut binstall) {
            Ok(()) => return Ok(()),
            Err(error) => println!("setup: {error:#}; compiling it instead"),
        }
    }
    let mut cargo = run::cargo(&["install", package, "--version", version]);
    cargo.args(args).envs(env.iter().copied());
    run::run(&mut cargo).with_context(|| format!("cannot install {package} {version}"))
}
