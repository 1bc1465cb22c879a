//! What comes from outside stays data.

use engine::Value;

use super::all;

#[tokio::test]
async fn hostile_text_stays_text() {
    let hostile = [
        "'; drop table notes; --",
        "` ; drop table notes; --",
        "\"; drop table notes; --",
        "\\'; drop table notes; --",
        "\\\"; drop table notes; --",
        "$$; drop table notes; $$",
        "$1; drop table notes",
        "?; drop table notes",
        ":a; drop table notes",
        "*/ drop table notes; /*",
        "x[1]; drop table notes",
        "a as b\" ; drop table notes; --",
        "\u{0}'; drop table notes",
        "(select name from users)",
        "é😀'\u{202e}",
        "",
    ];
    let calls = [
        "select",
        "distinctOn",
        "from",
        "where",
        "whereIn",
        "whereLike",
        "whereILike",
        "join",
        "groupBy",
        "having",
        "orderBy",
        "limit",
        "first",
        "count",
        "pluck",
        "withSchema",
        "comment",
        "hintComment",
        "returning",
        "columnInfo",
        "onConflict",
        "forUpdate",
        "rank",
        "rowNumber",
        "jsonExtract",
        "jsonSet",
        "jsonRemove",
        "whereJsonPath",
        "whereJsonObject",
        "whereJsonSupersetOf",
        "using",
        "updateFrom",
        "timeout",
        "clear",
    ];
    for db in all().await {
        let before = db.dump().await;
        for text in hostile {
            let it = Value::from(text);
            let on = Value::object([("on", vec![it.clone(), it.clone(), it.clone()].into())]);
            for call in calls {
                for args in [
                    vec![it.clone()],
                    vec![it.clone(), it.clone()],
                    vec!["name".into(), it.clone(), it.clone()],
                    vec!["name".into(), it.clone(), it.clone(), it.clone()],
                    vec!["name".into(), vec![it.clone(), it.clone()].into()],
                    vec![Value::object([(text, it.clone())])],
                    vec!["posts".into(), vec![on.clone()].into()],
                ] {
                    let call = Value::object([(call, args.into())]);
                    let request = Value::object([
                        ("query", vec![call].into()),
                        ("tableName", "users".into()),
                    ]);
                    // It may fail in any way, or find nothing; it must not do what the text says.
                    let _ = db.run("KnexBuilder", &request, None).await;
                }
            }
            let named = Value::object([("a", it.clone()), ("b", it.clone())]);
            let _ = db
                .raw_with("select :a: from users where name = :b", named)
                .await;
            let _ = db
                .raw_with("select ?? from ??", vec![it.clone(), it.clone()].into())
                .await;
        }
        assert_eq!(db.dump().await, before);
        for text in hostile.into_iter().filter(|text| !text.contains('\0')) {
            let row = Value::object([("name", text.into())]);
            let insert = Value::object([("insert", vec![row].into())]);
            let request = Value::object([
                ("query", vec![insert].into()),
                ("tableName", "users".into()),
            ]);
            db.run("KnexBuilder", &request, None)
                .await
                .expect("inserted");
            let found = db.rows(
                "select name from users where name = ?",
                vec![text.into()].into(),
            );
            let found = found.await.expect("found");
            assert_eq!(found, vec![Value::object([("name", text.into())])].into());
        }
    }
}

#[tokio::test]
async fn an_answer_has_only_so_many_bytes_of_blobs() {
    for db in all().await {
        let one = match db.kind {
            servers::Kind::Postgres => "select convert_to(repeat('a', 3000000), 'UTF8') as a",
            _ => "select cast(repeat('a', 3000000) as binary) as a",
        };
        db.raw(one).await.expect("few bytes");
        let error = db.raw(&format!("{one} union all {one}")).await;
        assert_eq!(
            error.expect_err("too many bytes").message(),
            "The answer has more than 4194304 bytes in binary columns, which is the most."
        );
        db.raw("select 1").await.expect("it goes on");
    }
}
