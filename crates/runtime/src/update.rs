//! Evaluation of what changed: parents first, until nothing changes any more.

use std::cell::RefCell;
use std::sync::Arc;

use engine::{Cx, ErrorSink, Expr, Root, Value};
use model::Block;

use crate::app::{AppCx, Shared};
use crate::instance::{Evaluated, InstanceId};
use crate::scope::PageScope;
use crate::signal::Signal;
use crate::store::Store;
use crate::{Category, validation};

/// Passes after which an app whose visibilities chase each other is left as it stands (Lowdefy's
/// number).
const MAX_PASSES: usize = 20;

impl Store {
    /// Evaluates what is dirty. Gives the signals of all that changed, to be notified once the store
    /// is unlocked.
    pub(crate) fn update(&mut self, app: &AppCx) -> Vec<Signal> {
        let mut changed = std::collections::BTreeSet::new();
        for _ in 0..MAX_PASSES {
            if self.dirty.is_empty() {
                break;
            }
            let mut flipped = Vec::new();
            let shared = app.shared();
            while let Some(id) = self.dirty.pop_first() {
                self.evaluate(id, app, &shared, &mut flipped, &mut changed);
            }
            drop(shared);
            for id in flipped {
                self.sync_state(id);
            }
        }
        self.dirty.clear();
        changed
            .into_iter()
            .map(|id| self.instances[id].changed.clone())
            .collect()
    }

    fn evaluate(
        &mut self,
        id: InstanceId,
        app: &AppCx,
        shared: &Shared,
        flipped: &mut Vec<InstanceId>,
        changed: &mut std::collections::BTreeSet<InstanceId>,
    ) {
        if self.instances[id].gone {
            return;
        }
        self.take_value(id);
        let parent = self.instances[id]
            .parent
            .map(|p| Arc::clone(&self.instances[p].now));
        let reads = RefCell::new(Vec::new());
        if self.meta(id).has_value() {
            reads
                .borrow_mut()
                .push((Root::State, self.instances[id].id.clone()));
        }
        let scope = PageScope {
            app,
            shared,
            world: &self.world,
            event: None,
            actions: None,
            reads: Some(&reads),
        };
        let mut next = self.evaluated(id, &scope, parent.as_deref());
        if next.visible && self.meta(id).category == Category::List {
            next.n_items = self.fit_items(id);
        }
        self.set_reads(id, reads.into_inner());
        // State holds the values of what is shown, and of nothing else.
        if self.meta(id).has_value() && next.visible != self.held(id).is_some() {
            flipped.push(id);
        }
        self.replace(id, next, flipped, changed);
    }

    /// Puts the new evaluation in place of the old one.
    fn replace(
        &mut self,
        id: InstanceId,
        next: Evaluated,
        flipped: &mut Vec<InstanceId>,
        changed: &mut std::collections::BTreeSet<InstanceId>,
    ) {
        let before = Arc::clone(&self.instances[id].now);
        if *before == next {
            return;
        }
        // What is within depends on these two of what is around it.
        if before.visible != next.visible || before.loading != next.loading {
            let within: Vec<_> = self.children(id).collect();
            self.dirty.extend(within);
        }
        if before.visible != next.visible {
            flipped.push(id);
        }
        self.instances[id].now = Arc::new(next);
        changed.insert(id);
    }

    /// An input takes over what state holds for it.
    fn take_value(&mut self, id: InstanceId) {
        if !self.meta(id).has_value() {
            return;
        }
        let held = self.held(id).cloned();
        let instance = &mut self.instances[id];
        match held {
            Some(value) => instance.value = value,
            // It was in state and was taken out of it, as a SetState of what is around it does.
            None if instance.now.visible => instance.value = instance.meta.initial_value(),
            None => {}
        }
    }

    fn evaluated(
        &self,
        id: InstanceId,
        scope: &PageScope<'_>,
        parent: Option<&Evaluated>,
    ) -> Evaluated {
        let instance = &self.instances[id];
        let block: &Block = &instance.block;
        let sink = ErrorSink::default();
        let cx =
            Cx::new(scope, scope.app.0.table, &instance.id, &sink).with_indices(&instance.indices);
        let shown = parent.is_none_or(|p| p.visible)
            && (block.visible.is_undefined() || block.visible.eval(&cx) != Value::Bool(false));
        if !shown {
            return Evaluated {
                errors: sink.take(),
                ..Evaluated::default()
            };
        }
        let required = eval(&block.required, &cx);
        let mut tested = validation::run(block, &required, &cx);
        tested.status = validation::status(&tested, instance.show_validation);
        let loading = parent.is_some_and(|p| p.loading)
            || instance.mounting
            || eval(&block.loading, &cx) == Value::Bool(true);
        let areas = block
            .areas
            .iter()
            .map(|a| (a.name.clone(), eval(&a.layout, &cx)));
        Evaluated {
            visible: true,
            properties: eval(&block.properties, &cx),
            style: eval(&block.style, &cx),
            class: eval(&block.class, &cx),
            layout: eval(&block.layout, &cx),
            areas: areas.collect(),
            required,
            loading,
            value: match instance.meta.category {
                Category::Input => instance.value.clone(),
                _ => Value::Undefined,
            },
            n_items: 0,
            validation: tested,
            errors: sink.take(),
        }
    }

    /// After a block appeared or went: its value enters state or leaves it. A key stays as long as
    /// another visible block has the same id.
    fn sync_state(&mut self, id: InstanceId) {
        let instance = &self.instances[id];
        if !instance.meta.has_value() || instance.gone {
            return;
        }
        let (key, value) = (instance.id.clone(), instance.value.clone());
        if instance.now.visible {
            if self.held(id).is_none() {
                self.set_state(&key, value);
            }
        } else {
            let twin = self
                .instances
                .iter()
                .any(|i| i.id == key && i.now.visible && i.meta.has_value() && !i.gone);
            if !twin {
                self.unset_state(&key);
            }
        }
    }
}

fn eval(expr: &Expr, cx: &Cx<'_>) -> Value {
    match expr {
        Expr::Const(value) => value.clone(),
        expr => expr.eval(cx),
    }
}
