//! `vectors <files…> [--json]`: runs conformance vectors with the runner of `testkit`.

use anyhow::{Result, ensure};

use crate::run;

pub(crate) fn run(args: &[String]) -> Result<()> {
    ensure!(
        args.iter().any(|arg| !arg.starts_with("--")),
        "name at least one file of vectors"
    );
    let mut cargo = run::cargo(&["run", "--release", "--quiet", "--package", "testkit"]);
    // The files are named from where the user stands.
    cargo
        .args(["--bin", "vectors", "--"])
        .args(args)
        .current_dir(std::env::current_dir()?);
    run::run(&mut cargo)
}
