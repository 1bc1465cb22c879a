//! `build`: the site and the server, without cargo-leptos.
//!
//! Gives in `target/site` what `cargo leptos build` gives, under the same names, and for a release
//! the compressed files beside. Needs nothing that takes long to install, so the tests use it.

use std::{
    collections::BTreeMap,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow};

use crate::{
    compress, css, only,
    project::{self, Leptos, Project},
    run, setup,
};

pub(crate) fn run(args: &[String]) -> Result<()> {
    only(args, &["--release"])?;
    let release = !args.is_empty();
    let project = Project::load()?;
    site(&project, release)?;
    let server = server(&project, release)?;
    println!("build: {}", server.display());
    Ok(())
}

/// The browser's side: `target/site`.
pub(crate) fn site(project: &Project, release: bool) -> Result<()> {
    let leptos = project.leptos()?;
    let wasm = compile(project, &leptos, release)?;
    let stamp = Stamp::new(project, &leptos, &wasm, release)?;
    if !stamp.is_current() {
        if leptos.site.exists() {
            fs::remove_dir_all(&leptos.site)?;
        }
        if release {
            bindgen(&leptos, &split(&leptos, &wasm)?, &SPLIT_BINDGEN)?;
            optimize(&leptos)?;
        } else {
            bindgen(&leptos, &wasm, &[])?;
        }
        stamp.write()?;
    }
    let kept = project::files_below(&leptos.pkg);
    let kept: Vec<_> = kept.into_iter().filter(|file| is_made(file)).collect();
    clear(&leptos.site, &kept)?;
    copy_folder(&leptos.assets, &leptos.site)?;
    if leptos.style.is_file() {
        let style = css::bundle(&leptos.style)?;
        let style = if release { css::minify(&style) } else { style };
        fs::write(
            leptos.pkg.join(format!("{}.css", leptos.output_name)),
            style,
        )?;
    }
    if release {
        compress::folder(&leptos.site)?;
    }
    Ok(())
}

/// The server's binary; gives its path.
pub(crate) fn server(project: &Project, release: bool) -> Result<PathBuf> {
    let leptos = project.leptos()?;
    let mut cargo = run::cargo(&["build", "--package", &leptos.bin_package]);
    cargo.args(["--bin", &leptos.bin_package, "--no-default-features"]);
    cargo.args(["--features", &leptos.bin_features]);
    if release {
        cargo.arg("--release");
    }
    run::run(cargo.envs(project.leptos_env(release)?))?;
    let file = format!("{}{}", leptos.bin_package, std::env::consts::EXE_SUFFIX);
    Ok(project
        .target
        .join(if release { "release" } else { "debug" })
        .join(file))
}

impl Leptos {
    fn wasm(&self) -> PathBuf {
        self.pkg.join(format!("{}.wasm", self.output_name))
    }
}

fn compile(project: &Project, leptos: &Leptos, release: bool) -> Result<PathBuf> {
    let target = "wasm32-unknown-unknown";
    let mut cargo = run::cargo(&[
        "build",
        "--lib",
        "--target",
        target,
        "--no-default-features",
    ]);
    cargo.args(["--package", &leptos.lib_package]);
    if release {
        cargo.args(["--features", &leptos.split_features()]);
        cargo.args(["--profile", &leptos.lib_profile_release]);
        // What splitting reads, as cargo-leptos asks for it.
        let flags = format!("target.{target}.rustflags=['-Clink-args=--emit-relocs']");
        cargo.args(["--config", &flags]);
    } else {
        cargo.args(["--features", &leptos.lib_features]);
    }
    run::run(cargo.envs(project.leptos_env(release)?))?;
    let profile = if release {
        leptos.lib_profile_release.as_str()
    } else {
        "debug"
    };
    let file = format!("{}.wasm", leptos.lib_package.replace('-', "_"));
    Ok(project.target.join(target).join(profile).join(file))
}

/// Moves the parts that load later into files of their own; gives the path of what is left.
fn split(leptos: &Leptos, wasm: &Path) -> Result<PathBuf> {
    println!("build: wasm-split");
    let input = fs::read(wasm).with_context(|| format!("no {}", wasm.display()))?;
    let main = wasm.with_file_name(format!("{}_split.wasm", leptos.output_name));
    let module = format!("./{}.js", leptos.output_name);
    let mut options = wasm_split_cli_support::Options::new(&input);
    options.output_dir = &leptos.pkg;
    options.main_out_path = &main;
    options.main_module = &module;
    options.link_name = LINK_SCRIPT;
    let made = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("wasm-split: {error:?}"))?;
    // Sorted, so that the same wasm gives the same file.
    let files: BTreeMap<_, _> = made.prefetch_map.into_iter().collect();
    fs::write(
        leptos.pkg.join(MANIFEST),
        serde_json::to_string_pretty(&files)?,
    )?;
    Ok(main)
}

/// The script that fetches parts; the name is cargo-leptos's.
const LINK_SCRIPT: &str = "./__wasm_split.______________________.js";

/// Which files each part needs; the server reads it.
const MANIFEST: &str = "__wasm_split_manifest.json";

/// What wasm-bindgen must leave in the wasm for its parts.
const SPLIT_BINDGEN: [&str; 2] = ["--keep-lld-exports", "--no-demangle"];

fn bindgen(leptos: &Leptos, wasm: &Path, more: &[&str]) -> Result<()> {
    println!("build: wasm-bindgen");
    let mut bindgen = run::command("wasm-bindgen");
    bindgen.args([
        "--target=web",
        "--no-typescript",
        "--out-name",
        &leptos.output_name,
    ]);
    bindgen.args(more);
    run::run(bindgen.arg("--out-dir").arg(&leptos.pkg).arg(wasm))?;
    // Like cargo-leptos: leptos' hydration script asks for the file by this name.
    let made = leptos.pkg.join(format!("{}_bg.wasm", leptos.output_name));
    fs::rename(made, leptos.wasm()).context("wasm-bindgen made no wasm file")
}

/// Every wasm file, with the flags of cargo-leptos.
fn optimize(leptos: &Leptos) -> Result<()> {
    println!("build: wasm-opt");
    let files = project::files_below(&leptos.pkg);
    for file in files.iter().filter(|file| has_extension(file, "wasm")) {
        let mut opt = run::command(setup::wasm_opt());
        opt.args([
            "-Oz",
            "--enable-bulk-memory",
            "--enable-nontrapping-float-to-int",
        ]);
        run::run(opt.arg(file).arg("-o").arg(file))?;
    }
    Ok(())
}

/// Is it a file that the steps for the wasm made?
fn is_made(file: &Path) -> bool {
    ["wasm", "js", "json"]
        .iter()
        .any(|extension| has_extension(file, extension))
}

fn has_extension(file: &Path, extension: &str) -> bool {
    file.extension().is_some_and(|found| found == extension)
}

/// Remembers which wasm the site was made of, to save its slow steps when nothing changed.
struct Stamp {
    file: PathBuf,
    input: u64,
    pkg: PathBuf,
}

impl Stamp {
    fn new(project: &Project, leptos: &Leptos, wasm: &Path, release: bool) -> Result<Self> {
        let mut hasher = DefaultHasher::new();
        release.hash(&mut hasher);
        setup::wasm_opt().hash(&mut hasher);
        fs::read(wasm)
            .with_context(|| format!("no {}", wasm.display()))?
            .hash(&mut hasher);
        Ok(Self {
            file: project.target.join("xtask-site.stamp"),
            input: hasher.finish(),
            pkg: leptos.pkg.clone(),
        })
    }

    /// Also false when someone else, cargo-leptos say, has written to the site since.
    fn is_current(&self) -> bool {
        let text = self.text();
        text.is_some() && fs::read_to_string(&self.file).ok() == text
    }

    fn write(&self) -> Result<()> {
        Ok(fs::write(
            &self.file,
            self.text().context("wasm-bindgen made no files")?,
        )?)
    }

    fn text(&self) -> Option<String> {
        let mut hasher = DefaultHasher::new();
        let files = project::files_below(&self.pkg);
        let mut made = files.iter().filter(|file| is_made(file)).peekable();
        made.peek()?;
        for file in made {
            fs::read(file).ok()?.hash(&mut hasher);
        }
        Some(format!("{:016x} {:016x}\n", self.input, hasher.finish()))
    }
}

/// Removes everything of an earlier build but some files, what is compressed of them, and the
/// script snippets that wasm-bindgen made with them.
fn clear(site: &Path, kept: &[PathBuf]) -> Result<()> {
    for file in project::files_below(site) {
        let snippet = file.components().any(|part| part.as_os_str() == "snippets");
        let same = |kept: &PathBuf| {
            let compressed = ["br", "gz"].map(|extension| compress::beside(kept, extension));
            file == *kept || compressed.contains(&file)
        };
        if !snippet && !kept.iter().any(same) {
            fs::remove_file(&file)?;
        }
    }
    Ok(())
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    for file in project::files_below(from) {
        let copy = to.join(file.strip_prefix(from)?);
        if let Some(dir) = copy.parent() {
            fs::create_dir_all(dir)?;
        }
        fs::copy(&file, &copy).with_context(|| format!("cannot copy {}", file.display()))?;
    }
    Ok(())
}
