//! What goes wrong between a request and its database.

use std::time::Duration;

use engine::{Value, json};
use mongodb::bson::{Document, doc};

use super::{Answer, Db, cx};
use crate::tests::v;
use crate::{Clients, ConnectCx, Error, ErrorKind, find};

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

fn rows(documents: Vec<Document>, id: i64) -> Document {
    doc! { "cursor": { "firstBatch": documents, "id": id, "ns": "shop.orders" }, "ok": 1 }
}

fn more(documents: Vec<Document>, id: i64) -> Document {
    doc! { "cursor": { "nextBatch": documents, "id": id, "ns": "shop.orders" }, "ok": 1 }
}

#[tokio::test]
async fn what_the_server_refuses_has_its_text_and_no_values_of_others() {
    let cases = [
        (
            121,
            "Document failed validation",
            ErrorKind::Request,
            "Document failed validation",
        ),
        (
            11_000,
            "E11000 duplicate key error collection: a index: b dup key: { b: \"s3cret\" }",
            ErrorKind::Request,
            "index: b",
        ),
        (
            13,
            "not authorized on shop to execute command { find: s3cret }",
            ErrorKind::Request,
            "may not do this",
        ),
        (
            18,
            "Authentication failed for s3cret",
            ErrorKind::Service,
            "user or the password",
        ),
        (
            50,
            "operation exceeded time limit",
            ErrorKind::Service,
            "took too long",
        ),
        (11_601, "", ErrorKind::Request, "11601"),
    ];
    let db = Db::new("").await;
    for (code, text, kind, part) in cases {
        let says = doc! { "ok": 0, "code": code, "codeName": "X", "errmsg": text };
        let error = db.run("MongoDBFind", &v(r#"{"query":{}}"#), &[says]).await;
        let error = error.expect_err(text);
        assert_eq!(error.kind(), kind, "{text}");
        assert!(error.message().contains(part), "{error}");
        assert!(!error.message().contains("s3cret"), "{error}");
        db.commands();
    }
}

#[tokio::test]
async fn options_that_are_wrong_are_named() {
    let db = Db::new("").await;
    let cases = [
        (
            "MongoDBFind",
            r#"{"query":{},"options":{"skip":-1}}"#,
            "skip",
        ),
        (
            "MongoDBFind",
            r#"{"query":{},"options":{"limit":"ten"}}"#,
            "limit",
        ),
        (
            "MongoDBFind",
            r#"{"query":{},"options":{"sort":{"a":2}}}"#,
            "sort",
        ),
        (
            "MongoDBFind",
            r#"{"query":{},"options":{"maxTimeMS":"x"}}"#,
            "maxTimeMS",
        ),
        (
            "MongoDBFind",
            r#"{"query":{},"options":{"readPreference":"first"}}"#,
            "readPreference",
        ),
        (
            "MongoDBFindOne",
            r#"{"query":{},"options":{"collation":{"strength":9}}}"#,
            "collation",
        ),
        (
            "MongoDBAggregation",
            r#"{"pipeline":[],"options":{"hint":5}}"#,
            "hint",
        ),
        (
            "MongoDBUpdateOne",
            r#"{"filter":{},"update":{"$set":{}},"options":{"arrayFilters":1}}"#,
            "arrayFilters",
        ),
        (
            "MongoDBInsertMany",
            r#"{"docs":[{}],"options":{"ordered":"no"}}"#,
            "ordered",
        ),
        (
            "MongoDBDeleteOne",
            r#"{"filter":{},"options":{"writeConcern":{"w":{}}}}"#,
            "writeConcern",
        ),
    ];
    for (kind, request, option) in cases {
        let error = db.run(kind, &v(request), &[]).await.expect_err(request);
        let text = format!("{kind} option \"{option}\" is not valid.");
        assert_eq!(error.message(), text, "{request}");
    }
    let hostile = [
        ("MongoDBAggregation", r#"{"pipeline":["$out"]}"#),
        (
            "MongoDBFind",
            r#"{"query":{"_oid":"64b000000000000000000001"}}"#,
        ),
        ("MongoDBFind", r#"{"query":{"a":{"_oid":{"$ne":1}}}}"#),
        ("MongoDBUpdateOne", r#"{"filter":{},"update":[{"a":1}]}"#),
        ("MongoDBBulkWrite", r#"{"operations":[{}]}"#),
        ("MongoDBInsertOne", r#"{"doc":{"a\u0000b":1}}"#),
    ];
    for (kind, request) in hostile {
        let error = db.run(kind, &v(request), &[]).await.expect_err(request);
        assert_eq!(error.kind(), ErrorKind::Request, "{request}: {error}");
    }
    let deep = (0..400).fold(Value::Null, |value, _| Value::object([("a", value)]));
    let request = Value::object([("query", deep)]);
    let error = db
        .run("MongoDBFind", &request, &[])
        .await
        .expect_err("deep");
    assert!(error.message().contains("too deeply"), "{error}");
    assert!(db.commands().is_empty());
}

#[tokio::test]
async fn connection_strings_are_never_told() {
    let entry = find("MongoDBCollection").expect("the connection");
    let clients = Clients::new(ConnectCx::new("."));
    let wrong = [
        "localhost/s3cret",
        "mongodb://user:s3cret@pa@host",
        "mongodb://user:s3cret@host:port/db",
        "mongodb://user:s3%zzcret@host/db",
        "mongodb://user:s3cret@host/db?maxPoolSize=s3cret",
        "mongodb://user:s3cret@host/db?authMechanism=S3CRET",
        "mongodb://user:s3cret@host/db?tls=true&tlsInsecure=s3cret",
        "mongodb://",
        "postgres://user:s3cret@host/db",
    ];
    for uri in wrong {
        let properties = Value::object([("databaseUri", uri.into()), ("collection", "c".into())]);
        let Err(error) = clients.get(entry, "db", &properties).await else {
            panic!("{uri} is fine");
        };
        assert_eq!(error.kind(), ErrorKind::Config, "{uri}: {error}");
        assert!(
            !texts(&error).to_lowercase().contains("s3cret"),
            "{}",
            texts(&error)
        );
    }
}

#[tokio::test]
async fn a_database_that_is_not_there_is_given_up() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    drop(listener);
    let properties = format!(
        r#"{{"databaseUri":"mongodb://user:s3cret@127.0.0.1:{port}/?serverSelectionTimeoutMS=600000",
            "collection":"c","options":{{"serverSelectionTimeoutMS":200}}}}"#
    );
    let properties = json::parse(properties.as_bytes()).expect("properties");
    let entry = find("MongoDBCollection").expect("the connection");
    let clients = Clients::new(ConnectCx::new("."));
    let client = clients
        .get(entry, "db", &properties)
        .await
        .expect("a client");
    let request = v(r#"{"query":{}}"#);
    let cx = cx(None);
    let find = entry.request("MongoDBFind").expect("the request");
    let work = find.run(&cx, &client, &properties, &request);
    let done = tokio::time::timeout(Duration::from_secs(60), work).await;
    let error = done.expect("it ends").expect_err("there is none");
    assert_eq!(error.kind(), ErrorKind::Service);
    assert_eq!(error.message(), "The database cannot be reached.");
    assert!(!texts(&error).contains("s3cret"), "{}", texts(&error));
}

#[tokio::test]
async fn reads_and_writes_are_repeated_once_when_the_connection_is_lost() {
    let db = Db::new("").await;
    let request = v(r#"{"query":{}}"#);
    db.server.says([
        Answer::HangUp,
        Answer::Reply(rows(vec![doc! { "n": 1 }], 0)),
    ]);
    let answer = db.run_within("MongoDBFind", &request, None).await;
    assert_eq!(answer.expect("rows"), v(r#"[{"n":1}]"#));
    assert_eq!(db.commands().len(), 2);

    db.server.says([
        Answer::HangUp,
        Answer::Reply(doc! { "n": 1, "nModified": 1, "ok": 1 }),
    ]);
    let request = v(r#"{"filter":{},"update":{"$inc":{"n":1}}}"#);
    let answer = db.run_within("MongoDBUpdateOne", &request, None).await;
    assert_eq!(
        answer.expect("an answer").key("modifiedCount"),
        &Value::from(1.0)
    );
    // The same number of the transaction, so that the server does it once.
    let numbers: Vec<_> = db
        .server
        .commands()
        .into_iter()
        .map(|it| it.get("txnNumber").cloned())
        .collect();
    assert!(
        numbers.len() == 2 && numbers[0].is_some() && numbers[0] == numbers[1],
        "{numbers:?}"
    );

    db.server.says([Answer::HangUp, Answer::HangUp]);
    let error = db
        .run_within("MongoDBFind", &v(r#"{"query":{}}"#), None)
        .await
        .expect_err("gone");
    assert_eq!(error.kind(), ErrorKind::Service);
    assert_eq!(error.message(), "The connection to the database was lost.");
}

#[tokio::test]
async fn reads_have_the_time_of_the_request() {
    let db = Db::new("").await;
    let time = Some(Duration::from_millis(1500));
    for (kind, request, expected) in [
        ("MongoDBFind", r#"{"query":{}}"#, 1500),
        ("MongoDBFindOne", r#"{"query":{}}"#, 1500),
        ("MongoDBAggregation", r#"{"pipeline":[]}"#, 1500),
        (
            "MongoDBFind",
            r#"{"query":{},"options":{"maxTimeMS":7}}"#,
            7,
        ),
    ] {
        db.server.says([Answer::Reply(rows(vec![], 0))]);
        db.run_within(kind, &v(request), time).await.expect(kind);
        let commands = db.commands();
        let [command] = commands.as_slice() else {
            panic!("{commands:?}");
        };
        assert_eq!(
            command.get_i32("maxTimeMS").ok(),
            Some(expected),
            "{command:?}"
        );
    }
    // Nobody waits for a server that says nothing.
    db.server.says([Answer::Silence]);
    let request = v(r#"{"query":{}}"#);
    let work = db.run_within("MongoDBFind", &request, None);
    assert!(
        tokio::time::timeout(Duration::from_millis(300), work)
            .await
            .is_err()
    );
    db.server.says([Answer::Reply(rows(vec![], 0))]);
    db.run_within("MongoDBFind", &request, None)
        .await
        .expect("rows");
}

#[tokio::test]
async fn rows_come_one_after_the_other() {
    for (kind, request) in [
        ("MongoDBFind", r#"{"query":{},"options":{"batchSize":2}}"#),
        (
            "MongoDBAggregation",
            r#"{"pipeline":[],"options":{"batchSize":2}}"#,
        ),
    ] {
        let db = Db::new("").await;
        let two = |n: i32| vec![doc! { "n": n }, doc! { "n": n + 1 }];
        db.server.says([
            Answer::Reply(rows(two(0), 9)),
            Answer::Reply(more(two(2), 9)),
            Answer::Reply(doc! { "ok": 0, "code": 43, "errmsg": "cursor id 9 not found" }),
        ]);
        let mut stream = db.stream(kind, &v(request)).await.expect("a stream");
        for n in 0..4 {
            let row = stream.next().await.expect("a row").expect("a row");
            assert_eq!(row.key("n"), &Value::from(f64::from(n)), "{kind}");
        }
        let error = stream.next().await.expect("an end").expect_err("an error");
        assert_eq!(error.message(), "cursor id 9 not found");
        assert!(stream.next().await.is_none());

        // A cursor that nobody reads on is closed on the server.
        let db = Db::new("").await;
        db.server
            .says((0..200).map(|_| Answer::Reply(rows(two(0), 9))));
        let mut stream = db.stream(kind, &v(request)).await.expect("a stream");
        stream.next().await.expect("a row").expect("a row");
        drop(stream);
        while db.server.housekeeping() != ["killCursors"] {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}
