//! A folder with those below it, but for folders that nobody wants to hear of: a package folder alone
//! would use up what the system gives for watching.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use globset::{Glob, GlobSet, GlobSetBuilder};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

/// Folders that hold nothing that an author writes.
const NOT_WATCHED: [&str; 3] = ["dist", "node_modules", "target"];

/// Folders that are watched; more would be a mistake.
const MAX_FOLDERS: usize = 10_000;

/// Which paths do not count.
#[derive(Clone)]
pub(super) struct Ignored {
    roots: Vec<PathBuf>,
    folders: Vec<PathBuf>,
    patterns: GlobSet,
}

impl Ignored {
    /// `folders` with all in them, and what `patterns` name below one of the `roots`.
    pub(super) fn of(roots: &[PathBuf], folders: Vec<PathBuf>, patterns: &[String]) -> Ignored {
        let mut set = GlobSetBuilder::new();
        for pattern in patterns {
            match Glob::new(pattern) {
                Ok(glob) => drop(set.add(glob)),
                Err(e) => tracing::warn!(pattern, error = %e, "not a pattern of paths"),
            }
        }
        Ignored {
            roots: roots.to_vec(),
            folders,
            patterns: set.build().unwrap_or_default(),
        }
    }

    /// Does a change of the file count?
    pub(super) fn counts(&self, path: &Path) -> bool {
        super::batch::is_real(path) && !self.is_folder_ignored(path)
    }

    fn is_folder_ignored(&self, path: &Path) -> bool {
        if self.folders.iter().any(|folder| path.starts_with(folder)) {
            return true;
        }
        let below = self
            .roots
            .iter()
            .find_map(|root| path.strip_prefix(root).ok());
        let Some(below) = below else { return false };
        let mut parts = below.components();
        let is_hidden = parts.any(|part| {
            let name = part.as_os_str().to_string_lossy();
            name.starts_with('.') || NOT_WATCHED.contains(&&*name)
        });
        is_hidden || below.ancestors().any(|part| self.patterns.is_match(part))
    }
}

/// Folders that are watched.
pub(super) struct Tree {
    watcher: RecommendedWatcher,
    ignored: Ignored,
    known: HashSet<PathBuf>,
}

impl Tree {
    /// Watches nothing yet.
    pub(super) fn new(watcher: RecommendedWatcher, ignored: Ignored) -> Tree {
        Tree {
            watcher,
            ignored,
            known: HashSet::new(),
        }
    }

    /// Watches the folder `dir` and those below it. Says whether there is any that was not watched
    /// before.
    pub(super) fn add(&mut self, dir: &Path) -> bool {
        let mut rest = vec![dir.to_owned()];
        let mut has_new = false;
        while let Some(dir) = rest.pop() {
            let entries = fs::read_dir(&dir).into_iter().flatten().flatten();
            // A link may lead anywhere, so it is not followed.
            let folders = entries.filter(|e| e.file_type().is_ok_and(|kind| kind.is_dir()));
            let folders = folders.map(|e| e.path());
            rest.extend(folders.filter(|path| !self.ignored.is_folder_ignored(path)));
            if self.known.contains(&dir) || self.known.len() >= MAX_FOLDERS {
                continue;
            }
            match self.watcher.watch(&dir, RecursiveMode::NonRecursive) {
                Ok(()) => has_new |= self.known.insert(dir),
                Err(e) => tracing::warn!(dir = %dir.display(), error = %e, "cannot watch"),
            }
        }
        has_new
    }

    /// Forgets folders that are no more: one of the same name is another.
    pub(super) fn forget_gone(&mut self) {
        self.known.retain(|dir| dir.is_dir());
    }
}
