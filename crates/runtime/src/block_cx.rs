//! A block's view of its page: what it shows, and what it can do.

use std::sync::Arc;

use engine::{Function, Str, Value, js, path};
use model::Block;

use crate::app::lock;
use crate::instance::{Evaluated, InstanceId, Validation};
use crate::slots::Slots;
use crate::{AppCx, Category, PageCx};

/// A method of a block, as CallMethod calls it.
pub type Method = Arc<dyn Fn(&[Value]) -> Value + Send + Sync>;

/// A block on a page. Cheap to clone. Getters track: an effect that calls one runs again when the
/// block changes.
#[derive(Clone)]
pub struct BlockCx {
    page: PageCx,
    instance: InstanceId,
}

/// One item of a list block, or the one "item" of a container.
#[derive(Clone)]
pub struct ListItem {
    /// The list.
    pub cx: BlockCx,
    /// Which item.
    pub index: usize,
}

impl BlockCx {
    pub(crate) fn new(page: PageCx, instance: InstanceId) -> BlockCx {
        BlockCx { page, instance }
    }

    /// The page it is on.
    pub fn page(&self) -> &PageCx {
        &self.page
    }

    /// The visit.
    pub fn app(&self) -> &AppCx {
        self.page.app()
    }

    /// Its number on the page.
    pub fn instance(&self) -> InstanceId {
        self.instance
    }

    /// Block id with list indices applied. Never changes.
    pub fn id(&self) -> Str {
        self.page
            .with_store(|store| store.instances[self.instance].id.clone())
    }

    /// The block as configured. Never changes.
    pub fn block(&self) -> Arc<Block> {
        self.page
            .with_store(|store| Arc::clone(&store.instances[self.instance].block))
    }

    /// Its category. Never changes.
    pub fn category(&self) -> Category {
        self.page
            .with_store(|store| store.meta(self.instance).category)
    }

    /// All that it shows. Tracks.
    pub fn now(&self) -> Arc<Evaluated> {
        let (signal, now) = self.page.with_store(|store| {
            let instance = &store.instances[self.instance];
            (instance.changed.clone(), Arc::clone(&instance.now))
        });
        signal.track();
        now
    }

    /// Is it shown? Tracks.
    pub fn visible(&self) -> bool {
        self.now().visible
    }

    /// The property at `path`, undefined if there is none. Tracks.
    pub fn prop(&self, path: &str) -> Value {
        path::get(&self.now().properties, path)
    }

    /// The property at `path` as text: numbers, booleans and dates as JavaScript prints them; empty
    /// for none. Tracks.
    pub fn text(&self, path: &str) -> String {
        match self.prop(path) {
            Value::Undefined | Value::Null => String::new(),
            v => js::to_text(&v),
        }
    }

    /// As [`BlockCx::text`], none where there is nothing. Tracks.
    pub fn text_opt(&self, path: &str) -> Option<String> {
        Some(self.text(path)).filter(|t| !t.is_empty())
    }

    /// The property at `path` as a flag by JavaScript's truth; `default` where there is none. Tracks.
    pub fn flag(&self, path: &str, default: bool) -> bool {
        match self.prop(path) {
            Value::Undefined | Value::Null => default,
            v => js::truthy(&v),
        }
    }

    /// The property at `path`, if it is a number. Tracks.
    pub fn number(&self, path: &str) -> Option<f64> {
        self.prop(path).as_number()
    }

    /// What an input holds. Tracks.
    pub fn value(&self) -> Value {
        self.now().value.clone()
    }

    /// Is it, or what is around it, loading? Tracks.
    pub fn loading(&self) -> bool {
        self.now().loading
    }

    /// Outcome of its tests, as far as it is shown. Tracks.
    pub fn validation(&self) -> Validation {
        self.now().validation.clone()
    }

    /// Must it have a value? Tracks.
    pub fn required(&self) -> bool {
        js::truthy(&self.now().required)
    }

    /// Puts a value into an input, and so into state. What the type does not allow becomes nothing.
    pub fn set_value(&self, value: Value) {
        self.page.mutate(|store| {
            let value = store.meta(self.instance).value_type.enforce(value);
            let instance = &mut store.instances[self.instance];
            if instance.gone {
                return;
            }
            instance.value = value.clone();
            let key = instance.id.clone();
            store.mark(self.instance, Slots::VALUE);
            store.set_state(&key, value);
        });
    }

    /// Does the event have actions? Never changes.
    pub fn has_event(&self, name: &str) -> bool {
        self.page.with_store(|store| {
            store.instances[self.instance]
                .block
                .event(name)
                .is_some_and(|e| !e.actions.is_empty())
        })
    }

    /// Are actions of the event running? Tracks.
    pub fn event_loading(&self, name: &str) -> bool {
        let (signal, running) = self.page.with_store(|store| {
            let instance = &store.instances[self.instance];
            (
                instance.changed.clone(),
                instance.running.iter().any(|n| &**n == name),
            )
        });
        signal.track();
        running
    }

    /// Starts an event; `event` is what its actions read by `_event`.
    pub fn trigger(&self, name: &'static str, event: Value) {
        if !self.has_event(name) {
            return;
        }
        let cx = self.clone();
        self.app().backend().spawn(Box::pin(async move {
            cx.page.trigger_event(cx.instance, name, event).await;
        }));
    }

    /// Offers a method to CallMethod.
    pub fn register_method(
        &self,
        name: &str,
        method: impl Fn(&[Value]) -> Value + Send + Sync + 'static,
    ) {
        // A method holds its block, and so the page that holds the method: where a page is drawn once
        // and nobody calls it, it would never be freed.
        if !self.app().is_reactive() {
            return;
        }
        let mut methods = lock(&self.page.0.methods);
        methods.insert((self.instance, name.to_owned()), Arc::new(method));
    }

    /// Calls a method: one that was registered, or one of a list.
    ///
    /// # Errors
    /// There is none of that name.
    pub fn call_method(&self, name: &str, args: &[Value]) -> Result<Value, String> {
        let registered = lock(&self.page.0.methods)
            .get(&(self.instance, name.to_owned()))
            .cloned();
        if let Some(method) = registered {
            return Ok(method(args));
        }
        let done = self.page.mutate(|store| {
            let list = store.meta(self.instance).category == Category::List;
            list.then(|| store.list_method(self.instance, name, args))
                .flatten()
        });
        match done {
            Some(()) => Ok(Value::Undefined),
            None => Err(format!(
                "Failed to call method \"{name}\" on block \"{}\".",
                self.id()
            )),
        }
    }

    /// Calls a function among its properties, such as a formatter.
    pub fn call(&self, function: &Function, args: &[Value]) -> Value {
        self.page.call(self.instance, function, args)
    }

    /// Runs onMount and onMountAsync, each time the block comes on the screen.
    pub async fn mount(&self) {
        let hydrated = lock(&self.page.0.flags).hydrated;
        if self.has_event("onMount") {
            self.set_mounting(!hydrated);
            self.page
                .trigger_event(self.instance, "onMount", Value::Undefined)
                .await;
            self.set_mounting(false);
        }
        if self.has_event("onMountAsync") {
            self.page
                .trigger_event(self.instance, "onMountAsync", Value::Undefined)
                .await;
        }
    }

    fn set_mounting(&self, mounting: bool) {
        self.page.mutate(|store| {
            store.instances[self.instance].mounting = mounting;
            store.mark(self.instance, Slots::LOADING);
        });
    }

    /// Names of its areas, in the order of the artifact. Never changes.
    pub fn areas(&self) -> Vec<Str> {
        self.block().areas.iter().map(|a| a.name.clone()).collect()
    }

    /// Does it have blocks in that area?
    pub fn has_area(&self, name: &str) -> bool {
        self.block()
            .areas
            .iter()
            .any(|a| &*a.name == name && !a.blocks.is_empty())
    }

    /// Settings of an area: its own, over those that the block's layout has for `content`. Tracks.
    pub fn area_layout(&self, name: &str) -> Value {
        let now = self.now();
        now.areas
            .iter()
            .find(|(n, _)| &**n == name)
            .map_or(Value::Undefined, |(_, v)| v.clone())
    }

    /// The blocks in an area, or in that area of an item of a list.
    pub fn area_blocks(&self, item: usize, name: &str) -> Vec<BlockCx> {
        self.page.with_store(|store| {
            let areas = store.instances[self.instance].items.get(item);
            let area = areas.and_then(|areas| areas.iter().find(|(n, _)| &**n == name));
            let ids = area.map(|(_, ids)| ids.as_slice()).unwrap_or_default();
            ids.iter()
                .map(|id| BlockCx::new(self.page.clone(), *id))
                .collect()
        })
    }

    /// Number of items of a list. Tracks.
    pub fn n_items(&self) -> usize {
        self.now().n_items
    }
}
