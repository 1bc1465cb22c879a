//! What references gave, kept from build to build: valid as long as every file that it was made of is
//! the same.
//!
//! What a reference does besides its value — files that it refers to, findings, checks that it silences —
//! is written down as it happens ([`Event`]) and done again whenever the value is taken from here. So a
//! build that takes everything from here says and gives the same as one that takes nothing.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use engine::Str;

use crate::finding::Finding;
use crate::node::{FileId, Node, Place};
use crate::sources::Content;

/// Number of an entry.
pub(crate) type EntryId = u64;

/// What tells references apart: a digest of what is asked for.
pub(crate) type Key = u128;

/// Something that a reference did.
#[derive(Clone)]
pub(crate) enum Event {
    /// It looked for a file and found this.
    Looked(String, Content),
    /// It refers to a file; the parent is none for the one that the reference is in.
    Noted(FileId, Option<FileId>),
    /// It took what another reference gave, which is in this file.
    Took(EntryId, FileId),
    /// It found something.
    Found(Arc<Finding>),
    /// It silenced checks at a place.
    Quieted(Place, Arc<[Str]>),
}

/// What is written down while a reference is followed.
#[derive(Default)]
pub(crate) struct Record {
    /// What it did.
    pub(crate) events: Vec<Event>,
    /// The file that the reference is in.
    pub(crate) caller: FileId,
    /// References within references.
    pub(crate) height: u32,
    /// It must not be kept: it failed, or another time may give something else.
    pub(crate) is_single: bool,
    /// Evaluations within that may give something else another time.
    pub(crate) n_varying: u64,
    /// References within that must not be kept.
    pub(crate) n_single: u32,
}

impl Record {
    /// Of a reference in the file `caller`.
    pub(crate) fn of(caller: FileId) -> Record {
        Record {
            caller,
            ..Record::default()
        }
    }
}

/// What a reference gave.
struct Entry {
    /// The value.
    node: Node,
    /// See [`Record`].
    events: Arc<[Event]>,
    /// See [`Record`].
    height: u32,
    /// The build that last asked whether it is valid, and the answer.
    checked: (u64, bool),
    /// The build that last did its events.
    replayed: u64,
    /// The build that last needed it.
    used: u64,
}

/// All that is kept. All threads of a build use it.
#[derive(Default)]
pub(crate) struct Memo {
    store: Mutex<Store>,
    /// References that were followed so far in this build, by whomever.
    n_followed: AtomicU32,
}

#[derive(Default)]
struct Store {
    by_key: HashMap<Key, EntryId>,
    entries: HashMap<EntryId, Entry>,
    last: EntryId,
    build: u64,
    /// The last build without errors.
    whole: u64,
}

impl Memo {
    // No thread panics while it holds the lock: nothing is half done even if one did.
    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a build.
    pub(crate) fn begin(&self, build: u64) {
        self.store().build = build;
        self.n_followed.store(0, Relaxed);
    }

    /// A key that no other build has. It is no digest: those have bits in both halves.
    pub(crate) fn key_of_build(&self) -> Key {
        Key::from(self.store().build)
    }

    /// Counts a reference that is followed; gives how many were.
    pub(crate) fn count(&self) -> u32 {
        // It ends long before it overflows.
        self.n_followed.fetch_add(1, Relaxed)
    }

    /// Were more than `n` followed?
    pub(crate) fn is_beyond(&self, n: u32) -> bool {
        self.n_followed.load(Relaxed) > n
    }

    /// Ends a build. What neither it nor the last one without errors used is let go.
    pub(crate) fn end(&self, is_whole: bool) {
        let mut store = self.store();
        let store = &mut *store;
        let build = store.build;
        if is_whole {
            store.whole = build;
        }
        let whole = store.whole;
        store
            .entries
            .retain(|_, entry| entry.used == build || entry.used == whole);
        let entries = &store.entries;
        store.by_key.retain(|_, id| entries.contains_key(id));
    }

    /// The entry of a reference, valid or not.
    pub(crate) fn find(&self, key: Key) -> Option<EntryId> {
        self.store().by_key.get(&key).copied()
    }

    /// What an entry gives, and the references within it.
    pub(crate) fn value(&self, id: EntryId) -> Option<(Node, u32)> {
        let store = self.store();
        let entry = store.entries.get(&id)?;
        Some((entry.node.clone(), entry.height))
    }

    /// The events of an entry.
    pub(crate) fn events(&self, id: EntryId) -> Option<Arc<[Event]>> {
        Some(Arc::clone(&self.store().entries.get(&id)?.events))
    }

    /// What was answered in this build to whether the entry is valid.
    pub(crate) fn verdict(&self, id: EntryId) -> Option<bool> {
        let store = self.store();
        let entry = store.entries.get(&id)?;
        (entry.checked.0 == store.build).then_some(entry.checked.1)
    }

    /// Keeps that answer.
    pub(crate) fn judge(&self, id: EntryId, is_valid: bool) {
        let mut store = self.store();
        let build = store.build;
        if let Some(entry) = store.entries.get_mut(&id) {
            entry.checked = (build, is_valid);
        }
    }

    /// Marks the entry as used; gives its events if they are to be done in this build.
    pub(crate) fn replays(&self, id: EntryId) -> Option<Arc<[Event]>> {
        let mut store = self.store();
        let build = store.build;
        let entry = store.entries.get_mut(&id)?;
        entry.used = build;
        let is_first = entry.replayed != build;
        entry.replayed = build;
        is_first.then(|| Arc::clone(&entry.events))
    }

    /// Keeps what a reference gave. Are its events still to be done?
    pub(crate) fn keep(&self, key: Key, node: Node, record: Record, is_due: bool) -> EntryId {
        let mut store = self.store();
        store.last += 1;
        let (id, build) = (store.last, store.build);
        let entry = Entry {
            node,
            events: record.events.into(),
            height: record.height,
            checked: (build, true),
            replayed: if is_due { 0 } else { build },
            used: build,
        };
        store.entries.insert(id, entry);
        store.by_key.insert(key, id);
        id
    }
}
