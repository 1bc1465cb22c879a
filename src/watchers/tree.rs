//! Folders that are watched, each alone: what is in them comes and goes, and so do they.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use super::batch::{self, Changed, Changes};
use super::scope::Scope;
use crate::AppState;

/// Folders that are watched; more would be a mistake.
const MAX_FOLDERS: usize = 10_000;

/// How often folders are looked for again that came while others began to be watched.
const LOOKS: usize = 8;

/// See the module.
pub(super) struct Tree {
    watcher: RecommendedWatcher,
    known: HashSet<PathBuf>,
    /// Folders that were to be watched and could not be.
    n_failed: usize,
}

impl Tree {
    /// Watches nothing yet; changes that count come by the channel. None where the system cannot watch.
    pub(super) fn new(counts: impl Fn(&Path) -> bool + Send + 'static) -> Option<(Tree, Changes)> {
        let (told, changes) = batch::channel(counts);
        let watcher = notify::recommended_watcher(told)
            .inspect_err(|e| tracing::warn!(error = %e, "changes of files are not seen"))
            .ok()?;
        let tree = Tree {
            watcher,
            known: HashSet::new(),
            n_failed: 0,
        };
        Some((tree, changes))
    }

    /// Watches the folders that `wanted` gives and no others. Says whether there is any that was not
    /// watched before.
    pub(super) fn keep(&mut self, wanted: impl Fn() -> BTreeSet<PathBuf>) -> bool {
        let mut has_new = false;
        // What came between looking and watching is found by looking again.
        for _ in 0..LOOKS {
            let folders = wanted();
            self.n_failed = 0;
            let gone: Vec<PathBuf> = self
                .known
                .iter()
                .filter(|it| !folders.contains(*it))
                .cloned()
                .collect();
            gone.iter().for_each(|folder| self.end(folder));
            let mut is_new = false;
            for folder in folders {
                is_new |= self.begin(folder);
            }
            has_new |= is_new;
            if !is_new {
                break;
            }
        }
        has_new
    }

    /// Is everything watched that [`Tree::keep`] last was to?
    pub(super) fn is_whole(&self) -> bool {
        self.n_failed == 0
    }

    fn begin(&mut self, folder: PathBuf) -> bool {
        if self.known.contains(&folder) {
            return false;
        }
        if self.known.len() >= MAX_FOLDERS {
            self.n_failed += 1;
            return false;
        }
        match self.watcher.watch(&folder, RecursiveMode::NonRecursive) {
            Ok(()) => self.known.insert(folder),
            Err(e) => {
                tracing::warn!(dir = %folder.display(), error = %e, "cannot watch");
                self.n_failed += 1;
                false
            }
        }
    }

    fn end(&mut self, folder: &Path) {
        self.known.remove(folder);
        // One that is no more was let go by the system.
        self.watcher.unwatch(folder).ok();
    }

    /// Forgets folders at which something changed: one of the same name may be another.
    pub(super) fn forget(&mut self, changed: &Changed) {
        let paths: HashSet<&Path> = changed.paths.iter().map(PathBuf::as_path).collect();
        let is_changed =
            |folder: &&PathBuf| changed.is_all || folder.ancestors().any(|up| paths.contains(up));
        let folders: Vec<PathBuf> = self.known.iter().filter(is_changed).cloned().collect();
        folders.iter().for_each(|folder| self.end(folder));
    }
}

/// Calls `work` whenever something in `scope` changed, once nothing happens for `calm`.
pub(super) fn follow(
    state: &AppState,
    scope: Scope,
    calm: Duration,
    work: impl Fn(&AppState) + Clone + Send + 'static,
) {
    let filter = scope.clone();
    let Some((mut tree, mut changes)) = Tree::new(move |path| filter.has(path)) else {
        return;
    };
    tree.keep(|| scope.folders());
    let state = state.clone();
    let shutdown = state.shutdown.clone();
    shutdown.spawn(async move {
        while let Some(changed) = changes.next(calm).await {
            let (state, work, scope) = (state.clone(), work.clone(), scope.clone());
            // It reads files and may use all cores for a moment.
            let working = move || {
                tree.forget(&changed);
                tree.keep(|| scope.folders());
                work(&state);
                tree
            };
            match tokio::task::spawn_blocking(working).await {
                Ok(same) => tree = same,
                Err(e) => {
                    return tracing::error!(error = %e, "changes of files are not seen any more");
                }
            }
        }
    });
}
