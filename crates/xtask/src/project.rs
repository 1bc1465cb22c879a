//! What Cargo and the root `Cargo.toml` say about this workspace.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::run;

/// The workspace's folder.
pub(crate) fn root() -> PathBuf {
    // At run time Cargo says where this package is; a copied binary still knows where it was built.
    let here =
        run::env("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").to_owned());
    let here = PathBuf::from(here);
    here.ancestors()
        .nth(2)
        .map_or(here.clone(), Path::to_path_buf)
}

/// The workspace: packages, target folder, and the settings that cargo-leptos reads.
pub(crate) struct Project {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
    pub(crate) packages: Vec<Package>,
    leptos: Value,
}

pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) manifest: PathBuf,
    pub(crate) dependencies: Vec<Dependency>,
}

pub(crate) struct Dependency {
    pub(crate) name: String,
    /// `None` for a normal one, else `dev` or `build`.
    pub(crate) kind: Option<String>,
}

impl Project {
    pub(crate) fn load() -> Result<Self> {
        let args = ["metadata", "--format-version=1", "--no-deps"];
        let text = run::capture(&mut run::cargo(&args))?;
        let json: Value = serde_json::from_str(&text).context("`cargo metadata` is not JSON")?;
        Ok(Self {
            root: root(),
            target: PathBuf::from(text_of(&json["target_directory"])),
            packages: array(&json["packages"]).iter().map(package).collect(),
            leptos: json["metadata"]["leptos"][0].clone(),
        })
    }

    /// One setting of `[[workspace.metadata.leptos]]`.
    fn setting(&self, key: &str) -> Result<&str> {
        self.leptos[key]
            .as_str()
            .with_context(|| format!("`{key}` is missing in [[workspace.metadata.leptos]]"))
    }

    pub(crate) fn leptos(&self) -> Result<Leptos> {
        let site = self.root.join(self.setting("site-root")?);
        Ok(Leptos {
            bin_package: self.setting("bin-package")?.to_owned(),
            bin_features: join(&self.leptos["bin-features"]),
            lib_package: self.setting("lib-package")?.to_owned(),
            lib_features: join(&self.leptos["lib-features"]),
            lib_profile_release: self.setting("lib-profile-release")?.to_owned(),
            output_name: self.setting("output-name")?.to_owned(),
            pkg: site.join(self.setting("site-pkg-dir")?),
            site,
            style: self.root.join(self.setting("style-file")?),
            assets: self.root.join(self.setting("assets-dir")?),
        })
    }

    /// The variables that cargo-leptos sets for both builds and for the server.
    pub(crate) fn leptos_env(&self, release: bool) -> Result<Vec<(&'static str, String)>> {
        let port = self.leptos["reload-port"].as_u64().unwrap_or(3001);
        Ok(vec![
            (
                "LEPTOS_OUTPUT_NAME",
                self.setting("output-name")?.to_owned(),
            ),
            ("LEPTOS_SITE_ROOT", self.setting("site-root")?.to_owned()),
            (
                "LEPTOS_SITE_PKG_DIR",
                self.setting("site-pkg-dir")?.to_owned(),
            ),
            ("LEPTOS_SITE_ADDR", self.site_addr()?),
            ("LEPTOS_RELOAD_PORT", port.to_string()),
            ("LEPTOS_LIB_DIR", self.setting("lib-package")?.to_owned()),
            ("LEPTOS_BIN_DIR", ".".to_owned()),
            ("LEPTOS_JS_MINIFY", release.to_string()),
            ("LEPTOS_HASH_FILES", "false".to_owned()),
        ])
    }

    /// Where the server listens.
    pub(crate) fn site_addr(&self) -> Result<String> {
        match run::env("LEPTOS_SITE_ADDR") {
            Some(addr) => Ok(addr),
            None => Ok(self.setting("site-addr")?.to_owned()),
        }
    }
}

impl Leptos {
    /// The features of a browser's side whose large and rare parts are files of their own.
    pub(crate) fn split_features(&self) -> String {
        format!("{},split", self.lib_features)
    }
}

/// The settings that a build of the site and the server needs.
pub(crate) struct Leptos {
    pub(crate) bin_package: String,
    pub(crate) bin_features: String,
    pub(crate) lib_package: String,
    pub(crate) lib_features: String,
    pub(crate) lib_profile_release: String,
    pub(crate) output_name: String,
    pub(crate) site: PathBuf,
    pub(crate) pkg: PathBuf,
    pub(crate) style: PathBuf,
    pub(crate) assets: PathBuf,
}

/// The version that the lock file has of a package, or else the one that the manifest asks for.
pub(crate) fn locked_version(name: &str) -> Result<String> {
    let root = root();
    let lock = fs::read_to_string(root.join("Cargo.lock")).unwrap_or_default();
    let mut lines = lock.lines();
    while let Some(line) = lines.next() {
        if line == format!("name = \"{name}\"")
            && let Some(version) = lines.next().and_then(quoted)
        {
            return Ok(version.to_owned());
        }
    }
    let manifest = fs::read_to_string(root.join("Cargo.toml"))?;
    let line = manifest
        .lines()
        .find(|line| line.starts_with(&format!("{name} = ")));
    let version = line
        .and_then(quoted)
        .with_context(|| format!("no version of `{name}`"))?;
    Ok(version.trim_start_matches('=').to_owned())
}

/// What stands between the first pair of quotes.
pub(crate) fn quoted(line: &str) -> Option<&str> {
    line.split('"').nth(1)
}

/// Every file below a folder, sorted, without what Cargo, npm and git keep there.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let skipped = ["target", "node_modules", ".git"];
            if !path.is_dir() {
                files.push(path);
            } else if !skipped.iter().any(|name| path.ends_with(name)) {
                folders.push(path);
            }
        }
    }
    files.sort();
    files
}

fn package(json: &Value) -> Package {
    let dependency = |json: &Value| Dependency {
        name: text_of(&json["name"]),
        kind: json["kind"].as_str().map(str::to_owned),
    };
    Package {
        name: text_of(&json["name"]),
        manifest: PathBuf::from(text_of(&json["manifest_path"])),
        dependencies: array(&json["dependencies"])
            .iter()
            .map(dependency)
            .collect(),
    }
}

fn array(json: &Value) -> &[Value] {
    json.as_array().map_or(&[], Vec::as_slice)
}

fn text_of(json: &Value) -> String {
    json.as_str().unwrap_or_default().to_owned()
}

fn join(json: &Value) -> String {
    let words: Vec<_> = array(json).iter().filter_map(Value::as_str).collect();
    words.join(",")
}
