//! Opening databases: files, seeds, memory.

use engine::Value;

use super::super::v;
use super::{Db, vectors};
use crate::{Clients, ConnectCx, find};

#[tokio::test]
async fn a_changed_table_is_seen() {
    let db = Db::new();
    for _ in 0..3 {
        db.raw("select * from notes").await.expect("rows");
    }
    // By somebody else, on a connection that we do not know of.
    let other = Db {
        clients: Clients::new(ConnectCx::new(vectors())),
        properties: db.properties.clone(),
        folder: tempfile::tempdir().expect("a folder"),
    };
    other
        .raw("alter table notes add column more text default 'x'")
        .await
        .expect("altered");
    let rows = db.raw("select * from notes").await.expect("rows");
    assert_eq!(rows, v(r#"[{"id":1,"text":"empty","more":"x"}]"#));
    other
        .raw("alter table notes drop column text")
        .await
        .expect("altered");
    let rows = db.raw("select * from notes").await.expect("rows");
    assert_eq!(rows, v(r#"[{"id":1,"more":"x"}]"#));
}

#[tokio::test]
async fn a_database_is_made_from_its_seed_once() {
    let db = Db::new();
    db.raw("delete from posts").await.expect("deleted");
    db.clients.close().await;
    let error = db.client().await.err().expect("closed");
    assert_eq!(error.message(), "The server is shutting down.");
    let again = Db {
        clients: Clients::new(ConnectCx::new(vectors())),
        properties: db.properties.clone(),
        folder: tempfile::tempdir().expect("a folder"),
    };
    assert_eq!(
        again
            .raw("select count(*) as n from posts")
            .await
            .expect("rows"),
        v(r#"[{"n":0}]"#)
    );
    let mode = again.raw("pragma journal_mode").await.expect("rows");
    assert_eq!(mode, v(r#"[{"journal_mode":"wal"}]"#));
    let names: Vec<String> = std::fs::read_dir(db.file().parent().expect("a folder"))
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert!(
        names
            .iter()
            .all(|name| name.starts_with("test.sqlite") && !name.contains("seeding")),
        "{names:?}"
    );
}

#[tokio::test]
async fn a_failed_seed_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(
        folder.path().join("bad.sql"),
        "create table a (b); insert into nope values (1);",
    )
    .expect("written");
    let file = folder.path().join("db/x.sqlite");
    let clients = Clients::new(ConnectCx::new(folder.path()));
    let entry = find("Knex").expect("Knex");
    let properties = |seed: &str| {
        Value::object([
            ("client", "sqlite3".into()),
            ("connection", file.to_str().expect("a plain name").into()),
            ("seed", seed.into()),
        ])
    };
    let open = |seed| {
        let properties = properties(seed);
        let clients = &clients;
        async move {
            clients
                .get(entry, "db", &properties)
                .await
                .err()
                .map(|e| e.message().to_owned())
        }
    };
    assert_eq!(
        open("bad.sql").await.as_deref(),
        Some("The seed of the database failed: no such table: nope")
    );
    assert_eq!(
        std::fs::read_dir(folder.path().join("db"))
            .expect("a folder")
            .count(),
        0
    );
    assert_eq!(
        open("none.sql").await.as_deref(),
        Some("The seed of the database could not be read.")
    );
    for path in ["../x.sql", "/etc/passwd", "a/../../x", ""] {
        let error = open(path).await.expect("refused");
        assert_eq!(
            error,
            "Knex connection property \"seed\" should be a path in the build folder."
        );
    }
}

#[tokio::test]
async fn many_openings_at_the_same_time_make_one_database() {
    let db = Db::new();
    let others: Vec<Clients> = (0..8)
        .map(|_| Clients::new(ConnectCx::new(vectors())))
        .collect();
    let entry = find("Knex").expect("Knex");
    let opened = others
        .iter()
        .map(|clients| clients.get(entry, "db", &db.properties));
    let opened = futures_util::future::join_all(opened).await;
    for client in opened {
        assert!(client.is_ok(), "{:?}", client.err());
    }
    assert_eq!(
        db.raw("select count(*) as n from users")
            .await
            .expect("rows"),
        v(r#"[{"n":4}]"#)
    );
}

#[tokio::test]
async fn a_database_in_memory_keeps_its_data() {
    let db = Db::with(
        [("connection", v(r#"{"filename":":memory:"}"#))]
            .into_iter()
            .collect(),
    );
    db.build(r#"[{"insert":[{"name":"A"}]}]"#)
        .await
        .expect("inserted");
    let counts = (0..20).map(|_| db.raw("select count(*) as n from users"));
    for count in futures_util::future::join_all(counts).await {
        assert_eq!(count.expect("rows"), v(r#"[{"n":5}]"#));
    }
}

#[tokio::test]
async fn a_database_can_be_read_only() {
    let db = Db::new();
    db.raw("select 1").await.expect("rows");
    let file = db.file();
    let connection = Value::object([
        ("filename", file.to_str().expect("a plain name").into()),
        ("options", v(r#"{"readonly":true}"#)),
    ]);
    let reader = Db::with([("connection", connection)].into_iter().collect());
    assert_eq!(
        reader
            .raw("select count(*) as n from users")
            .await
            .expect("rows"),
        v(r#"[{"n":4}]"#)
    );
    let error = reader
        .raw("delete from posts")
        .await
        .expect_err("read only");
    assert_eq!(error.message(), "attempt to write a readonly database");
}
