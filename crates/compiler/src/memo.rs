//! What references gave, kept from build to build: valid as long as every file that it was made of is
//! the same.
//!
//! What a reference does besides its value — files that it refers to, findings, checks that it silences —
//! is written down as it happens ([`Event`]) and done again whenever the value is taken from here. So a
//! build that takes everything from here says and gives the same as one that takes nothing.

use std::collections::HashMap;
use std::sync::Arc;

use engine::Str;

use crate::finding::Finding;
use crate::node::{FileId, Node, Place};
use crate::sources::Content;

/// Number of an entry.
type EntryId = u64;

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
}

/// What a reference gave.
pub(crate) struct Entry {
    /// The value.
    pub(crate) node: Node,
    /// See [`Record`].
    pub(crate) events: Arc<[Event]>,
    /// See [`Record`].
    pub(crate) height: u32,
    /// The build that last asked whether it is valid, and the answer.
    checked: (u64, bool),
    /// The build that last did its events.
    replayed: u64,
    /// The build that last needed it.
    used: u64,
}

/// All that is kept.
#[derive(Default)]
pub(crate) struct Memo {
    by_key: HashMap<Key, EntryId>,
    entries: HashMap<EntryId, Entry>,
    last: EntryId,
    build: u64,
    /// The last build without errors.
    whole: u64,
    /// References so far in this build.
    pub(crate) n_references: u32,
    /// Operators so far in this build whose answers differ from call to call.
    pub(crate) n_varying: u32,
}

impl Memo {
    /// Begins a build.
    pub(crate) fn begin(&mut self, build: u64) {
        self.build = build;
        self.n_references = 0;
        self.n_varying = 0;
    }

    /// A key that no other build has. It is no digest: those have bits in both halves.
    pub(crate) fn key_of_build(&self) -> Key {
        Key::from(self.build)
    }

    /// Ends a build. What neither it nor the last one without errors used is let go.
    pub(crate) fn end(&mut self, is_whole: bool) {
        let build = self.build;
        if is_whole {
            self.whole = build;
        }
        let whole = self.whole;
        self.entries
            .retain(|_, entry| entry.used == build || entry.used == whole);
        let entries = &self.entries;
        self.by_key.retain(|_, id| entries.contains_key(id));
    }

    /// The entry of a reference, valid or not.
    pub(crate) fn find(&self, key: Key) -> Option<EntryId> {
        self.by_key.get(&key).copied()
    }

    /// An entry.
    pub(crate) fn get(&self, id: EntryId) -> Option<&Entry> {
        self.entries.get(&id)
    }

    /// What was answered in this build to whether the entry is valid.
    pub(crate) fn verdict(&self, id: EntryId) -> Option<bool> {
        let entry = self.entries.get(&id)?;
        (entry.checked.0 == self.build).then_some(entry.checked.1)
    }

    /// Keeps that answer.
    pub(crate) fn judge(&mut self, id: EntryId, is_valid: bool) {
        if let Some(entry) = self.entries.get_mut(&id) {
            entry.checked = (self.build, is_valid);
        }
    }

    /// Marks the entry as used; true if its events are to be done in this build.
    pub(crate) fn replays(&mut self, id: EntryId) -> bool {
        let Some(entry) = self.entries.get_mut(&id) else {
            return false;
        };
        entry.used = self.build;
        let is_first = entry.replayed != self.build;
        entry.replayed = self.build;
        is_first
    }

    /// Keeps what a reference gave.
    pub(crate) fn keep(&mut self, key: Key, node: Node, record: Record) -> EntryId {
        self.last += 1;
        let entry = Entry {
            node,
            events: record.events.into(),
            height: record.height,
            checked: (self.build, true),
            replayed: self.build,
            used: self.build,
        };
        self.entries.insert(self.last, entry);
        self.by_key.insert(key, self.last);
        self.last
    }
}
