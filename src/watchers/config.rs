//! The app as its author writes it: after a change, and a moment of calm, it is built and loaded
//! again.

use std::path::PathBuf;
use std::time::Duration;

use super::batch::{self, Changes};
use super::tree::{Ignored, Tree};
use crate::AppState;

/// How long nothing may happen before the app is built. A build sees the files as they are then and is
/// quick, so this is only as long as an editor needs to write one file.
const CALM: Duration = Duration::from_millis(10);

/// What is broken is told if it still is after this: a file may be half written.
const PATIENCE: Duration = Duration::from_millis(150);

/// Starts watching. Nothing happens where no app is built here.
pub fn start(state: &AppState) {
    let Some(builder) = &state.builder else {
        return;
    };
    let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    let dir = builder.dir().to_owned();
    let settings = &state.settings;
    let roots: Vec<PathBuf> = std::iter::once(dir.clone())
        .chain(settings.watch.iter().map(absolute))
        .collect();
    // What has a watcher of its own, or is written by the build itself.
    let apart = vec![
        absolute(&settings.build_dir),
        dir.join("build"),
        dir.join("public"),
    ];
    let ignored = Ignored::of(&roots, apart, &settings.watch_ignore);
    let filter = ignored.clone();
    let (told, changes) = batch::channel(move |path| filter.counts(path));
    let watcher = match notify::recommended_watcher(told) {
        Ok(watcher) => watcher,
        Err(e) => {
            tracing::warn!(error = %e, "changes of the app are not seen");
            return;
        }
    };
    let mut tree = Tree::new(watcher, ignored);
    for root in &roots {
        tree.add(root);
    }
    state
        .shutdown
        .spawn(follow(state.clone(), tree, roots, changes));
}

async fn follow(state: AppState, mut tree: Tree, roots: Vec<PathBuf>, mut changes: Changes) {
    while let Some(changed) = changes.next(CALM).await {
        let (working, folders) = (state.clone(), roots.clone());
        // Building reads files and uses all cores for a moment.
        let work = move || {
            tree.forget_gone();
            for root in &folders {
                tree.add(root);
            }
            (working.rebuild(&changed), tree)
        };
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
