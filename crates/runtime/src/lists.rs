//! Lists: as many items as state holds, each with its own blocks.

use std::sync::Arc;

use engine::{Value, path};
use model::Block;

use crate::Category;
use crate::instance::{Areas, InstanceId};
use crate::slots::Slots;
use crate::store::Store;

impl Store {
    /// Makes as many items as the list in state has and gives their number.
    pub(crate) fn fit_items(&mut self, id: InstanceId) -> usize {
        let wanted = self.instances[id].value.items().len();
        while self.instances[id].items.len() > wanted {
            let areas = self.instances[id].items.pop().unwrap_or_default();
            self.remove(areas.into_iter().flat_map(|(_, blocks)| blocks).collect());
        }
        while self.instances[id].items.len() < wanted {
            let mut indices = self.instances[id].indices.to_vec();
            indices.push(self.instances[id].items.len());
            let block = Arc::clone(&self.instances[id].block);
            let areas = self.add_areas(&block.areas, id, &Arc::from(indices));
            self.instances[id].items.push(areas);
        }
        wanted
    }

    /// Runs a list method. None if there is no such method.
    pub(crate) fn list_method(
        &mut self,
        id: InstanceId,
        method: &str,
        args: &[Value],
    ) -> Option<()> {
        let key = self.instances[id].id.clone();
        let mut items = path::get(&self.world.state, &key).items().to_vec();
        let index = args
            .first()
            .and_then(Value::as_integer)
            .and_then(|i| usize::try_from(i).ok());
        // Undefined until the blocks of the item put their values in.
        let blank = if self.keeps_values(&self.instances[id].block) {
            Value::Undefined
        } else {
            Value::Null
        };
        let new = || {
            args.first()
                .cloned()
                .filter(|v| !v.is_undefined())
                .unwrap_or(blank)
        };
        let mut moved = Move::None;
        match (method, index) {
            ("pushItem", _) => items.push(new()),
            ("unshiftItem", _) => {
                items.insert(0, new());
                moved = Move::Inserted(0);
            }
            ("removeItem", Some(i)) if i < items.len() => {
                items.remove(i);
                moved = Move::Removed(i);
            }
            ("moveItemUp", Some(i)) if i > 0 && i < items.len() => {
                items.swap(i, i - 1);
                moved = Move::Swapped(i, i - 1);
            }
            ("moveItemDown", Some(i)) if i + 1 < items.len() => {
                items.swap(i, i + 1);
                moved = Move::Swapped(i, i + 1);
            }
            ("removeItem" | "moveItemUp" | "moveItemDown", _) => return Some(()),
            _ => return None,
        }
        let mut kept = self.keep_items(id);
        moved.apply(&mut kept);
        self.instances[id].value = Value::list(items.clone());
        self.set_state(&key, Value::list(items));
        self.fit_items(id);
        self.settle_items(id, &kept);
        Some(())
    }

    /// Does a block within keep a value in state?
    fn keeps_values(&self, block: &Block) -> bool {
        let mut within = block.areas.iter().flat_map(|area| &area.blocks);
        within.any(|b| (self.metas)(&b.kind).has_value() || self.keeps_values(b))
    }

    /// Has every block within take its value from state, or its initial one where state has none.
    pub(crate) fn reset_values(&mut self, id: InstanceId) {
        self.settle_items(id, &[]);
    }

    /// What the blocks of each item hold that state does not tell.
    fn keep_items(&self, id: InstanceId) -> Vec<Vec<Kept>> {
        let items = self.instances[id].items.iter();
        items
            .map(|areas| blocks_of(areas).map(|block| self.keep(block)).collect())
            .collect()
    }

    fn keep(&self, id: InstanceId) -> Kept {
        let instance = &self.instances[id];
        Kept {
            value: instance.value.clone(),
            show_validation: instance.show_validation,
            items: self.keep_items(id),
        }
    }

    /// Gives the blocks of each item what state has for them, or else what was kept for the item, or
    /// else what a new block has.
    fn settle_items(&mut self, id: InstanceId, kept: &[Vec<Kept>]) {
        for item in 0..self.instances[id].items.len() {
            let kept = kept.get(item).map(Vec::as_slice).unwrap_or_default();
            let blocks: Vec<_> = blocks_of(&self.instances[id].items[item]).collect();
            for (i, block) in blocks.into_iter().enumerate() {
                self.settle(block, kept.get(i));
            }
        }
    }

    fn settle(&mut self, id: InstanceId, kept: Option<&Kept>) {
        let held = self.held(id).cloned();
        let instance = &mut self.instances[id];
        instance.show_validation = kept.is_some_and(|k| k.show_validation);
        if instance.meta.has_value() {
            let kept = kept.map(|k| k.value.clone());
            let missing = held.is_none() && instance.now.visible;
            instance.value = held
                .or(kept)
                .unwrap_or_else(|| instance.meta.initial_value());
            // Visible before: else it would take the value for removed. State loses it again if the
            // block is hidden now.
            if missing {
                let (key, value) = (instance.id.clone(), instance.value.clone());
                self.set_state(&key, value);
            }
        }
        if self.meta(id).category == Category::List {
            self.fit_items(id);
        }
        self.mark(id, Slots::ALL);
        self.settle_items(id, kept.map(|k| k.items.as_slice()).unwrap_or_default());
    }
}

/// What a block holds apart from state: it may be hidden, and then state has nothing of it.
struct Kept {
    value: Value,
    show_validation: bool,
    items: Vec<Vec<Kept>>,
}

fn blocks_of(areas: &Areas) -> impl Iterator<Item = InstanceId> {
    areas.iter().flat_map(|(_, blocks)| blocks).copied()
}

/// What a list method does to the items.
enum Move {
    /// New ones are at the end only.
    None,
    Inserted(usize),
    Removed(usize),
    Swapped(usize, usize),
}

impl Move {
    fn apply(self, items: &mut Vec<Vec<Kept>>) {
        match self {
            Move::None => {}
            Move::Inserted(i) => items.insert(i.min(items.len()), Vec::new()),
            Move::Removed(i) if i < items.len() => {
                items.remove(i);
            }
            Move::Swapped(a, b) if a.max(b) < items.len() => items.swap(a, b),
            Move::Removed(_) | Move::Swapped(..) => {}
        }
    }
}
