//! A service over HTTP in this process: it notes what it is sent and answers as a test says.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use engine::{Value, json};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::{Clients, ConnectCx, Error, RequestCx, find};

/// A request as the service saw it.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    /// `POST /path?query`
    pub(super) line: String,
    pub(super) headers: HashMap<String, String>,
    pub(super) body: String,
}

impl Seen {
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

type Answer = Arc<dyn Fn(&Seen) -> (u16, String) + Send + Sync>;

/// The service, on a port of its own. It ends with the test's runtime.
pub(super) struct StandIn {
    pub(super) port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl StandIn {
    /// Starts one that answers with a status and a text in JSON.
    pub(super) async fn start(
        answer: impl Fn(&Seen) -> (u16, String) + Send + Sync + 'static,
    ) -> StandIn {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (log, answer): (_, Answer) = (seen.clone(), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (log, answer) = (log.clone(), answer.clone());
                let service = hyper::service::service_fn(move |request| {
                    serve(request, log.clone(), answer.clone())
                });
                let http = hyper::server::conn::http1::Builder::new();
                tokio::spawn(http.serve_connection(TokioIo::new(stream), service));
            }
        });
        StandIn { port, seen }
    }

    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What it was sent since the last call.
    pub(super) fn take(&self) -> Vec<Seen> {
        std::mem::take(&mut self.seen.lock().expect("not poisoned"))
    }

    /// The only thing that it was sent since the last call.
    pub(super) fn only(&self) -> Seen {
        let mut seen = self.take();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen.remove(0)
    }
}

async fn serve(
    request: Request<Incoming>,
    log: Arc<Mutex<Vec<Seen>>>,
    answer: Answer,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let headers = request.headers().iter();
    let headers = headers.map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.to_string(), value)
    });
    let mut seen = Seen {
        line: format!("{} {}", request.method(), request.uri()),
        headers: headers.collect(),
        body: String::new(),
    };
    let body = request.into_body().collect().await;
    let body = body.map(|body| body.to_bytes()).unwrap_or_default();
    seen.body = String::from_utf8_lossy(&body).into_owned();
    let (status, text) = answer(&seen);
    log.lock().expect("not poisoned").push(seen);
    let response = Response::builder().status(status);
    let response = response.header("content-type", "application/json");
    Ok(response.body(text.into()).expect("a response"))
}

/// Runs one request of a connection, both given in JSON and checked against their schemas.
pub(super) async fn run(
    cx: ConnectCx,
    connection: (&str, &Value),
    request: (&str, &str),
) -> Result<Value, Error> {
    let clients = Clients::new(cx);
    let entry = find(connection.0).expect(connection.0);
    run_on(&clients, entry, connection.1, request).await
}

/// The same with the clients that are there.
pub(super) async fn run_on(
    clients: &Clients,
    entry: &crate::ConnectionEntry,
    connection: &Value,
    request: (&str, &str),
) -> Result<Value, Error> {
    let row = entry.request(request.0).expect(request.0);
    let properties = json::parse_wire(request.1.as_bytes()).expect("test JSON");
    (entry.schema)()
        .validate(connection)
        .map_err(Error::config)?;
    (row.schema)()
        .validate(&properties)
        .map_err(Error::config)?;
    let client = clients.get(entry, "connection", connection).await?;
    let cx = RequestCx::new("connection", "request");
    row.run(&cx, &client, connection, &properties).await
}
