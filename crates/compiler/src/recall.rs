//! Taking what references gave from what is kept, and keeping it.

use std::hash::{DefaultHasher, Hash, Hasher};

use engine::Value;

use crate::build::Compiler;
use crate::memo::{Event, Key, Record};
use crate::node::{FileId, Kind, Node};

impl Compiler<'_> {
    /// Writes down what was just done, if a reference is being followed.
    pub(crate) fn record(&mut self, event: Event) {
        if let Some(record) = self.records.last_mut() {
            record.events.push(event);
        }
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
        let entry = self.memo.get(id)?;
        if entry.height >= levels {
            return None;
        }
        let (node, height) = (entry.node.clone(), entry.height);
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
        self.records.push(Record {
            caller,
            ..Record::default()
        });
        let node = follow(self);
        let record = self.records.pop()?;
        let (height, is_single) = (record.height, record.is_single);
        let up = self.records.last_mut();
        match (key, &node) {
            (Some(key), Some(node)) if !is_single => {
                let id = self.memo.keep(key, node.clone(), record);
                if let Some(up) = up {
                    up.height = up.height.max(height + 1);
                    up.events.push(Event::Took(id, caller));
                }
            }
            _ => {
                if let Some(up) = up {
                    up.is_single = true;
                }
            }
        }
        node
    }

    /// Are all files as they were, of which this was made?
    fn is_valid(&mut self, id: u64) -> bool {
        if let Some(verdict) = self.memo.verdict(id) {
            return verdict;
        }
        let Some(events) = self.memo.get(id).map(|entry| entry.events.clone()) else {
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

    /// Does again what a reference did besides giving its value.
    fn replay(&mut self, id: u64, caller: FileId) {
        if !self.memo.replays(id) {
            return;
        }
        let Some(events) = self.memo.get(id).map(|entry| entry.events.clone()) else {
            return;
        };
        self.memo.n_references = self.memo.n_references.saturating_add(1);
        for event in &*events {
            match event {
                Event::Looked(path, content) => self.sources.need(path, content),
                Event::Noted(file, parent) => {
                    self.sources.note(*file, parent.or(Some(caller)));
                }
                Event::Took(id, caller) => self.replay(*id, *caller),
                Event::Found(finding) => self.say(finding),
                Event::Quieted(place, checks) => self.quiet.push((*place, checks.clone())),
            }
        }
    }
}

/// Two hashes, so that no two references are ever taken for one.
pub(crate) struct Digest(DefaultHasher, DefaultHasher, bool);

impl Digest {
    /// Of nothing yet.
    pub(crate) fn new() -> Digest {
        let mut second = DefaultHasher::new();
        second.write_u8(1);
        Digest(DefaultHasher::new(), second, false)
    }

    /// Adds a part.
    pub(crate) fn add(&mut self, part: &(impl Hash + ?Sized)) {
        part.hash(&mut self.0);
        part.hash(&mut self.1);
    }

    /// Adds a node with the places of everything in it.
    pub(crate) fn node(&mut self, node: &Node) {
        let place = node.place;
        self.add(&(place.file, place.start, place.end));
        match &node.kind {
            Kind::Scalar(value) => self.scalar(value),
            Kind::List(list) => {
                self.add(&(1_u8, list.items().len()));
                list.items().iter().for_each(|item| self.node(item));
            }
            Kind::Object(object) => {
                self.add(&(2_u8, object.iter().len()));
                for (key, place, value) in object.iter() {
                    self.add(&(&**key, place.start, place.end));
                    self.node(value);
                }
            }
        }
    }

    fn scalar(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.add(&(3_u8, &**text)),
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
