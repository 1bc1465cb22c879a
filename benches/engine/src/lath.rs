//! An app around the pages, with a backend that does nothing, and operators that count.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use anyhow::{Context as _, Result, bail};
use engine::{
    Args, Cx, Late, OpResult, Operator, OperatorEntry, Reads, Realm, Table, Value, ValueType, json,
};
use model::{Diagnostics, Page};
use protocol::{ErrorBody, RequestCall};
use runtime::{
    AppCx, AppInit, Backend, BlockMeta, BoxFuture, Category, Navigation, PageCx, PageInit, Shared,
};

/// The pages, and what they stand on.
pub(crate) struct World {
    global: Value,
}

impl World {
    /// Of the document that `pages` makes. The types of blocks are the same for all worlds.
    pub(crate) fn of(document: &Value) -> World {
        let metas = document.key("metas").as_map();
        let metas = metas.into_iter().flat_map(|metas| metas.iter());
        let metas = metas.map(|(kind, meta)| (kind.to_string(), meta_from(meta)));
        *METAS.lock().unwrap_or_else(PoisonError::into_inner) = metas.collect();
        World {
            global: document.key("global").clone(),
        }
    }

    /// A page of an artifact's text.
    ///
    /// # Errors
    /// It is none.
    pub(crate) fn read(text: &str, table: &'static Table) -> Result<Page> {
        let artifact = json::parse(text.as_bytes())?;
        let mut found = Diagnostics::of("page");
        let page = Page::read(&artifact, table, &mut found);
        if !found.found.is_empty() {
            bail!("{:?}", found.found);
        }
        page.context("no page")
    }

    /// The page as a visitor has it, evaluated once.
    pub(crate) fn open(&self, page: &Arc<Page>, table: &'static Table) -> PageCx {
        let app = AppCx::new(AppInit {
            backend: Arc::new(Nothing),
            metas: meta_of,
            table,
            reactive: true,
            shared: Shared {
                global: self.global.clone(),
                ..Shared::default()
            },
            now: 0.0,
            seed: 1.0,
            scripts: Value::Undefined,
        });
        PageCx::new(&app, page, PageInit::default())
    }
}

/// A backend for pages that ask for nothing.
struct Nothing;

impl Backend for Nothing {
    fn request(&self, _: RequestCall) -> BoxFuture<Result<Value, ErrorBody>> {
        Box::pin(async { Ok(Value::Null) })
    }

    fn sleep(&self, _: f64) -> BoxFuture<()> {
        Box::pin(async {})
    }

    fn spawn(&self, _: BoxFuture<()>) {}

    fn navigate(&self, _: Navigation) {}

    fn now(&self) -> f64 {
        0.0
    }
}

static METAS: Mutex<BTreeMap<String, BlockMeta>> = Mutex::new(BTreeMap::new());

fn meta_of(kind: &str) -> BlockMeta {
    let metas = METAS.lock().unwrap_or_else(PoisonError::into_inner);
    let found = metas.get(kind).copied();
    found.unwrap_or(BlockMeta::of(Category::Container))
}

fn meta_from(meta: &Value) -> BlockMeta {
    let value_type = match meta.key("valueType").as_str() {
        Some("number") => ValueType::Number,
        Some("string") => ValueType::String,
        _ => ValueType::Any,
    };
    match meta.key("category").as_str() {
        Some("display") => BlockMeta::of(Category::Display),
        Some("input") => BlockMeta::input(value_type),
        Some("list") => BlockMeta::list(),
        _ => BlockMeta::of(Category::Container),
    }
}

static CALLS: AtomicUsize = AtomicUsize::new(0);

/// `_state`, counted.
struct State;

impl Operator for State {
    const NAME: &'static str = "_state";

    fn reads(_: Option<&str>) -> Reads {
        Reads::PAGE
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        CALLS.fetch_add(1, Ordering::Relaxed);
        match operators::CLIENT.find(Self::NAME) {
            Some(entry) => (entry.eval)(cx, args),
            None => Ok(Value::Null),
        }
    }
}

/// The operators of pages, with a `_state` that counts: where every expression reads state once, it
/// counts expressions.
pub(crate) fn counting() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    static LATE: Late = Late::new();
    TABLE.get_or_init(|| {
        let others = operators::CLIENT.iter().filter(|e| e.name != State::NAME);
        let counted = [OperatorEntry::of::<State>()];
        let mut rows: Vec<OperatorEntry> = others.copied().chain(counted).collect();
        rows.sort_by_key(|row| row.name);
        let lists: &'static [OperatorEntry] = rows.leak();
        Table::new(vec![lists].leak(), &LATE, Realm::Client)
    })
}

/// How often `_state` was called since this was asked last.
pub(crate) fn calls() -> usize {
    CALLS.swap(0, Ordering::Relaxed)
}
