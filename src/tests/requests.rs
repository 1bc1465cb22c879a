//! The way of a request, on a real SQLite file.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use engine::{Value, json};

use super::TestApp;

/// An app with a page `p`, a connection to a file in the app's folder, and the given requests.
fn app(requests: &[(&str, &str)], more: &[(&str, &str)]) -> TestApp {
    let dir = tempfile::tempdir().expect("folder").keep();
    let connection = format!(
        r#"{{"id":"connection:db","connectionId":"db","type":"Knex","properties":{{"client":"better-sqlite3","connection":{{"filename":"{}"}},"seed":"seed.sql"}}}}"#,
        dir.join("t.sqlite").display()
    );
    let seed = "create table t (id integer primary key, name text, n real); insert into t (name, n) values ('Ada', 1.5), ('Bob', null);";
    let page = r#"{"id":"page:p","pageId":"p","blockId":"p","type":"Box","auth":{"public":true}}"#;
    let mut files: Vec<(String, String)> = vec![
        ("connections/db.json".into(), connection),
        ("seed.sql".into(), seed.into()),
        ("pages/p/p.json".into(), page.into()),
    ];
    for (id, rest) in requests {
        let text = format!(
            r#"{{"id":"request:p:{id}","requestId":"{id}","pageId":"p","auth":{{"public":true}},{rest}}}"#
        );
        files.push((format!("pages/p/requests/{id}.json"), text));
    }
    files.extend(more.iter().map(|(p, t)| ((*p).to_owned(), (*t).to_owned())));
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(p, t)| (p.as_str(), t.as_str()))
        .collect();
    TestApp::with_vars(
        &files,
        &[
            ("LOWDEFY_SECRET_TOKEN", "s3cret"),
            ("LATH_SECRET_OTHER", "x"),
        ],
    )
}

#[tokio::test]
async fn a_select_gives_rows() {
    let app = app(
        &[(
            "all",
            r#""type":"KnexRaw","connectionId":"db","properties":{"query":"select id, name, n from t where id >= :from order by id","parameters":{"from":{"_payload":"from"}}}"#,
        )],
        &[],
    );
    let answer = app
        .post(
            "/api/request/p/all",
            r#"{"blockId":"b","payload":{"from":1}}"#,
        )
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(
        answer.text,
        r#"{"id":"request:p:all","success":true,"type":"KnexRaw","response":[{"id":1,"name":"Ada","n":1.5},{"id":2,"name":"Bob","n":null}]}"#
    );
}

#[tokio::test]
async fn a_payload_is_bound_and_never_part_of_the_statement() {
    let app = app(
        &[(
            "find",
            r#""type":"KnexBuilder","connectionId":"db","properties":{"query":[{"select":["name"]},{"from":["t"]},{"where":[{"name":{"_payload":"name"}}]}]}"#,
        )],
        &[],
    );
    let hostile = r#"{"payload":{"name":"' or 1=1; drop table t; --"}}"#;
    assert_eq!(
        app.post("/api/request/p/find", hostile)
            .await
            .json()
            .key("response")
            .items()
            .len(),
        0
    );
    let found = app
        .post("/api/request/p/find", r#"{"payload":{"name":"Ada"}}"#)
        .await;
    assert_eq!(
        json::to_wire(found.json().key("response")),
        r#"[{"name":"Ada"}]"#
    );
}

#[tokio::test]
async fn errors_name_what_is_missing_in_lowdefys_order() {
    let app = app(
        &[
            ("noconn", r#""type":"KnexRaw","properties":{}"#),
            (
                "lost",
                r#""type":"KnexRaw","connectionId":"gone","properties":{}"#,
            ),
            (
                "badtype",
                r#""type":"Nope","connectionId":"db","properties":{}"#,
            ),
            (
                "badconn",
                r#""type":"KnexRaw","connectionId":"odd","properties":{}"#,
            ),
            (
                "schema",
                r#""type":"KnexRaw","connectionId":"db","properties":{"query":1}"#,
            ),
            (
                "op",
                r#""type":"KnexRaw","connectionId":"db","properties":{"query":{"_if":{"test":{"_secret":"TOKEN"},"then":"a"}}}"#,
            ),
            (
                "sql",
                r#""type":"KnexRaw","connectionId":"db","properties":{"query":"select nothere from t where name = 'private'"}"#,
            ),
        ],
        &[(
            "connections/odd.json",
            r#"{"id":"connection:odd","connectionId":"odd","type":"Odd","properties":{}}"#,
        )],
    );
    for (id, name, message) in [
        (
            "absent",
            "ConfigError",
            "Request \"absent\" does not exist.",
        ),
        (
            "noconn",
            "ConfigError",
            "Request \"noconn\" does not specify a connection.",
        ),
        ("lost", "ConfigError", "Connection \"gone\" does not exist."),
        (
            "badconn",
            "ConfigError",
            "Connection type \"Odd\" can not be found.",
        ),
        (
            "badtype",
            "ConfigError",
            "Request type \"Nope\" can not be found.",
        ),
        (
            "op",
            "RequestError",
            "_if takes a boolean type for parameter test.",
        ),
    ] {
        let answer = app
            .post(&format!("/api/request/p/{id}"), r#"{"payload":{}}"#)
            .await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{id}");
        assert_eq!(
            answer.error(),
            (name.to_owned(), message.to_owned()),
            "{id}"
        );
    }
    assert_eq!(
        app.post("/api/request/p/schema", "{}").await.error().0,
        "ConfigError"
    );
    let (name, message) = app.post("/api/request/p/sql", "{}").await.error();
    assert_eq!(name, "RequestError");
    assert!(
        message.contains("nothere") && !message.contains("private"),
        "{message}"
    );
}

#[tokio::test]
async fn secrets_are_read_by_both_prefixes_and_never_answered_whole() {
    let query = r#""type":"KnexRaw","connectionId":"db","properties":{"query":"select :a as a, :b as b","parameters":{"a":{"_secret":"TOKEN"},"b":{"_secret":"OTHER"}}}"#;
    let all = r#""type":"KnexRaw","connectionId":"db","properties":{"query":"select 1","parameters":[{"_secret":true}]}"#;
    let app = app(&[("s", query), ("all", all)], &[]);
    let answer = app.post("/api/request/p/s", "{}").await;
    assert_eq!(
        json::to_wire(answer.json().key("response")),
        r#"[{"a":"s3cret","b":"x"}]"#
    );
    assert_eq!(
        app.post("/api/request/p/all", "{}").await.error().1,
        "Getting all secrets is not allowed."
    );
}

#[tokio::test]
async fn a_protected_request_looks_absent() {
    let request = r#"{"id":"request:p:r","requestId":"r","pageId":"p","type":"KnexRaw","connectionId":"db","properties":{"query":"select 1"},"auth":{"public":false}}"#;
    let app = app(&[], &[("pages/p/requests/r.json", request)]);
    let answer = app.post("/api/request/p/r", "{}").await;
    assert_eq!(answer.error().1, "Request \"r\" does not exist.");
}

#[tokio::test]
async fn bodies_are_limited_and_checked() {
    let app = app(
        &[(
            "one",
            r#""type":"KnexRaw","connectionId":"db","properties":{"query":"select 1 as one"}"#,
        )],
        &[],
    );
    assert_eq!(
        app.post("/api/request/p/one", "{bad").await.status,
        StatusCode::BAD_REQUEST
    );
    let large = format!(r#"{{"payload":"{}"}}"#, "x".repeat(10 << 20));
    assert_eq!(
        app.post("/api/request/p/one", &large).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    let deep = format!("{}1{}", "[".repeat(50_000), "]".repeat(50_000));
    assert_eq!(
        app.post("/api/request/p/one", &deep).await.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        app.get("/api/request/p/one").await.status,
        StatusCode::METHOD_NOT_ALLOWED
    );
    assert_eq!(
        app.post("/api/request/one", "{}").await.status,
        StatusCode::BAD_REQUEST
    );
    let plain = Request::post("/api/request/p/one")
        .header("content-type", "text/plain")
        .body(Body::from("{bad"));
    assert_eq!(
        app.answer(plain.expect("request")).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn on_init_runs_requests_in_process() {
    let page = r#"{"id":"page:q","pageId":"q","blockId":"q","type":"Box","auth":{"public":true},
      "events":{"onInit":{"try":[{"id":"a","type":"Request","params":"names"},{"id":"b","type":"Request","params":"count"}],"catch":[]}},
      "requests":[{"id":"request:q:names","requestId":"names","pageId":"q","payload":{}},{"id":"request:q:count","requestId":"count","pageId":"q","payload":{}}],
      "areas":{"content":{"blocks":[{"id":"block:q:t:0","blockId":"t","type":"Box","properties":{"content":{"_nunjucks":{"template":"{{ r[0].name }} of {{ c[0].n }}","on":{"r":{"_request":"names"},"c":{"_request":"count"}}}}}}]}}}"#;
    let names = r#"{"id":"request:q:names","requestId":"names","pageId":"q","type":"KnexRaw","connectionId":"db","properties":{"query":"select name from t order by id"},"auth":{"public":true}}"#;
    let count = r#"{"id":"request:q:count","requestId":"count","pageId":"q","type":"KnexRaw","connectionId":"db","properties":{"query":"select count(*) as n from t"},"auth":{"public":true}}"#;
    let app = app(
        &[],
        &[
            ("pages/q/q.json", page),
            ("pages/q/requests/names.json", names),
            ("pages/q/requests/count.json", count),
        ],
    );
    let answer = app.get("/q").await;
    assert!(answer.text.contains("Ada of 2"), "{}", answer.text);
}

#[tokio::test]
async fn a_slow_request_ends_with_a_clear_error() {
    let query = r#""type":"KnexRaw","connectionId":"db","properties":{"query":"with recursive c(x) as (select 1 union all select x + 1 from c where x < 2000000000) select count(*) as n from c"}"#;
    let app = app(
        &[("slow", query)],
        &[("config.json", r#"{"requestTimeout":200}"#)],
    );
    let answer = app.post("/api/request/p/slow", "{}").await;
    let (name, message) = answer.error();
    assert_eq!(name, "ServiceError");
    assert_eq!(message, "Request \"slow\" timed out after 200 ms.");
    assert_ne!(answer.json(), Value::Null);
}

#[tokio::test]
async fn rows_come_one_after_the_other_to_who_asks() {
    let many = r#""stream":true,"type":"KnexRaw","connectionId":"db","properties":{"query":"with recursive c(i) as (select 1 union all select i + 1 from c where i < 500) select i from c"}"#;
    let broken = r#""stream":true,"type":"KnexRaw","connectionId":"db","properties":{"query":"select i from nowhere"}"#;
    let app = app(&[("many", many), ("broken", broken)], &[]);
    let ask = |id: &str, accept: &str| {
        Request::post(format!("/api/request/p/{id}"))
            .header("content-type", "application/json")
            .header("accept", accept.to_owned())
            .body(Body::from("{}"))
            .expect("a request")
    };
    let answer = app.answer(ask("many", "application/x-ndjson")).await;
    assert_eq!(answer.header("content-type"), "application/x-ndjson");
    let lines: Vec<&str> = answer.text.lines().collect();
    assert_eq!(lines.len(), 501);
    assert_eq!((lines[0], lines[499]), (r#"{"i":1}"#, r#"{"i":500}"#));
    // Whoever does not see it was cut off.
    assert_eq!(lines[500], r#"{"~end":{}}"#);
    let answer = app.answer(ask("many", "text/event-stream")).await;
    assert!(
        answer.text.starts_with("data: {\"i\":1}\n\n"),
        "{}",
        answer.text
    );
    assert!(answer.text.ends_with("event: end\ndata: {}\n\n"));
    // Others get them in one answer.
    let answer = app.post("/api/request/p/many", "{}").await.json();
    assert_eq!(answer.key("response").items().len(), 500);
    let answer = app.answer(ask("broken", "application/x-ndjson")).await;
    assert!(answer.text.contains("no such table"), "{}", answer.text);
}
