//! What PostgreSQL and MariaDB agree on is true of SQLite too.

use engine::{Value, json};

use super::Db;

/// Where SQLite differs, by a part of the request, and why.
const DEVIATIONS: [(&str, &str); 7] = [
    ("SupersetOf", "Knex does not have it there"),
    ("SubsetOf", "Knex does not have it there"),
    ("\"created\",[", "dates are numbers there"),
    ("skipLocked", "it locks no rows"),
    ("noWait", "it locks no rows"),
    ("\"del\":[]", "it cannot delete with a join"),
    ("information_schema", "it has none"),
];

#[tokio::test]
async fn sqlite_gives_what_the_servers_give() {
    let text = include_str!("../../../vectors/knex_servers.jsonl");
    let (mut n, mut failures) = (0, Vec::new());
    for line in text.lines() {
        let vector = json::parse_wire(line.as_bytes()).expect("a vector");
        let (pg, mysql) = (vector.key("pg"), vector.key("mysql"));
        let expected = pg.key("result");
        if vector.key("kind").as_str() != Some("builder")
            || expected.is_undefined()
            || expected != mysql.key("result")
        {
            continue;
        }
        n += 1;
        let more = [
            ("useNullAsDefault", true.into()),
            ("connection", Value::from(":memory:")),
        ];
        let db = Db::with(more.into_iter().collect());
        let request = vector.key("request");
        let answer = match db.run("KnexBuilder", request).await {
            Ok(Value::Undefined) => Value::object([("~undef", true.into())]),
            Ok(value) => value,
            Err(error) => Value::object([("error", error.message().into())]),
        };
        if answer != *expected && !DEVIATIONS.iter().any(|(part, _)| line.contains(part)) {
            failures.push(format!(
                "{request:?}\n  want {expected:?}\n  got  {answer:?}"
            ));
        }
    }
    assert_eq!(n, 89, "requests");
    assert!(
        failures.is_empty(),
        "{n}, {} differ:\n{}",
        failures.len(),
        failures.join("\n")
    );
}
