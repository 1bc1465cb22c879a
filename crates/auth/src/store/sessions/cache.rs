//! The sessions that were used in the last seconds.
//!
//! Who reads a session from the database notes the generation of its name first; who writes one makes
//! the generation another afterwards. What was read before a write is thus never used after it, in
//! whatever order the two reach the memory.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use moka::sync::Cache as Memory;
use tower_sessions_core::session::Record;

/// How many sessions are kept in memory.
const MOST: u64 = 50_000;

/// How many names share a generation, and lose their place when one of them is written: one of so
/// many.
const GENERATIONS: usize = 1024;

/// A session as it was read.
pub(crate) struct Entry {
    pub(super) record: Record,
    pub(super) user_id: Option<String>,
    pub(super) created: i64,
    pub(super) last_seen: i64,
    pub(super) expires: i64,
    /// When it was read.
    pub(super) read: i64,
    /// The generation of its name before it was read.
    pub(super) generation: u64,
}

/// The memory.
pub(crate) struct Cache {
    entries: Memory<String, Arc<Entry>>,
    generations: Box<[AtomicU64]>,
    hasher: RandomState,
}

impl Default for Cache {
    fn default() -> Cache {
        Cache {
            entries: Memory::new(MOST),
            generations: (0..GENERATIONS).map(|_| AtomicU64::new(0)).collect(),
            hasher: RandomState::new(),
        }
    }
}

impl Cache {
    /// What is known about a session since `since` and before anything was written about it.
    pub(super) fn get(&self, name: &str, since: i64) -> Option<Arc<Entry>> {
        let entry = self.entries.get(name)?;
        let is_current = entry.generation == self.generation(name) && entry.read >= since;
        is_current.then_some(entry)
    }

    /// Keeps what was read after `generation` was noted.
    pub(super) fn put(&self, name: String, mut entry: Entry, generation: u64) {
        entry.generation = generation;
        self.entries.insert(name, Arc::new(entry));
    }

    /// To note before reading.
    pub(super) fn generation(&self, name: &str) -> u64 {
        self.place(name).load(Ordering::SeqCst)
    }

    /// To call after writing.
    pub(super) fn forget(&self, name: &str) {
        self.place(name).fetch_add(1, Ordering::SeqCst);
        self.entries.invalidate(name);
    }

    fn place(&self, name: &str) -> &AtomicU64 {
        let i = self.hasher.hash_one(name) as usize;
        &self.generations[i % GENERATIONS]
    }
}
