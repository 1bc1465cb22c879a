//! SMTP against a mail server in this process.

use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use engine::Value;
use rustls::ServerConfig;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::stand_in::{StandIn, run, run_on};
use super::v;
use crate::{Clients, ConnectCx, Error, ErrorKind, find};

/// What the server got, line by line; connections begin with `*`.
type Log = Arc<Mutex<Vec<String>>>;

struct Server {
    port: u16,
    log: Log,
}

impl Server {
    /// Takes mail of `user` with `pass`, and none for `nobody@`.
    async fn start(tls: bool) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let log = Log::default();
        let acceptor = tls.then(acceptor);
        let seen = log.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (log, acceptor) = (seen.clone(), acceptor.clone());
                tokio::spawn(async move {
                    log.lock().expect("not poisoned").push("*".to_owned());
                    let mut stream = BufReader::new(stream);
                    say(&mut stream, "220 ready").await;
                    if !talk(&mut stream, &log, acceptor.is_some()).await {
                        return;
                    }
                    let Some(acceptor) = acceptor else {
                        return;
                    };
                    if let Ok(stream) = acceptor.accept(stream.into_inner()).await {
                        talk(&mut BufReader::new(stream), &log, false).await;
                    }
                });
            }
        });
        Server { port, log }
    }

    fn lines(&self) -> Vec<String> {
        self.log.lock().expect("not poisoned").clone()
    }

    fn connection(&self, more: &str) -> Value {
        let mut connection = v(r#"{"host":"127.0.0.1","from":"Shop <shop@example.org>"}"#);
        let map = connection.make_map();
        map.insert("port", i32::from(self.port).into());
        for (key, value) in v(more).as_map().expect("an object").iter() {
            map.insert(key.clone(), value.clone());
        }
        connection
    }

    async fn send(&self, more: &str, mail: &str) -> Result<Value, Error> {
        let connection = self.connection(more);
        let connection = ("SMTP", &connection);
        run(ConnectCx::new("."), connection, ("SMTPMailSend", mail)).await
    }
}

fn acceptor() -> TlsAcceptor {
    let certificate = CertificateDer::from_pem_slice(include_bytes!("tls/cert.pem"));
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("tls/key.pem"));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.expect("PEM")], key.expect("PEM"));
    TlsAcceptor::from(Arc::new(config.expect("a server")))
}

async fn say(stream: &mut (impl AsyncWrite + Unpin), line: &str) {
    let _ = stream.write_all(format!("{line}\r\n").as_bytes()).await;
}

/// Speaks SMTP; true if the other side wants to encrypt.
async fn talk(
    stream: &mut (impl AsyncBufReadExt + AsyncRead + AsyncWrite + Unpin),
    log: &Log,
    starttls: bool,
) -> bool {
    let mut in_data = false;
    let mut line = String::new();
    while stream.read_line(&mut line).await.is_ok_and(|n| n > 0) {
        let text = std::mem::take(&mut line).trim_end().to_owned();
        log.lock().expect("not poisoned").push(text.clone());
        let command = text.to_ascii_uppercase();
        let answer = match command.split(' ').next().unwrap_or_default() {
            "." if in_data => {
                in_data = false;
                "250 taken"
            }
            _ if in_data => continue,
            "EHLO" if starttls => "250-here\r\n250-8BITMIME\r\n250 STARTTLS",
            "EHLO" => "250-here\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN",
            "STARTTLS" => {
                say(stream, "220 go").await;
                return true;
            }
            "AUTH" if command.ends_with(&STANDARD.encode("\0user\0pass").to_uppercase()) => {
                "235 welcome"
            }
            "AUTH" => "535 no s3cret",
            "RCPT" if command.contains("NOBODY@") => "550 no such user s3cret",
            "DATA" => {
                in_data = true;
                "354 go on"
            }
            "QUIT" => "221 bye",
            _ => "250 ok",
        };
        say(stream, answer).await;
    }
    false
}

#[tokio::test]
async fn a_mail_arrives_whole() {
    let server = Server::start(false).await;
    let answer = server
        .send(
            r#"{"auth":{"user":"user","pass":"pass"},"replyTo":"help@example.org"}"#,
            r#"{"to":["A é <a@example.org>"],"cc":"c@example.org","bcc":{"name":"D","email":"d@example.org"},
                "subject":"Hi\r\nX-Evil: 1","text":"plain\n.\ndot","html":"<img src=cid:i>",
                "attachments":[{"filename":"a.txt","content":"aGVsbG8=","encoding":"base64"},
                    {"cid":"i","content":"6869","encoding":"hex","contentType":"image/png"}]}"#,
        )
        .await
        .expect("sent");
    let result = &answer.key("results").items()[0];
    assert_eq!(
        result.key("accepted"),
        &v(r#"["a@example.org","c@example.org","d@example.org"]"#)
    );
    let lines = server.lines();
    let has = |line: &str| lines.iter().any(|it| it == line);
    for line in [
        "MAIL FROM:<shop@example.org>",
        "RCPT TO:<a@example.org>",
        "RCPT TO:<d@example.org>",
        "From: Shop <shop@example.org>",
        "To: =?utf-8?b?QSDDqQ==?= <a@example.org>",
        "Cc: c@example.org",
        "Reply-To: help@example.org",
        "Subject: Hi X-Evil: 1",
        "plain",
        "..",
        "dot",
        "<img src=cid:i>",
        "Content-ID: <i>",
        "Content-Type: image/png",
        "Content-Disposition: attachment; filename=\"a.txt\"",
        "Content-Type: text/plain",
        "hello",
    ] {
        assert!(has(line), "{line}\n{}", lines.join("\n"));
    }
    let id = result.key("messageId").as_str().expect("an id");
    assert!(has(&format!("Message-ID: {id}")) && id.ends_with("@example.org>"));
    assert!(!lines.iter().any(|line| line.starts_with("Bcc")));
}

#[tokio::test]
async fn connections_are_kept_and_mails_filtered() {
    let server = Server::start(false).await;
    let clients = Clients::new(ConnectCx::new("."));
    let connection = server.connection(r#"{"filter":{"allowlist":["example.org"]}}"#);
    let entry = find("SMTP").expect("SMTP");
    let mails =
        r#"[{"to":"a@example.org"},{"to":"b@other.org"},{"to":["c@example.org","d@other.org"]}]"#;
    for _ in 0..2 {
        let answer = run_on(&clients, entry, &connection, ("SMTPMailSend", mails)).await;
        let answer = answer.expect("sent");
        let results = answer.key("results").items();
        assert_eq!(results[1].key("filtered"), &Value::from(true));
        assert_eq!(results[2].key("accepted"), &v(r#"["c@example.org"]"#));
    }
    let lines = server.lines();
    let count = |start: &str| lines.iter().filter(|line| line.starts_with(start)).count();
    assert_eq!(count("RCPT"), 4);
    assert!(count("*") < 4, "{lines:?}");
}

#[tokio::test]
async fn mail_is_encrypted_if_the_server_can() {
    let mail = r#"{"to":"a@example.org","text":"hi"}"#;
    let server = Server::start(true).await;
    let trusting = r#"{"tls":{"rejectUnauthorized":false,"servername":"localhost"},"auth":{"user":"user","pass":"pass"}}"#;
    server.send(trusting, mail).await.expect("sent");
    assert!(server.lines().contains(&"STARTTLS".to_owned()));
    // Nobody vouches for its certificate.
    let error = server.send("{}", mail).await.expect_err("no authority");
    assert_eq!(
        error.message(),
        "The mail server can not be spoken to encrypted."
    );
    let plain = Server::start(false).await;
    let error = plain.send(r#"{"requireTLS":true}"#, mail).await;
    assert!(error.is_err());
    assert!(!plain.lines().iter().any(|line| line.starts_with("MAIL")));
}

#[tokio::test]
async fn failures_are_told_without_secrets() {
    let server = Server::start(false).await;
    let silent = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let silent_port = silent.local_addr().expect("an address").port();
    let gone = {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        listener.local_addr().expect("an address").port()
    };
    for (more, mail, kind, message) in [
        (
            r#"{"auth":{"user":"user","pass":"s3cret"}}"#.to_owned(),
            r#"{"to":"a@example.org"}"#,
            ErrorKind::Service,
            "The mail server did not accept the sender's credentials (535).",
        ),
        (
            "{}".to_owned(),
            r#"{"to":"nobody@example.org"}"#,
            ErrorKind::Request,
            "The mail server refused the mail (550).",
        ),
        (
            format!(r#"{{"port":{gone}}}"#),
            r#"{"to":"a@example.org"}"#,
            ErrorKind::Service,
            "The mail server could not be reached.",
        ),
        (
            format!(r#"{{"port":{silent_port},"socketTimeout":200}}"#),
            r#"{"to":"a@example.org"}"#,
            ErrorKind::Service,
            "The mail server did not answer in time.",
        ),
        (
            "{}".to_owned(),
            r#"{"to":"no address"}"#,
            ErrorKind::Request,
            "SMTPMailSend: \"to\" has an invalid email address.",
        ),
        (
            r#"{"service":"nope"}"#.to_owned(),
            r#"{"to":"a@example.org"}"#,
            ErrorKind::Config,
            "SMTP connection property \"service\" is not available in this build.",
        ),
        (
            "{}".to_owned(),
            r#"{"to":"a@example.org","attachments":[{"path":"../../etc/passwd"}]}"#,
            ErrorKind::Request,
            "SMTPMailSend: an attachment's \"path\" is not a file in the build folder.",
        ),
        (
            "{}".to_owned(),
            r#"{"to":"a@example.org","attachments":[{"path":"http://localhost/"}]}"#,
            ErrorKind::Request,
            "Requests to private network addresses are not allowed (\"localhost\").",
        ),
        (
            "{}".to_owned(),
            r#"{"to":"a@example.org","attachments":[{"path":"file:///etc/passwd"}]}"#,
            ErrorKind::Request,
            "SMTPMailSend: an attachment's \"path\" is not an address of the web.",
        ),
    ] {
        let error = server.send(&more, mail).await.expect_err(message);
        assert_eq!((error.kind(), error.message()), (kind, message));
        let source = std::error::Error::source(&error).map(ToString::to_string);
        assert!(!source.unwrap_or_default().contains("s3cret"));
    }
}

#[tokio::test]
async fn files_come_from_the_build_folder_and_the_web() {
    let server = Server::start(false).await;
    let web = StandIn::start(|_| (200, "from the web".to_owned())).await;
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a.txt"), "from the folder").expect("a file");
    let mail = format!(
        r#"{{"to":"a@example.org","attachments":[{{"path":"a.txt"}},{{"path":"{}/b.txt?x=1"}}]}}"#,
        web.url()
    );
    let mut cx = ConnectCx::new(folder.path());
    cx.allow_private_http = true;
    let connection = server.connection("{}");
    let sent = run(cx, ("SMTP", &connection), ("SMTPMailSend", &mail)).await;
    sent.expect("sent");
    let lines = server.lines();
    for line in [
        "from the folder",
        "from the web",
        "Content-Disposition: attachment; filename=\"b.txt\"",
    ] {
        assert!(lines.iter().any(|it| it == line), "{line}\n{lines:?}");
    }
}
