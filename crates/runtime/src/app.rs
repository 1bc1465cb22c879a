//! What all pages of a visit share: menus, global, user, address, toasts, progress.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, RwLock, RwLockReadGuard};

use engine::{Root, Str, Table, Value, messages};
use leptos::prelude::{ArcRwSignal, Set, Update};

use crate::scripts::Scripts;
use crate::toasts::Toasts;
use crate::url;
use crate::{Backend, Metas, PageCx};

/// The app as one visitor has it.
#[derive(Clone)]
pub struct AppCx(pub(crate) Arc<App>);

pub(crate) struct App {
    pub(crate) backend: Arc<dyn Backend>,
    pub(crate) metas: Metas,
    pub(crate) table: &'static Table,
    pub(crate) reactive: bool,
    shared: RwLock<Shared>,
    pages: Mutex<BTreeMap<Str, PageCx>>,
    inputs: Mutex<BTreeMap<Str, Value>>,
    clock: Mutex<Clock>,
    pub(crate) scripts: Scripts,
    pub(crate) toasts: Toasts,
    progress: ArcRwSignal<u32>,
}

/// What expressions of every page may read.
#[derive(Clone, Debug, Default)]
pub struct Shared {
    /// Home, menus, base path.
    pub root: protocol::Root,
    /// `global`, as actions left it.
    pub global: Value,
    /// The user, or undefined.
    pub user: Value,
    /// Address: origin, path, query.
    pub href: Str,
    /// Parsed query.
    pub url_query: Value,
    /// Window: `{size, width, height, darkMode}`.
    pub media: Value,
    /// The page that is shown.
    pub page_id: Str,
}

/// What an [`AppCx`] starts from.
pub struct AppInit {
    /// The way to the world.
    pub backend: Arc<dyn Backend>,
    /// Block types.
    pub metas: Metas,
    /// Operators of pages.
    pub table: &'static Table,
    /// Does anything listen to changes (the browser), or is it drawn once (the server)?
    pub reactive: bool,
    /// What pages share.
    pub shared: Shared,
    /// The clock to show until [`AppCx::start_clock`], so that both sides draw the same.
    pub now: f64,
    /// Seed of random numbers, likewise.
    pub seed: f64,
    /// Answers of the app's JavaScript that the server drew with, if it drew first.
    pub scripts: Value,
}

struct Clock {
    frozen: Option<f64>,
    seed: f64,
}

impl AppCx {
    /// A visit.
    pub fn new(init: AppInit) -> AppCx {
        let mut shared = init.shared;
        shared.url_query = url::query_of(&shared.href);
        AppCx(Arc::new(App {
            backend: init.backend,
            metas: init.metas,
            table: init.table,
            reactive: init.reactive,
            shared: RwLock::new(shared),
            pages: Mutex::default(),
            inputs: Mutex::default(),
            clock: Mutex::new(Clock {
                frozen: Some(init.now),
                seed: init.seed,
            }),
            scripts: Scripts::of(&init.scripts),
            toasts: Toasts::default(),
            progress: ArcRwSignal::new(0),
        }))
    }

    /// What pages share, for reading. Do not hold it across anything that may change it.
    pub fn shared(&self) -> RwLockReadGuard<'_, Shared> {
        self.0.shared.read().unwrap_or_else(|e| e.into_inner())
    }

    /// The way to the world.
    pub fn backend(&self) -> &Arc<dyn Backend> {
        &self.0.backend
    }

    /// Does anything listen to changes?
    pub fn is_reactive(&self) -> bool {
        self.0.reactive
    }

    /// Lets time run: from here on the clock is the real one, and JavaScript is asked itself.
    pub fn start_clock(&self) {
        self.clock().frozen = None;
        self.0.scripts.forget();
    }

    /// Milliseconds since 1970, frozen until [`AppCx::start_clock`].
    pub fn now(&self) -> f64 {
        let frozen = self.clock().frozen;
        frozen.unwrap_or_else(|| self.0.backend.now())
    }

    /// The next random number in [0, 1): a linear congruential series from the seed, so that server
    /// and browser draw the same. Not for secrets.
    pub fn random(&self) -> f64 {
        let mut clock = self.clock();
        clock.seed = (clock.seed * 1_103_515_245.0 + 12_345.0) % 2_147_483_648.0;
        clock.seed / 2_147_483_648.0
    }

    /// The seed as it stands.
    pub fn seed(&self) -> f64 {
        self.clock().seed
    }

    /// Sets the seed, as a page's payload has it.
    pub fn set_seed(&self, seed: f64) {
        self.clock().seed = seed;
    }

    /// Changes what pages share, and has every page evaluate again what read `roots`.
    pub fn change(&self, roots: &[Root], change: impl FnOnce(&mut Shared)) {
        let paths: Vec<_> = roots.iter().map(|root| (*root, "")).collect();
        self.change_paths(&paths, None, change);
    }

    /// As [`AppCx::change`], for paths. `by` is the page that changes them: it may be one that is not
    /// kept.
    pub(crate) fn change_paths(
        &self,
        paths: &[(Root, &str)],
        by: Option<&PageCx>,
        change: impl FnOnce(&mut Shared),
    ) {
        change(&mut self.0.shared.write().unwrap_or_else(|e| e.into_inner()));
        let mut pages: Vec<PageCx> = lock(&self.0.pages).values().cloned().collect();
        if let Some(page) = by.filter(|by| !pages.iter().any(|page| Arc::ptr_eq(&page.0, &by.0))) {
            pages.push(page.clone());
        }
        for page in pages {
            page.changed(paths.iter().copied());
        }
    }

    /// Goes to another address of the app: query and page id for expressions.
    pub fn set_address(&self, href: &str, page_id: &Str) {
        let query = url::query_of(href);
        self.change(&[Root::UrlQuery, Root::Location, Root::Input], |shared| {
            shared.href = href.into();
            shared.url_query = query;
            shared.page_id = page_id.clone();
        });
    }

    /// What the program itself says: as the app's messages have it, else as usual.
    pub(crate) fn say(&self, key: &str, usual: &str) -> Str {
        let own = messages::find(&self.shared().root.i18n, None, key);
        let own = own.and_then(|own| own.as_shared_str());
        own.unwrap_or_else(|| usual.into())
    }

    /// The page of that id, if it was visited.
    pub fn page(&self, id: &str) -> Option<PageCx> {
        lock(&self.0.pages).get(id).cloned()
    }

    /// Keeps a page for the next visit of it.
    pub fn keep_page(&self, page: &PageCx) {
        lock(&self.0.pages).insert(page.id(), page.clone());
    }

    /// Forgets all pages: the next visit of each starts anew.
    pub fn forget_pages(&self) {
        lock(&self.0.pages).clear();
    }

    /// What a Link passes to a page.
    pub fn set_input(&self, page_id: &Str, input: Value) {
        lock(&self.0.inputs).insert(page_id.clone(), input);
        if let Some(page) = self.page(page_id) {
            page.changed([(Root::Input, "")].into_iter());
        }
    }

    /// What was passed to a page; undefined if nothing was.
    pub fn input(&self, page_id: &str) -> Value {
        lock(&self.0.inputs)
            .get(page_id)
            .cloned()
            .unwrap_or(Value::Undefined)
    }

    /// How many events are running; drives the progress bar.
    pub fn progress(&self) -> ArcRwSignal<u32> {
        self.0.progress.clone()
    }

    pub(crate) fn add_progress(&self) {
        if self.0.reactive {
            self.0.progress.update(|n| *n += 1);
        }
    }

    pub(crate) fn end_progress(&self) {
        if self.0.reactive {
            self.0.progress.update(|n| *n = n.saturating_sub(1));
        }
    }

    /// Ends all progress, as when a page was left.
    pub fn reset_progress(&self) {
        self.0.progress.set(0);
    }

    fn clock(&self) -> MutexGuard<'_, Clock> {
        lock(&self.0.clock)
    }
}

/// The guard, also after a panic elsewhere: what these locks guard is never left half changed.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|e| e.into_inner())
}
