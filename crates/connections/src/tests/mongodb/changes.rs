//! Requests that send several commands, and notes of changes.

use engine::{Value, json};
use mongodb::bson::{Document, doc};

use super::stand_in::Answer;
use super::{Db, document};
use crate::tests::v;

const LOG: &str = r#","databaseName":"shop","changeLog":{"collection":"log","meta":{"user":"u1"}}"#;

fn ok(n: i32) -> Document {
    doc! { "n": n, "ok": 1 }
}

fn rows(documents: Vec<Document>) -> Document {
    doc! { "cursor": { "firstBatch": documents, "id": 0_i64, "ns": "shop.orders" }, "ok": 1 }
}

fn modified(value: Document, last: Document) -> Document {
    doc! { "value": value, "lastErrorObject": last, "ok": 1 }
}

/// The note that the last command inserted, without its time.
fn note(commands: &[Document]) -> Document {
    let last = commands.last().expect("a command");
    assert_eq!(last.get_str("insert").ok(), Some("log"), "{last:?}");
    let notes = last.get_array("documents").expect("documents");
    let mut note = notes[0].as_document().expect("a note").clone();
    assert!(note.get_datetime("timestamp").is_ok(), "{note:?}");
    note.remove("timestamp");
    note.remove("_id");
    note
}

/// What every note has.
fn usual(kind: &str, args: Document, outcome: Document) -> Document {
    let mut note = doc! {
        "args": args, "blockId": "button", "connectionId": "orders", "pageId": "page",
        "payload": null, "requestId": "request", "type": kind, "meta": { "user": "u1" },
    };
    note.extend(outcome);
    note
}

/// A type of request, its properties, what the server says, the noted arguments and outcome, and
/// the answer.
type Change = (
    &'static str,
    &'static str,
    Vec<Document>,
    Document,
    Document,
    &'static str,
);

#[tokio::test]
async fn changes_are_noted() {
    let before = doc! { "_id": 1, "n": 1 };
    let after = doc! { "_id": 1, "n": 2 };
    let cases: Vec<Change> = vec![
        (
            "MongoDBInsertOne",
            r#"{"doc":{"_id":1}}"#,
            vec![ok(1), ok(1)],
            doc! { "doc": { "_id": 1 }, "options": null },
            doc! { "response": { "acknowledged": true, "insertedId": 1 } },
            r#"{"acknowledged":true,"insertedId":1}"#,
        ),
        (
            "MongoDBInsertMany",
            r#"{"docs":[{"_id":1}],"options":{"ordered":false}}"#,
            vec![ok(1), ok(1)],
            doc! { "docs": [{ "_id": 1 }], "options": { "ordered": false } },
            doc! { "response": { "acknowledged": true, "insertedCount": 1_i64, "insertedIds": { "0": 1 } } },
            r#"{"acknowledged":true,"insertedCount":1,"insertedIds":{"0":1}}"#,
        ),
        (
            "MongoDBUpdateOne",
            r#"{"filter":{"n":1},"update":{"$inc":{"n":1}}}"#,
            vec![
                rows(vec![before.clone()]),
                modified(after.clone(), doc! { "n": 1, "updatedExisting": true }),
                ok(1),
            ],
            doc! { "filter": { "n": 1 }, "update": { "$inc": { "n": 1 } }, "options": null },
            doc! { "before": before.clone(), "after": after.clone() },
            r#"{"acknowledged":true,"modifiedCount":1,"upsertedId":null,"upsertedCount":0,"matchedCount":1}"#,
        ),
        (
            "MongoDBUpdateOne",
            r#"{"filter":{},"update":[{"$set":{"n":2}}],"options":{"upsert":true,"hint":"n_1"}}"#,
            vec![
                rows(vec![]),
                modified(
                    after.clone(),
                    doc! { "n": 1, "updatedExisting": false, "upserted": 1 },
                ),
                ok(1),
            ],
            doc! { "filter": {}, "update": [{ "$set": { "n": 2 } }], "options": { "upsert": true, "hint": "n_1" } },
            doc! { "before": null, "after": after.clone() },
            r#"{"acknowledged":true,"modifiedCount":0,"upsertedId":1,"upsertedCount":1,"matchedCount":0}"#,
        ),
        (
            "MongoDBUpdateMany",
            r#"{"filter":{},"update":{"$set":{"n":1}}}"#,
            vec![doc! { "n": 3, "nModified": 2, "ok": 1 }, ok(1)],
            doc! { "filter": {}, "update": { "$set": { "n": 1 } }, "options": null },
            doc! { "response": { "acknowledged": true, "modifiedCount": 2_i64, "upsertedId": null, "upsertedCount": 0, "matchedCount": 3_i64 } },
            r#"{"modifiedCount":2,"upsertedId":null,"upsertedCount":0,"matchedCount":3}"#,
        ),
        (
            "MongoDBDeleteOne",
            r#"{"filter":{"_id":1}}"#,
            vec![modified(before.clone(), doc! { "n": 1 }), ok(1)],
            doc! { "filter": { "_id": 1 }, "options": null },
            doc! { "before": before.clone() },
            r#"{"acknowledged":true,"deletedCount":1}"#,
        ),
        (
            "MongoDBDeleteMany",
            r#"{"filter":{}}"#,
            vec![ok(5), ok(1)],
            doc! { "filter": {}, "options": null },
            doc! { "response": { "acknowledged": true, "deletedCount": 5_i64 } },
            r#"{"acknowledged":true,"deletedCount":5}"#,
        ),
    ];
    let db = Db::new(LOG).await;
    for (kind, request, says, args, outcome, expected) in cases {
        let answer = db.run(kind, &v(request), &says).await.expect(request);
        assert_eq!(json::to_wire(&answer), expected, "{request}");
        let commands = db.commands();
        assert_eq!(commands.len(), says.len(), "{commands:?}");
        assert_eq!(note(&commands), usual(kind, args, outcome), "{request}");
    }
}

#[tokio::test]
async fn an_update_of_nothing_is_an_error_if_that_is_wanted() {
    let strict = r#"{"filter":{"n":1},"update":{"$inc":{"n":1}},"disableNoMatchError":false}"#;
    let nothing = doc! { "n": 0, "nModified": 0, "ok": 1 };
    let db = Db::new("").await;
    let error = db.run("MongoDBUpdateOne", &v(strict), &[nothing]).await;
    assert_eq!(
        error.expect_err("none").message(),
        "No matching record to update."
    );
    let upsert = strict.replace("false}", r#"false,"options":{"upsert":true}}"#);
    let inserted = doc! { "n": 1, "nModified": 0, "upserted": [{ "index": 0, "_id": 4 }], "ok": 1 };
    db.run("MongoDBUpdateOne", &v(&upsert), &[inserted])
        .await
        .expect("inserted");
    // Nothing is noted of it.
    let db = Db::new(LOG).await;
    let says = [rows(vec![]), modified_nothing()];
    let error = db.run("MongoDBUpdateOne", &v(strict), &says).await;
    assert_eq!(
        error.expect_err("none").message(),
        "No matching record to update."
    );
    assert_eq!(db.commands().len(), 2);
}

fn modified_nothing() -> Document {
    doc! { "value": null, "lastErrorObject": { "n": 0, "updatedExisting": false }, "ok": 1 }
}

#[tokio::test]
async fn a_versioned_update_changes_a_copy() {
    let request = r#"{"filter":{"k":1},"update":{"$inc":{"v":1}},
        "options":{"find":{"sort":{"v":-1}},"insert":{"comment":"c"},"update":{"hint":"v_1"}}}"#;
    let found = doc! { "_id": 1, "k": 1, "v": 3 };
    let db = Db::new(r#","databaseName":"shop""#).await;
    let says = [
        rows(vec![found.clone()]),
        ok(1),
        doc! { "n": 1, "nModified": 1, "ok": 1 },
    ];
    let answer = db
        .run("MongoDBVersionedUpdateOne", &v(request), &says)
        .await
        .expect("an answer");
    assert_eq!(answer.key("modifiedCount"), &Value::from(1.0));
    let commands = db.commands();
    let [find, insert, update] = commands.as_slice() else {
        panic!("{commands:?}");
    };
    assert_eq!(
        find.get_document("sort").expect("a sort"),
        &doc! { "v": -1 }
    );
    assert_eq!(insert.get_str("comment").expect("a comment"), "c");
    let copy = insert.get_array("documents").expect("documents")[0]
        .as_document()
        .expect("a copy");
    let id = copy.get_object_id("_id").expect("an id of its own");
    assert_eq!(
        (copy.get_i32("k").ok(), copy.get_i32("v").ok()),
        (Some(1), Some(3))
    );
    let update = update.get_array("updates").expect("updates")[0]
        .as_document()
        .expect("an update");
    assert_eq!(
        update,
        &doc! { "q": { "_id": id }, "u": { "$inc": { "v": 1 } }, "hint": "v_1" }
    );

    // Nothing found: nothing copied, and the update finds nothing either.
    let says = [rows(vec![]), doc! { "n": 0, "nModified": 0, "ok": 1 }];
    let error = db
        .run("MongoDBVersionedUpdateOne", &v(request), &says)
        .await;
    assert_eq!(
        error.expect_err("none").message(),
        "No matching record to update."
    );
    assert_eq!(db.commands().len(), 2);

    let db = Db::new(LOG).await;
    let after = doc! { "_id": 2, "v": 4 };
    let last = doc! { "n": 1, "updatedExisting": true };
    let says = [
        rows(vec![found]),
        ok(1),
        modified(after.clone(), last),
        ok(1),
    ];
    db.run("MongoDBVersionedUpdateOne", &v(request), &says)
        .await
        .expect("an answer");
    let note = note(&db.commands());
    assert_eq!(
        note.get_document("before").expect("before"),
        &doc! { "k": 1, "v": 3 }
    );
    assert_eq!(note.get_document("after").expect("after"), &after);
}

#[tokio::test]
async fn numbered_ids_are_found_and_used_in_one_transaction() {
    let find = v(r#"[
        {"$match":{"_id":{"$regex":"^A\\.\\$\\-\\d+$"}}},
        {"$project":{"index":{"$toLong":{"$replaceOne":{"input":"$_id","find":"A.$-","replacement":""}}}}},
        {"$sort":{"index":-1}}, {"$limit":1}]"#);
    let pipeline: Vec<Document> = find.items().iter().map(document).collect();
    let db = Db::new(LOG).await;
    let done = doc! { "ok": 1 };
    let request = r#"{"docs":[{"a":1},{"a":2,"_id":"x"}],"prefix":"A.$-","length":4}"#;
    // Another was faster: the whole is done again.
    let conflict = doc! {
        "ok": 0, "code": 112, "errmsg": "WriteConflict", "errorLabels": ["TransientTransactionError"],
    };
    let says = [
        rows(vec![]),
        conflict,
        done.clone(),
        rows(vec![doc! { "_id": "A.$-9", "index": 9_i64 }]),
        ok(2),
        ok(1),
        done.clone(),
    ];
    let answer = db
        .run("MongoDBInsertManyConsecutiveIds", &v(request), &says)
        .await
        .expect("ids");
    let expected = r#"{"acknowledged":true,"insertedIds":{"0":"A.$-0010","1":"A.$-0011"}}"#;
    assert_eq!(json::to_wire(&answer), expected);
    let commands = db.server.commands();
    let names: Vec<_> = commands.iter().filter_map(|it| it.keys().next()).collect();
    let (first, second) = (
        ["aggregate", "insert", "abortTransaction"],
        ["aggregate", "insert", "insert", "commitTransaction"],
    );
    assert_eq!(names, [&first[..], &second[..]].concat());
    assert_eq!(
        commands[0].get_array("pipeline").expect("a pipeline"),
        &pipeline.into_iter().map(Into::into).collect::<Vec<_>>()
    );
    for (command, number) in commands.iter().zip([1, 1, 1, 2, 2, 2, 2]) {
        assert_eq!(
            command.get_i64("txnNumber").ok(),
            Some(number),
            "{command:?}"
        );
        assert_eq!(
            command.get_bool("autocommit").ok(),
            Some(false),
            "{command:?}"
        );
    }
    let inserted = doc! { "a": 1, "_id": "A.$-0010" };
    assert_eq!(
        commands[4].get_array("documents").expect("documents")[0],
        inserted.into()
    );

    // One document; and a refusal that is no conflict undoes all.
    let request = r#"{"doc":{"a":1},"prefix":"N"}"#;
    let says = [rows(vec![]), ok(1), ok(1), done.clone()];
    let answer = db
        .run("MongoDBInsertConsecutiveId", &v(request), &says)
        .await
        .expect("an id");
    assert_eq!(
        json::to_wire(&answer),
        r#"{"acknowledged":true,"insertedId":"N1"}"#
    );
    db.server.commands();
    db.server.says([
        Answer::Reply(rows(vec![])),
        Answer::Reply(doc! { "ok": 0, "code": 20, "errmsg": "Transaction numbers are only allowed on a replica set member or mongos" }),
        Answer::Reply(done),
    ]);
    let error = db
        .run_within("MongoDBInsertConsecutiveId", &v(request), None)
        .await;
    let error = error.expect_err("no replica set");
    assert!(error.message().contains("replica set"), "{error}");
    assert_eq!(db.server.commands().len(), 3);
}

#[tokio::test]
async fn connections_to_one_database_share_a_client_and_options_win() {
    let db = Db::at("/fromuri", r#","options":{"appName":"shop & co","readPreference":"secondaryPreferred","useNewUrlParser":true}"#).await;
    db.run("MongoDBFind", &v(r#"{"query":{}}"#), &[rows(vec![])])
        .await
        .expect("rows");
    let commands = db.server.commands();
    let preference = commands[0]
        .get_document("$readPreference")
        .expect("a preference");
    assert_eq!(preference.get_str("mode").ok(), Some("secondaryPreferred"));
    assert_eq!(commands[0].get_str("$db").ok(), Some("fromuri"));
    let opened = db.server.opened();
    // Another collection, as another connection of the app.
    let mut other = db.properties.clone();
    other.make_map().insert("collection", "customers".into());
    let entry = crate::find("MongoDBCollection").expect("the connection");
    let client = db
        .clients
        .get(entry, "customers", &other)
        .await
        .expect("a client");
    let find = entry.request("MongoDBFind").expect("a request");
    db.server.says([Answer::Reply(rows(vec![]))]);
    let (cx, request) = (super::cx(None), v(r#"{"query":{}}"#));
    find.run(&cx, &client, &other, &request)
        .await
        .expect("rows");
    assert_eq!(db.commands()[0].get_str("find").ok(), Some("customers"));
    assert_eq!(db.server.opened(), opened);
    // The end of the process: all are closed.
    db.clients.close().await;
    assert!(find.run(&cx, &client, &other, &request).await.is_err());
}
