//! Connections: taken, answered, and ended when the server stops.
//!
//! As `axum::serve`, with one thing more: a client that does not send the head of its request in time, stops
//! in the middle of its body, or does not read its answer loses its connection. A few idle clients could
//! hold all of them otherwise, and with them what their answers are made of.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt as _;
use tower_http::timeout::TimeoutBody;

use crate::shutdown::Shutdown;

/// The other end of the connection that a request came by.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// How long a client may be silent.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Until the head of a request is there.
    pub head: Duration,
    /// Between two parts of a body.
    pub body: Duration,
    /// Until it has read a part of the answer.
    pub answer: Duration,
}

impl Patience {
    /// With so much time for a head.
    pub fn with_head(head: Duration) -> Patience {
        Patience {
            head,
            body: Duration::from_secs(30),
            answer: Duration::from_secs(60),
        }
    }
}

/// Takes connections until the server stops. Those that are open then end with the answer that they
/// are at; [`Shutdown::stop`] waits for them.
pub async fn serve(listener: TcpListener, app: Router, patience: Patience, shutdown: &Shutdown) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(patience.head);
    loop {
        let (stream, peer) = tokio::select! {
            accepted = accept(&listener) => accepted,
            () = shutdown.stopping() => break,
        };
        // Streamed pages stall for 40 ms a piece without it.
        stream.set_nodelay(true).ok();
        let app = app.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(Peer(peer));
            let body = |body| Body::new(TimeoutBody::new(patience.body, body));
            app.clone().oneshot(request.map(body))
        });
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(patience.answer));
        let connection = http
            .serve_connection(TokioIo::new(Box::pin(stream)), service)
            .with_upgrades();
        let stop = shutdown.token();
        shutdown.spawn_to_end(async move {
            let mut connection = pin!(connection);
            let outcome = tokio::select! {
                outcome = connection.as_mut() => outcome,
                () = stop.cancelled() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(e) = outcome {
                tracing::debug!(error = %e, "a connection broke off");
            }
        });
    }
}

/// The next connection. What goes wrong with one that is no more is its own; when the process has no
/// file left, trying again at once would only burn time.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(e) if is_of_one(e.kind()) => {}
            Err(e) => {
                tracing::error!(error = %e, "cannot take connections");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

fn is_of_one(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
    )
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    const SHORT: Duration = Duration::from_millis(50);

    async fn start(
        change: impl FnOnce(&mut Patience),
    ) -> (SocketAddr, Shutdown, tokio::task::JoinHandle<()>) {
        let mut patience = Patience::with_head(Duration::from_secs(30));
        change(&mut patience);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let addr = listener.local_addr().expect("an address");
        let app = Router::new()
            .route(
                "/",
                get(|| async { "hello" }).post(|body: String| async { body }),
            )
            .route("/much", get(|| async { vec![0u8; 64 << 20] }));
        let shutdown = Shutdown::default();
        let ending = shutdown.clone();
        let server = tokio::spawn(async move { serve(listener, app, patience, &ending).await });
        (addr, shutdown, server)
    }

    async fn sent(addr: SocketAddr, text: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(addr).await.expect("connects");
        stream.write_all(text).await.expect("writes");
        stream
    }

    async fn is_let_go(addr: SocketAddr, text: &[u8]) {
        let mut answer = Vec::new();
        let mut stream = sent(addr, text).await;
        stream.read_to_end(&mut answer).await.expect("is closed");
        assert!(!answer.starts_with(b"HTTP/1.1 200"));
    }

    #[tokio::test]
    async fn a_client_that_does_not_ask_is_let_go() {
        let (addr, ..) = start(|patience| patience.head = SHORT).await;
        is_let_go(addr, b"GET / HTTP/1.1\r\nhost: a\r\nx-slow").await;
    }

    #[tokio::test]
    async fn a_client_that_stops_in_its_body_is_let_go() {
        let (addr, ..) = start(|patience| patience.body = SHORT).await;
        is_let_go(
            addr,
            b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nabc",
        )
        .await;
    }

    #[tokio::test]
    async fn a_client_that_does_not_read_is_let_go() {
        let (addr, shutdown, server) = start(|patience| patience.answer = SHORT).await;
        let mut stream = sent(addr, b"GET /much HTTP/1.1\r\nhost: a\r\n\r\n").await;
        // The server is rid of it, though the client is still there.
        while shutdown.open() == 0 {
            tokio::task::yield_now().await;
        }
        while shutdown.open() > 0 {
            tokio::time::sleep(SHORT).await;
        }
        let mut answer = Vec::new();
        let read = stream.read_to_end(&mut answer).await;
        assert!(read.is_err() || answer.len() < 64 << 20);
        shutdown.token().cancel();
        server.await.expect("ends");
    }

    #[tokio::test]
    async fn ends_with_its_connections() {
        let (addr, shutdown, server) = start(|_| ()).await;
        let mut stream = sent(addr, b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await;
        let mut answer = [0; 15];
        stream.read_exact(&mut answer).await.expect("an answer");
        assert_eq!(&answer, b"HTTP/1.1 200 OK");
        // Kept alive by the client; the server ends it.
        shutdown.token().cancel();
        server.await.expect("ends");
        assert!(shutdown.stop(Duration::from_secs(10)).await);
    }
}
