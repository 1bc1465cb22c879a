//! What goes wrong between a request and its server.

use std::time::Duration;

use engine::Value;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use servers::Kind;

use super::Db;
use crate::tests::v;
use crate::{Error, ErrorKind};

/// All that an error tells to the caller and to the log.
fn texts(error: &Error) -> String {
    let mut text = format!("{error} {error:?}");
    let mut source = std::error::Error::source(error);
    while let Some(it) = source {
        text.push_str(&format!(" {it} {it:?}"));
        source = it.source();
    }
    text
}

#[tokio::test]
async fn commands_that_change_the_connection_are_refused() {
    let Some(server) = servers::redis() else {
        return;
    };
    let db = Db::new(server, 4);
    for (command, parameters) in [
        ("subscribe", r#"["c"]"#),
        ("MONITOR", "[]"),
        ("multi", "[]"),
        ("select", "[1]"),
        ("auth", r#"["s3cret"]"#),
        ("client_reply", r#"["OFF"]"#),
        ("client", r#"["reply","OFF"]"#),
        ("client setname", r#"["x"]"#),
        ("quit", "[]"),
    ] {
        let error = db.run(command, parameters, "{}").await.expect_err(command);
        assert_eq!(error.kind(), ErrorKind::Config, "{command} {error}");
        assert!(error.message().contains(command), "{error}");
    }
    for (command, parameters, modifiers) in [
        ("get\r\nFLUSHALL", "[]", "{}"),
        ("", "[]", "{}"),
        ("sort_store", r#"["a","b"]"#, "{}"),
        ("lpos_count", r#"["a","b",1]"#, "{}"),
        ("evil", r#"["s3cret"]"#, "{}"),
        ("set", r#"["k",true]"#, "{}"),
        ("set", r#"["k",null]"#, "{}"),
        ("set", r#"["k","v"]"#, r#"{"ex":{"a":1}}"#),
        ("set", r#"["k","v"]"#, r#"{"ex":"s3cret"}"#),
        ("zadd", r#"["z",{"score":"s3cret","value":"v"}]"#, "{}"),
    ] {
        let error = db
            .run(command, parameters, modifiers)
            .await
            .expect_err(command);
        assert_eq!(error.kind(), ErrorKind::Request, "{command} {error}");
        assert!(!texts(&error).contains("s3cret"), "{}", texts(&error));
    }
}

#[tokio::test]
async fn commands_that_wait_hold_up_nobody() {
    let Some(server) = servers::redis() else {
        return;
    };
    let db = Db::new(server, 5);
    db.run("del", r#"["q"]"#, "{}").await.expect("deleted");
    let wait = db.run("blpop", r#"["q",0]"#, "{}");
    let push = async {
        // The server may not know yet that somebody waits; it is the same.
        db.run("ping", r#"["x"]"#, "{}").await.expect("an answer");
        db.run("rpush", r#"["q","job"]"#, "{}")
            .await
            .expect("pushed")
    };
    let (waited, pushed) = tokio::join!(wait, push);
    assert_eq!(waited.expect("a job"), v(r#"{"key":"q","element":"job"}"#));
    assert_eq!(pushed, Value::from(1.0));
    let stream =
        v(r#"{"command":"xread","parameters":[{"key":"none","id":"$"}],"modifiers":{"block":0}}"#);
    let error = db.request(&stream, Some(Duration::from_millis(50))).await;
    let error = error.expect_err("nothing comes");
    assert_eq!(error.kind(), ErrorKind::Service);
    assert_eq!(error.message(), "The database took too long.");
    db.run("ping", r#"["x"]"#, "{}").await.expect("an answer");
}

#[tokio::test]
async fn a_server_that_was_away_is_used_again() {
    let Some(server) = servers::start_with(Kind::Redis, &[], &["--requirepass", "s3cret"]) else {
        return;
    };
    let port = server.port();
    let db = Db::of(format!("redis://:s3cret@127.0.0.1:{port}").into());
    db.run("set", r#"["k","v"]"#, "{}").await.expect("set");
    server.kill();
    for _ in 0..2 {
        let error = db.run("get", r#"["k"]"#, "{}").await.expect_err("away");
        assert_eq!(error.kind(), ErrorKind::Service, "{error}");
        assert!(!texts(&error).contains("s3cret"), "{}", texts(&error));
        assert!(!error.message().contains(&port.to_string()), "{error}");
    }
    server.restart().expect("a server");
    // It keeps nothing. The connection that was lost is noticed without losing a command.
    assert_eq!(
        db.run("get", r#"["k"]"#, "{}").await.expect("an answer"),
        Value::Null
    );

    let wrong = Db::of(format!("redis://:wr0ng@127.0.0.1:{port}").into());
    let none = Db::of(format!("redis://127.0.0.1:{port}").into());
    for db in [wrong, none] {
        let error = db
            .run("get", r#"["k"]"#, "{}")
            .await
            .expect_err("no password");
        assert_eq!(
            error.message(),
            "The database refused the user or the password."
        );
        assert!(!texts(&error).contains("wr0ng"), "{}", texts(&error));
    }
}

#[tokio::test]
async fn connections_are_settings_in_several_forms() {
    let Some(server) = servers::redis() else {
        return;
    };
    let port = server.port();
    for connection in [
        format!(r#""redis://127.0.0.1:{port}""#),
        format!(r#"{{"url":"redis://127.0.0.1:{port}/3"}}"#),
        format!(
            r#"{{"url":"redis://nowhere.invalid:1","socket":{{"host":"127.0.0.1","port":{port}}},"database":3}}"#
        ),
    ] {
        let db = Db::of(v(&connection));
        let answer = db.run("ping", r#"["hi"]"#, "{}").await;
        assert_eq!(answer.expect(&connection), Value::from("hi"));
    }
    for connection in [
        r#""http://user:s3cret@host""#,
        r#""redis://user:s3cret@host:port""#,
        r#""redis://:s3cret@host/db""#,
        r#""s3cret""#,
        r#"{"socket":{"port":70000}}"#,
        r#"{"socket":{"tls":true,"ca":"s3cret"}}"#,
    ] {
        let error = Db::of(v(connection)).run("ping", "[]", "{}").await;
        let error = error.expect_err(connection);
        assert_eq!(error.kind(), ErrorKind::Config, "{connection} {error}");
        assert!(!texts(&error).contains("s3cret"), "{}", texts(&error));
    }
}

#[tokio::test]
async fn a_server_must_prove_who_it_is() {
    let mut params = CertificateParams::new(Vec::new()).expect("params");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    let issuer = CertifiedIssuer::self_signed(params, key).expect("a certificate");
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(vec!["localhost".to_owned()]).expect("params");
    let certificate = params.signed_by(&key, &issuer).expect("a certificate");
    let (cert, key, ca) = (certificate.pem(), key.serialize_pem(), issuer.pem());
    let files = [
        ("cert.pem", cert.as_str()),
        ("key.pem", key.as_str()),
        ("ca.pem", ca.as_str()),
    ];
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = free.local_addr().expect("an address").port();
    drop(free);
    let number = port.to_string();
    let arguments = [
        "--tls-port",
        &number,
        "--tls-cert-file",
        "{folder}/cert.pem",
        "--tls-key-file",
        "{folder}/key.pem",
        "--tls-ca-cert-file",
        "{folder}/ca.pem",
        "--tls-auth-clients",
        "no",
    ];
    let Some(_server) = servers::start_with(Kind::Redis, &files, &arguments) else {
        return;
    };
    let trusted = Value::object([("ca", ca.into())]);
    let lax = Value::object([("rejectUnauthorized", false.into())]);
    for (host, socket, fine) in [
        ("localhost", trusted.clone(), true),
        ("localhost", lax, true),
        // Nobody knows who made the certificate, or it is for another name.
        ("localhost", Value::object([]), false),
        ("127.0.0.1", trusted, false),
    ] {
        let url = format!("rediss://{host}:{port}");
        let connection = Value::object([("url", url.as_str().into()), ("socket", socket)]);
        let answer = Db::of(connection).run("ping", r#"["hi"]"#, "{}").await;
        match answer {
            Ok(answer) => assert!(fine && answer == Value::from("hi"), "{url}"),
            Err(error) => {
                assert!(!fine, "{url} {error}");
                assert_eq!(error.kind(), ErrorKind::Service, "{error}");
            }
        }
    }
}
