//! `build`: the site and the server, without cargo-leptos.
//!
//! Gives in `target/site` what `cargo leptos build` gives, under the same names, and for a release
//! the compressed files beside. Needs nothing that takes long to install, so the tests use it.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    compress, css, only,
    project::{Leptos, Project},
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
        bindgen(&leptos, &wasm)?;
        if release {
            optimize(&leptos)?;
        }
        stamp.write()?;
    }
    let kept = [leptos.js(), leptos.wasm()];
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
    fn js(&self) -> PathBuf {
        self.pkg.join(format!("{}.js", self.output_name))
    }

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
    cargo.args([
        "--package",
        &leptos.lib_package,
        "--features",
        &leptos.lib_features,
    ]);
    if release {
        cargo.args(["--profile", &leptos.lib_profile_release]);
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

fn bindgen(leptos: &Leptos, wasm: &Path) -> Result<()> {
    println!("build: wasm-bindgen");
    let mut bindgen = run::command("wasm-bindgen");
    bindgen.args([
        "--target=web",
        "--no-typescript",
        "--out-name",
        &leptos.output_name,
    ]);
    run::run(bindgen.arg("--out-dir").arg(&leptos.pkg).arg(wasm))?;
    // Like cargo-leptos: leptos' hydration script asks for the file by this name.
    let made = leptos.pkg.join(format!("{}_bg.wasm", leptos.output_name));
    fs::rename(made, leptos.wasm()).context("wasm-bindgen made no wasm file")
}

/// With the flags of cargo-leptos.
fn optimize(leptos: &Leptos) -> Result<()> {
    println!("build: wasm-opt");
    let mut opt = run::command(setup::wasm_opt());
    opt.args([
        "-Oz",
        "--enable-bulk-memory",
        "--enable-nontrapping-float-to-int",
    ]);
    run::run(opt.arg(leptos.wasm()).arg("-o").arg(leptos.wasm()))
}

/// Remembers which wasm the site was made of, to save its slow steps when nothing changed.
struct Stamp {
    file: PathBuf,
    input: u64,
    outputs: [PathBuf; 2],
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
            outputs: [leptos.js(), leptos.wasm()],
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
        for output in &self.outputs {
            fs::read(output).ok()?.hash(&mut hasher);
        }
        Some(format!("{:016x} {:016x}\n", self.input, hasher.finish()))
    }
}

/// Removes everything of an earlier build but some files, what is compressed of them, and the
/// script snippets that wasm-bindgen made with them.
fn clear(site: &Path, kept: &[PathBuf]) -> Result<()> {
    for file in crate::project::files_below(site) {
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
    for file in crate::project::files_below(from) {
        let copy = to.join(file.strip_prefix(from)?);
        if let Some(dir) = copy.parent() {
            fs::create_dir_all(dir)?;
        }
        fs::copy(&file, &copy).with_context(|| format!("cannot copy {}", file.display()))?;
    }
    Ok(())
}
