//! The parts of a block that are evaluated by themselves, each only when something that it read
//! changes.

use std::cell::{Cell, RefCell};

use engine::{Root, Str};

use crate::instance::Evaluated;

/// What one evaluation read.
pub(crate) type Read = (Root, Str);

/// A set of parts of a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Slots(u64);

impl Slots {
    pub(crate) const NONE: Slots = Slots(0);
    pub(crate) const ALL: Slots = Slots(u64::MAX);
    /// What an input or a list holds.
    pub(crate) const VALUE: Slots = Slots(1);
    pub(crate) const VISIBLE: Slots = Slots(1 << 1);
    pub(crate) const REQUIRED: Slots = Slots(1 << 2);
    /// `validate`, and the outcome of it and of `required`.
    pub(crate) const VALIDATION: Slots = Slots(1 << 3);
    pub(crate) const LOADING: Slots = Slots(1 << 4);
    pub(crate) const STYLE: Slots = Slots(1 << 5);
    pub(crate) const CLASS: Slots = Slots(1 << 6);
    pub(crate) const LAYOUT: Slots = Slots(1 << 7);
    pub(crate) const AREAS: Slots = Slots(1 << 8);

    /// The property at a place; the last bit is shared by all that come late.
    pub(crate) fn property(i: usize) -> Slots {
        Slots(1 << (9 + i).min(63))
    }

    /// These parts of a block that stands as `now`, and what must be evaluated with them.
    pub(crate) fn complete(self, now: &Evaluated) -> Slots {
        let appears = !now.visible && self.has(Slots::VISIBLE);
        // Of which part an error is, is not known.
        if appears || !now.errors.is_empty() {
            Slots::ALL
        } else if self.has(Slots::REQUIRED) {
            self.with(Slots::VALIDATION)
        } else {
            self
        }
    }

    /// Is any of `other` in it?
    pub(crate) fn has(self, other: Slots) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) fn with(self, other: Slots) -> Slots {
        Slots(self.0 | other.0)
    }

    pub(crate) fn without(self, other: Slots) -> Slots {
        Slots(self.0 & !other.0)
    }
}

/// What the parts of a block read.
pub(crate) type Reads = Vec<(Read, Slots)>;

/// Notes what is read, and by which part, while a block is evaluated.
pub(crate) struct Notes {
    reads: RefCell<Reads>,
    slot: Cell<Slots>,
}

impl Notes {
    /// Notes for a block of which `slots` are evaluated; what its other parts read is in `before`.
    pub(crate) fn new(before: &Reads, slots: Slots) -> Notes {
        let kept = before.iter().map(|(read, by)| (read, by.without(slots)));
        let kept = kept.filter(|(_, by)| *by != Slots::NONE);
        Notes {
            reads: RefCell::new(kept.map(|(read, by)| (read.clone(), by)).collect()),
            slot: Cell::new(Slots::ALL),
        }
    }

    /// What is read from here on is read by `slot`.
    pub(crate) fn begin(&self, slot: Slots) {
        self.slot.set(slot);
    }

    /// `path` of `root` is read.
    pub(crate) fn note(&self, root: Root, path: &str) {
        let slot = self.slot.get();
        let mut reads = self.reads.borrow_mut();
        let known = reads
            .iter_mut()
            .find(|((r, p), _)| *r == root && &**p == path);
        match known {
            Some((_, by)) => *by = by.with(slot),
            None => reads.push(((root, path.into()), slot)),
        }
    }

    pub(crate) fn into_reads(self) -> Reads {
        self.reads.into_inner()
    }
}
