//! The folder of artifacts, where they are not made here: after a change, and a moment of calm, the
//! app is loaded again.

use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use super::batch::{self, Changes};
use crate::AppState;

/// How long nothing may happen before the app is loaded: a build writes many files.
const CALM: Duration = Duration::from_millis(60);

/// Starts watching; ends when what it gives is dropped. None if the folder cannot be watched, or its
/// artifacts are made here.
pub fn start(state: &AppState) -> Option<RecommendedWatcher> {
    if state.builder.is_some() {
        return None;
    }
    let dir = state.settings.build_dir.clone();
    let (told, changes) = batch::channel(batch::is_real);
    let watcher = notify::recommended_watcher(told);
    let mut watcher = watcher
        .inspect_err(|e| tracing::warn!(error = %e, "cannot watch"))
        .ok()?;
    if let Err(e) = watcher.watch(&dir, RecursiveMode::Recursive) {
        tracing::warn!(dir = %dir.display(), error = %e, "cannot watch");
        return None;
    }
    state.shutdown.spawn(follow(state.clone(), changes));
    Some(watcher)
}

async fn follow(state: AppState, mut changes: Changes) {
    while changes.next(CALM).await.is_some() {
        let working = state.clone();
        // Loading reads files and uses all cores for a moment.
        tokio::task::spawn_blocking(move || working.reload())
            .await
            .ok();
    }
}
