//! Calls of an app that is loaded from its files, on a connection that tells how it is used.

mod complaints;
mod loops;
mod ready;
mod streams;
mod transactions;

use std::path::Path;
use std::sync::{LazyLock, Mutex};

use connections::{
    Clients, ConnectCx, Connection, ConnectionEntry, Error, Request, RequestCx, RequestEntry,
    RowStream, Schema,
};
use engine::{OpResult, Script, ScriptAnswer, Value, json};
use model::server::{App, Options, Tables};

use crate::endpoint::{self, Ended, Rows};
use crate::{ApiContext, Host, Plans};

const TABLES: Tables = Tables {
    client: &operators::CLIENT,
    server: &operators::SERVER,
    routine: &operators::ROUTINE,
};

/// An app, and what it runs on.
struct TestApp {
    app: App,
    plans: Plans,
    clients: Clients,
    user: Value,
    secrets: Value,
    _folder: tempfile::TempDir,
}

impl TestApp {
    /// The app of these files. The connection `probe` is there already.
    fn of(files: &[(&str, &str)]) -> TestApp {
        TestApp::within(tempfile::tempdir().expect("a folder"), files)
    }

    fn within(folder: tempfile::TempDir, files: &[(&str, &str)]) -> TestApp {
        let dir = folder.path();
        let probe = r#"{"connectionId":"probe","type":"Probe","properties":{}}"#;
        write(dir, "connections/probe.json", probe);
        let page = r#"{"pageId":"home","blockId":"home","type":"Box","auth":{"public":true}}"#;
        write(dir, "pages/home/home.json", page);
        for (path, text) in files {
            write(dir, path, text);
        }
        let app = model::server::load(dir, TABLES, Options::default()).expect("an app");
        TestApp {
            plans: Plans::new(&app, find).expect("plans"),
            clients: Clients::new(ConnectCx::new(dir)),
            app,
            user: Value::Undefined,
            secrets: Value::object([]),
            _folder: folder,
        }
    }

    fn cx(&self) -> ApiContext<'_> {
        ApiContext {
            app: &self.app,
            plans: &self.plans,
            clients: &self.clients,
            requests: TABLES.server,
            routines: TABLES.routine,
            user: &self.user,
            secrets: &self.secrets,
            trusted: false,
            host: &Quiet,
        }
    }

    /// Runs an endpoint.
    async fn run(&self, id: &str, payload: &str) -> Ended {
        self.run_for(id, payload, Rows::Kept).await
    }

    async fn run_for(&self, id: &str, payload: &str, rows: Rows) -> Ended {
        let endpoint = self.app.endpoints.get(id).expect("an endpoint");
        endpoint::run(&self.cx(), endpoint, v(payload), rows).await
    }
}

fn write(dir: &Path, path: &str, text: &str) {
    let path = dir.join(path);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, text).expect("a file");
}

fn v(text: &str) -> Value {
    json::parse_wire(text.as_bytes()).expect("JSON")
}

/// An endpoint that runs `routine`; `more` are further members.
fn api(id: &str, more: &str, routine: &str) -> String {
    format!(
        r#"{{"endpointId":"{id}","type":"Api","auth":{{"public":true}},{more}"routine":{routine}}}"#
    )
}

/// What an endpoint failed with.
fn message(ended: &Ended) -> String {
    match &ended.result {
        Ok(value) => panic!("it gave {value:?}"),
        Err(fault) => fault.body().message,
    }
}

/// A process in which nothing happens.
struct Quiet;

impl Host for Quiet {
    fn now(&self) -> f64 {
        0.0
    }

    fn random(&self) -> f64 {
        0.5
    }

    fn script(&self, _: &Script<'_>) -> OpResult {
        ScriptAnswer::unavailable().result
    }

    fn log(&self, _: &str, _: &Value) {}

    fn i18n(&self) -> Value {
        Value::Undefined
    }

    fn note(&self, _: &str) {}
}

fn find(name: &str) -> Option<&'static ConnectionEntry> {
    static PROBE: ConnectionEntry = ConnectionEntry::of::<Probe>();
    match name {
        "Probe" => Some(&PROBE),
        name => connections::find(name),
    }
}

/// A connection that tells how it is used. What tests share has a name of its own in each.
struct Probe;

/// How often a name was asked for, and how many asked at the same time at most.
#[derive(Clone, Copy, Default)]
struct Seen {
    calls: usize,
    now: usize,
    most: usize,
}

static SEEN: Mutex<Vec<(String, Seen)>> = Mutex::new(Vec::new());

fn seen(name: &str) -> Seen {
    change(name, |_| ())
}

fn change(name: &str, change: impl FnOnce(&mut Seen)) -> Seen {
    let mut all = SEEN.lock().expect("seen");
    let at = all.iter().position(|(known, _)| known == name);
    let at = at.unwrap_or_else(|| {
        all.push((name.to_owned(), Seen::default()));
        all.len() - 1
    });
    change(&mut all[at].1);
    all[at].1
}

impl Connection for Probe {
    const NAME: &'static str = "Probe";
    const REQUESTS: &'static [RequestEntry] =
        &[RequestEntry::of::<Ask>(), RequestEntry::of::<Tell>()];
    type Client = ();

    fn schema() -> &'static Schema {
        anything()
    }

    async fn connect(_: &ConnectCx, _: &Value) -> Result<(), Error> {
        Ok(())
    }
}

/// Waits a little under the property `name`, and gives the property `gives`; `fail` is an error.
struct Ask;

impl Request for Ask {
    const NAME: &'static str = "Ask";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = false;
    type Connection = Probe;

    fn schema() -> &'static Schema {
        anything()
    }

    async fn run(_: &RequestCx<'_>, (): &(), _: &Value, request: &Value) -> Result<Value, Error> {
        let name = request.key("name").as_str().unwrap_or_default();
        change(name, |seen| {
            seen.calls += 1;
            seen.now += 1;
            seen.most = seen.most.max(seen.now);
        });
        for _ in 0..3 {
            tokio::task::yield_now().await;
        }
        change(name, |seen| seen.now -= 1);
        match request.key("fail").as_str() {
            Some(message) => Err(Error::request(message)),
            None => Ok(request.key("gives").clone()),
        }
    }

    /// The property `rows` says how many come, and then none for ever.
    async fn stream(
        _: &RequestCx<'_>,
        (): &(),
        _: &Value,
        request: &Value,
    ) -> Result<RowStream, Error> {
        let name = request.key("name").as_str().unwrap_or_default();
        let (open, n) = (Open::new(name), request.key("rows").as_integer());
        Ok(RowStream::new(move |sink| async move {
            let _open = open;
            for i in 0..n.unwrap_or_default() {
                sink.put(Value::Number(i as f64)).await;
            }
            std::future::pending().await
        }))
    }
}

/// Gives the properties of the connection.
struct Tell;

impl Request for Tell {
    const NAME: &'static str = "Tell";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = false;
    type Connection = Probe;

    fn schema() -> &'static Schema {
        anything()
    }

    async fn run(
        _: &RequestCx<'_>,
        (): &(),
        connection: &Value,
        _: &Value,
    ) -> Result<Value, Error> {
        Ok(connection.clone())
    }
}

/// An open stream of a name.
struct Open(String);

impl Open {
    fn new(name: &str) -> Open {
        change(name, |seen| seen.now += 1);
        Open(name.to_owned())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        change(&self.0, |seen| seen.now -= 1);
    }
}

fn anything() -> &'static Schema {
    static SCHEMA: LazyLock<Schema> =
        LazyLock::new(|| Schema::compile(&Value::object([])).expect("a schema"));
    &SCHEMA
}
