//! The folder of artifacts: after a change, and a moment of calm, the app is loaded again.

use std::path::Path;
use std::time::Duration;

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::mpsc;

use crate::AppState;

/// How long nothing may happen before the app is loaded: a build writes many files.
const CALM: Duration = Duration::from_millis(60);
/// A change that goes on and on is taken as it stands after this.
const MAX_WAIT: Duration = Duration::from_secs(2);

/// Starts watching; ends when what it gives is dropped. None if the folder cannot be watched.
pub fn start(state: &AppState) -> Option<RecommendedWatcher> {
    let (send, receive) = mpsc::channel(1);
    let dir = state.settings.build_dir.clone();
    let watcher = notify::recommended_watcher(move |event: Result<notify::Event, _>| {
        let Ok(event) = event else { return };
        let changes = matches!(
            event.kind,
            EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_)
        );
        if changes && event.paths.iter().any(|p| is_artifact(p)) {
            // One waiting note is enough.
            send.try_send(()).ok();
        }
    });
    let mut watcher = watcher
        .inspect_err(|e| tracing::warn!(error = %e, "cannot watch"))
        .ok()?;
    if let Err(e) = watcher.watch(&dir, RecursiveMode::Recursive) {
        tracing::warn!(dir = %dir.display(), error = %e, "cannot watch");
        return None;
    }
    state.shutdown.spawn(follow(state.clone(), receive));
    Some(watcher)
}

async fn follow(state: AppState, mut changes: mpsc::Receiver<()>) {
    while changes.recv().await.is_some() {
        let late = tokio::time::sleep(MAX_WAIT);
        tokio::pin!(late);
        loop {
            tokio::select! {
                () = &mut late => break,
                () = tokio::time::sleep(CALM) => break,
                Some(()) = changes.recv() => {}
            }
        }
        let state = state.clone();
        // Loading reads files and uses all cores for a moment.
        tokio::task::spawn_blocking(move || state.reload())
            .await
            .ok();
    }
}

/// Editors write files beside the real one.
fn is_artifact(path: &Path) -> bool {
    let name = path
        .file_name()
        .and_then(|n| n.to_str())
        .unwrap_or_default();
    !name.starts_with(['.', '#'])
        && !name.ends_with('~')
        && !name.ends_with(".swp")
        && !name.ends_with(".tmp")
}
