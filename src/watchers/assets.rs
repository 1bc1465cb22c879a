//! Files for browsers: the app's `public` folder and its `seed`, the site's style sheet and scripts.
//! Browsers draw the page anew; nothing is built.

use std::path::PathBuf;
use std::time::Duration;

use notify::{RecursiveMode, Watcher as _};

use super::batch::{self, Changes};
use crate::AppState;
use crate::state::News;

/// How long nothing may happen before files are copied: builds write many.
const CALM: Duration = Duration::from_millis(100);

/// Starts watching; ends when what it gives is dropped. None where no app is built here.
pub fn start(state: &AppState) -> Option<notify::RecommendedWatcher> {
    let dir = state.builder.as_ref()?.dir();
    let (told, changes) = batch::channel(batch::is_real);
    let mut watcher = notify::recommended_watcher(told)
        .inspect_err(|e| tracing::warn!(error = %e, "changes of public files are not seen"))
        .ok()?;
    let folders: [PathBuf; 2] = [dir.join("public"), state.settings.site_root.clone()];
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        if let Err(e) = watcher.watch(folder, RecursiveMode::Recursive) {
            tracing::warn!(dir = %folder.display(), error = %e, "cannot watch");
        }
    }
    state.shutdown.spawn(follow(state.clone(), changes));
    Some(watcher)
}

async fn follow(state: AppState, mut changes: Changes) {
    while changes.next(CALM).await.is_some() {
        let working = state.clone();
        let work = move || match &working.builder {
            Some(builder) => builder.copy("public"),
            None => Ok(()),
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(Err(e)) => tracing::warn!(error = %e, "public files are not copied"),
            _ => drop(state.news.send(News::Reload)),
        }
    }
}
