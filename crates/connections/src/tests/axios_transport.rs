//! AxiosHttp through proxies, with TLS of its own, and within limits.

use std::sync::Arc;

use engine::Value;
use rustls::ServerConfig;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::stand_in::{StandIn, run};
use super::v;
use crate::{ConnectCx, Error};

const KEY: &str = include_str!("tls/key.pem");
const CERT: &str = include_str!("tls/cert.pem");

async fn ask(private: bool, connection: &str, request: &str) -> Result<Value, Error> {
    let mut cx = ConnectCx::new(".");
    cx.allow_private_http = private;
    run(cx, ("AxiosHttp", &v(connection)), ("AxiosHttp", request)).await
}

/// A service that speaks TLS with a certificate of its own making for `localhost`.
async fn secure() -> u16 {
    let certificate = CertificateDer::from_pem_slice(CERT.as_bytes()).expect("a certificate");
    let key = PrivateKeyDer::from_pem_slice(KEY.as_bytes()).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a server");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    return;
                };
                let mut head = [0; 4096];
                let _ = stream.read(&mut head).await;
                let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret";
                let _ = stream.write_all(answer).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    port
}

/// A proxy that tunnels, and gives the head of the first request that it gets.
async fn tunnel() -> (u16, tokio::sync::oneshot::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let (tell, told) = tokio::sync::oneshot::channel();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a client");
        let mut head = vec![0; 4096];
        let n = stream.read(&mut head).await.expect("a request");
        let head = String::from_utf8_lossy(&head[..n]).into_owned();
        let target = head.split(' ').nth(1).unwrap_or_default().to_owned();
        let _ = tell.send(head);
        let mut there = TcpStream::connect(&target).await.expect("the target");
        let ok = b"HTTP/1.1 200 Connection established\r\n\r\n";
        stream.write_all(ok).await.expect("a tunnel");
        let _ = copy_bidirectional(&mut stream, &mut there).await;
    });
    (port, told)
}

#[tokio::test]
async fn a_proxy_is_asked_with_its_own_credentials() {
    let proxy = StandIn::start(|_| (200, r#"{"by":"proxy"}"#.to_owned())).await;
    let connection = format!(
        r#"{{"baseURL":"http://service.example","proxy":{{"host":"127.0.0.1","port":{},"auth":{{"username":"u","password":"p"}}}}}}"#,
        proxy.port
    );
    let answer = ask(true, &connection, r#"{"url":"/a","params":{"b":1}}"#).await;
    let answer = answer.expect("an answer");
    assert_eq!(answer.key("data"), &v(r#"{"by":"proxy"}"#));
    let seen = proxy.only();
    assert_eq!(seen.line, "GET http://service.example/a?b=1");
    assert_eq!(seen.header("proxy-authorization"), "Basic dTpw");
    assert_eq!(seen.header("authorization"), "");

    let port = secure().await;
    let (proxy, head) = tunnel().await;
    let connection = format!(
        r#"{{"proxy":{{"host":"localhost","port":{proxy}}},"httpsAgentOptions":{{"rejectUnauthorized":false}}}}"#
    );
    let request = format!(r#"{{"url":"https://localhost:{port}/"}}"#);
    let answer = ask(true, &connection, &request).await.expect("an answer");
    assert_eq!(answer.key("data").as_str(), Some("secret"));
    let head = head.await.expect("a tunnel");
    assert!(head.starts_with(&format!("CONNECT localhost:{port} HTTP/1.1\r\n")));
}

#[tokio::test]
async fn a_proxy_opens_no_way_into_the_private_network() {
    let proxy = StandIn::start(|_| (200, "{}".to_owned())).await;
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"] {
        let connection = format!(
            r#"{{"timeout":5000,"proxy":{{"host":"{host}","port":{}}}}}"#,
            proxy.port
        );
        let error = ask(false, &connection, r#"{"url":"http://1.1.1.1/"}"#).await;
        let error = error.expect_err(host);
        assert!(error.message().contains("not allowed"), "{host}: {error}");
    }
    // The proxy is public; where it is to go is not.
    let connection = r#"{"timeout":5000,"proxy":{"host":"1.1.1.1","port":3128}}"#;
    for url in [
        "http://169.254.169.254/",
        "https://localhost/",
        "http://[::1]/",
    ] {
        let error = ask(false, connection, &format!(r#"{{"url":"{url}"}}"#)).await;
        let error = error.expect_err(url);
        assert!(error.message().contains("not allowed"), "{url}: {error}");
    }
    assert!(proxy.take().is_empty());
}

#[tokio::test]
async fn certificates_are_checked_unless_told_otherwise() {
    let port = secure().await;
    let request = format!(r#"{{"url":"https://localhost:{port}/"}}"#);
    let error = ask(true, "{}", &request).await.expect_err("nobody vouches");
    assert_eq!(
        error.message(),
        "The host \"localhost\" could not be reached."
    );
    let ca = Value::object([("ca", CERT.into())]);
    for options in [v(r#"{"rejectUnauthorized":false,"keepAlive":true}"#), ca] {
        let connection = Value::object([("httpsAgentOptions", options)]);
        let mut cx = ConnectCx::new(".");
        cx.allow_private_http = true;
        let answer = run(cx, ("AxiosHttp", &connection), ("AxiosHttp", &request)).await;
        let answer = answer.expect("an answer");
        assert_eq!(answer.key("data").as_str(), Some("secret"));
    }
}

#[tokio::test]
async fn what_is_not_there_is_told() {
    for (config, message) in [
        (
            r#"{"proxy":{"port":1}}"#,
            "AxiosHttp property \"proxy.host\" is not a valid value.",
        ),
        (
            r#"{"proxy":{"host":"a/b"}}"#,
            "AxiosHttp property \"proxy.host\" is not a valid value.",
        ),
        (
            r#"{"proxy":{"host":"a","protocol":"socks5"}}"#,
            "AxiosHttp property \"proxy.protocol\" is not available in this build.",
        ),
        (
            r#"{"httpsAgentOptions":{"ca":"s3cret"}}"#,
            "AxiosHttp property \"httpsAgentOptions.ca\" is not a valid value.",
        ),
        (
            r#"{"httpsAgentOptions":{"key":"s3cret"}}"#,
            "AxiosHttp property \"httpsAgentOptions.cert\" is not a valid value.",
        ),
        (
            r#"{"httpsAgentOptions":{"minVersion":"TLSv1"}}"#,
            "AxiosHttp property \"httpsAgentOptions.minVersion\" is not a valid value.",
        ),
        (
            r#"{"httpsAgentOptions":{"servername":"a"}}"#,
            "AxiosHttp property \"httpsAgentOptions.servername\" is not available in this build.",
        ),
        (
            r#"{"httpAgentOptions":{"localAddress":"::1"}}"#,
            "AxiosHttp property \"httpAgentOptions.localAddress\" is not available in this build.",
        ),
        (
            r#"{"socketPath":"/run/docker.sock"}"#,
            "AxiosHttp property \"socketPath\" is not available in this build.",
        ),
    ] {
        let error = ask(false, config, r#"{"url":"http://1.1.1.1/"}"#).await;
        assert_eq!(error.expect_err(config).message(), message, "{config}");
    }
}

#[tokio::test]
async fn sizes_are_limited_both_ways() {
    let service = StandIn::start(|seen| (200, format!("{:?}", seen.body))).await;
    let post = |more: &str| {
        let url = service.url();
        format!(r#"{{"url":"{url}","method":"post","data":"0123456789"{more}}}"#)
    };
    let error = ask(true, "{}", &post(r#","maxBodyLength":9"#)).await;
    assert_eq!(
        error.expect_err("too long").message(),
        "Request body larger than maxBodyLength limit"
    );
    assert!(service.take().is_empty());
    let answer = ask(
        true,
        "{}",
        &post(r#","maxBodyLength":10,"responseType":"blob""#),
    )
    .await;
    let answer = answer.expect("an answer");
    assert_eq!(answer.key("data").as_str(), Some("\"0123456789\""));

    // 64 MiB of zeros, packed into 64 KiB.
    let bomb = bomb().await;
    let request = format!(r#"{{"url":"http://127.0.0.1:{bomb}/"}}"#);
    let error = ask(true, "{}", &request).await.expect_err("a bomb");
    assert_eq!(
        error.message(),
        "maxContentLength size of 52428800 exceeded"
    );
    // As a list of numbers far less is too much.
    let bomb = self::bomb().await;
    let request = format!(r#"{{"url":"http://127.0.0.1:{bomb}/","responseType":"arraybuffer"}}"#);
    let error = ask(true, "{}", &request).await.expect_err("a bomb");
    assert_eq!(
        error.message(),
        "The answer has more than 4194304 bytes, which is the most that \"responseType: arraybuffer\" \
         takes unless \"maxContentLength\" says otherwise."
    );
}

/// A service whose answer is large once it is unpacked.
async fn bomb() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let mut body = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::copy(
        &mut std::io::Read::take(std::io::repeat(0), 64 << 20),
        &mut body,
    )
    .expect("memory");
    let body = body.finish().expect("memory");
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a client");
        let mut head = [0; 4096];
        let _ = stream.read(&mut head).await;
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        let _ = stream.write_all(head.as_bytes()).await;
        let _ = stream.write_all(&body).await;
    });
    port
}
