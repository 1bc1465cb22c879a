//! `size [--write]`: what a browser downloads before a page is alive, against a budget.
//!
//! `app/size-budget.toml` holds `eager_brotli`, the limit in bytes, and what `--write` measured.

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};

use crate::{
    compress, only,
    project::{self, Project},
};

const BUDGET: &str = "app/size-budget.toml";

/// 400 KB, when no file says otherwise.
const DEFAULT_LIMIT: u64 = 400 * 1024;

pub(crate) fn run(args: &[String]) -> Result<()> {
    only(args, &["--write"])?;
    let project = Project::load()?;
    let rows = measure(&project)?;
    let total = sum(&rows);
    println!("{:<48}{:>12}{:>12}{:>12}", "eager", "raw", "gzip", "brotli");
    for row in rows.iter().chain([&total]) {
        println!(
            "{:<48}{:>12}{:>12}{:>12}",
            row.name, row.raw, row.gzip, row.brotli
        );
    }
    let file = project.root.join(BUDGET);
    let limit = limit(&file)?;
    if !args.is_empty() {
        fs::write(&file, budget_text(limit, &rows, &total)?)?;
        println!("size: wrote {BUDGET}");
    }
    if total.brotli > limit {
        bail!(
            "eager files are {} bytes with brotli, {} more than `eager_brotli` in {BUDGET} allows",
            total.brotli,
            total.brotli - limit
        );
    }
    println!("size: {} of {limit} bytes", total.brotli);
    Ok(())
}

struct Row {
    name: String,
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// The wasm, its glue, the style, and the scripts that the glue imports. Parts that are loaded later
/// have other names.
fn measure(project: &Project) -> Result<Vec<Row>> {
    let leptos = project.leptos()?;
    let mut files: Vec<PathBuf> = ["wasm", "js", "css"]
        .map(|extension| {
            leptos
                .pkg
                .join(format!("{}.{extension}", leptos.output_name))
        })
        .into();
    for file in &files {
        ensure!(
            file.is_file(),
            "no {}; run `cargo xtask build --release`",
            file.display()
        );
    }
    let release = compress::beside(&files[0], "br").is_file();
    ensure!(
        release,
        "the site is not a release build; run `cargo xtask build --release`"
    );
    let scripts = project::files_below(&leptos.pkg).into_iter();
    files.extend(scripts.filter(|file| {
        let snippet = file.components().any(|part| part.as_os_str() == "snippets");
        let name = file.file_name().and_then(|name| name.to_str());
        let links = name.is_some_and(|name| name.starts_with("__wasm_split"));
        (snippet || links) && file.extension().is_some_and(|e| e == "js")
    }));
    // The sanitizer is not among them: only pages with HTML wait for it.
    files.push(leptos.site.join("start.js"));
    files.iter().map(|file| row(file, &leptos.site)).collect()
}

fn row(file: &Path, site: &Path) -> Result<Row> {
    let raw = fs::metadata(file)?.len();
    let compressed = |extension: &str| -> Option<u64> {
        Some(fs::metadata(compress::beside(file, extension)).ok()?.len())
    };
    Ok(Row {
        name: file.strip_prefix(site)?.display().to_string(),
        raw,
        gzip: compressed("gz").unwrap_or(raw),
        brotli: compressed("br").unwrap_or(raw),
    })
}

fn sum(rows: &[Row]) -> Row {
    let total = |of: fn(&Row) -> u64| rows.iter().map(of).sum();
    Row {
        name: "total".to_owned(),
        raw: total(|row| row.raw),
        gzip: total(|row| row.gzip),
        brotli: total(|row| row.brotli),
    }
}

fn limit(file: &Path) -> Result<u64> {
    let Ok(text) = fs::read_to_string(file) else {
        return Ok(DEFAULT_LIMIT);
    };
    let value = text.lines().find_map(|line| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "eager_brotli").then(|| value.split('#').next().unwrap_or_default())
    });
    let value = value.with_context(|| format!("`eager_brotli` is missing in {BUDGET}"))?;
    let digits: String = value
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '_')
        .collect();
    digits
        .parse()
        .with_context(|| format!("`eager_brotli` in {BUDGET} is not a number"))
}

fn budget_text(limit: u64, rows: &[Row], total: &Row) -> Result<String> {
    let mut text = format!(
        "# What a browser may download before a page is alive: bytes with brotli.\n\
         eager_brotli = {limit}\n\n\
         # Written by `cargo xtask size --write`.\n[measured]\n"
    );
    for row in rows.iter().chain([total]) {
        writeln!(
            text,
            "\"{}\" = {{ raw = {}, gzip = {}, brotli = {} }}",
            row.name, row.raw, row.gzip, row.brotli
        )?;
    }
    Ok(text)
}
