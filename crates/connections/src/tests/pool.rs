//! Clients: opened once, shared, let go.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use engine::Value;

use super::v;
use crate::{
    Client, Clients, ConnectCx, Connection, ConnectionEntry, Error, ErrorKind, Request, RequestCx,
    RequestEntry, Schema, find,
};

static ENTRY: ConnectionEntry = ConnectionEntry::of::<Counted>();
static OPENED: AtomicUsize = AtomicUsize::new(0);
static CLOSED: AtomicUsize = AtomicUsize::new(0);

/// A connection whose client is the number of its opening.
struct Counted;

struct Number(usize, Arc<()>);

impl Connection for Counted {
    const NAME: &'static str = "Counted";
    const REQUESTS: &'static [RequestEntry] = &[RequestEntry::of::<Get>()];
    type Client = Number;

    fn schema() -> &'static Schema {
        anything()
    }

    fn identity(properties: &Value) -> Value {
        properties.key("id").clone()
    }

    async fn connect(_: &ConnectCx, properties: &Value) -> Result<Number, Error> {
        tokio::task::yield_now().await;
        if properties.key("fail").as_bool() == Some(true) {
            return Err(Error::service("No."));
        }
        Ok(Number(OPENED.fetch_add(1, Ordering::SeqCst), Arc::new(())))
    }

    async fn close(client: &Number) {
        let _ = &client.1;
        CLOSED.fetch_add(1, Ordering::SeqCst);
    }
}

struct Get;

impl Request for Get {
    const NAME: &'static str = "Get";
    const CHECK_READ: bool = true;
    const CHECK_WRITE: bool = false;
    type Connection = Counted;

    fn schema() -> &'static Schema {
        anything()
    }

    async fn run(_: &RequestCx<'_>, client: &Number, _: &Value, _: &Value) -> Result<Value, Error> {
        Ok(client.0.into())
    }
}

fn anything() -> &'static Schema {
    static SCHEMA: LazyLock<Schema> = LazyLock::new(|| Schema::builtin("true"));
    &SCHEMA
}

async fn number(client: &Client) -> Value {
    let entry = ENTRY.request("Get").expect("a request");
    assert!(entry.check_read && !entry.check_write);
    let cx = RequestCx::new("c", "r");
    entry
        .run(&cx, client, &Value::Null, &Value::Null)
        .await
        .expect("a number")
}

// One test, as they would share the counters.
#[tokio::test]
async fn clients_are_opened_once_shared_and_let_go() {
    let clients = Clients::with_capacity(ConnectCx::new("."), 3);
    let one = v(r#"{"id":1,"other":1}"#);
    let opening = (0..10).map(|_| clients.get(&ENTRY, "a", &one));
    let opened = futures_util::future::join_all(opening).await;
    assert_eq!(OPENED.load(Ordering::SeqCst), 1);
    let first = opened.into_iter().next().expect("one").expect("open");
    let n = number(&first).await;

    // The identity counts, not the other properties; and the connection's id.
    let same = clients
        .get(&ENTRY, "a", &v(r#"{"id":1,"other":2}"#))
        .await
        .expect("open");
    assert_eq!(number(&same).await, n);
    let other = clients
        .get(&ENTRY, "a", &v(r#"{"id":2}"#))
        .await
        .expect("open");
    assert_ne!(number(&other).await, n);
    let other = clients.get(&ENTRY, "b", &one).await.expect("open");
    assert_ne!(number(&other).await, n);
    assert_eq!(clients.len(), 3);

    // A failure is not kept.
    let failing = v(r#"{"id":3,"fail":true}"#);
    let error = clients
        .get(&ENTRY, "a", &failing)
        .await
        .err()
        .expect("a failure");
    assert_eq!((error.kind(), error.message()), (ErrorKind::Service, "No."));
    assert!(clients.get(&ENTRY, "a", &v(r#"{"id":3}"#)).await.is_ok());

    // There are never too many; the one that was not used longest goes, and stays usable.
    assert_eq!(clients.len(), 3);
    assert_eq!(number(&first).await, n);
    let again = clients.get(&ENTRY, "a", &one).await.expect("open");
    assert_ne!(number(&again).await, n);

    // A request runs on clients of its own connection only.
    let axios = find("AxiosHttp").expect("AxiosHttp");
    let http = clients.get(axios, "h", &Value::Null).await.expect("open");
    let get = ENTRY.request("Get").expect("a request");
    let cx = RequestCx::new("h", "r");
    let error = get
        .run(&cx, &http, &Value::Null, &Value::Null)
        .await
        .expect_err("refused");
    assert_eq!(
        error.message(),
        "Request type \"Get\" needs a connection of type \"Counted\"."
    );

    clients.close().await;
    assert!(clients.is_empty());
    assert_eq!(CLOSED.load(Ordering::SeqCst), 2);
    let error = clients.get(&ENTRY, "a", &one).await.err().expect("closed");
    assert_eq!(error.message(), "The server is shutting down.");
}
