//! What goes wrong between a request and its database.

use std::time::{Duration, Instant};

use engine::{Value, json};
use servers::Kind;

use super::super::v;
use super::{Db, all, raw_request};
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

#[tokio::test]
async fn a_refused_statement_says_why_and_no_values() {
    for db in all().await {
        let is_pg = db.kind == Kind::Postgres;
        db.raw("create table kinds (n int, s varchar(3), k varchar(20) unique, d date)")
            .await
            .expect("a table");
        db.raw("insert into kinds (k) values ('s3cret')")
            .await
            .expect("a row");
        let mut cases = vec![
            (
                "insert into users (id, name) values (1, ?)",
                r#"["s3cret"]"#,
                "key",
            ),
            (
                "insert into users (name, age) values (null, ?)",
                "[7777777]",
                "null",
            ),
            (
                "insert into posts (user_id, title) values (99, ?)",
                r#"["s3cret"]"#,
                "foreign key",
            ),
            ("insert into kinds (k) values (?)", r#"["s3cret"]"#, "key"),
            (
                "insert into kinds (s) values (?)",
                r#"["s3cret"]"#,
                "too long",
            ),
            ("select * from nope where a = ?", r#"["s3cret"]"#, "nope"),
            (
                "select * from users where nope = ?",
                r#"["s3cret"]"#,
                "nope",
            ),
        ];
        if is_pg {
            cases.push((
                "insert into kinds (n) values (?)",
                r#"["s3cret"]"#,
                "integer",
            ));
            cases.push((
                "insert into kinds (d) values (?)",
                r#"["s3\"cret"]"#,
                "date",
            ));
        } else {
            cases.push((
                "insert into kinds (n) values (?)",
                r#"["s3cret"]"#,
                "Incorrect integer",
            ));
            cases.push((
                "insert into kinds (d) values (?)",
                r#"["s3cret"]"#,
                "Incorrect date",
            ));
            cases.push(("selec ? 's3cret'", "[1]", "syntax"));
        }
        for (query, parameters, part) in cases {
            let error = db.raw_with(query, v(parameters)).await.expect_err(query);
            assert_eq!(error.kind(), ErrorKind::Request, "{query}: {error}");
            let message = error.message().to_lowercase();
            assert!(message.contains(&part.to_lowercase()), "{query}: {error}");
            let texts = texts(&error);
            for secret in ["s3cret", "s3\"cret", "7777777", "127.0.0.1"] {
                assert!(!texts.contains(secret), "{query}: {texts}");
            }
        }
        db.raw("select 1 as a")
            .await
            .expect("the connection is fine");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_without_its_address() {
    let clients = Clients::new(ConnectCx::new("."));
    let entry = find("Knex").expect("Knex");
    for (client, url) in [
        ("pg", "postgres://user:s3cret@127.0.0.1:9/d4ta"),
        ("mysql2", "mysql://user:s3cret@127.0.0.1:9/d4ta"),
    ] {
        let properties = Value::object([("client", client.into()), ("connection", url.into())]);
        let client = clients
            .get(entry, client, &properties)
            .await
            .expect("a client");
        let request = raw_request("select 1", Value::Undefined);
        let error = super::run_on(&client, &properties, "KnexRaw", &request, None).await;
        let error = error.expect_err("nobody there");
        assert_eq!(error.message(), "The database cannot be reached.");
        assert_eq!(error.kind(), ErrorKind::Service);
        let texts = texts(&error);
        assert!(
            !texts.contains("s3cret") && !texts.contains("127.0.0.1"),
            "{texts}"
        );
    }
    for connection in [
        r#""pg://user:s3cret@ho st/x""#,
        r#""s3cret""#,
        r#"{"port":"s3cret"}"#,
        r#"{"host":["s3cret"]}"#,
        r#"{"ssl":{"ca":"s3cret"}}"#,
        r#"{"ssl":5}"#,
        "{\"host\":\"a\\u0000s3cret\"}",
    ] {
        let text = format!(r#"{{"client":"pg","connection":{connection}}}"#);
        let properties = json::parse(text.as_bytes()).expect("properties");
        let error = clients
            .get(entry, "bad", &properties)
            .await
            .err()
            .expect(connection);
        assert_eq!(error.kind(), ErrorKind::Config, "{error}");
        assert!(
            error.message().contains("Knex connection property"),
            "{error}"
        );
        assert!(!texts(&error).contains("s3cret"), "{error}");
    }
}

#[tokio::test]
async fn a_refused_login_says_so() {
    for db in all().await {
        let mut properties = db.properties.clone();
        let connection = properties
            .make_map()
            .get("connection")
            .cloned()
            .expect("it");
        let mut connection = connection;
        connection.make_map().insert("database", "nope".into());
        connection.make_map().insert("password", "s3cret".into());
        properties.make_map().insert("connection", connection);
        let db = Db { properties, ..db };
        let error = db.raw("select 1").await.expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Config, "{error}");
        assert!(error.message().contains("is wrong"), "{error}");
        assert!(!texts(&error).contains("s3cret"));
    }
}

#[tokio::test]
async fn a_slow_statement_is_ended_on_the_server_too() {
    for db in all().await {
        let (slow, running) = match db.kind {
            Kind::Postgres => (
                "select count(*) from generate_series(1, 1000000) a, generate_series(1, 1000000) b",
                "select count(*) as n from pg_stat_activity where state = 'active' and query like '%generate_series%' and pid <> pg_backend_pid()",
            ),
            _ => (
                "select benchmark(100000000000, sha2('x', 512))",
                "select count(*) as n from information_schema.processlist where info like '%benchmark(1%' and id <> connection_id()",
            ),
        };
        let request = raw_request(slow, Value::Undefined);
        let limit = Duration::from_millis(300);
        let error = db
            .run("KnexRaw", &request, Some(limit))
            .await
            .expect_err("too slow");
        assert_eq!(error.message(), "Request timed out after 300 ms.");
        assert_eq!(error.kind(), ErrorKind::Service);
        let end = Instant::now() + Duration::from_secs(30);
        loop {
            let rows = db.rows(running, Value::Undefined).await.expect("rows");
            let n = engine::js::to_number(rows.items()[0].key("n"));
            if n == 0.0 {
                break;
            }
            assert!(Instant::now() < end, "it still runs: {rows:?}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

#[tokio::test]
async fn a_pool_has_an_end() {
    let servers = [
        (Kind::Postgres, servers::postgres(), "select pg_sleep(3)"),
        (Kind::Mariadb, servers::mariadb(), "select sleep(3)"),
    ];
    for (kind, server, sleep) in servers {
        let Some(server) = server else { continue };
        let more = r#","pool":{"max":1,"acquireTimeoutMillis":200}"#;
        let db = Db::on(kind, server, more).await;
        let request = raw_request(sleep, Value::Undefined);
        let (slow, second) = tokio::join!(
            db.run("KnexRaw", &request, Some(Duration::from_millis(1500))),
            async {
                tokio::time::sleep(Duration::from_millis(500)).await;
                db.raw("select 1 as a").await
            }
        );
        slow.expect_err("too slow");
        let error = second.expect_err("no connection is free");
        assert_eq!(
            error.message(),
            "No connection to the database was free in time."
        );
        assert_eq!(error.kind(), ErrorKind::Service);
        db.raw("select 1 as a").await.expect("it is free again");
    }
}

#[tokio::test]
async fn a_server_that_comes_back_is_used_again() {
    for kind in [Kind::Postgres, Kind::Mariadb] {
        let Some(server) = servers::start(kind) else {
            continue;
        };
        let db = Db::on(kind, &server, "").await;
        db.raw("create table t (a int)").await.expect("a table");
        let transaction = db
            .client()
            .await
            .expect("a client")
            .begin()
            .await
            .expect("begun");
        server.kill();
        let error = db.raw("select * from t").await.expect_err("gone");
        assert_eq!(error.kind(), ErrorKind::Service, "{error}");
        assert!(!texts(&error).contains("127.0.0.1"), "{error}");
        transaction.commit().await.expect_err("gone");
        server.restart().expect("it starts again");
        db.raw("select * from t").await.expect("rows");
    }
}

#[tokio::test]
async fn a_changed_table_is_seen() {
    for db in all().await {
        for _ in 0..3 {
            db.rows("select * from notes", Value::Undefined)
                .await
                .expect("rows");
        }
        let other = Db {
            clients: Clients::new(ConnectCx::new(".")),
            properties: db.properties.clone(),
            kind: db.kind,
        };
        other
            .raw("alter table notes add column more text")
            .await
            .expect("altered");
        let rows = db
            .rows("select * from notes", Value::Undefined)
            .await
            .expect("rows");
        assert_eq!(rows, v(r#"[{"id":1,"text":"empty","more":null}]"#));
    }
}

#[tokio::test]
async fn nothing_is_left_on_a_connection() {
    let servers = [
        (Kind::Postgres, servers::postgres()),
        (Kind::Mariadb, servers::mariadb()),
    ];
    for (kind, server) in servers {
        let Some(server) = server else { continue };
        let db = Db::on(kind, server, r#","pool":{"max":1}"#).await;
        let mut statements = vec![
            "begin",
            " ;; /* x */ BEGIN",
            "-- x\nstart transaction",
            "commit",
            "rollback",
            "savepoint a",
        ];
        match kind {
            Kind::Postgres => statements.extend([
                "abort",
                "end",
                "prepare transaction 'x'",
                "copy users to stdout",
            ]),
            _ => statements.extend([
                "/*! begin */",
                "/*!50000 start transaction*/",
                "# x\nbegin",
                "xa start 'x'",
            ]),
        }
        for statement in statements {
            let error = db.raw(statement).await.expect_err(statement);
            assert!(
                error.message().contains("not available"),
                "{statement}: {error}"
            );
        }
        let (set, get, usual) = match kind {
            Kind::Postgres => (
                "set timezone = 'Asia/Tokyo'",
                "select current_setting('timezone') as t",
                "UTC",
            ),
            _ => (
                "set time_zone = '+09:00'",
                "select @@time_zone as t",
                "+00:00",
            ),
        };
        db.raw(set).await.expect("set");
        let rows = db.rows(get, Value::Undefined).await.expect("rows");
        assert_eq!(rows.items()[0].key("t").as_str(), Some(usual));
        let two = "select 1; drop table users";
        db.raw(two).await.expect_err("one statement at a time");
    }
}

#[tokio::test]
async fn many_requests_share_few_connections() {
    let servers = [
        (Kind::Postgres, servers::postgres()),
        (Kind::Mariadb, servers::mariadb()),
    ];
    for (kind, server) in servers {
        let Some(server) = server else { continue };
        let db = Db::on(kind, server, r#","pool":{"max":3}"#).await;
        db.raw("create table t (a int, b text)")
            .await
            .expect("a table");
        let inserts = (0..150).map(|i| {
            let db = &db;
            async move {
                let values = vec![i.into(), format!("text {i}").into()];
                db.raw_with("insert into t values (?, ?)", values.into())
                    .await?;
                let found = db
                    .rows("select b from t where a = ?", vec![i.into()].into())
                    .await?;
                Ok::<_, Error>((i, found))
            }
        });
        for done in futures_util::future::join_all(inserts).await {
            let (i, found) = done.expect("an answer");
            assert_eq!(found, v(&format!(r#"[{{"b":"text {i}"}}]"#)));
        }
    }
}
