//! The operators' specs as a browser runs them: what `end2end/specs.mjs` reads.

use std::path::PathBuf;

use anyhow::Result;

use crate::{project::Project, run};

/// Where it is.
pub(super) fn folder(project: &Project) -> PathBuf {
    project.target.join("specs")
}

/// Runs the specs natively, and makes the wasm that runs them; a debug build, which checks its
/// arithmetic.
pub(super) fn make(project: &Project) -> Result<()> {
    let folder = folder(project);
    let mut native = run::cargo(&["run", "--quiet", "--package", "specs", "--"]);
    run::run(native.arg(&folder))?;
    let target = "wasm32-unknown-unknown";
    let mut wasm = run::cargo(&["build", "--quiet", "--package", "specs", "--lib"]);
    wasm.args([
        "--no-default-features",
        "--features",
        "web",
        "--target",
        target,
    ]);
    run::run(&mut wasm)?;
    let mut bindgen = run::command("wasm-bindgen");
    bindgen.args(["--target=web", "--no-typescript", "--out-dir"]);
    bindgen.arg(folder.join("wasm"));
    run::run(bindgen.arg(project.target.join(target).join("debug/specs.wasm")))
}
