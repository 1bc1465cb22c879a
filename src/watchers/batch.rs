//! Changes come in showers: a program writes many files, an editor writes one in several steps. They
//! are gathered until nothing happens for a moment.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::EventKind;
use tokio::sync::mpsc;

/// A change that goes on and on is taken as it stands after this.
const MAX_WAIT: Duration = Duration::from_secs(2);

/// Changes that wait; more than this many are as good as all.
const QUEUE: usize = 4096;

/// Paths that changed, as they come.
pub(super) struct Changes(mpsc::Receiver<PathBuf>);

/// A channel of changes. What it gives first is called by a watcher.
pub(super) fn channel(
    counts: impl Fn(&Path) -> bool + Send + 'static,
) -> (
    impl Fn(notify::Result<notify::Event>) + Send + 'static,
    Changes,
) {
    let (send, receive) = mpsc::channel(QUEUE);
    let told = move |event: notify::Result<notify::Event>| {
        let Ok(event) = event else { return };
        let is_change = matches!(
            event.kind,
            EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_)
        );
        for path in event
            .paths
            .into_iter()
            .filter(|path| is_change && counts(path))
        {
            // Full: a build that sees all files as they are is due anyway.
            send.try_send(path).ok();
        }
    };
    (told, Changes(receive))
}

impl Changes {
    /// The next changes, once nothing happened for `calm`. None when there will be no more.
    pub(super) async fn next(&mut self, calm: Duration) -> Option<Vec<PathBuf>> {
        let mut paths = BTreeSet::from([self.0.recv().await?]);
        let late = tokio::time::sleep(MAX_WAIT);
        tokio::pin!(late);
        loop {
            tokio::select! {
                () = &mut late => break,
                () = tokio::time::sleep(calm) => break,
                path = self.0.recv() => match path {
                    Some(path) => drop(paths.insert(path)),
                    None => break,
                },
            }
        }
        Some(paths.into_iter().collect())
    }

    /// Does nothing happen for this long?
    pub(super) async fn is_calm(&mut self, time: Duration) -> bool {
        tokio::time::sleep(time).await;
        self.0.is_empty()
    }
}

/// Editors write files beside the real one.
pub(super) fn is_real(path: &Path) -> bool {
    let name = path
        .file_name()
        .and_then(|n| n.to_str())
        .unwrap_or_default();
    !name.starts_with(['.', '#'])
        && !name.ends_with('~')
        && !name.ends_with(".swp")
        && !name.ends_with(".tmp")
}
