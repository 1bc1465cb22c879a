//! A small world for pages: a few operators, three block types, requests that take one turn.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use engine::{
    Args, Cx, Late, OpResult, Operator, OperatorEntry, Reads, Realm, Root, Script, ScriptAnswer,
    Table, Value, ValueType, Varies, json,
};
use model::{Diagnostics, Page};
use protocol::{Code, EndpointAnswer, EndpointCall, EndpointStatus, ErrorBody, RequestCall};

use crate::app::lock;
use crate::{
    AppCx, AppInit, Backend, BlockMeta, BoxFuture, Category, Navigation, PageCx, PageInit, RowsFn,
    Shared,
};

thread_local! {
    static EVALUATIONS: RefCell<BTreeMap<String, usize>> = const { RefCell::new(BTreeMap::new()) };
}

/// How often `_state` was evaluated for the block since the last call.
pub(super) fn evaluations(block: &str) -> usize {
    EVALUATIONS
        .with_borrow_mut(|counts| counts.remove(block))
        .unwrap_or(0)
}

fn read(cx: &Cx<'_>, root: Root, args: &Args<'_>) -> OpResult {
    Ok(cx.read(root, args.params.as_str().unwrap_or_default()))
}

struct State;

impl Operator for State {
    const NAME: &'static str = "_state";

    fn reads(_: Option<&str>) -> Reads {
        Reads::PAGE
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        EVALUATIONS
            .with_borrow_mut(|counts| *counts.entry(cx.location.to_owned()).or_default() += 1);
        read(cx, Root::State, &args)
    }
}

struct Actions;

impl Operator for Actions {
    const NAME: &'static str = "_actions";

    fn reads(_: Option<&str>) -> Reads {
        Reads::PAGE
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        read(cx, Root::Actions, &args)
    }
}

struct Arguments;

impl Operator for Arguments {
    const NAME: &'static str = "_args";

    fn reads(_: Option<&str>) -> Reads {
        Reads::PLACE
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        let path = engine::js::to_text(args.params);
        Ok(engine::path::get(&cx.args_value(), &path))
    }
}

/// Compiled where it stands: the table only has to know it.
struct Function;

impl Operator for Function {
    const NAME: &'static str = "_function";

    fn reads(_: Option<&str>) -> Reads {
        Reads::PLACE
    }

    fn eval(_: &Cx<'_>, _: Args<'_>) -> OpResult {
        Ok(Value::Undefined)
    }
}

struct Global;

impl Operator for Global {
    const NAME: &'static str = "_global";

    fn reads(_: Option<&str>) -> Reads {
        Reads::PAGE
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        read(cx, Root::Global, &args)
    }
}

struct Js;

impl Operator for Js {
    const NAME: &'static str = "_js";

    fn reads(_: Option<&str>) -> Reads {
        Reads::PAGE
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        cx.scope.script(&Script {
            cx,
            function: args.params.as_str().unwrap_or_default(),
            args: &Value::Undefined,
        })
    }
}

struct Locale;

impl Operator for Locale {
    const NAME: &'static str = "_locale";

    fn reads(_: Option<&str>) -> Reads {
        Reads::LOCALE
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        read(cx, Root::I18n, &args)
    }
}

static OPERATORS: &[OperatorEntry] = &[
    OperatorEntry::of::<Actions>(),
    OperatorEntry::of::<Arguments>(),
    OperatorEntry::of::<Function>(),
    OperatorEntry::of::<Global>(),
    OperatorEntry::of::<Js>(),
    OperatorEntry::of::<Locale>(),
    OperatorEntry::of::<State>(),
];
static LATE: Late = Late::new();
static TABLE: Table = Table::new(&[OPERATORS], &LATE, Realm::Client);

fn meta_of(kind: &str) -> BlockMeta {
    match kind {
        "TextInput" => BlockMeta::input(ValueType::String),
        "List" => BlockMeta::list(),
        "Text" => BlockMeta::of(Category::Display),
        _ => BlockMeta::of(Category::Container),
    }
}

/// A backend with a clock that stands until somebody moves it. Sleep and requests take one turn.
#[derive(Default)]
pub(super) struct World {
    pub(super) clock: Mutex<f64>,
    /// Is it a browser?
    reactive: bool,
    running: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
    tasks: Mutex<Vec<BoxFuture<()>>>,
    /// Names and definitions of PDFs that were asked for.
    pub(super) pdfs: Mutex<Vec<(Option<String>, Value)>>,
}

impl World {
    /// How many requests ran at once at most.
    pub(super) fn most_at_once(&self) -> usize {
        self.most.load(Ordering::Relaxed)
    }

    /// Runs `future`, and what it started beside itself, to the end.
    pub(super) fn run<T>(&self, future: impl Future<Output = T>) -> T {
        let mut future = pin!(future);
        let mut cx = Context::from_waker(Waker::noop());
        for _ in 0..100 {
            let polled = future.as_mut().poll(&mut cx);
            let mut tasks = std::mem::take(&mut *lock(&self.tasks));
            tasks.retain_mut(|task| Pin::as_mut(task).poll(&mut cx).is_pending());
            lock(&self.tasks).extend(tasks);
            if let Poll::Ready(out) = polled {
                return out;
            }
        }
        panic!("it does not come to an end");
    }
}

impl Backend for World {
    /// A request whose id begins with `bad` fails.
    fn request(&self, call: RequestCall) -> BoxFuture<Result<Value, ErrorBody>> {
        let (running, most) = (Arc::clone(&self.running), Arc::clone(&self.most));
        Box::pin(async move {
            most.fetch_max(
                running.fetch_add(1, Ordering::Relaxed) + 1,
                Ordering::Relaxed,
            );
            turn().await;
            running.fetch_sub(1, Ordering::Relaxed);
            match call.request_id.starts_with("bad") {
                true => Err(ErrorBody::new(Code::Request, "It failed.")),
                false => Ok(Value::String(call.request_id)),
            }
        })
    }

    /// Rows 1 and 2, later 3. A request whose id begins with `bad` then fails.
    fn stream(&self, call: RequestCall, rows: RowsFn) -> BoxFuture<Result<(), ErrorBody>> {
        Box::pin(async move {
            rows(vec![1.into(), 2.into()]);
            turn().await;
            rows(vec![3.into()]);
            match call.request_id.starts_with("bad") {
                true => Err(ErrorBody::new(Code::Service, "It broke off.")),
                false => Ok(()),
            }
        })
    }

    /// An endpoint that doubles; `no` refuses, `rows` streams.
    fn call_api(
        &self,
        call: EndpointCall,
        rows: RowsFn,
    ) -> BoxFuture<Result<EndpointAnswer, ErrorBody>> {
        Box::pin(async move {
            turn().await;
            if &*call.endpoint_id == "rows" {
                rows(vec![Value::Number(1.0)]);
                turn().await;
                rows(vec![Value::Number(2.0), Value::Number(3.0)]);
                return Ok(EndpointAnswer {
                    status: EndpointStatus::Success,
                    response: Value::Undefined,
                    error: None,
                });
            }
            let refused = &*call.endpoint_id == "no";
            let number = call.payload.as_number().unwrap_or_default();
            Ok(EndpointAnswer {
                status: if refused {
                    EndpointStatus::Reject
                } else {
                    EndpointStatus::Success
                },
                response: Value::Number(number * 2.0),
                error: refused.then(|| ErrorBody::new(Code::User, "Not today.")),
            })
        })
    }

    fn may_run_ahead(&self, _: &str, _: &str) -> bool {
        true
    }

    fn sleep(&self, _: f64) -> BoxFuture<()> {
        Box::pin(turn())
    }

    fn spawn(&self, task: BoxFuture<()>) {
        lock(&self.tasks).push(task);
    }

    fn navigate(&self, _: Navigation) {}

    /// A PDF of two pages.
    fn pdf(&self, name: Option<&str>, call: Value) -> BoxFuture<Result<Value, ErrorBody>> {
        lock(&self.pdfs).push((name.map(str::to_owned), call));
        let pages = r#"{"pages": [{"width": 10, "height": 20}, {"width": 20, "height": 10}]}"#;
        Box::pin(async move { Ok(value(pages)) })
    }

    /// Knows the language `he` alone.
    fn set_locale(&self, code: &str) -> BoxFuture<Result<Value, String>> {
        let answer = match code {
            "he" => Ok(i18n("he")),
            _ => Err("The server does not answer.".to_owned()),
        };
        Box::pin(async { answer })
    }

    /// Says where it runs and what state holds at `a`. The function's name says how its answer varies.
    fn script(&self, script: &Script<'_>) -> ScriptAnswer {
        let side = if self.reactive { "browser" } else { "server" };
        let a = script.read("_state", &"a".into()).unwrap_or_default();
        let a = a.as_str().unwrap_or("nothing");
        ScriptAnswer {
            result: Ok(format!("{side} {a}").into()),
            varies: match script.function {
                "by_place" => Varies::ByPlace,
                "by_call" => Varies::ByCall,
                _ => Varies::Never,
            },
        }
    }

    fn now(&self) -> f64 {
        *lock(&self.clock)
    }
}

/// Lets everything else have its turn once.
async fn turn() {
    let mut waited = false;
    std::future::poll_fn(|_| match std::mem::replace(&mut waited, true) {
        true => Poll::Ready(()),
        false => Poll::Pending,
    })
    .await;
}

/// A page with the given blocks and requests; `more` are further fields of the page.
pub(super) fn page(blocks: &str, more: &str) -> (Arc<World>, PageCx) {
    page_of(blocks, more, true, Value::Undefined)
}

/// The same on a server, or in a browser with the answers that the server sent.
pub(super) fn page_of(
    blocks: &str,
    more: &str,
    reactive: bool,
    scripts: Value,
) -> (Arc<World>, PageCx) {
    let text = format!(r#"{{"id": "page", "type": "Box", "blocks": [{blocks}] {more}}}"#);
    let artifact = value(&text);
    let mut found = Diagnostics::of("page");
    let page = Page::read(&artifact, &TABLE, &mut found).expect("a page");
    assert!(found.found.is_empty(), "{:?}", found.found);
    let world = Arc::new(World {
        reactive,
        ..World::default()
    });
    let app = AppCx::new(AppInit {
        backend: world.clone(),
        metas: meta_of,
        table: &TABLE,
        reactive,
        shared: Shared::default(),
        now: 0.0,
        seed: 1.0,
        scripts,
    });
    let page = PageCx::new(&app, &Arc::new(page), PageInit::default());
    app.keep_page(&page);
    (world, page)
}

/// The languages `en` and `he`, as a reader of `active` has them.
pub(super) fn i18n(active: &str) -> Value {
    let mut i18n = value(
        r#"{"defaultLocale": "en", "locales": [{"code": "en"}, {"code": "he"}, {"code": "fr"}], "messages": {
            "en": {"hi": "Hi", "bye": "Bye"},
            "he": {"hi": "שלום", "engine": {"validation": {"fieldRequired": "שדה חובה"}}}
        }}"#,
    );
    i18n.make_map().insert("active", active.into());
    i18n
}

/// The value of a JSON text.
pub(super) fn value(text: &str) -> Value {
    json::parse(text.as_bytes()).expect("JSON")
}
