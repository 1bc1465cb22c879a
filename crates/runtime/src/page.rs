//! A page as one visitor has it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use engine::{Cx, ErrorSink, Expr, Function, Root, Str, Value, path};
use model::Page;
use protocol::PagePayload;

use crate::app::lock;
use crate::block_cx::Method;
use crate::events::Debouncer;
use crate::scope::PageScope;
use crate::signal::Signal;
use crate::store::{Store, World};
use crate::{AppCx, BlockCx, InstanceId, actions};

/// A page of an [`AppCx`]. Cheap to clone; clones are the same page.
#[derive(Clone)]
pub struct PageCx(pub(crate) Arc<PageInner>);

pub(crate) struct PageInner {
    pub(crate) app: AppCx,
    pub(crate) page: Arc<Page>,
    pub(crate) store: Mutex<Store>,
    pub(crate) methods: Mutex<BTreeMap<(InstanceId, String), Method>>,
    pub(crate) debouncer: Mutex<Debouncer>,
    pub(crate) flags: Mutex<Flags>,
}

#[derive(Default)]
pub(crate) struct Flags {
    /// onInit has run, here or on the server.
    initialised: bool,
    /// Drawn first on the server: what mounts is not hidden behind loading.
    pub(crate) hydrated: bool,
    init_async: bool,
}

/// What a page starts from.
#[derive(Clone, Default)]
pub struct PageInit {
    /// State; undefined for a new page.
    pub state: Value,
    /// Calls of requests.
    pub requests: Value,
    /// Calls of endpoints.
    pub endpoints: Value,
    /// Past events.
    pub event_log: Value,
    /// onInit has run on the server.
    pub initialised: bool,
}

impl PageInit {
    /// As the server left it.
    pub fn of(payload: &PagePayload) -> PageInit {
        PageInit {
            state: payload.state.clone(),
            requests: payload.requests.clone(),
            endpoints: payload.endpoints.clone(),
            event_log: payload.event_log.clone(),
            initialised: payload.initialised,
        }
    }
}

impl PageCx {
    /// A page, evaluated once. Its onInit has not run: see [`PageCx::init`].
    pub fn new(app: &AppCx, page: &Arc<Page>, init: PageInit) -> PageCx {
        let object = |v: Value| {
            if v.as_map().is_some() {
                v
            } else {
                Value::object([])
            }
        };
        let world = World {
            page_id: page.id.clone(),
            frozen: init.state.clone(),
            state: object(init.state),
            requests: object(init.requests),
            endpoints: object(init.endpoints),
            event_log: Value::list(init.event_log.items().to_vec()),
        };
        let mut store = Store::new(&page.root, world, app.0.metas, app.is_reactive());
        store.update(app);
        let flags = Flags {
            initialised: init.initialised,
            hydrated: init.initialised,
            init_async: false,
        };
        PageCx(Arc::new(PageInner {
            app: app.clone(),
            page: Arc::clone(page),
            store: Mutex::new(store),
            methods: Mutex::default(),
            debouncer: Mutex::default(),
            flags: Mutex::new(flags),
        }))
    }

    /// The page's id.
    pub fn id(&self) -> Str {
        self.0.page.id.clone()
    }

    /// The page artifact.
    pub fn page(&self) -> &Arc<Page> {
        &self.0.page
    }

    /// The visit it belongs to.
    pub fn app(&self) -> &AppCx {
        &self.0.app
    }

    /// The root block.
    pub fn root(&self) -> BlockCx {
        BlockCx::new(self.clone(), 0)
    }

    /// The block of that id, if it is on the page.
    pub fn block(&self, id: &str) -> Option<BlockCx> {
        let found = self.with_store(|store| store.find(id));
        found.map(|id| BlockCx::new(self.clone(), id))
    }

    /// Every block on the page, shown or not, the root first.
    pub fn blocks(&self) -> Vec<BlockCx> {
        let live = |store: &mut Store| {
            let instances = store.instances.iter().enumerate();
            instances
                .filter(|(_, i)| !i.gone)
                .map(|(id, _)| id)
                .collect::<Vec<_>>()
        };
        self.with_store(live)
            .into_iter()
            .map(|id| BlockCx::new(self.clone(), id))
            .collect()
    }

    /// Does onInit have an action that only a browser can do? The server then leaves all of it to the
    /// browser.
    pub fn init_needs_browser(&self) -> bool {
        let needs = |action: &model::Action| {
            actions::find(&action.kind).is_some_and(|entry| entry.needs_browser)
        };
        let event = self.0.page.root.event("onInit");
        event.is_some_and(|event| event.actions.iter().chain(&event.catch).any(needs))
    }

    /// Runs onInit unless it has run, then freezes state for Reset. Once per page.
    pub async fn init(&self) {
        if std::mem::replace(&mut lock(&self.0.flags).initialised, true) {
            return;
        }
        self.trigger_event(0, "onInit", Value::Undefined).await;
        self.with_store(|store| store.world.frozen = store.world.state.clone());
    }

    /// Starts what may not run on the server: onInitAsync, once per page.
    pub async fn init_async(&self) {
        if !std::mem::replace(&mut lock(&self.0.flags).init_async, true) {
            self.trigger_event(0, "onInitAsync", Value::Undefined).await;
        }
    }

    /// State as it stands.
    pub fn state(&self) -> Value {
        self.with_store(|store| store.world.state.clone())
    }

    /// Calls of requests by id.
    pub fn requests(&self) -> Value {
        self.with_store(|store| store.world.requests.clone())
    }

    /// What the browser needs to go on from here. The artifact itself is not in it.
    pub fn payload(&self) -> PagePayload {
        let app = &self.0.app;
        let (state, requests, endpoints, event_log) = self.with_store(|store| {
            let world = &store.world;
            (
                world.state.clone(),
                world.requests.clone(),
                world.endpoints.clone(),
                world.event_log.clone(),
            )
        });
        let shared = app.shared();
        let changed = shared.global != shared.root.global;
        PagePayload {
            config: Value::Undefined,
            state,
            global: if changed {
                shared.global.clone()
            } else {
                Value::Undefined
            },
            requests,
            endpoints: match endpoints.as_map() {
                Some(map) if !map.is_empty() => endpoints,
                _ => Value::Undefined,
            },
            input: app.input(&self.0.page.id),
            event_log,
            user: shared.user.clone(),
            now: app.now(),
            seed: app.seed(),
            media: shared.media.clone(),
            href: shared.href.clone(),
            errors: Value::Undefined,
            scripts: app.0.scripts.to_value(),
            initialised: lock(&self.0.flags).initialised,
        }
    }

    /// Errors of evaluation on the page as it stands: message, block id, place marker.
    pub fn errors(&self) -> Vec<engine::EvalError> {
        self.with_store(|store| {
            let live = store.instances.iter().filter(|i| !i.gone);
            live.flat_map(|i| i.now.errors.iter().cloned()).collect()
        })
    }

    /// Sets paths of state, as SetState does: blocks take their values from state anew.
    pub fn set_state(&self, entries: &[(String, Value)]) {
        self.mutate(|store| {
            for (path, value) in entries {
                store.set_state(path, value.clone());
            }
            store.forget();
        });
    }

    /// Sets paths of the app's global, as SetGlobal does.
    pub fn set_global(&self, entries: &[(String, Value)]) {
        self.with_store(Store::forget);
        let paths: Vec<_> = entries
            .iter()
            .map(|(path, _)| (Root::Global, path.as_str()))
            .collect();
        self.0.app.change_paths(&paths, Some(self), |shared| {
            for (path, value) in entries {
                path::set(&mut shared.global, path, value.clone());
            }
        });
    }

    /// Puts state back to what it was after onInit.
    pub fn reset(&self) {
        self.mutate(|store| {
            let frozen = store.world.frozen.clone();
            store.world.state = if frozen.as_map().is_some() {
                frozen
            } else {
                Value::object([])
            };
            for instance in &mut store.instances {
                instance.show_validation = false;
            }
            store.touch(Root::State, "");
            store.reset_values(0);
        });
    }

    /// Evaluates again what read any of the given paths.
    pub fn changed<'p>(&self, changes: impl Iterator<Item = (Root, &'p str)>) {
        self.mutate(|store| {
            for (root, path) in changes {
                store.touch(root, path);
            }
        });
    }

    /// Evaluates configuration as the page itself would.
    pub fn evaluate(&self, configuration: &Value) -> (Value, Vec<engine::EvalError>) {
        let expr = Expr::compile(configuration, self.0.app.0.table);
        self.eval(self.root().instance(), &expr, None, None)
    }

    /// Evaluates an expression as the given block would.
    pub(crate) fn eval(
        &self,
        id: InstanceId,
        expr: &Expr,
        event: Option<&Value>,
        actions: Option<&Value>,
    ) -> (Value, Vec<engine::EvalError>) {
        self.with_cx(id, event, actions, |cx| expr.eval(cx))
    }

    /// Calls a function value as the given block would.
    pub(crate) fn call(&self, id: InstanceId, function: &Function, args: &[Value]) -> Value {
        let (result, errors) = self.with_cx(id, None, None, |cx| cx.call(function, args));
        for error in errors {
            self.0
                .app
                .backend()
                .report(&error.message, &error.location, error.key.as_deref());
        }
        result.unwrap_or_else(|error| {
            self.0.app.backend().report(&error.message, "", None);
            Value::Null
        })
    }

    pub(crate) fn with_cx<T>(
        &self,
        id: InstanceId,
        event: Option<&Value>,
        actions: Option<&Value>,
        run: impl FnOnce(&Cx<'_>) -> T,
    ) -> (T, Vec<engine::EvalError>) {
        let app = &self.0.app;
        let (world, location, indices) = self.with_store(|store| {
            let instance = &store.instances[id];
            (
                store.world.clone(),
                instance.id.clone(),
                Arc::clone(&instance.indices),
            )
        });
        let shared = app.shared().clone();
        let scope = PageScope {
            app,
            shared: &shared,
            world: &world,
            event,
            actions,
            notes: None,
        };
        let sink = ErrorSink::default();
        let cx = Cx::new(&scope, app.0.table, &location, &sink).with_indices(&indices);
        let out = run(&cx);
        (out, sink.take())
    }

    /// Changes the store, evaluates what that concerns, and tells whoever draws it.
    pub(crate) fn mutate<T>(&self, change: impl FnOnce(&mut Store) -> T) -> T {
        let (out, signals): (T, Vec<Signal>) = self.with_store(|store| {
            let out = change(store);
            (out, store.update(&self.0.app))
        });
        for signal in signals {
            signal.notify();
        }
        out
    }

    pub(crate) fn with_store<T>(&self, run: impl FnOnce(&mut Store) -> T) -> T {
        run(&mut lock(&self.0.store))
    }
}
