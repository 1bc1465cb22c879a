//! `setup`: installs what is missing, says in a line each what is there.
//!
//! | for | wasm target, wasm-bindgen, wasm-opt | cargo-leptos | Chromium, Playwright, PostgreSQL, MariaDB, Redis |
//! | --- | --- | --- | --- |
//! | `setup` | yes | yes | yes |
//! | `setup --ci`, `test` | yes | no: `build` does without it | yes |
//! | `serve` | yes | yes | no |
//!
//! | setting | meaning |
//! | --- | --- |
//! | `LATH_WASM_ROUTE` | `auto` (rustup, then Debian's packages), `rustup` or `debian` |
//! | `LATH_TOOLS` | where npm's tools are kept, outside the clone; `~/.cache/lath/tools` |
//! | `LATH_CHROMIUM` | the browser for the tests |

mod apt;
mod browser;
mod cargo_tools;
mod databases;
mod node_tools;
mod wasm_target;

use std::path::PathBuf;

use anyhow::{Result, bail};

pub(crate) use browser::chromium;
pub(crate) use node_tools::{playwright_node_path, wasm_opt, wasm_opt_dir};

use crate::{only, run};

/// What the tools are wanted for.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum For {
    Everything,
    Tests,
    Serve,
}

pub(crate) fn run(args: &[String]) -> Result<()> {
    only(args, &["--ci"])?;
    ensure(if args.is_empty() {
        For::Everything
    } else {
        For::Tests
    })
}

/// Does every step, also after one that failed, so that one run shows all that is missing.
pub(crate) fn ensure(wanted: For) -> Result<()> {
    let mut steps: Vec<Step> = vec![
        ("wasm target", wasm_target::ensure),
        ("wasm-bindgen", cargo_tools::wasm_bindgen),
        ("wasm-opt", node_tools::ensure_wasm_opt),
    ];
    if wanted != For::Tests {
        steps.push(("cargo-leptos", cargo_tools::cargo_leptos));
    }
    if wanted != For::Serve {
        steps.push(("playwright-core", node_tools::ensure_playwright));
        steps.push(("oidc-provider", node_tools::ensure_oidc_provider));
        steps.push(("chromium", browser::ensure));
        steps.push(("postgresql", databases::postgresql));
        steps.push(("mariadb", databases::mariadb));
        steps.push(("redis", databases::redis));
    }
    let mut missing = Vec::new();
    for (name, step) in steps {
        match step() {
            Ok(found) => println!("setup: {name:<16}{found}"),
            Err(error) => {
                println!("setup: {name:<16}MISSING");
                missing.push(format!("{name}: {error:#}"));
            }
        }
    }
    if !missing.is_empty() {
        bail!(
            "setup could not provide everything\n\n{}",
            missing.join("\n\n")
        );
    }
    Ok(())
}

/// A tool's name, and what provides it and says which one is there.
type Step = (&'static str, fn() -> Result<String>);

/// The folder for tools that are not Cargo's.
fn tools() -> PathBuf {
    match run::env("LATH_TOOLS") {
        Some(dir) => PathBuf::from(dir),
        None => home().join(".cache/lath/tools"),
    }
}

fn home() -> PathBuf {
    let home = run::env("HOME").or_else(|| run::env("USERPROFILE"));
    home.map_or_else(std::env::temp_dir, PathBuf::from)
}
