//! The file `.env` beside the app: variables of the build and secrets.

use std::time::Duration;

use notify::{RecursiveMode, Watcher as _};

use super::batch::{self, Changes};
use crate::{AppState, Settings, settings};

/// How long nothing may happen before the file is read.
const CALM: Duration = Duration::from_millis(50);

/// Starts watching; ends when what it gives is dropped. None where no app is built here, or the folder
/// cannot be watched.
pub fn start(state: &AppState) -> Option<notify::RecommendedWatcher> {
    let dir = state.builder.as_ref()?.dir().to_owned();
    let file = dir.join(".env");
    let (told, changes) = batch::channel(move |path| path == file);
    let watcher = notify::recommended_watcher(told);
    let watching = watcher.and_then(|mut watcher| {
        // The folder and not the file: editors put another one in its place.
        watcher.watch(&dir, RecursiveMode::NonRecursive)?;
        Ok(watcher)
    });
    let watcher = watching
        .inspect_err(|e| tracing::warn!(error = %e, "changes of .env are not seen"))
        .ok()?;
    state.shutdown.spawn(follow(state.clone(), changes));
    Some(watcher)
}

async fn follow(state: AppState, mut changes: Changes) {
    while changes.next(CALM).await.is_some() {
        let working = state.clone();
        let work = move || {
            let Some(builder) = &working.builder else {
                return;
            };
            let vars = settings::environment(Some(builder.dir()));
            working.set_secrets(&Settings::of(&vars).secrets);
            builder.forget();
            tracing::info!(
                ".env changed: secrets and `_build.env` are read anew, settings of the server at its next start"
            );
            working.reload();
        };
        tokio::task::spawn_blocking(work).await.ok();
    }
}
