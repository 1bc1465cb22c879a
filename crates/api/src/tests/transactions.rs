//! Routines that call routines, within transactions, on real databases.

use std::time::Duration;

use engine::Value;

use super::{TestApp, api, message};
use crate::endpoint::Ended;

/// Less than a statement waits for another to let go of a database.
const STUCK: Duration = Duration::from_secs(4);

fn step(id: &str, sql: &str) -> String {
    format!(
        r#"{{"id":"request:e:{id}","stepId":"{id}","type":"KnexRaw","connectionId":"db","properties":{{"query":"{sql}"}}}}"#
    )
}

fn call(id: &str, payload: &str) -> String {
    format!(
        r#"{{"id":"endpoint:e:c","stepId":"c","type":"CallApi","properties":{{"endpointId":"{id}","payload":{payload}}}}}"#
    )
}

/// Properties of the databases that the machine has, by name.
fn databases(folder: &tempfile::TempDir) -> Vec<(&'static str, String)> {
    let file = folder.path().join("t.sqlite").display().to_string();
    let sqlite =
        |file: &str| format!(r#"{{"client":"sqlite","connection":{{"filename":"{file}"}}}}"#);
    let mut all = vec![("a file", sqlite(&file)), ("memory", sqlite(":memory:"))];
    if let Some(server) = servers::postgres() {
        let port = server.port();
        all.push((
            "PostgreSQL",
            format!(
                r#"{{"client":"pg","connection":{{"host":"127.0.0.1","port":{port},"user":"postgres","database":"postgres"}}}}"#
            ),
        ));
    }
    all
}

/// Endpoints on the connection `db` with these properties.
fn app(db: &str) -> TestApp {
    let together = r#""transaction":true,"#;
    let add = step("add", "insert into nested values (1)");
    let inner = call("inner", "{}");
    let count = step("n", "select cast(count(*) as int) as n from nested");
    let quiet = |id: &str| format!(r#"{{":try":{},":catch":[]}}"#, call(id, "{}"));
    let endpoints = [
        (
            "make",
            "",
            step("make", "create table if not exists nested (n int)"),
        ),
        ("empty", "", step("empty", "delete from nested")),
        (
            "count",
            "",
            format!(
                r#"{count},{{":return":{{"_if_none":[{{"_step":"n.0.n"}},{{"_step":"n.rows.0.n"}}]}}}}"#
            ),
        ),
        ("inner", "", add.clone()),
        ("inner_too", together, add.clone()),
        (
            "inner_fails",
            together,
            format!(r#"{add},{{":throw":"inner"}}"#),
        ),
        (
            "inner_refuses_first",
            together,
            r#"{":throw":"first"}"#.to_owned(),
        ),
        ("both", together, format!("{add},{inner}")),
        (
            "neither",
            together,
            format!(r#"{add},{inner},{{":throw":"no"}}"#),
        ),
        (
            "one",
            together,
            format!(
                "{},{add},{}",
                call("inner_too", "{}"),
                call("inner_too", "{}")
            ),
        ),
        (
            "spoilt",
            together,
            format!("{add},{}", quiet("inner_fails")),
        ),
        (
            "whole",
            together,
            format!("{add},{}", quiet("inner_refuses_first")),
        ),
        ("loose", "", format!("{add},{}", quiet("inner_fails"))),
    ];
    let mut files = vec![(
        "connections/db.json".to_owned(),
        format!(r#"{{"connectionId":"db","type":"Knex","properties":{db}}}"#),
    )];
    files.extend(endpoints.map(|(id, more, routine)| {
        (
            format!("api/{id}.json"),
            api(id, more, &format!("[{routine}]")),
        )
    }));
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (&**path, &**text))
        .collect();
    TestApp::of(&files)
}

async fn run(app: &TestApp, id: &str, payload: &str) -> Ended {
    let ended = tokio::time::timeout(STUCK, app.run(id, payload)).await;
    ended.unwrap_or_else(|_| panic!("{id} waits for itself"))
}

#[tokio::test]
async fn a_called_routine_is_part_of_the_transaction() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, db) in databases(&folder) {
        let app = app(&db);
        run(&app, "make", "{}").await.result.expect("a table");
        for (id, rows, told) in [
            ("both", 2, None),
            ("neither", 0, Some("no")),
            ("one", 3, None),
            (
                "spoilt",
                0,
                Some(
                    "The transaction was rolled back, because an endpoint that is a part of it failed.",
                ),
            ),
            ("whole", 1, None),
            ("loose", 1, None),
        ] {
            run(&app, "empty", "{}").await.result.expect("no rows");
            let ended = run(&app, id, "{}").await;
            match told {
                Some(told) => assert_eq!(message(&ended), told, "{id} on {name}"),
                None => assert!(ended.result.is_ok(), "{id} on {name}: {}", message(&ended)),
            }
            let count = run(&app, "count", "{}").await.result;
            assert_eq!(count, Ok(Value::from(rows)), "{id} on {name}");
        }
    }
}

#[tokio::test]
async fn a_connection_that_is_another_database_has_its_own_transaction() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| folder.path().join(name).display().to_string();
    let payload = |name: &str| format!(r#"{{"file":"{}"}}"#, file(name));
    let db = r#"{"connectionId":"db","type":"Knex","properties":{"client":"sqlite","connection":{"filename":{"_payload":"file"}}}}"#;
    let make = step("make", "create table t as select 1 as n");
    let n = step("n", "select count(*) as n from t");
    let outer = format!("[{make},{}]", call("make", &payload("b")));
    let app = TestApp::of(&[
        ("connections/db.json", db),
        ("api/make.json", &api("make", "", &format!("[{make}]"))),
        (
            "api/outer.json",
            &api("outer", r#""transaction":true,"#, &outer),
        ),
        (
            "api/count.json",
            &api(
                "count",
                "",
                &format!(r#"[{n},{{":return":{{"_step":"n.0.n"}}}}]"#),
            ),
        ),
    ]);
    let ended = run(&app, "outer", &payload("a")).await;
    assert!(ended.result.is_ok(), "{}", message(&ended));
    for name in ["a", "b"] {
        let count = run(&app, "count", &payload(name)).await.result;
        assert_eq!(count, Ok(Value::from(1)), "{name}");
    }
}
