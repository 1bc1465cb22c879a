//! What a page holds: the world that its expressions read, and its blocks as they stand.

use std::sync::Arc;

use engine::{Root, Str, Value, path};
use model::{Area, Block};

use crate::instance::{Areas, Evaluated, Instance, InstanceId};
use crate::readers::{Dirty, Readers, mark};
use crate::signal::Signal;
use crate::slots::{Reads, Slots};
use crate::{BlockMeta, Category, Metas};

/// The part that expressions read.
#[derive(Clone, Default)]
pub(crate) struct World {
    pub(crate) page_id: Str,
    pub(crate) state: Value,
    /// State after onInit, for Reset.
    pub(crate) frozen: Value,
    pub(crate) requests: Value,
    pub(crate) endpoints: Value,
    pub(crate) event_log: Value,
}

pub(crate) struct Store {
    pub(crate) world: World,
    pub(crate) instances: Vec<Instance>,
    pub(crate) readers: Readers,
    /// What must be evaluated.
    pub(crate) dirty: Dirty,
    pub(crate) metas: Metas,
    reactive: bool,
}

impl Store {
    /// The blocks of `root`, with nothing evaluated yet.
    pub(crate) fn new(root: &Arc<Block>, world: World, metas: Metas, reactive: bool) -> Store {
        let mut store = Store {
            world,
            instances: Vec::new(),
            readers: Readers::default(),
            dirty: Dirty::new(),
            metas,
            reactive,
        };
        store.add(root, None, &Arc::from([]));
        store
    }

    /// Adds a block and all within it.
    pub(crate) fn add(
        &mut self,
        block: &Arc<Block>,
        parent: Option<InstanceId>,
        indices: &Arc<[usize]>,
    ) -> InstanceId {
        let meta = (self.metas)(&block.kind);
        let id: Str = match path::apply_indices(indices, &block.block_id) {
            std::borrow::Cow::Borrowed(_) => block.block_id.clone(),
            std::borrow::Cow::Owned(id) => id.into(),
        };
        let value = match meta.has_value() {
            true => held(&self.world.state, &id, meta)
                .cloned()
                .unwrap_or_else(|| meta.initial_value()),
            false => Value::Undefined,
        };
        let number = self.instances.len();
        self.instances.push(Instance {
            block: Arc::clone(block),
            meta,
            id,
            indices: Arc::clone(indices),
            parent,
            items: Vec::new(),
            value,
            show_validation: false,
            mounting: false,
            running: Vec::new(),
            now: Arc::new(Evaluated::default()),
            reads: Vec::new(),
            changed: Signal::new(self.reactive),
            gone: false,
        });
        self.mark(number, Slots::ALL);
        if meta.category == Category::Container && !block.areas.is_empty() {
            let areas = self.add_areas(&block.areas, number, indices);
            self.instances[number].items.push(areas);
        }
        number
    }

    /// Adds the blocks of all areas.
    pub(crate) fn add_areas(
        &mut self,
        areas: &[Area],
        parent: InstanceId,
        indices: &Arc<[usize]>,
    ) -> Areas {
        let areas = areas.iter().map(|area| {
            let blocks = area
                .blocks
                .iter()
                .map(|block| self.add(block, Some(parent), indices));
            (area.name.clone(), blocks.collect())
        });
        areas.collect()
    }

    /// Parts of an instance are to be evaluated.
    pub(crate) fn mark(&mut self, id: InstanceId, slots: Slots) {
        mark(&mut self.dirty, id, slots);
    }

    /// Everything that a change at `path` of `root` concerns is to be evaluated again.
    pub(crate) fn touch(&mut self, root: Root, path: &str) {
        self.readers.concerned(root, path, &mut self.dirty);
    }

    /// Sets `path` of state.
    pub(crate) fn set_state(&mut self, path: &str, value: Value) {
        path::set(&mut self.world.state, path, value);
        self.touch(Root::State, path);
    }

    /// Removes `path` of state, and objects that this leaves empty.
    pub(crate) fn unset_state(&mut self, path: &str) {
        if !path::unset(&mut self.world.state, path) {
            return;
        }
        self.touch(Root::State, path);
        let mut rest = path;
        while let Some((parent, _)) = rest.rsplit_once('.') {
            let empty = path::find(&self.world.state, parent)
                .is_some_and(|v| v.as_map().is_some_and(|m| m.is_empty()));
            if !empty || !path::unset(&mut self.world.state, parent) {
                break;
            }
            rest = parent;
        }
    }

    /// A SetState or SetGlobal is a new beginning for blocks, as in Lowdefy: hidden inputs forget what
    /// they held, and no outcome of tests is shown any more. Lists keep their items.
    pub(crate) fn forget(&mut self) {
        for id in 0..self.instances.len() {
            let hidden = !self.instances[id].now.visible && self.held(id).is_none();
            let instance = &mut self.instances[id];
            if instance.gone {
                continue;
            }
            if hidden && instance.meta.category == Category::Input {
                instance.value = instance.meta.initial_value();
            }
            if std::mem::take(&mut instance.show_validation) {
                self.mark(id, Slots::VALIDATION);
            }
        }
    }

    /// Notes what an instance read, in place of what it had read before.
    pub(crate) fn set_reads(&mut self, id: InstanceId, reads: Reads) {
        if self.instances[id].reads == reads {
            return;
        }
        let before = std::mem::replace(&mut self.instances[id].reads, reads);
        let now = &self.instances[id].reads;
        for (read, _) in &before {
            if !now.iter().any(|(r, _)| r == read) {
                self.readers.remove(read, id);
            }
        }
        for noted in now.iter().filter(|noted| !before.contains(noted)) {
            self.readers.set(&noted.0, id, noted.1);
        }
    }

    /// The instance with that block id. Where several have it, the one that Lowdefy notes last: it
    /// notes the blocks of a level before those within them.
    pub(crate) fn find(&self, id: &str) -> Option<InstanceId> {
        let all = (0..self.instances.len())
            .filter(|i| !self.instances[*i].gone && &*self.instances[*i].id == id);
        all.reduce(|a, b| if self.is_noted_after(a, b) { a } else { b })
    }

    fn is_noted_after(&self, a: InstanceId, b: InstanceId) -> bool {
        let (a, b) = (self.lineage(a), self.lineage(b));
        let fork = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
        match (a.len() - fork, b.len() - fork) {
            (1, 2..) => false,
            (2.., 1) => true,
            _ => a.get(fork) > b.get(fork),
        }
    }

    /// The instance and all around it, outermost first.
    fn lineage(&self, id: InstanceId) -> Vec<InstanceId> {
        let mut out: Vec<_> =
            std::iter::successors(Some(id), |id| self.instances[*id].parent).collect();
        out.reverse();
        out
    }

    /// Instances within, in the order of their areas.
    pub(crate) fn children(&self, id: InstanceId) -> impl Iterator<Item = InstanceId> {
        self.instances[id]
            .items
            .iter()
            .flatten()
            .flat_map(|(_, blocks)| blocks)
            .copied()
    }

    /// Takes everything within `ids` off the page, themselves included.
    pub(crate) fn remove(&mut self, ids: Vec<InstanceId>) {
        let mut ids = ids;
        while let Some(id) = ids.pop() {
            ids.extend(self.children(id));
            self.set_reads(id, Vec::new());
            self.dirty.remove(&id);
            let instance = &mut self.instances[id];
            instance.gone = true;
            instance.items = Vec::new();
            instance.changed.notify();
        }
    }

    /// What state holds for a block that keeps a value.
    pub(crate) fn held(&self, id: InstanceId) -> Option<&Value> {
        let instance = &self.instances[id];
        held(&self.world.state, &instance.id, instance.meta)
    }

    /// Meta of an instance's type.
    pub(crate) fn meta(&self, id: InstanceId) -> BlockMeta {
        self.instances[id].meta
    }
}

/// What `state` holds for a block of that id. Of a list it is nothing if it is no list.
fn held<'s>(state: &'s Value, id: &str, meta: BlockMeta) -> Option<&'s Value> {
    let found = path::find(state, id).filter(|v| !v.is_undefined());
    found.filter(|v| meta.category != Category::List || v.as_list().is_some())
}
