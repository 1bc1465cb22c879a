//! Knex on SQLite, against the real Knex and by itself.

mod files;
mod hostile;
mod servers;

use std::path::{Path, PathBuf};
use std::time::Duration;

use engine::{Map, Value, json};

use super::v;
use crate::{Client, Clients, ConnectCx, Error, ErrorKind, RequestCx, find};

/// A database of its own, made from the seed of the vectors.
struct Db {
    clients: Clients,
    properties: Value,
    /// Removed with this.
    folder: tempfile::TempDir,
}

impl Db {
    fn new() -> Db {
        Db::with(Map::new())
    }

    fn with(more: Map) -> Db {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("data/test.sqlite");
        let file = file.to_str().expect("a plain name");
        let mut properties: Map = [
            ("client", "better-sqlite3".into()),
            ("connection", Value::object([("filename", file.into())])),
            ("seed", "knex.sql".into()),
        ]
        .into_iter()
        .collect();
        for (key, value) in more {
            properties.insert(key, value);
        }
        let properties = Value::map(properties);
        Db {
            clients: Clients::new(ConnectCx::new(vectors())),
            properties,
            folder,
        }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("data/test.sqlite")
    }

    async fn client(&self) -> Result<Client, Error> {
        let entry = find("Knex").expect("Knex");
        self.clients.get(entry, "db", &self.properties).await
    }

    async fn run(&self, kind: &str, request: &Value) -> Result<Value, Error> {
        self.run_in(kind, request, None).await
    }

    async fn run_in(
        &self,
        kind: &str,
        request: &Value,
        timeout: Option<Duration>,
    ) -> Result<Value, Error> {
        let entry = find("Knex")
            .and_then(|entry| entry.request(kind))
            .expect("a request");
        let cx = RequestCx {
            timeout,
            ..RequestCx::new("db", "request")
        };
        let client = self.client().await?;
        entry.run(&cx, &client, &self.properties, request).await
    }

    async fn raw(&self, query: &str) -> Result<Value, Error> {
        self.run("KnexRaw", &Value::object([("query", query.into())]))
            .await
    }

    async fn raw_with(&self, query: &str, parameters: Value) -> Result<Value, Error> {
        let request = Value::object([("query", query.into()), ("parameters", parameters)]);
        self.run("KnexRaw", &request).await
    }

    async fn build(&self, query: &str) -> Result<Value, Error> {
        let request = Value::object([("query", v(query)), ("tableName", "users".into())]);
        self.run("KnexBuilder", &request).await
    }

    /// Everything in it.
    async fn dump(&self) -> Value {
        let mut tables = Vec::new();
        for table in ["users", "posts", "notes"] {
            let rows = self.raw(&format!("select * from {table} order by 1")).await;
            tables.push(rows.unwrap_or_else(|_| "gone".into()));
        }
        tables.into()
    }
}

fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors")
}

/// Where we differ from what was recorded, by a part of the request, and why.
const DEVIATIONS: [(&str, &str); 5] = [
    (
        "select :a::b as t",
        "placeholders are counted before SQLite sees the statement",
    ),
    (
        "h\u{e9}llo",
        "a zero character is refused before SQLite sees it",
    ),
    (
        "\"pluck\":[\"name as n\"]",
        "undefined in a list, which is null on the wire",
    ),
    ("\"where\":{\"id\":1}", "values do not belong into messages"),
    ("\"union\":[]", "nothing to unite with is not an error"),
];

#[tokio::test]
async fn requests_give_what_knex_gives() {
    let text = include_str!("../../vectors/knex.jsonl");
    let untouched = Db::new().dump().await;
    let mut failures = Vec::new();
    for line in text.lines() {
        let vector = json::parse_wire(line.as_bytes()).expect("a vector");
        let request = vector.key("request");
        let flag = vector.key("useNullAsDefault").clone();
        let memory = Value::from(":memory:");
        let more = [("useNullAsDefault", flag), ("connection", memory)];
        let db = Db::with(more.into_iter().collect());
        let kind = match vector.key("kind").as_str() {
            Some("raw") => "KnexRaw",
            _ => "KnexBuilder",
        };
        let answer = match db.run(kind, request).await {
            Ok(Value::Undefined) => Value::object([("~undef", true.into())]),
            Ok(value) => value,
            Err(error) => Value::object([("error", error.message().into())]),
        };
        let expected = match vector.key("error") {
            Value::Undefined => vector.key("result").clone(),
            error => Value::object([("error", error.clone())]),
        };
        let expected_after = vector.key("after").clone().or(untouched.clone());
        let after = db.dump().await;
        let known = DEVIATIONS.iter().any(|(part, _)| line.contains(part));
        if (answer != expected || after != expected_after) && !known {
            failures.push(format!(
                "{request:?}\n  want {expected:?}\n  got  {answer:?}{}",
                match after == expected_after {
                    true => String::new(),
                    false => format!("\n  want {expected_after:?}\n  have {after:?}"),
                }
            ));
        }
    }
    assert!(
        failures.is_empty(),
        "{} differ:\n{}",
        failures.len(),
        failures.join("\n")
    );
    assert_eq!(text.lines().count(), 286);
}

#[tokio::test]
async fn many_rows_come_back() {
    let db = Db::new();
    db.raw("with recursive n(i) as (select 1 union all select i + 1 from n where i < 10000) insert into posts (user_id, title) select 1, 'Title ' || i || ' é' from n")
        .await
        .expect("inserted");
    let rows = db
        .raw("select * from posts order by id")
        .await
        .expect("rows");
    assert_eq!(rows.items().len(), 10_003);
    assert_eq!(
        rows.items()[10_002].key("title").as_str(),
        Some("Title 10000 é")
    );
    let rows: Vec<Value> = (0..5000)
        .map(|i| Value::object([("name", format!("N{i}").into())]))
        .collect();
    let query = vec![Value::object([("insert", vec![rows.into()].into())])];
    let request = Value::object([("query", query.into()), ("tableName", "users".into())]);
    let id = db.run("KnexBuilder", &request).await.expect("inserted");
    assert_eq!(id, vec![5004.into()].into());
}

#[tokio::test]
async fn requests_at_the_same_time_do_not_disturb_each_other() {
    let db = Db::new();
    let inserts = (0..40).map(|i| {
        let db = &db;
        async move {
            db.build(&format!(r#"[{{"insert":[{{"name":"N{i}","age":{i}}}]}}]"#))
                .await
        }
    });
    let reads = (0..40).map(|_| db.raw("select count(*) as n from users"));
    let (ids, counts) = tokio::join!(
        futures_util::future::join_all(inserts),
        futures_util::future::join_all(reads)
    );
    let mut ids: Vec<i64> = ids
        .into_iter()
        .map(|id| {
            id.expect("inserted").items()[0]
                .as_integer()
                .expect("an id")
        })
        .collect();
    ids.sort_unstable();
    assert_eq!(ids, (5..45).collect::<Vec<_>>());
    assert!(counts.iter().all(Result::is_ok));
}

#[tokio::test]
async fn a_statement_that_does_not_end_is_stopped() {
    let db = Db::with([("pool", v(r#"{"max":1}"#))].into_iter().collect());
    let endless =
        "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n";
    let request = Value::object([("query", endless.into())]);
    let limit = Duration::from_millis(200);
    let error = db
        .run_in("KnexRaw", &request, Some(limit))
        .await
        .expect_err("too slow");
    assert_eq!(error.message(), "Request timed out after 200 ms.");
    assert_eq!(error.kind(), ErrorKind::Service);
    // The only connection is free again.
    let answer = tokio::time::timeout(Duration::from_secs(5), db.raw("select 1 as a")).await;
    assert_eq!(
        answer.expect("in time").expect("an answer"),
        v(r#"[{"a":1}]"#)
    );
}

#[tokio::test]
async fn a_statement_that_nobody_waits_for_is_stopped() {
    let endless =
        "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n";
    let request = Value::object([("query", endless.into())]);
    let entry = find("Knex").expect("Knex");
    let raw = entry.request("KnexRaw").expect("KnexRaw");
    let cx = RequestCx::new("db", "request");
    let soon = Duration::from_millis(100);
    for more in [
        [("pool", v(r#"{"max":1}"#))],
        [("connection", ":memory:".into())],
    ] {
        let db = Db::with(more.into_iter().collect());
        // The only connection is free again after each.
        let free = async || {
            let answer = tokio::time::timeout(Duration::from_secs(30), db.raw("select 1 as a"));
            let answer = answer.await.expect("it still runs");
            assert_eq!(answer.expect("an answer"), v(r#"[{"a":1}]"#));
        };
        let running = tokio::time::timeout(soon, db.raw(endless));
        assert!(running.await.is_err());
        free().await;

        let client = db.client().await.expect("a client");
        let rows = raw.stream(&cx, &client, &db.properties, &request).await;
        let mut rows = rows.expect("rows");
        assert!(tokio::time::timeout(soon, rows.next()).await.is_err());
        drop(rows);
        free().await;

        let transaction = client.begin().await.expect("a transaction");
        let running = raw.run(&cx, transaction.client(), &db.properties, &request);
        assert!(tokio::time::timeout(soon, running).await.is_err());
        let ended = tokio::time::timeout(Duration::from_secs(30), transaction.rollback());
        ended.await.expect("it still runs").expect("rolled back");
        free().await;
    }
}

#[tokio::test]
async fn an_answer_has_only_so_many_bytes_of_blobs() {
    let db = Db::with([("pool", v(r#"{"max":1}"#))].into_iter().collect());
    let one = "select zeroblob(3000000) as a";
    let rows = db.raw(one).await.expect("few bytes");
    let bytes = rows.items()[0].key("a").key("data").items().len();
    assert_eq!(bytes, 3_000_000);
    let error = db.raw(&format!("{one} union all {one}")).await;
    let error = error.expect_err("too many bytes");
    assert_eq!(error.kind(), ErrorKind::Request);
    assert_eq!(
        error.message(),
        "The answer has more than 4194304 bytes in binary columns, which is the most."
    );
    db.raw("select 1").await.expect("it goes on");
}

#[tokio::test]
async fn nothing_is_left_on_a_connection() {
    let db = Db::with([("pool", v(r#"{"max":1}"#))].into_iter().collect());
    for statement in [
        "begin",
        "commit",
        "rollback",
        "savepoint a",
        "BEGIN IMMEDIATE",
    ] {
        let error = db.raw(statement).await.expect_err(statement);
        assert!(error.message().contains("transaction"), "{error}");
    }
    db.raw("pragma foreign_keys = off").await.expect("set");
    assert_eq!(
        db.raw("pragma foreign_keys").await.expect("rows"),
        v(r#"[{"foreign_keys":1}]"#)
    );
    db.raw("create temp table secret (a)").await.expect("made");
    db.raw("select * from secret")
        .await
        .expect_err("it is gone");
    // Ids of other requests are not told.
    db.build(r#"[{"insert":[{"name":"A"}]}]"#)
        .await
        .expect("inserted");
    let id = db
        .build(r#"[{"insert":[{"id":1,"name":"A"}]},{"onConflict":["id"]},{"ignore":[]}]"#)
        .await;
    assert_eq!(id.expect("nothing inserted"), v("[0]"));
    let changed = db.raw("create table t (a)").await.expect("made");
    assert_eq!(changed, v(r#"{"changes":0,"lastInsertRowid":0}"#));
}

#[tokio::test]
async fn ids_are_right_with_triggers() {
    let db = Db::new();
    db.raw("create trigger tr after insert on users begin insert into posts (id, user_id, title) values (900 + new.id, new.id, 'hello'); end")
        .await
        .expect("made");
    let id = db
        .build(r#"[{"insert":[{"name":"A"}]}]"#)
        .await
        .expect("inserted");
    assert_eq!(id, v("[5]"));
}
