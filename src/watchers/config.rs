//! The app as its author writes it: after a change, and a moment of calm, it is built and loaded
//! again. What counts is what the build looked at, wherever that is.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use arc_swap::{ArcSwap, ArcSwapOption};
use compiler::real;
use globset::GlobSet;

use super::batch::{Changed, Changes};
use super::scope::{self, NOT_WRITTEN, Scope};
use super::tree::Tree;
use crate::AppState;
use crate::dev::Looked;

/// How long nothing may happen before the app is built. A build sees the files as they are then and is
/// quick, so this is only as long as an editor needs to write one file.
const CALM: Duration = Duration::from_millis(10);

/// What is broken is told if it still is after this: a file may be half written.
const PATIENCE: Duration = Duration::from_millis(150);

/// How often the app is built again because the build looked where nobody watched.
const AGAIN: usize = 4;

/// What counts.
#[derive(Clone)]
struct Watched {
    /// The app's folder.
    dir: PathBuf,
    /// What the last build looked at.
    looked: Arc<ArcSwap<Looked>>,
    /// That of it whose folders are all watched.
    kept: Arc<ArcSwapOption<Looked>>,
    /// What the author named besides, and seeds, which are copied.
    besides: Scope,
    /// What the author does not want to count.
    ignored: GlobSet,
}

/// Starts watching. Nothing happens where no app is built here.
pub fn start(state: &AppState) {
    let Some(builder) = &state.builder else {
        return;
    };
    let settings = &state.settings;
    let ignored = scope::patterns(&settings.watch_ignore);
    let seed = builder.dir().join("seed");
    let besides = settings.watch.iter().map(PathBuf::as_path);
    let besides = Scope::of(besides.chain([&*seed]))
        .without(&settings.build_dir)
        .without_names(NOT_WRITTEN)
        .without_patterns(&ignored);
    let watched = Watched {
        dir: real(builder.dir()),
        looked: builder.looked(),
        kept: Arc::default(),
        besides,
        ignored,
    };
    let filter = watched.clone();
    let Some((mut tree, changes)) = Tree::new(move |path| filter.counts(path)) else {
        return;
    };
    watched.keep(&mut tree);
    let following = follow(state.clone(), watched, tree, changes);
    state.shutdown.spawn(following);
}

impl Watched {
    fn counts(&self, path: &Path) -> bool {
        let below = path.strip_prefix(&self.dir).unwrap_or(path);
        let is_ignored = || scope::is_match(&self.ignored, below);
        (self.looked.load().counts(path) && !is_ignored()) || self.besides.has(path)
    }

    fn folders(&self) -> BTreeSet<PathBuf> {
        let mut folders = self.looked.load().folders();
        folders.extend(self.besides.folders());
        folders
    }

    /// Builds after a change. Says whether the app has no errors.
    fn build(&self, state: &AppState, tree: &mut Tree, changed: &Changed) -> bool {
        let is_files = changed.is_files();
        if !is_files {
            tree.forget(changed);
            self.keep(tree);
        }
        if let (true, Some(builder)) = (changed.is_all, &state.builder) {
            builder.forget();
        }
        let mut is_good = state.rebuild(&changed.paths);
        let kept = self.kept.load();
        if is_files
            && kept
                .as_ref()
                .is_some_and(|kept| Arc::ptr_eq(kept, &self.looked.load()))
        {
            return is_good;
        }
        for _ in 0..AGAIN {
            // What changed there after it was read, and before it was watched, nobody told.
            if !self.keep(tree) {
                break;
            }
            is_good = state.rebuild(&[]);
        }
        is_good
    }

    /// Watches all folders that count. Says whether there is any that was not watched before.
    fn keep(&self, tree: &mut Tree) -> bool {
        let looked = self.looked.load_full();
        let has_new = tree.keep(|| self.folders());
        // Another build may have looked elsewhere meanwhile.
        let is_kept = tree.is_whole() && Arc::ptr_eq(&looked, &self.looked.load());
        self.kept.store(is_kept.then_some(looked));
        has_new
    }
}

async fn follow(state: AppState, watched: Watched, mut tree: Tree, mut changes: Changes) {
    while let Some(changed) = changes.next(CALM).await {
        let (working, watched) = (state.clone(), watched.clone());
        // Building reads files and uses all cores for a moment.
        let work = move || (watched.build(&working, &mut tree, &changed), tree);
        match tokio::task::spawn_blocking(work).await {
            Ok((is_good, same)) => {
                tree = same;
                if !is_good && changes.is_calm(PATIENCE).await {
                    state.tell_broken();
                }
            }
            Err(e) => {
                tracing::error!(error = %e, "the build broke off; the next change starts it again");
                return start(&state);
            }
        }
    }
}
