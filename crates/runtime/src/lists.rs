//! Lists: as many items as state holds, each with its own blocks.

use std::sync::Arc;

use engine::{path, Value};

use crate::instance::InstanceId;
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
    pub(crate) fn list_method(&mut self, id: InstanceId, method: &str, args: &[Value]) -> Option<()> {
        let key = self.instances[id].id.clone();
        let mut items = path::get(&self.world.state, &key).items().to_vec();
        let index = args.first().and_then(Value::as_integer).and_then(|i| usize::try_from(i).ok());
        let new = || args.first().cloned().filter(|v| !v.is_undefined()).unwrap_or(Value::Null);
        let mut moved = None;
        match (method, index) {
            ("pushItem", _) => items.push(new()),
            ("unshiftItem", _) => {
                items.insert(0, new());
                moved = Some(Move::Inserted(0));
            }
            ("removeItem", Some(i)) if i < items.len() => {
                items.remove(i);
                moved = Some(Move::Removed(i));
            }
            ("moveItemUp", Some(i)) if i > 0 && i < items.len() => {
                items.swap(i, i - 1);
                moved = Some(Move::Swapped(i, i - 1));
            }
            ("moveItemDown", Some(i)) if i + 1 < items.len() => {
                items.swap(i, i + 1);
                moved = Some(Move::Swapped(i, i + 1));
            }
            ("removeItem" | "moveItemUp" | "moveItemDown", _) => return Some(()),
            _ => return None,
        }
        let flags = self.validation_flags(id);
        self.instances[id].value = Value::list(items.clone());
        self.set_state(&key, Value::list(items));
        self.fit_items(id);
        self.reset_values(id);
        self.restore_flags(id, flags, moved);
        Some(())
    }

    /// Has every block within take its value from state, or its initial one where state has none.
    pub(crate) fn reset_values(&mut self, id: InstanceId) {
        let within: Vec<_> = self.children(id).collect();
        for child in within {
            let instance = &self.instances[child];
            if instance.meta.has_value() {
                let found = path::find(&self.world.state, &instance.id).cloned();
                let visible = instance.now.visible;
                let key = instance.id.clone();
                let value = found.clone().unwrap_or_else(|| self.instances[child].meta.initial_value());
                if found.is_none() && visible {
                    self.set_state(&key, value.clone());
                }
                self.instances[child].value = value;
            }
            self.dirty.insert(child);
            self.reset_values(child);
        }
    }

    /// Which blocks of each item show their validation.
    fn validation_flags(&self, id: InstanceId) -> Vec<Vec<bool>> {
        let items = self.instances[id].items.iter().map(|areas| {
            let ids = areas.iter().flat_map(|(_, blocks)| blocks);
            ids.map(|b| self.instances[*b].show_validation).collect()
        });
        items.collect()
    }

    fn restore_flags(&mut self, id: InstanceId, mut flags: Vec<Vec<bool>>, moved: Option<Move>) {
        match moved {
            Some(Move::Inserted(i)) => flags.insert(i, Vec::new()),
            Some(Move::Removed(i)) => {
                flags.remove(i);
            }
            Some(Move::Swapped(a, b)) => flags.swap(a, b),
            None => {}
        }
        for (item, flags) in flags.into_iter().enumerate() {
            let Some(areas) = self.instances[id].items.get(item) else { continue };
            let ids: Vec<_> = areas.iter().flat_map(|(_, blocks)| blocks).copied().collect();
            for (i, block) in ids.into_iter().enumerate() {
                self.instances[block].show_validation = flags.get(i).copied().unwrap_or(false);
            }
        }
    }
}

enum Move {
    Inserted(usize),
    Removed(usize),
    Swapped(usize, usize),
}
