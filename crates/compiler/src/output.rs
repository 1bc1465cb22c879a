//! Artifacts: their texts, and writing them.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use engine::Value;
use engine::json::{self, Style};

use crate::files::Files;
use crate::keys::{self, Keys};
use crate::steps::App;

/// The texts of all artifacts by path.
pub(crate) fn texts(files: &Files<'_>, app: App) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let mut keys = Keys::after(files);
    let root = keys.root();
    for artifact in &app.artifacts {
        let value = keys.mark(&artifact.node, &artifact.key, &root);
        out.insert(artifact.path.clone(), pretty(&value));
    }
    out.insert("types.json".to_owned(), pretty(&app.types));
    out.insert("keyMap.json".to_owned(), json::to_wire(&keys.key_map()));
    out.insert(
        "refMap.json".to_owned(),
        json::to_wire(&keys::ref_map(files)),
    );
    for (path, module) in app.scripts.modules() {
        out.insert(path.to_owned(), module);
    }
    out
}

fn pretty(value: &Value) -> String {
    let style = Style {
        markers: true,
        space: 2,
        ..Style::default()
    };
    json::to_string(value, style)
}

/// Folders of artifacts: what is in them and was not built now is from an earlier build.
const FOLDERS: [&str; 3] = ["api", "connections", "pages"];

/// Files of the build that are there only sometimes.
const OPTIONAL: [&str; 2] = [
    "plugins/operators/clientJsMap.js",
    "plugins/operators/serverJsMap.js",
];

/// Writes `artifacts` to the folder `out` and copies `public`, if there is such a folder, to its
/// `public`. Files that are already as they should be are left alone.
///
/// # Errors
/// Where a file cannot be written.
pub fn write(artifacts: &BTreeMap<String, String>, public: &Path, out: &Path) -> io::Result<()> {
    for (path, text) in artifacts {
        put(&out.join(path), text.as_bytes())?;
    }
    for folder in FOLDERS {
        sweep(out, folder, artifacts)?;
    }
    for path in OPTIONAL.into_iter().filter(|p| !artifacts.contains_key(*p)) {
        match fs::remove_file(out.join(path)) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(named(&e, path)),
            _ => {}
        }
    }
    if public.is_dir() {
        copy(public, &out.join("public"))?;
    }
    Ok(())
}

fn named(e: &io::Error, path: impl AsRef<Path>) -> io::Error {
    io::Error::new(e.kind(), format!("{}: {e}", path.as_ref().display()))
}

fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    let write = || {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, bytes)
    };
    write().map_err(|e| named(&e, path))
}

/// Removes the JSON files of `folder` that are not among `artifacts`.
fn sweep(out: &Path, folder: &str, artifacts: &BTreeMap<String, String>) -> io::Result<()> {
    let entries = match fs::read_dir(out.join(folder)) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(named(&e, folder)),
    };
    for entry in entries {
        let entry = entry?;
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
            continue;
        };
        let path = format!("{folder}/{name}");
        let kind = entry.file_type()?;
        if kind.is_dir() {
            sweep(out, &path, artifacts)?;
            // Only an empty folder goes.
            fs::remove_dir(entry.path()).ok();
        } else if kind.is_file() && name.ends_with(".json") && !artifacts.contains_key(&path) {
            fs::remove_file(entry.path()).map_err(|e| named(&e, &path))?;
        }
    }
    Ok(())
}

/// Copies files and folders; links are not followed.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from).map_err(|e| named(&e, from))? {
        let entry = entry?;
        let (kind, target) = (entry.file_type()?, to.join(entry.file_name()));
        if kind.is_dir() {
            copy(&entry.path(), &target)?;
        } else if kind.is_file() {
            let bytes = fs::read(entry.path()).map_err(|e| named(&e, entry.path()))?;
            put(&target, &bytes)?;
        }
    }
    Ok(())
}
