//! Calls of endpoints over HTTP.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use engine::Value;

use super::TestApp;

/// An endpoint's artifact.
fn api(id: &str, rest: &str) -> (String, String) {
    let text =
        format!(r#"{{"id":"endpoint:{id}","endpointId":"{id}","auth":{{"public":true}},{rest}}}"#);
    (format!("api/{id}.json"), text)
}

fn app(endpoints: &[(String, String)]) -> TestApp {
    let files: Vec<(&str, &str)> = endpoints
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    TestApp::with(&files)
}

#[tokio::test]
async fn what_a_routine_returns_is_the_answer() {
    let app = app(&[api(
        "greet",
        r#""type":"Api","routine":[{":set_state":{"name":{"_payload":"name"}}},{":return":{"_string.concat":["Hi ",{"_state":"name"}]}}]"#,
    )]);
    let answer = app
        .post("/api/endpoints/greet", r#"{"payload":{"name":"Ada"}}"#)
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(
        answer.text,
        r#"{"error":null,"response":"Hi Ada","status":"success","success":true}"#
    );
}

#[tokio::test]
async fn a_failure_and_a_refusal_are_answers() {
    let app = app(&[
        api("fail", r#""type":"Api","routine":{":throw":"No stock"}"#),
        api("no", r#""type":"Api","routine":[{":reject":"Not yours"}]"#),
        api(
            "secret",
            r#""type":"Api","routine":[{":return":{"_divide":[{"_payload":"n"},0]}}]"#,
        ),
    ]);
    let answer = app.post("/api/endpoints/fail", "{}").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(
        answer.text,
        r#"{"error":{"~e":{"name":"UserError","message":"No stock"}},"status":"error","success":false}"#
    );
    let answer = app.post("/api/endpoints/no", "{}").await.json();
    assert_eq!(answer.key("status").as_str(), Some("reject"));
    // What an operator received is not told.
    let answer = app
        .post("/api/endpoints/secret", r#"{"payload":{"n":4711}}"#)
        .await;
    assert!(!answer.text.contains("4711"), "{}", answer.text);
    assert!(answer.text.contains("_divide"), "{}", answer.text);
}

#[tokio::test]
async fn endpoints_that_a_caller_may_not_call_do_not_exist() {
    let inner = r#"{"id":"endpoint:outer:c","stepId":"c","type":"CallApi","properties":{"endpointId":"inner","payload":{}}}"#;
    let app = app(&[
        api("inner", r#""type":"InternalApi","routine":[{":return":7}]"#),
        api(
            "outer",
            &format!(r#""type":"Api","routine":[{inner},{{":return":{{"_step":"c"}}}}]"#),
        ),
        (
            "api/mine.json".to_owned(),
            r#"{"endpointId":"mine","type":"Api","auth":{"public":false},"routine":[]}"#.to_owned(),
        ),
    ]);
    for id in ["inner", "mine", "nowhere"] {
        let answer = app.post(&format!("/api/endpoints/{id}"), "{}").await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(
            answer.error(),
            (
                "ConfigError".to_owned(),
                format!("API Endpoint \"{id}\" does not exist.")
            )
        );
    }
    let answer = app.post("/api/endpoints/outer", "{}").await.json();
    assert_eq!(answer.key("response").as_number(), Some(7.0));
    let answer = app.get("/api/endpoints/outer").await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn a_payload_is_what_its_schema_wants() {
    let app = app(&[api(
        "order",
        r#""type":"Api","payloadSchema":{"type":"object","required":["sku"],"properties":{"sku":{"type":"string"}}},"routine":[{":return":{"_payload":"sku"}}]"#,
    )]);
    let answer = app
        .post("/api/endpoints/order", r#"{"payload":{"sku":5}}"#)
        .await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        answer.error().1,
        "Payload of endpoint \"order\": must be string"
    );
    let document = app.get("/api/openapi.json").await.json();
    let schema = engine::path::get(
        &document.key("paths").key("/api/endpoints/order").clone(),
        "post.requestBody.content",
    );
    let payload = schema
        .key("application/json")
        .key("schema")
        .key("properties")
        .key("payload");
    assert_eq!(payload.key("required").items(), [Value::from("sku")]);
}

#[tokio::test]
async fn a_webhook_gets_the_call_as_it_came() {
    let app = app(&[api(
        "hook",
        r#""type":"Api","webhook":true,"routine":[{":if":{"_ne":[{"_payload":"headers.x-token"},"t"]},":then":{":reject":"Who are you?"}},{":return":{"got":{"_payload":"body"},"q":{"_payload":"query.a"},"raw":{"_payload":"rawBody"}}}]"#,
    )]);
    let call = |token: &str, kind: &str, body: &str| {
        Request::put("/api/endpoints/hook?a=b%20c")
            .header("x-token", token)
            .header("content-type", kind)
            .body(Body::from(body.to_owned()))
            .expect("a request")
    };
    let answer = app.answer(call("t", "text/plain", r#"{"n":1}"#)).await;
    assert_eq!(
        answer.text,
        r#"{"got":{"n":1},"q":"b c","raw":"{\"n\":1}"}"#
    );
    let form = "application/x-www-form-urlencoded";
    let answer = app.answer(call("t", form, "x=1&y=%C3%A9")).await.json();
    assert_eq!(answer.key("got").key("y").as_str(), Some("é"));
    let answer = app.answer(call("wrong", form, "")).await;
    assert_eq!(answer.error(), ("UserError".into(), "Who are you?".into()));
}

#[tokio::test]
async fn an_endpoint_of_the_background_is_accepted_at_once() {
    let app = app(&[api(
        "later",
        r#""type":"Api","async":true,"routine":[{":return":1}]"#,
    )]);
    let answer = app.post("/api/endpoints/later", "{}").await;
    assert_eq!(
        answer.text,
        r#"{"error":null,"response":{"accepted":true},"status":"accepted","success":true}"#
    );
}

#[tokio::test]
async fn an_endless_routine_is_stopped() {
    let (path, text) = api(
        "endless",
        r#""type":"Api","routine":[{":while":true,":do":[]}]"#,
    );
    let app = TestApp::with_vars(&[(&path, &text)], &[("LATH_ENDPOINT_TIMEOUT_MS", "50")]);
    let answer = app.post("/api/endpoints/endless", "{}").await.json();
    let error = engine::js::to_text(answer.key("error"));
    assert!(error.contains("timed out after 0.05 s"), "{error}");
}

#[tokio::test]
async fn a_page_is_drawn_with_what_its_endpoint_gave() {
    let (path, text) = api(
        "hi",
        r#""type":"Api","routine":[{":return":"Hello there"}]"#,
    );
    let page = r#"{"id":"page:p","pageId":"p","blockId":"p","type":"Box","auth":{"public":true},
        "events":{"onInit":[{"id":"c","type":"CallAPI","params":{"endpointId":"hi"}}]},
        "areas":{"content":{"blocks":[{"id":"block:p:h:0","blockId":"h","type":"Html","properties":{"html":{"_api":"hi.response"}}}]}}}"#;
    let app = TestApp::with(&[(&path, &text), ("pages/p/p.json", page)]);
    let answer = app.get("/p").await;
    assert!(answer.text.contains("Hello there"), "{}", answer.text);
    // The browser begins with it, too.
    assert!(answer.text.contains("\"endpoints\""), "{}", answer.text);
}

#[tokio::test]
async fn figures_are_for_who_has_the_token() {
    let app = TestApp::with_vars(&[], &[("LATH_METRICS", "t0ken")]);
    assert_eq!(app.get("/metrics").await.status, StatusCode::NOT_FOUND);
    app.get("/").await;
    let call = Request::get("/metrics").header("authorization", "Bearer t0ken");
    let answer = app.send(call).await;
    assert_eq!(answer.status, StatusCode::OK);
    let counted = "lath_http_request_duration_seconds_count{kind=\"page\"";
    assert!(answer.text.contains(counted), "{}", answer.text);
}

/// A connection `db` to a file in `dir`.
fn database(dir: &tempfile::TempDir) -> String {
    let file = dir.path().join("t.sqlite").display().to_string();
    format!(
        r#"{{"connectionId":"db","type":"Knex","properties":{{"client":"better-sqlite3","connection":{{"filename":"{file}"}}}}}}"#
    )
}

/// A step that runs SQL on `db`.
fn step(id: &str, sql: &str) -> String {
    format!(
        r#"{{"id":"request:e:{id}","stepId":"{id}","type":"KnexRaw","connectionId":"db","properties":{{"query":"{sql}"}}}}"#
    )
}

#[tokio::test]
async fn steps_of_a_transaction_last_together_or_not_at_all() {
    let dir = tempfile::tempdir().expect("folder");
    let (make, add, n) = (
        step("make", "create table if not exists t (n)"),
        step("add", "insert into t values (1)"),
        step("n", "select count(*) as n from t"),
    );
    let bad = step("bad", "select nothing from nowhere");
    let endpoint = |id: &str, transaction: bool, routine: String| {
        let rest = format!(r#""type":"Api","transaction":{transaction},"routine":[{routine}]"#);
        api(id, &rest)
    };
    let thrown = format!(r#"{add},{{":throw":"no"}}"#);
    let app = app(&[
        ("connections/db.json".to_owned(), database(&dir)),
        endpoint("make", false, make),
        endpoint("good", true, format!("{add},{add}")),
        endpoint("thrown", true, thrown.clone()),
        endpoint("refused", true, format!(r#"{add},{{":reject":"no"}}"#)),
        endpoint("failed", true, format!("{add},{bad}")),
        endpoint(
            "parallel",
            true,
            format!(r#"{{":parallel":[{add},{add},{add}]}}"#),
        ),
        endpoint("loose", false, thrown),
        endpoint(
            "count",
            false,
            format!(r#"{n},{{":return":{{"_step":"n.0.n"}}}}"#),
        ),
    ]);
    app.post("/api/endpoints/make", "{}").await;
    for (id, rows) in [
        ("good", 2.0),
        ("thrown", 2.0),
        ("refused", 2.0),
        ("failed", 2.0),
        ("parallel", 5.0),
        ("loose", 6.0),
    ] {
        let answer = app.post(&format!("/api/endpoints/{id}"), "{}").await;
        let count = app.post("/api/endpoints/count", "{}").await.json();
        let count = count.key("response").as_number();
        assert_eq!(count, Some(rows), "{id}: {}", answer.text);
    }
}

#[tokio::test]
async fn a_schedule_runs_by_itself() {
    let dir = tempfile::tempdir().expect("folder");
    let (make, add) = (
        step("make", "create table if not exists t (n)"),
        step("add", "insert into t values (1)"),
    );
    let (count_path, count) = api(
        "count",
        &format!(
            r#""type":"Api","routine":[{make},{},{{":return":{{"_step":"n"}}}}]"#,
            step("n", "select count(*) as n from t")
        ),
    );
    let (path, text) = api(
        "tick",
        &format!(
            r#""type":"InternalApi","schedules":[{{"cron":"* * * * * *","payload":{{}}}}],"routine":[{make},{add}]"#
        ),
    );
    let app = TestApp::with(&[
        ("connections/db.json", &database(&dir)),
        (&path, &text),
        (&count_path, &count),
    ]);
    crate::schedules::start(&app.state);
    for _ in 0..100 {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        let answer = app.post("/api/endpoints/count", "{}").await.json();
        let n = engine::path::get(&answer, "response.0.n");
        if n.as_number().is_some_and(|n| n > 0.0) {
            return;
        }
    }
    panic!("nothing ran in ten seconds");
}

#[test]
fn a_schedule_that_is_none_is_an_error_of_loading() {
    let (path, text) = api(
        "e",
        r#""type":"Api","schedules":[{"cron":"often"}],"routine":[]"#,
    );
    let found = TestApp::refused(&[(&path, &text)]);
    assert_eq!(found.len(), 1, "{found:?}");
    let text = found[0].to_string();
    assert!(
        text.contains("api/e.json") && text.contains("\"often\""),
        "{text}"
    );
}

/// Rows from 1 to `n`, as they come.
fn rows(id: &str, n: u32) -> String {
    let query = format!(
        "with recursive c(i) as (select 1 union all select i + 1 from c where i < {n}) select i from c"
    );
    format!(
        r#"{{"id":"request:e:{id}","stepId":"{id}","type":"KnexRaw","connectionId":"db","stream":true,"properties":{{"query":"{query}"}}}}"#
    )
}

#[tokio::test]
async fn rows_of_a_step_go_to_the_caller_as_they_come() {
    let folder = tempfile::tempdir().expect("a folder");
    let connection = database(&folder);
    let counted = format!(
        r#""type":"Api","routine":[{},{{":return":{{"_step":"a"}}}}]"#,
        rows("a", 5)
    );
    let two = format!(
        r#""type":"Api","transaction":true,"routine":[{},{}]"#,
        rows("a", 2),
        rows("b", 3)
    );
    let fails = format!(
        r#""type":"Api","routine":[{},{{":throw":"Stop"}}]"#,
        rows("a", 1)
    );
    let inner = r#""type":"Api","routine":[{"id":"endpoint:e:x","stepId":"x","type":"CallApi","properties":{"endpointId":"two"}},{":return":{"_step":"x"}}]"#;
    let mut files = vec![
        api("counted", &counted),
        api("two", &two),
        api("fails", &fails),
        api("inner", inner),
    ];
    files.push(("connections/db.json".to_owned(), connection));
    let app = app(&files);
    let ask = |id: &str, accept: &'static str| {
        Request::post(format!("/api/endpoints/{id}"))
            .header("content-type", "application/json")
            .header("accept", accept)
            .body(Body::from("{}"))
            .expect("a request")
    };
    let lines = "application/x-ndjson";
    let answer = app.answer(ask("two", lines)).await;
    assert_eq!(answer.header("content-type"), lines);
    let end = r#"{"~end":{"error":null,"status":"success","success":true}}"#;
    let rows = r#"{"i":1} {"i":2} {"i":1} {"i":2} {"i":3}"#;
    assert_eq!(answer.text, format!("{rows} {end}\n").replace(' ', "\n"));
    // Who takes no streams gets all at once, other endpoints too.
    let all = r#"{"error":null,"response":[{"i":1},{"i":2},{"i":1},{"i":2},{"i":3}],"status":"success","success":true}"#;
    assert_eq!(app.post("/api/endpoints/two", "{}").await.text, all);
    assert_eq!(app.post("/api/endpoints/inner", "{}").await.text, all);
    // What is returned is the response, and the step has counted.
    let answer = app.answer(ask("counted", "text/event-stream")).await;
    let end = "event: end\ndata: {\"error\":null,\"response\":5,\"status\":\"success\",\"success\":true}\n\n";
    assert!(
        answer.text.starts_with("data: {\"i\":1}\n\n") && answer.text.ends_with(end),
        "{}",
        answer.text
    );
    // A failure after rows is told after them.
    let answer = app.answer(ask("fails", lines)).await;
    let (row, end) = answer.text.split_once('\n').expect("lines");
    assert_eq!(row, r#"{"i":1}"#);
    assert!(
        end.contains("Stop") && end.contains(r#""status":"error""#),
        "{end}"
    );
    // What is refused before it begins is no stream.
    let answer = app.answer(ask("none", lines)).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(answer.error().0, "ConfigError");
}
