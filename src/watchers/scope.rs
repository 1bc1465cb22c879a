//! Folders and files of which everything counts, but for what is left out.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use compiler::real;
use globset::{Glob, GlobSet, GlobSetBuilder};

use super::batch::is_real;
use crate::dev::nearest;

/// Names of folders that hold nothing which an author writes.
pub(super) const NOT_WRITTEN: &[&str] = &["dist", "node_modules", "target"];

/// See the module.
#[derive(Clone, Default)]
pub(super) struct Scope {
    roots: Vec<PathBuf>,
    apart: Vec<PathBuf>,
    names: &'static [&'static str],
    patterns: GlobSet,
}

impl Scope {
    /// What is at the `roots` and below.
    pub(super) fn of<'p>(roots: impl IntoIterator<Item = &'p Path>) -> Scope {
        Scope {
            roots: roots.into_iter().map(real).collect(),
            ..Scope::default()
        }
    }

    /// Without `folder` and what is in it.
    pub(super) fn without(mut self, folder: &Path) -> Scope {
        self.apart.push(real(folder));
        self
    }

    /// Without folders of these names.
    pub(super) fn without_names(mut self, names: &'static [&'static str]) -> Scope {
        self.names = names;
        self
    }

    /// Without what `patterns` name, relative to one of the roots.
    pub(super) fn without_patterns(mut self, patterns: &GlobSet) -> Scope {
        self.patterns = patterns.clone();
        self
    }

    /// Is a change of `path` one of the scope's? That of a folder around it is: it may be another now.
    pub(super) fn has(&self, path: &Path) -> bool {
        let below = |root: &PathBuf| {
            let below = path.strip_prefix(root).ok()?;
            Some(below.as_os_str().is_empty() || is_real(path) && !self.leaves_out(path, below))
        };
        let mut roots = self.roots.iter();
        roots.any(|root| root.starts_with(path) || below(root) == Some(true))
    }

    fn leaves_out(&self, path: &Path, below: &Path) -> bool {
        let mut parts = below.components();
        let is_left_out = parts.any(|part| {
            let name = part.as_os_str().to_string_lossy();
            name.starts_with('.') || self.names.contains(&&*name)
        });
        is_left_out
            || self.apart.iter().any(|folder| path.starts_with(folder))
            || is_match(&self.patterns, below)
    }

    /// All folders in which changes are to be seen.
    pub(super) fn folders(&self) -> BTreeSet<PathBuf> {
        let mut all = BTreeSet::new();
        for root in &self.roots {
            if !root.is_dir() {
                all.extend(nearest(root));
                continue;
            }
            let mut rest = vec![root.clone()];
            while let Some(dir) = rest.pop() {
                let entries = fs::read_dir(&dir).into_iter().flatten().flatten();
                // A link may lead anywhere, so it is not followed.
                let folders = entries.filter(|e| e.file_type().is_ok_and(|kind| kind.is_dir()));
                let folders = folders.map(|entry| entry.path());
                rest.extend(folders.filter(|path| {
                    let below = path.strip_prefix(root).unwrap_or(path);
                    !self.leaves_out(path, below)
                }));
                all.insert(dir);
            }
        }
        all
    }
}

/// Does one of the patterns name the path, or a folder on the way to it?
pub(super) fn is_match(patterns: &GlobSet, below: &Path) -> bool {
    !patterns.is_empty() && below.ancestors().any(|part| patterns.is_match(part))
}

/// Patterns of paths as they are set; what is none is said.
pub(super) fn patterns(all: &[String]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in all {
        match Glob::new(pattern) {
            Ok(glob) => drop(set.add(glob)),
            Err(e) => tracing::warn!(pattern, error = %e, "not a pattern of paths"),
        }
    }
    set.build().unwrap_or_default()
}
