//! AxiosHttp against a service in this process that speaks just enough HTTP.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use engine::{Map, Value};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::v;
use crate::{Clients, ConnectCx, Error, ErrorKind, RequestCx, find};

/// A request as the service saw it.
#[derive(Clone, Debug, Default)]
struct Seen {
    line: String,
    headers: HashMap<String, String>,
    body: String,
}

/// A service on a port of its own. It answers by path with what it was given.
struct Service {
    port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Service {
    async fn start(answers: &[(&'static str, &str)]) -> Service {
        let answers: HashMap<&'static str, String> = answers
            .iter()
            .map(|(path, answer)| (*path, answer.replace('\n', "\r\n")))
            .collect();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (answers, log) = (Arc::new(answers), seen.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, answers.clone(), log.clone(), port));
            }
        });
        Service { port, seen }
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    fn last(&self) -> Seen {
        self.seen
            .lock()
            .expect("not poisoned")
            .last()
            .cloned()
            .unwrap_or_default()
    }

    fn count(&self) -> usize {
        self.seen.lock().expect("not poisoned").len()
    }
}

async fn serve(
    stream: TcpStream,
    answers: Arc<HashMap<&'static str, String>>,
    log: Arc<Mutex<Vec<Seen>>>,
    port: u16,
) {
    let mut stream = BufReader::new(stream);
    let mut seen = Seen::default();
    let mut line = String::new();
    let _ = stream.read_line(&mut seen.line).await;
    while stream.read_line(&mut line).await.is_ok_and(|n| n > 2) {
        if let Some((name, value)) = line.trim_end().split_once(": ") {
            seen.headers
                .insert(name.to_ascii_lowercase(), value.to_owned());
        }
        line.clear();
    }
    let length = seen
        .headers
        .get("content-length")
        .and_then(|n| n.parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    let _ = stream.read_exact(&mut body).await;
    seen.body = String::from_utf8_lossy(&body).into_owned();
    let path = seen.line.split(' ').nth(1).unwrap_or_default().to_owned();
    log.lock().expect("not poisoned").push(seen);
    let path = path.split('?').next().unwrap_or_default();
    let answer = match path {
        "/slow" => {
            tokio::time::sleep(Duration::from_secs(30)).await;
            return;
        }
        "/gzip" => {
            // `{"a":1}` as gzip makes it.
            let body = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\x4a\x54\xb2\x32\xac\x05\x00\xaf\xac\x1b\x56\x07\x00\x00\x00";
            let mut answer = format!(
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            )
            .into_bytes();
            answer.extend_from_slice(body);
            answer
        }
        path => match answers.get(path) {
            Some(answer) => answer.replace("PORT", &port.to_string()).into_bytes(),
            None => {
                b"HTTP/1.1 404 Not Found\r\nContent-Length: 6\r\nConnection: close\r\n\r\ns3cret"
                    .to_vec()
            }
        },
    };
    let _ = stream.get_mut().write_all(&answer).await;
    let _ = stream.get_mut().shutdown().await;
}

/// Runs a request with private addresses allowed.
async fn run(connection: &str, request: Value) -> Result<Value, Error> {
    let mut cx = ConnectCx::new(".");
    cx.allow_private_http = true;
    run_with(cx, &v(connection), &request, None).await
}

async fn run_with(
    cx: ConnectCx,
    connection: &Value,
    request: &Value,
    timeout: Option<Duration>,
) -> Result<Value, Error> {
    let clients = Clients::new(cx);
    let entry = find("AxiosHttp").expect("AxiosHttp");
    let request_entry = entry.request("AxiosHttp").expect("a request");
    (entry.schema)()
        .validate(connection)
        .expect("a valid connection");
    (request_entry.schema)()
        .validate(request)
        .expect("a valid request");
    let client = clients.get(entry, "http", connection).await?;
    let cx = RequestCx {
        timeout,
        ..RequestCx::new("http", "request")
    };
    request_entry.run(&cx, &client, connection, request).await
}

fn get(url: &str) -> Value {
    Value::object([("url", url.into())])
}

fn with(url: &str, more: &str) -> Value {
    let mut map: Map = [("url", url.into())].into_iter().collect();
    for (key, value) in v(more).as_map().expect("an object").iter() {
        map.insert(key.clone(), value.clone());
    }
    map.into()
}

const JSON: &str = "HTTP/1.1 200 OK\nContent-Type: application/json\nX-A: 1\nX-A: 2\nSet-Cookie: a=1\nSet-Cookie: b=2\nContent-Length: 14\nConnection: close\n\n{\"a\":[1,null]}";

#[tokio::test]
async fn an_answer_has_status_headers_and_data() {
    let service = Service::start(&[("/json", JSON)]).await;
    let answer = run("{}", get(&service.url("/json")))
        .await
        .expect("an answer");
    assert_eq!(answer.key("status"), &Value::from(200));
    assert_eq!(answer.key("statusText").as_str(), Some("OK"));
    assert_eq!(answer.key("data"), &v(r#"{"a":[1,null]}"#));
    assert_eq!(answer.key("headers").key("x-a").as_str(), Some("1, 2"));
    assert_eq!(
        answer.key("headers").key("set-cookie"),
        &v(r#"["a=1","b=2"]"#)
    );
    let seen = service.last();
    assert_eq!(seen.line, "GET /json HTTP/1.1\r\n");
    assert_eq!(seen.headers["accept"], "application/json, text/plain, */*");
    assert!(seen.headers["user-agent"].starts_with("lath/"));
    assert!(!seen.headers.contains_key("referer"));
}

#[tokio::test]
async fn connection_and_request_are_merged_and_sent() {
    let service = Service::start(&[("/api/json", JSON)]).await;
    let connection = format!(
        r#"{{"baseURL":"http://127.0.0.1:{}/api/","headers":{{"X-Key":"k","X-B":"1"}},"params":{{"p":1}},"auth":{{"username":"u","password":"p"}}}}"#,
        service.port
    );
    let request = v(
        r#"{"url":"/json","method":"post","headers":{"X-B":"2"},"params":{"q":["é",2]},"data":{"d":{"~d":0}}}"#,
    );
    run(&connection, request).await.expect("an answer");
    let seen = service.last();
    assert_eq!(
        seen.line,
        "POST /api/json?p=1&q[]=%C3%A9&q[]=2 HTTP/1.1\r\n"
    );
    assert_eq!(seen.body, r#"{"d":"1970-01-01T00:00:00.000Z"}"#);
    for (name, value) in [
        ("x-key", "k"),
        ("x-b", "2"),
        ("authorization", "Basic dTpw"),
        ("content-type", "application/json"),
        ("content-length", "32"),
    ] {
        assert_eq!(seen.headers[name], value, "{name}");
    }
}

#[tokio::test]
async fn data_are_read_as_asked() {
    let service = Service::start(&[
        ("/json", JSON),
        (
            "/text",
            "HTTP/1.1 200 OK\nContent-Length: 5\nConnection: close\n\nh\u{e9}1}",
        ),
        ("/empty", "HTTP/1.1 204 No Content\nConnection: close\n\n"),
    ])
    .await;
    for (path, more, data) in [
        (
            "/json",
            r#"{"responseType":"text"}"#,
            v(r#""{\"a\":[1,null]}""#),
        ),
        (
            "/json",
            r#"{"responseType":"json"}"#,
            v(r#"{"a":[1,null]}"#),
        ),
        (
            "/json",
            r#"{"responseEncoding":"base64"}"#,
            v(r#""eyJhIjpbMSxudWxsXX0=""#),
        ),
        ("/text", "{}", v("\"h\u{e9}1}\"")),
        (
            "/text",
            r#"{"responseType":"arraybuffer"}"#,
            v(r#"{"type":"Buffer","data":[104,195,169,49,125]}"#),
        ),
        ("/empty", "{}", v(r#""""#)),
        ("/gzip", "{}", v(r#"{"a":1}"#)),
    ] {
        let answer = run("{}", with(&service.url(path), more)).await.expect(path);
        assert_eq!(answer.key("data"), &data, "{path} {more}");
    }
    let error = run(
        "{}",
        with(&service.url("/text"), r#"{"responseType":"json"}"#),
    )
    .await;
    assert_eq!(
        error.expect_err("not JSON").message(),
        "The response is not JSON."
    );
}

#[tokio::test]
async fn failures_are_told_without_data() {
    let service = Service::start(&[
        (
            "/bad",
            "HTTP/1.1 503 Service Unavailable\nContent-Length: 6\nConnection: close\n\ns3cret",
        ),
        (
            "/long",
            "HTTP/1.1 200 OK\nContent-Length: 20\nConnection: close\n\n01234567890123456789",
        ),
        (
            "/cut",
            "HTTP/1.1 200 OK\nContent-Length: 20\nConnection: close\n\n0123",
        ),
        ("/garbage", "no http at all\n\n"),
    ])
    .await;
    let gone = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let closed = format!(
        "http://user:s3cret@127.0.0.1:{}/?key=s3cret",
        gone.local_addr().expect("an address").port()
    );
    drop(gone);
    for (url, more, kind, message) in [
        (
            service.url("/nope?key=s3cret"),
            "{}",
            ErrorKind::Request,
            "Request failed with status code 404; Http response \"404: Not Found\".",
        ),
        (
            service.url("/bad"),
            "{}",
            ErrorKind::Service,
            "Request failed with status code 503; Http response \"503: Service Unavailable\".",
        ),
        (
            service.url("/long"),
            r#"{"maxContentLength":19}"#,
            ErrorKind::Service,
            "maxContentLength size of 19 exceeded",
        ),
        (
            service.url("/cut"),
            "{}",
            ErrorKind::Service,
            "The answer of the host \"127.0.0.1\" could not be read.",
        ),
        (
            service.url("/garbage"),
            "{}",
            ErrorKind::Service,
            "The request to the host \"127.0.0.1\" failed.",
        ),
        (
            service.url("/slow"),
            r#"{"timeout":100}"#,
            ErrorKind::Service,
            "timeout of 100ms exceeded",
        ),
        (
            closed,
            "{}",
            ErrorKind::Service,
            "The host \"127.0.0.1\" could not be reached.",
        ),
        (
            "http://nope.invalid/s3cret".to_owned(),
            "{}",
            ErrorKind::Service,
            "The host \"nope.invalid\" could not be reached.",
        ),
    ] {
        let error = run("{}", with(&url, more)).await.expect_err(&url);
        assert_eq!((error.kind(), error.message()), (kind, message), "{url}");
        let mut texts = format!("{error} {error:?}");
        let mut source = std::error::Error::source(&error);
        while let Some(it) = source {
            texts += &format!(" {it} {it:?}");
            source = it.source();
        }
        assert!(!texts.contains("s3cret"), "{texts}");
    }
    let limit = Some(Duration::from_millis(100));
    let mut cx = ConnectCx::new(".");
    cx.allow_private_http = true;
    let error = run_with(cx, &v("{}"), &get(&service.url("/slow")), limit).await;
    assert_eq!(
        error.expect_err("too slow").message(),
        "Request timed out after 100 ms."
    );
}

#[tokio::test]
async fn redirects_are_followed_with_care() {
    let other = Service::start(&[("/end", JSON)]).await;
    let elsewhere = format!(
        "HTTP/1.1 302 Found\nLocation: http://localhost:{}/end\nContent-Length: 0\nConnection: close\n\n",
        other.port
    );
    let service = Service::start(&[
        ("/end", JSON),
        ("/302", "HTTP/1.1 302 Found\nLocation: /end\nContent-Length: 0\nConnection: close\n\n"),
        ("/307", "HTTP/1.1 307 Temporary Redirect\nLocation: end?x=1\nContent-Length: 0\nConnection: close\n\n"),
        ("/loop", "HTTP/1.1 302 Found\nLocation: /loop\nContent-Length: 0\nConnection: close\n\n"),
        ("/file", "HTTP/1.1 302 Found\nLocation: file:///etc/passwd\nContent-Length: 0\nConnection: close\n\n"),
        ("/elsewhere", elsewhere.as_str()),
    ])
    .await;
    let post = r#"{"method":"post","data":{"a":1},"headers":{"Authorization":"Bearer t","Cookie":"c","X-Key":"k"}}"#;
    run("{}", with(&service.url("/302"), post))
        .await
        .expect("an answer");
    let seen = service.last();
    assert_eq!(
        (seen.line.as_str(), seen.body.as_str()),
        ("GET /end HTTP/1.1\r\n", "")
    );
    assert!(!seen.headers.contains_key("content-type"));
    assert_eq!(seen.headers["authorization"], "Bearer t");

    run("{}", with(&service.url("/307"), post))
        .await
        .expect("an answer");
    let seen = service.last();
    assert_eq!(
        (seen.line.as_str(), seen.body.as_str()),
        ("POST /end?x=1 HTTP/1.1\r\n", r#"{"a":1}"#)
    );

    // Secrets do not go to others.
    run("{}", with(&service.url("/elsewhere"), post))
        .await
        .expect("an answer");
    let seen = other.last();
    assert!(!seen.headers.contains_key("authorization") && !seen.headers.contains_key("cookie"));
    assert_eq!(seen.headers["x-key"], "k");
    assert_eq!(seen.headers["host"], format!("localhost:{}", other.port));

    let before = service.count();
    let error = run("{}", with(&service.url("/loop"), r#"{"maxRedirects":3}"#)).await;
    assert_eq!(
        error.expect_err("a loop").message(),
        "Maximum number of redirects exceeded"
    );
    assert_eq!(service.count() - before, 4);
    let error = run("{}", with(&service.url("/302"), r#"{"maxRedirects":0}"#)).await;
    assert_eq!(
        error.expect_err("a redirect").message(),
        "Request failed with status code 302; Http response \"302: Found\"."
    );
    let error = run("{}", get(&service.url("/file")))
        .await
        .expect_err("a file");
    assert_eq!(
        error.message(),
        "The service redirects to where one cannot go."
    );
}

#[tokio::test]
async fn private_addresses_are_refused() {
    let service = Service::start(&[("/json", JSON)]).await;
    let port = service.port;
    for host in [
        "127.0.0.1",
        "localhost",
        "LOCALHOST",
        "0.0.0.0",
        "0",
        "2130706433",
        "0x7f.1",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "169.254.169.254",
        "10.0.0.1",
        "user:pass@127.0.0.1",
    ] {
        let url = format!("http://{host}:{port}/json");
        // What a request says about it does not count.
        let request = with(&url, r#"{"allowPrivateNetwork":true,"timeout":2000}"#);
        let error = run_with(ConnectCx::new("."), &v("{}"), &request, None)
            .await
            .expect_err(&url);
        assert!(
            error
                .message()
                .starts_with("Requests to private network addresses are not allowed"),
            "{url}: {error}"
        );
        assert_eq!(error.kind(), ErrorKind::Request);
    }
    assert_eq!(service.count(), 0);

    // What the connection says does.
    let allowed = v(r#"{"allowPrivateNetwork":true}"#);
    let request = get(&format!("http://localhost:{port}/json"));
    run_with(ConnectCx::new("."), &allowed, &request, None)
        .await
        .expect("an answer");
    assert_eq!(service.count(), 1);
}
