//! Evaluation of what changed: parents first, until nothing changes any more.

use std::collections::BTreeSet;
use std::sync::Arc;

use engine::{Cx, ErrorSink, Expr, Root, Value};
use model::Block;

use crate::app::{AppCx, Shared};
use crate::instance::{Evaluated, InstanceId};
use crate::scope::PageScope;
use crate::signal::Signal;
use crate::slots::{Notes, Slots};
use crate::store::Store;
use crate::{Category, validation};

/// Passes after which an app whose visibilities chase each other is left as it stands (Lowdefy's
/// number).
const MAX_PASSES: usize = 20;

impl Store {
    /// Evaluates what is dirty. Gives the signals of all that changed, to be notified once the store
    /// is unlocked.
    pub(crate) fn update(&mut self, app: &AppCx) -> Vec<Signal> {
        let mut changed = BTreeSet::new();
        for _ in 0..MAX_PASSES {
            if self.dirty.is_empty() {
                break;
            }
            let mut flipped = Vec::new();
            let shared = app.shared();
            while let Some((id, slots)) = self.dirty.pop_first() {
                self.evaluate(id, slots, app, &shared, &mut flipped, &mut changed);
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
        slots: Slots,
        app: &AppCx,
        shared: &Shared,
        flipped: &mut Vec<InstanceId>,
        changed: &mut BTreeSet<InstanceId>,
    ) {
        if self.instances[id].gone {
            return;
        }
        self.take_value(id);
        let instance = &self.instances[id];
        let slots = slots.complete(&instance.now);
        let notes = Notes::new(&instance.reads, slots);
        if instance.meta.has_value() {
            notes.begin(Slots::VALUE);
            notes.note(Root::State, &instance.id);
        }
        let scope = PageScope {
            app,
            shared,
            world: &self.world,
            event: None,
            actions: None,
            notes: Some(&notes),
        };
        let mut next = self.evaluated(id, slots, &scope, &notes);
        if next.visible && self.meta(id).category == Category::List {
            next.n_items = self.fit_items(id);
        }
        self.set_reads(id, notes.into_reads());
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
        changed: &mut BTreeSet<InstanceId>,
    ) {
        let before = Arc::clone(&self.instances[id].now);
        if *before == next {
            return;
        }
        // What is within depends on these two of what is around it.
        if before.visible != next.visible || before.loading != next.loading {
            let within: Vec<_> = self.children(id).collect();
            within.into_iter().for_each(|id| self.mark(id, Slots::ALL));
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

    /// The evaluation of an instance: its `slots` anew, the others as they were.
    fn evaluated(
        &self,
        id: InstanceId,
        slots: Slots,
        scope: &PageScope<'_>,
        notes: &Notes,
    ) -> Evaluated {
        let instance = &self.instances[id];
        let block: &Block = &instance.block;
        let parent = instance.parent.map(|p| &*self.instances[p].now);
        let sink = ErrorSink::default();
        let cx =
            Cx::new(scope, scope.app.0.table, &instance.id, &sink).with_indices(&instance.indices);
        let anew = Anew {
            slots,
            notes,
            cx: &cx,
        };
        if !instance.now.visible && !slots.has(Slots::VISIBLE) {
            return Evaluated::clone(&instance.now);
        }
        let shown = parent.is_none_or(|p| p.visible)
            && (block.visible.is_undefined()
                || !slots.has(Slots::VISIBLE)
                || anew.eval(Slots::VISIBLE, &block.visible) != Value::Bool(false));
        if !shown {
            return Evaluated {
                errors: sink.take(),
                ..Evaluated::default()
            };
        }
        let mut next = Evaluated::clone(&instance.now);
        next.visible = true;
        anew.put(Slots::REQUIRED, &block.required, &mut next.required);
        if slots.has(Slots::VALIDATION) {
            notes.begin(Slots::VALIDATION);
            next.validation = validation::run(block, &next.required, &cx);
            next.validation.status = validation::status(&next.validation, instance.show_validation);
        }
        if slots.has(Slots::LOADING) {
            next.loading = parent.is_some_and(|p| p.loading)
                || instance.mounting
                || anew.eval(Slots::LOADING, &block.loading) == Value::Bool(true);
        }
        anew.put(Slots::STYLE, &block.style, &mut next.style);
        anew.put(Slots::CLASS, &block.class, &mut next.class);
        anew.put(Slots::LAYOUT, &block.layout, &mut next.layout);
        anew.put_properties(&block.properties, &mut next.properties);
        if slots.has(Slots::AREAS) {
            let areas = block.areas.iter();
            next.areas = areas
                .map(|a| (a.name.clone(), anew.eval(Slots::AREAS, &a.layout)))
                .collect();
        }
        if instance.meta.category == Category::Input {
            next.value = instance.value.clone();
        }
        next.errors = sink.take();
        next
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

/// Evaluates some slots of a block.
struct Anew<'a> {
    slots: Slots,
    notes: &'a Notes,
    cx: &'a Cx<'a>,
}

impl Anew<'_> {
    /// The value of `expr`, which is part of `slot`.
    fn eval(&self, slot: Slots, expr: &Expr) -> Value {
        self.notes.begin(slot);
        eval(expr, self.cx)
    }

    /// Puts the value of `expr` into `to`, if its slot is to be evaluated.
    fn put(&self, slot: Slots, expr: &Expr, to: &mut Value) {
        if self.slots.has(slot) {
            *to = self.eval(slot, expr);
        }
    }

    /// As [`Anew::put`], with a slot for every property.
    fn put_properties(&self, expr: &Expr, to: &mut Value) {
        let Expr::Map(entries) = expr else {
            return self.put(Slots::property(0), expr, to);
        };
        if !(0..entries.len()).any(|i| self.slots.has(Slots::property(i))) {
            return;
        }
        let values = entries.iter().enumerate().map(|(i, (key, expr))| {
            let slot = Slots::property(i);
            let value = match self.slots.has(slot) {
                true => self.eval(slot, expr),
                false => to.key(key).clone(),
            };
            (key.clone(), value)
        });
        *to = Value::map(values.filter(|(_, v)| !v.is_undefined()).collect());
    }
}
