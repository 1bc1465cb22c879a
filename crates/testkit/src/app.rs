//! An app of files that a vector has in itself, and types of connections that its recording had.

use std::future::Future;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use anyhow::{Result, anyhow};
use api::{ApiContext, Host, Plans};
use connections::{
    Clients, ConnectCx, Connection, ConnectionEntry, Error, Request, RequestCx, RequestEntry,
    Schema,
};
use engine::{OpResult, Script, ScriptAnswer, Value, json};
use model::server::{App, Options, Tables};

const TABLES: Tables = Tables {
    client: &operators::CLIENT,
    server: &operators::SERVER,
    routine: &operators::ROUTINE,
};

/// An app, loaded from a folder that goes with it.
pub struct TestApp {
    app: App,
    plans: Plans,
    clients: Clients,
    _dir: tempfile::TempDir,
}

impl TestApp {
    /// The app of these files by path.
    ///
    /// # Errors
    /// They cannot be written, or make no app.
    pub fn of<'a>(files: impl Iterator<Item = (&'a str, &'a Value)>) -> Result<TestApp> {
        let dir = tempfile::tempdir()?;
        for (path, value) in files {
            let path = dir.path().join(path);
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            std::fs::write(path, json::to_wire(value))?;
        }
        let told = |found: Vec<model::Diagnostic>| {
            let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
            anyhow!("the app of a vector does not load: {}", lines.join("; "))
        };
        let app = model::server::load(dir.path(), TABLES, Options::default()).map_err(told)?;
        Ok(TestApp {
            plans: Plans::new(&app, find).map_err(told)?,
            clients: Clients::new(ConnectCx::new(dir.path())),
            app,
            _dir: dir,
        })
    }

    /// The app as loaded.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// What calls of `user` work with.
    pub fn api<'a>(
        &'a self,
        user: &'a Value,
        secrets: &'a Value,
        host: &'a TestHost,
    ) -> ApiContext<'a> {
        ApiContext {
            app: &self.app,
            plans: &self.plans,
            clients: &self.clients,
            requests: TABLES.server,
            routines: TABLES.routine,
            user,
            secrets,
            trusted: false,
            host,
        }
    }
}

/// Runs something to its end.
///
/// # Errors
/// There are no threads to be had.
pub fn block_on<T>(work: impl Future<Output = T>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    Ok(runtime.block_on(work))
}

/// A process with a fixed clock; it keeps what routines log.
#[derive(Default)]
pub struct TestHost {
    log: Mutex<Vec<Value>>,
}

impl TestHost {
    /// `[level, value]` of all that was logged.
    pub fn log(&self) -> Vec<Value> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Value>> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Host for TestHost {
    fn now(&self) -> f64 {
        1_700_000_000_000.0
    }

    fn random(&self) -> f64 {
        0.5
    }

    fn i18n(&self) -> Value {
        Value::Undefined
    }

    fn note(&self, _message: &str) {}

    fn script(&self, _script: &Script<'_>) -> OpResult {
        ScriptAnswer::unavailable().result
    }

    fn log(&self, level: &str, value: &Value) {
        let entry = Value::list(vec![level.into(), value.clone()]);
        self.lock().push(entry);
    }
}

fn find(name: &str) -> Option<&'static ConnectionEntry> {
    static ALL: &[ConnectionEntry] =
        &[ConnectionEntry::of::<Echo>(), ConnectionEntry::of::<Test>()];
    ALL.iter().find(|entry| entry.name == name)
}

/// A schema that says what the recording's says.
macro_rules! schema {
    ($text:expr) => {{
        static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
            let schema = json::parse($text.as_bytes()).expect("JSON");
            Schema::compile(&schema).expect("a schema")
        });
        &SCHEMA
    }};
}

/// Tells what it was given.
struct Echo;

impl Connection for Echo {
    const NAME: &'static str = "Echo";
    const REQUESTS: &'static [RequestEntry] = &[
        RequestEntry::of::<EchoRead>(),
        RequestEntry::of::<EchoWrite>(),
        RequestEntry::of::<EchoThrow>(),
        RequestEntry::of::<EchoDate>(),
        RequestEntry::of::<EchoUndef>(),
        RequestEntry::of::<EchoNull>(),
    ];
    type Client = ();

    fn schema() -> &'static Schema {
        schema!(
            r#"{"type": "object", "required": ["url"],
                "properties": {
                    "url": {"type": "string",
                        "errorMessage": {"type": "Echo connection property \"url\" should be a string."}},
                    "read": {"type": "boolean"}, "write": {"type": "boolean"}, "user": {}},
                "errorMessage": {"type": "Echo connection properties should be an object.",
                    "required": {"url": "Echo connection should have required property \"url\"."}}}"#
        )
    }

    async fn connect(_: &ConnectCx, _: &Value) -> Result<(), Error> {
        Ok(())
    }
}

/// What the routines' steps run on.
struct Test;

impl Connection for Test {
    const NAME: &'static str = "Test";
    const REQUESTS: &'static [RequestEntry] = &[
        RequestEntry::of::<TestRequest>(),
        RequestEntry::of::<TestFail>(),
    ];
    type Client = ();

    fn schema() -> &'static Schema {
        schema!("{}")
    }

    async fn connect(_: &ConnectCx, _: &Value) -> Result<(), Error> {
        Ok(())
    }
}

/// A type of request: its name, its connection, whether it reads and writes, its schema, its answer.
macro_rules! request {
    ($name:ident on $connection:ident, $read:expr, $write:expr, $schema:expr, $run:expr) => {
        struct $name;

        impl Request for $name {
            const NAME: &'static str = stringify!($name);
            const CHECK_READ: bool = $read;
            const CHECK_WRITE: bool = $write;
            type Connection = $connection;

            fn schema() -> &'static Schema {
                schema!($schema)
            }

            async fn run(
                cx: &RequestCx<'_>,
                _: &(),
                connection: &Value,
                request: &Value,
            ) -> Result<Value, Error> {
                let run: fn(&RequestCx<'_>, &Value, &Value) -> Result<Value, Error> = $run;
                run(cx, connection, request)
            }
        }
    };
}

request!(EchoRead on Echo, true, false, "{}", |cx, connection, request| {
    let text = |text: Option<&str>| text.map_or(Value::Undefined, Value::from);
    Ok(Value::object([
        ("connection", connection.clone()),
        ("request", request.clone()),
        ("payload", cx.payload.clone()),
        ("pageId", text(cx.page_id)),
        ("requestId", cx.request_id.into()),
        ("blockId", text(cx.block_id.filter(|id| !id.is_empty()))),
    ]))
});
request!(
    EchoWrite on Echo, false, true,
    r#"{"type": "object", "required": ["v"], "additionalProperties": false,
        "properties": {"v": {"type": "number"}}}"#,
    |_, _, request| Ok(Value::object([("wrote", request.clone())]))
);
request!(EchoThrow on Echo, false, false, "{}", |_, _, _| Err(Error::request(
    "upstream exploded"
)));
request!(EchoDate on Echo, false, false, "{}", |_, _, _| Ok(Value::object([
    ("d", Value::Date(0.0)),
    ("list", Value::list(vec![Value::Date(1.0)])),
    ("n", Value::object([("x", Value::Undefined)])),
])));
request!(EchoUndef on Echo, false, false, "{}", |_, _, _| Ok(Value::Undefined));
request!(EchoNull on Echo, false, false, "{}", |_, _, _| Ok(Value::Null));
request!(TestRequest on Test, false, false, "{}", |_, _, request| {
    Ok(request.key("response").clone())
});
request!(TestFail on Test, false, false, "{}", |_, _, request| {
    let message = request.key("message").as_str().unwrap_or_default();
    Err(Error::request(message))
});
