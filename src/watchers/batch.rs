//! Changes come in showers: a program writes many files, an editor writes one in several steps. They
//! are gathered until nothing happens for a moment.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use notify::EventKind;
use tokio::sync::mpsc;

use crate::dev::is_file;

/// A change that goes on and on is taken as it stands after this.
const MAX_WAIT: Duration = Duration::from_secs(2);

/// Changes that wait; more than this many are as good as all.
const QUEUE: usize = 4096;

/// Changes, as they come.
pub(super) struct Changes {
    paths: mpsc::Receiver<PathBuf>,
    /// Some were not told.
    lost: Arc<AtomicBool>,
}

/// Changes within a moment.
#[derive(Debug, Default)]
pub(super) struct Changed {
    /// What changed.
    pub(super) paths: Vec<PathBuf>,
    /// There was more, and nobody knows what: anything may have changed.
    pub(super) is_all: bool,
}

impl Changed {
    /// Did only files change? Then the folders that are to be watched are those that were, unless
    /// something looks elsewhere now.
    pub(super) fn is_files(&self) -> bool {
        !self.is_all && self.paths.iter().all(|path| is_file(path))
    }
}

/// A channel of changes. What it gives first is called by a watcher.
pub(super) fn channel(
    counts: impl Fn(&Path) -> bool + Send + 'static,
) -> (
    impl Fn(notify::Result<notify::Event>) + Send + 'static,
    Changes,
) {
    let (send, paths) = mpsc::channel(QUEUE);
    let lost = Arc::new(AtomicBool::default());
    let changes = Changes {
        paths,
        lost: Arc::clone(&lost),
    };
    let tell = move |path| {
        if send.try_send(path).is_err() {
            lost.store(true, Ordering::Relaxed);
        }
    };
    let told = move |event: notify::Result<notify::Event>| {
        let Ok(event) = event else { return };
        if event.need_rescan() {
            // The system's own queue was full. No path is told: this one is nowhere.
            tell(PathBuf::new());
        }
        let is_change = matches!(
            event.kind,
            EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_)
        );
        let paths = event.paths.into_iter();
        paths
            .filter(|path| is_change && counts(path))
            .for_each(&tell);
    };
    (told, changes)
}

impl Changes {
    /// The next changes, once nothing happened for `calm`. None when there will be no more.
    pub(super) async fn next(&mut self, calm: Duration) -> Option<Changed> {
        let mut paths = BTreeSet::from([self.paths.recv().await?]);
        let late = tokio::time::sleep(MAX_WAIT);
        tokio::pin!(late);
        loop {
            tokio::select! {
                () = &mut late => break,
                () = tokio::time::sleep(calm) => break,
                path = self.paths.recv() => match path {
                    Some(path) => drop(paths.insert(path)),
                    None => break,
                },
            }
        }
        let lost = self.lost.swap(false, Ordering::Relaxed);
        let nowhere = paths.remove(Path::new(""));
        Some(Changed {
            paths: paths.into_iter().collect(),
            is_all: lost || nowhere,
        })
    }

    /// Does nothing happen for this long?
    pub(super) async fn is_calm(&mut self, time: Duration) -> bool {
        tokio::time::sleep(time).await;
        self.paths.is_empty()
    }
}

/// Editors write files beside the real one, and databases are written all the time.
pub(super) fn is_real(path: &Path) -> bool {
    let name = path
        .file_name()
        .and_then(|n| n.to_str())
        .unwrap_or_default();
    let bare = ["-wal", "-shm", "-journal"]
        .iter()
        .find_map(|ending| name.strip_suffix(ending));
    let is_database = [".sqlite", ".sqlite3", ".db"]
        .iter()
        .any(|ending| bare.unwrap_or(name).ends_with(ending));
    !name.starts_with(['.', '#'])
        && !name.ends_with('~')
        && !name.ends_with(".swp")
        && !name.ends_with(".tmp")
        && !is_database
}

#[cfg(test)]
mod tests {
    use notify::Event;
    use notify::event::{CreateKind, Flag};

    use super::*;

    #[tokio::test]
    async fn what_is_lost_is_told() {
        let calm = Duration::from_millis(1);
        let (told, mut changes) = channel(is_real);
        let of = |name: &str| Event::new(EventKind::Create(CreateKind::File)).add_path(name.into());
        for name in [
            "a.yaml",
            "a.yaml~",
            "app.sqlite-wal",
            "app.db",
            ".a.yaml.swp",
        ] {
            told(Ok(of(name)));
        }
        let changed = changes.next(calm).await.expect("changes");
        assert_eq!(changed.paths, [PathBuf::from("a.yaml")]);
        assert!(!changed.is_all);
        told(Ok(Event::new(EventKind::Other).set_flag(Flag::Rescan)));
        let changed = changes.next(calm).await.expect("changes");
        assert!(changed.is_all && changed.paths.is_empty());
        for n in 0..=QUEUE {
            told(Ok(of(&n.to_string())));
        }
        assert!(changes.next(calm).await.expect("changes").is_all);
    }
}
