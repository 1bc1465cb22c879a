//! `serve`: from a clone to the default app in a browser.
//!
//! One `cargo leptos serve` does it all. It empties `target/site` at every start, so anything of
//! ours that compressed files before it would be lost; its own `--precompress` (brotli 11 and
//! gzip, release only) writes them at the right moment. Large and rare parts of the browser's side
//! are split off; plain `cargo leptos serve` works too, with all of it in one file.

use anyhow::Result;

use crate::{project::Project, run, setup};

pub(crate) fn run(args: &[String]) -> Result<()> {
    setup::ensure(setup::For::Serve)?;
    let project = Project::load()?;
    println!(
        "lath: http://{} (as soon as the build is done)",
        project.site_addr()?
    );
    let mut leptos = run::cargo(&["leptos", "serve", "--release", "--precompress", "--split"]);
    leptos.args(["--lib-features", &project.leptos()?.split_features()]);
    // Variables such as LATH_BUILD_DIR and LEPTOS_SITE_ADDR reach the server by themselves.
    run::become_program(leptos.args(args))
}
