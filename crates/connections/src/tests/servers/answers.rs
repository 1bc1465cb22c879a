//! Answers of the real Knex, request by request.

use engine::{Map, Value, json};
use servers::Kind;

use super::{Db, all};

/// Where we differ from what was recorded, by a part of the request, and why.
const DEVIATIONS: [(Kind, &str, &str); 13] = [
    (
        Kind::Postgres,
        "select 1; select 2",
        "one statement at a time",
    ),
    (
        Kind::Postgres,
        "\"union\":[]",
        "nothing to unite with is not an error",
    ),
    (
        Kind::Mariadb,
        "\"union\":[]",
        "nothing to unite with is not an error",
    ),
    (
        Kind::Mariadb,
        "[{\"a\":1}]",
        "an object is JSON, and no condition",
    ),
    (
        Kind::Mariadb,
        "\"city\":{\"a\":1}",
        "an object is JSON, and no condition",
    ),
    (
        Kind::Mariadb,
        "[{\"a\":[1,2]}",
        "an object is JSON, and no condition",
    ),
    (
        Kind::Mariadb,
        "\"city\":[1",
        "a list is JSON where one value is wanted",
    ),
    (Kind::Mariadb, "9007199254740993", "whole numbers are exact"),
    (Kind::Mariadb, "h\u{e9}llo", "a zero character is refused"),
    (
        Kind::Mariadb,
        "hereLike",
        "the connection has all of UTF-8, and its order fits",
    ),
    (
        Kind::Mariadb,
        "\"ilike\"",
        "`like` does not tell case apart there",
    ),
    (
        Kind::Postgres,
        "[\"city\",\"age\",{",
        "the alias is not forgotten",
    ),
    (
        Kind::Mariadb,
        "[\"city\",\"age\",{",
        "the alias is not forgotten",
    ),
];

#[tokio::test]
async fn requests_give_what_knex_gives() {
    let databases = all().await.into_iter().map(differences);
    let failures = futures_util::future::join_all(databases).await.concat();
    assert!(
        failures.is_empty(),
        "{} differ:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// Asks a database all that was recorded.
async fn differences(mut db: Db) -> Vec<String> {
    let name = match db.kind {
        Kind::Postgres => "pg",
        _ => "mysql",
    };
    // The driver that was recorded.
    db.properties.make_map().insert("client", name.into());
    let untouched = db.dump().await;
    let (mut failures, mut dirty) = (Vec::new(), false);
    for line in include_str!("../../../vectors/knex_servers.jsonl").lines() {
        let vector = json::parse_wire(line.as_bytes()).expect("a vector");
        if std::mem::take(&mut dirty) {
            db.seed().await;
        }
        let kind = match vector.key("kind").as_str() {
            Some("raw") => "KnexRaw",
            _ => "KnexBuilder",
        };
        let answer = match db.run(kind, vector.key("request"), None).await {
            Ok(Value::Undefined) => Value::object([("~undef", true.into())]),
            Ok(value) => without_numbers(value),
            Err(error) => Value::object([("error", error.message().into())]),
        };
        let recorded = vector.key(name);
        let expected = match recorded.key("error") {
            Value::Undefined => recorded.key("result").clone(),
            error => Value::object([("error", error.clone())]),
        };
        let expected_after = recorded.key("after").clone().or(untouched.clone());
        let after = db.dump().await;
        // Even what was undone has moved the next id.
        dirty = after != untouched || line.contains("insert");
        let known = |(on, part, _): &(Kind, &str, &str)| *on == db.kind && line.contains(part);
        let same = alike(&answer, &expected) && after == expected_after;
        if !same && !DEVIATIONS.iter().any(known) {
            let show = json::stringify;
            let request = show(vector.key("request"));
            let (expected, answer) = (show(&expected), show(&answer));
            let (expected_after, after) = (show(&expected_after), show(&after));
            failures.push(format!(
                "{name} {request}\n  want {expected}\n  got  {answer}\n  want {expected_after}\n  \
                 have {after}"
            ));
        }
    }
    failures
}

/// The numbers of tables differ from database to database.
fn without_numbers(value: Value) -> Value {
    match value {
        Value::Map(map) => {
            let each = map.iter().map(|(key, value)| {
                let value = match (&**key, value.as_number()) {
                    ("tableID", Some(id)) if id > 16000.0 => Value::from(1),
                    _ => without_numbers(value.clone()),
                };
                (key.clone(), value)
            });
            Value::map(each.collect::<Map>())
        }
        Value::List(items) => {
            let items = items.iter().cloned().map(without_numbers);
            Value::list(items.collect())
        }
        value => value,
    }
}

/// The same answer, or an error of both: our own words for what Knex or a driver refuses.
fn alike(answer: &Value, expected: &Value) -> bool {
    answer == expected
        || !answer.key("error").is_undefined() && !expected.key("error").is_undefined()
}
