//! What comes from outside stays data, and what is secret stays here.

use engine::Value;

use super::super::v;
use super::Db;
use crate::{Clients, ConnectCx, ErrorKind, find};

#[tokio::test]
async fn hostile_text_stays_text() {
    let db = Db::new();
    let before = db.dump().await;
    let hostile = [
        "'; drop table users; --",
        "` ; drop table users; --",
        "\"; drop table users; --",
        "x' or '1'='1",
        "id` = 1 or 1=1; --",
        "] ; drop table users",
        "a as b` ; drop table users; --",
        "users.`; drop table users",
        "*/ drop table users; /*",
        "?; drop table users",
        ":a; drop table users",
        "\\'; drop table users",
        "\u{0}'; drop table users",
        "é😀'; drop table users",
        "1; drop table users",
        "(select name from users)",
        "*",
        "",
    ];
    let calls = [
        "select",
        "column",
        "distinct",
        "from",
        "where",
        "orWhere",
        "whereNot",
        "whereIn",
        "whereNotIn",
        "whereNull",
        "whereBetween",
        "whereLike",
        "whereColumn",
        "join",
        "leftJoin",
        "crossJoin",
        "groupBy",
        "having",
        "havingIn",
        "orderBy",
        "limit",
        "offset",
        "first",
        "count",
        "countDistinct",
        "max",
        "sum",
        "pluck",
        "withSchema",
        "comment",
        "returning",
        "columnInfo",
        "onConflict",
    ];
    for text in hostile {
        let it = Value::from(text);
        for call in calls {
            for args in [
                vec![it.clone()],
                vec![it.clone(), it.clone()],
                vec!["name".into(), it.clone(), it.clone()],
                vec![it.clone(), "=".into(), it.clone()],
                vec!["name".into(), vec![it.clone(), it.clone()].into()],
                vec![Value::object([(text, it.clone())])],
                vec![vec![it.clone()].into()],
                vec!["posts".into(), Value::object([(text, it.clone())])],
                vec!["id".into(), Value::object([("as", it.clone())])],
            ] {
                let call = Value::object([(call, args.into())]);
                let request =
                    Value::object([("query", vec![call].into()), ("tableName", "users".into())]);
                // It may fail in any way, or find nothing; it must not do what the text says.
                let _ = db.run("KnexBuilder", &request).await;
            }
        }
        let _ = db
            .run(
                "KnexBuilder",
                &Value::object([("query", v("[]")), ("tableName", it.clone())]),
            )
            .await;
        let _ = db
            .raw_with(
                "select * from users where name = ?",
                vec![it.clone()].into(),
            )
            .await;
        let _ = db
            .raw_with("select ?? from ??", vec![it.clone(), it.clone()].into())
            .await;
        let named = Value::object([("a", it.clone()), ("b", it.clone())]);
        let _ = db
            .raw_with("select :a: from users where name = :b", named)
            .await;
    }
    assert_eq!(db.dump().await, before);
}

#[tokio::test]
async fn hostile_text_is_written_and_read_back_as_it_is() {
    let db = Db::new();
    for text in [
        "'; drop table users; --",
        "a\u{0}b",
        "é😀\u{202e}",
        "?",
        ":a",
        "\\",
    ] {
        let row = Value::object([("name", text.into())]);
        let request = Value::object([
            (
                "query",
                vec![Value::object([("insert", vec![row, "name".into()].into())])].into(),
            ),
            ("tableName", "users".into()),
        ]);
        let inserted = db.run("KnexBuilder", &request).await.expect("inserted");
        assert_eq!(
            inserted,
            vec![Value::object([("name", text.into())])].into()
        );
        let found = db
            .raw_with("select name from users where name = ?", text.into())
            .await;
        assert_eq!(found.expect("found").items().len(), 1);
    }
}

#[tokio::test]
async fn other_clients_are_not_there() {
    let clients = Clients::new(ConnectCx::new("."));
    let entry = find("Knex").expect("Knex");
    let secret = "oracle://user:s3cret@db/x";
    let properties = Value::object([("client", "oracledb".into()), ("connection", secret.into())]);
    let error = clients.get(entry, "db", &properties).await;
    let error = error.err().expect("refused");
    assert_eq!(
        error.message(),
        "Knex client \"oracledb\" is not available in this build."
    );
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(!format!("{error:?}").contains("s3cret"));
}

#[tokio::test]
async fn errors_do_not_tell_values() {
    let db = Db::new();
    let secret = "s3cret";
    for (query, parameters) in [
        ("select * from nope where a = ?", v(r#"["s3cret"]"#)),
        (
            "insert into users (id, name) values (1, ?)",
            v(r#"["s3cret"]"#),
        ),
        ("select ? as a", v(r#"[["s3cret"]]"#)),
        ("select ? as a, ?", v(r#"["s3cret"]"#)),
        (
            "insert into posts (user_id, title) values (99, :a)",
            v(r#"{"a":"s3cret"}"#),
        ),
    ] {
        let error = db.raw_with(query, parameters).await.expect_err(query);
        let mut texts = vec![error.to_string(), format!("{error:?}")];
        let mut source = std::error::Error::source(&error);
        while let Some(it) = source {
            texts.push(format!("{it} {it:?}"));
            source = it.source();
        }
        assert!(!texts.iter().any(|text| text.contains(secret)), "{texts:?}");
        assert!(!texts[0].contains("values ("), "{texts:?}");
    }
}
