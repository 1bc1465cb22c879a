//! A page without browser or server: its backend writes down what the page does, and time passes only
//! when nothing else is left to do.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};

use anyhow::{Result, bail};
use engine::{Map, Table, Value, ValueType};
use model::{Diagnostics, Page};
use protocol::{ErrorBody, RequestCall};
use runtime::{
    AppCx, AppInit, Backend, BlockMeta, BoxFuture, Category, Navigation, PageCx, PageInit, Shared,
    Toast,
};

/// Futures that run side by side, and what each gave.
pub async fn all<T>(futures: Vec<impl Future<Output = T>>) -> Vec<T> {
    futures_util::future::join_all(futures).await
}

/// What a request answers.
pub type Answer = fn(&RequestCall) -> Result<Value, ErrorBody>;

/// A page under test.
pub struct Driver {
    /// The visit.
    pub app: AppCx,
    /// The page.
    pub page: PageCx,
    recorder: Arc<Recorder>,
}

/// The surroundings of a page.
pub struct Surroundings {
    /// What pages share.
    pub shared: Shared,
    /// What a Link passed.
    pub input: Value,
    /// The operators that exist.
    pub table: &'static Table,
    /// The clock.
    pub now: f64,
    /// Requests.
    pub answer: Answer,
}

impl Driver {
    /// The page of an artifact, evaluated once. The types of blocks are those of [`set_metas`].
    ///
    /// # Errors
    /// Where the artifact is no page.
    pub fn new(artifact: &Value, around: Surroundings) -> Result<Driver> {
        let mut found = Diagnostics::of("page");
        let Some(page) = Page::read(artifact, around.table, &mut found) else {
            bail!("no page: {:?}", found.found);
        };
        let recorder = Arc::new(Recorder::new(around.now, around.answer));
        let app = AppCx::new(AppInit {
            backend: recorder.clone(),
            metas: meta_of,
            table: around.table,
            reactive: true,
            shared: around.shared,
            now: around.now,
            seed: 1.0,
            scripts: Value::Undefined,
        });
        if !around.input.is_undefined() {
            app.set_input(&page.id, around.input);
        }
        let page = PageCx::new(&app, &Arc::new(page), PageInit::default());
        app.keep_page(&page);
        Ok(Driver {
            app,
            page,
            recorder,
        })
    }

    /// Runs `future` and all that it started to the end.
    ///
    /// # Errors
    /// Where it waits for something that will not come.
    pub fn run<T>(&self, future: impl Future<Output = T>) -> Result<T> {
        let mut future = pin!(future);
        let mut cx = Context::from_waker(Waker::noop());
        loop {
            let polled = future.as_mut().poll(&mut cx);
            self.recorder.run_tasks();
            if let Poll::Ready(out) = polled {
                self.settle();
                return Ok(out);
            }
            if !self.recorder.wake_next() {
                bail!("the page waits for nothing");
            }
        }
    }

    /// Runs what was started beside the caller to the end.
    pub fn settle(&self) {
        self.recorder.run_tasks();
        while self.recorder.has_tasks() && self.recorder.wake_next() {
            self.recorder.run_tasks();
        }
    }

    /// Lets time pass.
    pub fn pass(&self, ms: f64) {
        *lock(&self.recorder.clock) += ms;
        self.settle();
    }

    /// What the page did since the last call, in order.
    pub fn take_log(&self) -> Vec<Value> {
        std::mem::take(&mut lock(&self.recorder.log))
    }
}

/// A backend that writes down what is asked of it.
struct Recorder {
    log: Mutex<Vec<Value>>,
    tasks: Mutex<VecDeque<BoxFuture<()>>>,
    clock: Arc<Mutex<f64>>,
    deadlines: Mutex<Vec<f64>>,
    answer: Answer,
}

impl Recorder {
    fn new(now: f64, answer: Answer) -> Recorder {
        Recorder {
            log: Mutex::default(),
            tasks: Mutex::default(),
            clock: Arc::new(Mutex::new(now)),
            deadlines: Mutex::default(),
            answer,
        }
    }

    fn has_tasks(&self) -> bool {
        !lock(&self.tasks).is_empty()
    }

    /// Sets the clock to when the next sleep is over. False: nothing sleeps.
    fn wake_next(&self) -> bool {
        let mut clock = lock(&self.clock);
        let mut deadlines = lock(&self.deadlines);
        deadlines.retain(|at| *at > *clock);
        let next = deadlines.iter().copied().min_by(f64::total_cmp);
        *clock = next.unwrap_or(*clock);
        next.is_some()
    }

    fn note<const N: usize>(&self, entry: [(&str, Value); N]) {
        lock(&self.log).push(Value::object(entry));
    }

    fn run_tasks(&self) {
        let mut cx = Context::from_waker(Waker::noop());
        let mut idle = 0;
        loop {
            let next = lock(&self.tasks).pop_front();
            let Some(mut task) = next else { return };
            match Pin::as_mut(&mut task).poll(&mut cx) {
                Poll::Ready(()) => idle = 0,
                Poll::Pending => {
                    let mut tasks = lock(&self.tasks);
                    tasks.push_back(task);
                    idle += 1;
                    if idle > tasks.len() {
                        return;
                    }
                }
            }
        }
    }
}

impl Backend for Recorder {
    fn request(&self, call: RequestCall) -> BoxFuture<Result<Value, ErrorBody>> {
        self.note([
            ("request", call.request_id.clone().into()),
            ("payload", call.payload.clone()),
        ]);
        let answer = (self.answer)(&call);
        Box::pin(async move { answer })
    }

    fn sleep(&self, ms: f64) -> BoxFuture<()> {
        let clock = Arc::clone(&self.clock);
        let until = *lock(&clock) + ms;
        lock(&self.deadlines).push(until);
        Box::pin(std::future::poll_fn(move |_| {
            match *lock(&clock) >= until {
                true => Poll::Ready(()),
                false => Poll::Pending,
            }
        }))
    }

    fn spawn(&self, task: BoxFuture<()>) {
        lock(&self.tasks).push_back(task);
    }

    fn navigate(&self, to: Navigation) {
        self.note([("navigate", format!("{to:?}").into())]);
    }

    fn now(&self) -> f64 {
        *lock(&self.clock)
    }

    fn shown(&self, toast: &Toast) {
        let message = Value::object([
            ("content", toast.content.as_str().into()),
            ("duration", toast.duration.into()),
            (
                "status",
                format!("{:?}", toast.status).to_lowercase().into(),
            ),
        ]);
        self.note([("displayMessage", message)]);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|e| e.into_inner())
}

thread_local! {
    static METAS: RefCell<BTreeMap<String, Meta>> = const { RefCell::new(BTreeMap::new()) };
}

#[derive(Clone)]
struct Meta {
    category: Category,
    value_type: ValueType,
    initial: Value,
}

/// Says what each type of block is: `{<type>: {category, valueType, initValue}}`. Only one type may
/// have an initial value.
pub fn set_metas(metas: &Value) {
    let entries = metas.as_map().into_iter().flat_map(|m| m.iter());
    let metas = entries.map(|(kind, meta)| (kind.to_string(), Meta::of(meta)));
    METAS.set(metas.collect());
}

impl Meta {
    fn of(meta: &Value) -> Meta {
        let category = match meta.key("category").as_str() {
            Some("display") => Category::Display,
            Some("input") => Category::Input,
            Some("list") => Category::List,
            _ => Category::Container,
        };
        let initial = meta.key("initValue").clone();
        Meta {
            category,
            value_type: value_type(meta.key("valueType").as_str()),
            initial: if initial.is_none() {
                Value::Undefined
            } else {
                initial
            },
        }
    }
}

fn value_type(name: Option<&str>) -> ValueType {
    match name {
        Some("array") => ValueType::Array,
        Some("boolean") => ValueType::Boolean,
        Some("date") => ValueType::Date,
        Some("number") => ValueType::Number,
        Some("object") => ValueType::Object,
        Some("primitive") => ValueType::Primitive,
        Some("string") => ValueType::String,
        _ => ValueType::Any,
    }
}

fn meta_of(kind: &str) -> BlockMeta {
    let found = METAS.with_borrow(|metas| metas.get(kind).cloned());
    let Some(meta) = found else {
        return BlockMeta::of(Category::Container);
    };
    match meta.category {
        Category::List => BlockMeta::list(),
        Category::Input => BlockMeta {
            initial: (!meta.initial.is_undefined()).then_some(initial as fn() -> Value),
            ..BlockMeta::input(meta.value_type)
        },
        category => BlockMeta::of(category),
    }
}

fn initial() -> Value {
    METAS.with_borrow(|metas| {
        let mut initials = metas.values().map(|m| &m.initial);
        initials
            .find(|v| !v.is_undefined())
            .cloned()
            .unwrap_or_default()
    })
}

/// `artifact` with a type for every block that has none.
pub fn with_types(artifact: &Value) -> Value {
    let mut map = artifact.as_map().map(|m| Map::clone(m)).unwrap_or_default();
    if map.get("type").is_none_or(Value::is_none) {
        map.insert("type", "Context".into());
    }
    Value::map(map)
}
