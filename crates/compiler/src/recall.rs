//! Taking what references gave from what is kept, and keeping it.

use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::Arc;

use engine::Value;
use foldhash::quality::{FixedState, FoldHasher};

use crate::build::Compiler;
use crate::memo::{EntryId, Event, Key, Record};
use crate::node::{FileId, Kind, Node, Place};

impl Compiler<'_> {
    /// Writes down what was just done, if a reference is being followed.
    pub(crate) fn record(&mut self, event: Event) {
        if let Some(record) = self.records.last_mut() {
            record.events.push(event);
        }
    }

    /// Something was evaluated whose answer another time may be different.
    pub(crate) fn varies(&mut self) {
        self.chance.1 += 1;
        self.single();
    }

    /// What is being followed must not be kept.
    pub(crate) fn single(&mut self) {
        if let Some(record) = self.records.last_mut() {
            record.is_single = true;
        }
    }

    /// What the reference gave before, with all it did besides; none if it has to be followed. As many as
    /// `levels` references may still be within one another.
    pub(crate) fn recall(&mut self, key: Key, caller: FileId, levels: u32) -> Option<Node> {
        let id = self.memo.find(key)?;
        if !self.is_valid(id) {
            return None;
        }
        let (node, height) = self.memo.value(id)?;
        if height >= levels {
            return None;
        }
        self.replay(id, caller);
        if let Some(record) = self.records.last_mut() {
            record.height = record.height.max(height + 1);
            record.events.push(Event::Took(id, caller));
        }
        Some(node)
    }

    /// Follows a reference from `caller` and keeps what it gives, if another time must give the same.
    pub(crate) fn remember(
        &mut self,
        key: Option<Key>,
        caller: FileId,
        follow: impl FnOnce(&mut Self) -> Option<Node>,
    ) -> Option<Node> {
        self.records.push(Record::of(caller));
        let node = follow(self);
        let record = self.records.pop()?;
        let height = record.height;
        match (key, &node) {
            (Some(key), Some(node)) if !record.is_single => {
                let is_due = self.journal.is_none();
                let id = self.memo.keep(key, node.clone(), record, is_due);
                if let Some(up) = self.records.last_mut() {
                    up.height = up.height.max(height + 1);
                    up.events.push(Event::Took(id, caller));
                }
            }
            _ => {
                self.single();
                if let Some(up) = self.records.last_mut() {
                    up.n_single += 1 + record.n_single;
                }
                self.take_over(record);
            }
        }
        node
    }

    /// What was written down elsewhere is written down here as well.
    fn take_over(&mut self, record: Record) {
        let Some(up) = self.records.last_mut() else {
            return;
        };
        let own = up.caller;
        up.events
            .extend(record.events.into_iter().map(|event| match event {
                Event::Noted(file, parent) => {
                    let parent = parent.unwrap_or(record.caller);
                    Event::Noted(file, (parent != own).then_some(parent))
                }
                event => event,
            }));
    }

    /// Does what a helper wrote down, and writes it down here.
    pub(crate) fn adopt(&mut self, record: Record) {
        record
            .events
            .iter()
            .for_each(|event| self.redo(event, record.caller));
        self.chance.1 += record.n_varying;
        self.n_references = self.n_references.saturating_add(record.n_single);
        if let Some(up) = self.records.last_mut() {
            up.height = up.height.max(record.height);
            up.is_single |= record.is_single;
        }
        self.take_over(record);
    }

    /// Are all files as they were, of which this was made?
    fn is_valid(&mut self, id: EntryId) -> bool {
        if let Some(verdict) = self.memo.verdict(id) {
            return verdict;
        }
        let Some(events) = self.memo.events(id) else {
            return false;
        };
        let is_valid = events.iter().all(|event| match event {
            Event::Looked(path, content) => {
                content.is_ok() && self.sources.look(self.folder, path) == *content
            }
            Event::Took(id, _) => self.is_valid(*id),
            Event::Noted(..) | Event::Found(_) | Event::Quieted(..) => true,
        });
        self.memo.judge(id, is_valid);
        is_valid
    }

    /// Does again what a reference did besides giving its value. A helper leaves that to the build.
    fn replay(&mut self, id: EntryId, caller: FileId) {
        if self.journal.is_none() {
            return;
        }
        let Some(events) = self.memo.replays(id) else {
            return;
        };
        self.n_references = self.n_references.saturating_add(1);
        events.iter().for_each(|event| self.redo(event, caller));
    }

    /// Does what a reference from the file `caller` did.
    fn redo(&mut self, event: &Event, caller: FileId) {
        if let Event::Took(id, caller) = event {
            return self.replay(*id, *caller);
        }
        let Some(journal) = &mut self.journal else {
            return;
        };
        match event {
            Event::Looked(path, content) => journal.need(path, content),
            Event::Noted(file, parent) => journal.note(*file, parent.or(Some(caller))),
            Event::Found(finding) => journal.say(finding),
            Event::Quieted(place, checks) => journal.quiet.push((*place, Arc::clone(checks))),
            Event::Took(..) => {}
        }
    }
}

/// Two hashes, so that no two references are ever taken for one.
pub(crate) struct Digest(FoldHasher<'static>, FoldHasher<'static>, bool);

impl Digest {
    /// Of nothing yet.
    pub(crate) fn new() -> Digest {
        let hasher = |seed| FixedState::with_seed(seed).build_hasher();
        Digest(hasher(1), hasher(2), false)
    }

    /// Adds a part.
    pub(crate) fn add(&mut self, part: &(impl Hash + ?Sized)) {
        part.hash(&mut self.0);
        part.hash(&mut self.1);
    }

    fn text(&mut self, text: &str) {
        self.add(&text.len());
        self.0.write(text.as_bytes());
        self.1.write(text.as_bytes());
    }

    fn place(&mut self, place: Place) {
        let Place { file, start, end } = place;
        self.add(&(u64::from(file) << 32 | u64::from(start)));
        self.add(&end);
    }

    /// Adds a node with the places of everything in it.
    pub(crate) fn node(&mut self, node: &Node) {
        self.place(node.place);
        match &node.kind {
            Kind::Scalar(value) => self.scalar(value),
            Kind::List(list) => {
                self.add(&(1_u8, list.items().len()));
                list.items().iter().for_each(|item| self.node(item));
            }
            Kind::Object(object) => {
                self.add(&(2_u8, object.iter().len()));
                for (key, place, value) in object.iter() {
                    self.text(key);
                    self.place(place);
                    self.node(value);
                }
            }
        }
    }

    fn scalar(&mut self, value: &Value) {
        match value {
            Value::String(text) => {
                self.add(&3_u8);
                self.text(text);
            }
            Value::Bool(is) => self.add(&(4_u8, is)),
            Value::Number(n) => self.add(&(5_u8, n.to_bits())),
            Value::Date(n) => self.add(&(6_u8, n.to_bits())),
            Value::Undefined | Value::Null => self.add(&7_u8),
            // A function is equal to itself alone, and lists and objects are no scalars.
            _ => self.2 = true,
        }
    }

    /// The digest; none where there is something that has none.
    pub(crate) fn end(self) -> Option<Key> {
        let key = u128::from(self.0.finish()) << 64 | u128::from(self.1.finish());
        (!self.2).then_some(key)
    }
}
