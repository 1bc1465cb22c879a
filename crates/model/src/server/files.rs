//! Which files a build folder has, and reading them.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use engine::{Value, json};

use crate::Diagnostics;

/// Largest artifact that is read.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Reads and parses `name` below `dir`. None where it is absent or broken; broken is an error.
pub(crate) fn read(dir: &Path, name: &str, d: &mut Diagnostics) -> Option<Value> {
    let path = dir.join(name);
    let size = fs::metadata(&path).ok()?.len();
    if size > MAX_BYTES {
        d.error(format!("the file has {size} bytes, more than {MAX_BYTES}"));
        return None;
    }
    let text = match fs::read(&path) {
        Ok(text) => text,
        Err(e) => {
            d.error(format!("cannot be read: {e}"));
            return None;
        }
    };
    match json::parse(&text) {
        Ok(value) => Some(value),
        Err(e) if text.is_empty() => {
            d.syntax("the file is empty", e.line.max(1), e.column.max(1));
            None
        }
        Err(e) => {
            d.syntax(e.message, e.line, e.column.max(1));
            None
        }
    }
}

/// What differs once a file differs: when it was written, its size and its number in the file system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp(SystemTime, u64, u64);

/// The stamp of `name` below `dir`; none where there is none to be had.
pub(crate) fn stamp(dir: &Path, name: &str) -> Option<Stamp> {
    let facts = fs::metadata(dir.join(name)).ok()?;
    #[cfg(unix)]
    let number = std::os::unix::fs::MetadataExt::ino(&facts);
    #[cfg(not(unix))]
    let number = 0;
    Some(Stamp(facts.modified().ok()?, facts.len(), number))
}

/// A page file: the id that its name says, and its path below the build folder.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PageFile {
    pub(crate) id: String,
    pub(crate) path: String,
    /// Paths of its requests.
    pub(crate) requests: Vec<String>,
}

impl PageFile {
    /// The stamps of all its files.
    pub(crate) fn stamps(&self, dir: &Path) -> Vec<Option<Stamp>> {
        let paths = std::iter::once(&self.path).chain(&self.requests);
        paths.map(|path| stamp(dir, path)).collect()
    }
}

/// All pages: `pages/<id>/<id>.json` or `pages/<id>.json`, where an id may contain `/`; requests are
/// in `pages/<id>/requests/`.
pub(crate) fn pages(dir: &Path) -> Vec<PageFile> {
    let mut found = Vec::new();
    walk(dir, "", &mut found);
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}

fn walk(dir: &Path, below: &str, found: &mut Vec<PageFile>) {
    for (name, is_dir) in entries(&dir.join("pages").join(below)) {
        let path = join(below, &name);
        if is_dir {
            if name != "requests" {
                walk(dir, &path, found);
            }
        } else if let Some(stem) = name.strip_suffix(".json") {
            let own_folder = below.rsplit('/').next() == Some(stem);
            let id = if own_folder {
                below.to_owned()
            } else {
                join(below, stem)
            };
            let requests = json_files(dir, &format!("pages/{id}/requests"));
            found.push(PageFile {
                id,
                path: format!("pages/{path}"),
                requests,
            });
        }
    }
}

/// Paths of the JSON files directly in `folder`, sorted.
pub(crate) fn json_files(dir: &Path, folder: &str) -> Vec<String> {
    let names = entries(&dir.join(folder))
        .into_iter()
        .filter(|(name, is_dir)| !is_dir && name.ends_with(".json"));
    names.map(|(name, _)| format!("{folder}/{name}")).collect()
}

/// Paths of all JSON files in `folder` and below, sorted.
pub(crate) fn all_json_files(dir: &Path, folder: &str) -> Vec<String> {
    let mut found = json_files(dir, folder);
    for (name, is_dir) in entries(&dir.join(folder)) {
        if is_dir {
            found.extend(all_json_files(dir, &format!("{folder}/{name}")));
        }
    }
    found
}

fn entries(dir: &Path) -> Vec<(String, bool)> {
    let read = fs::read_dir(dir)
        .into_iter()
        .flatten()
        .filter_map(Result::ok);
    let mut entries: Vec<_> = read
        .filter_map(|e| {
            let name = e.file_name().into_string().ok()?;
            let is_dir = match e.file_type() {
                Ok(kind) if !kind.is_symlink() => kind.is_dir(),
                _ => e.path().is_dir(),
            };
            (!name.starts_with('.')).then_some((name, is_dir))
        })
        .collect();
    entries.sort();
    entries
}

fn join(below: &str, name: &str) -> String {
    if below.is_empty() {
        name.to_owned()
    } else {
        format!("{below}/{name}")
    }
}
