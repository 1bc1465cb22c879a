//! Lath's engine beside Lowdefy's, on the same pages, in one run on one machine: reading and compiling
//! a page, evaluating it first, and again after changes; natively beside Node, and as wasm beside
//! Lowdefy in the same Chromium.
//!
//! `cargo xtask bench engine [--native] [--json]`: `--native` leaves out all but Lath's native side,
//! `--json` gives every sample. Machines differ and are noisy: look at the ratios.
#![expect(clippy::print_stdout, reason = "this is the output of a command")]

mod table;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let Some(arg) = args.iter().find(|a| *a != "--native" && *a != "--json") {
        bail!("unknown argument `{arg}`");
    }
    let has = |name: &str| args.iter().any(|arg| arg == name);
    let folder = std::env::temp_dir().join(format!("lath-bench-engine-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let result = bench(&folder, has("--native"), has("--json"));
    std::fs::remove_dir_all(&folder).ok();
    result
}

fn bench(folder: &Path, native: bool, as_json: bool) -> Result<()> {
    let text = bench_engine::pages::all().to_string();
    let document = folder.join("document.json");
    std::fs::write(&document, &text)?;
    let mut all = json!({"notes": []});
    if !native {
        all = others(folder, &document);
    }
    let start = Instant::now();
    let clock = || start.elapsed().as_secs_f64() * 1000.0;
    all["native"] = bench_engine::measure::all(&text, &clock)?;
    if as_json {
        println!("{all}");
        return Ok(());
    }
    print!("{}", table::of(&all));
    for note in all["notes"].as_array().into_iter().flatten() {
        println!("note: {}", note.as_str().unwrap_or_default());
    }
    Ok(())
}

/// What Node and Chromium measure, with notes on what could not be.
fn others(folder: &Path, document: &Path) -> Value {
    let mut notes: Vec<Value> = Vec::new();
    let mut note = |what: &str, error| notes.push(format!("{what}: {error:#}").into());
    let wasm = wasm(folder).map_err(|error| note("no wasm", error)).ok();
    let mut all = run_others(document, wasm.as_deref()).unwrap_or_else(|error| {
        note("neither Lowdefy nor wasm", error);
        json!({"notes": []})
    });
    if let Some(all) = all["notes"].as_array_mut() {
        all.extend(notes);
    }
    all
}

fn run_others(document: &Path, wasm: Option<&Path>) -> Result<Value> {
    let mut node = Command::new("node");
    node.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("run.mjs"));
    node.arg(document).args(wasm);
    let output = node.stderr(Stdio::inherit()).output();
    let output = output.context("cannot start node")?;
    if !output.status.success() {
        bail!("run.mjs ended with {}", output.status);
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The wasm, made as the browser's side of an app is made for a release; gives its folder.
fn wasm(folder: &Path) -> Result<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let target = "wasm32-unknown-unknown";
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "--package", "bench-engine", "--lib"]);
    cargo.args(["--features", "web", "--target", target]);
    run(cargo.args(["--profile", "wasm-release"]).current_dir(&root))?;
    let made =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let made = made.join(target).join("wasm-release/bench_engine.wasm");
    let out = folder.join("wasm");
    let mut bindgen = Command::new("wasm-bindgen");
    bindgen.args(["--target=web", "--no-typescript", "--out-dir"]);
    run(bindgen.arg(&out).arg(made))?;
    let file = out.join("bench_engine_bg.wasm");
    let mut opt = Command::new("wasm-opt");
    opt.args([
        "-Oz",
        "--enable-bulk-memory",
        "--enable-nontrapping-float-to-int",
    ]);
    run(opt.arg(&file).arg("-o").arg(&file))?;
    Ok(out)
}

fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status();
    let status = status.with_context(|| format!("cannot start {name}"))?;
    if !status.success() {
        bail!("{name} ended with {status}");
    }
    Ok(())
}
