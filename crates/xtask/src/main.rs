//! `cargo xtask <command>`: everything that a developer or CI runs, one file per command.
//!
//! Compiled before anything else on a fresh machine, with whatever stable toolchain is there, so
//! it depends on little and knows nothing of the other crates: it reads their sources and runs
//! programs. Start at the command that interests you; `project.rs` is what Cargo says about the
//! workspace and `run.rs` is how programs are started.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool talks to its terminal"
)]

mod bench;
mod build;
mod codegen;
mod compress;
mod css;
mod gen_app;
mod project;
mod run;
mod serve;
mod setup;
mod size;
mod test;
mod tidy;
mod vectors;

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "\
usage: cargo xtask <command>

  serve [args]             set up, build for release, serve the default app (args: for cargo leptos)
  test [--no-browser] [--dev]
                           set up, then every check and test (--dev: unoptimised wasm, faster)

  setup [--ci]             install what is missing (--ci: what `test` needs, no cargo-leptos)
  build [--release]        the site and the server, without cargo-leptos
  codegen [--check]        rewrite (or compare) the catalogs' generated lists
  tidy                     architecture, dependencies, sizes and docs of the sources
  size [--write]           what a browser downloads first, against app/size-budget.toml
  vectors <files…> [--json]
                           run conformance vectors
  gen-app [--pages N] [--seed N] --out DIR
                           write an app as YAML, for benches
  bench [name [args]]      run a program of benches/, or list them
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: &[String]) -> Result<()> {
    let Some((command, args)) = args.split_first() else {
        bail!("no command given\n\n{USAGE}");
    };
    match command.as_str() {
        "bench" => bench::run(args),
        "build" => build::run(args),
        "codegen" => codegen::run(args),
        "gen-app" => gen_app::run(args),
        "serve" => serve::run(args),
        "setup" => setup::run(args),
        "size" => size::run(args),
        "test" => test::run(args),
        "tidy" => tidy::run(args),
        "vectors" => vectors::run(args),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        other => bail!("unknown command `{other}`\n\n{USAGE}"),
    }
}

/// Fails on an argument that the command does not know.
fn only(args: &[String], known: &[&str]) -> Result<()> {
    match args.iter().find(|arg| !known.contains(&arg.as_str())) {
        Some(arg) => bail!("unknown argument `{arg}`\n\n{USAGE}"),
        None => Ok(()),
    }
}
