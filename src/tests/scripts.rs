//! Functions of `_js`: in pages, in requests, as a file.

use axum::http::StatusCode;
use engine::{Value, json};

use super::TestApp;
use crate::Settings;
use crate::scripts::Scripts;
use crate::snapshot::Snapshot;

/// As Lowdefy's build writes it: hashes are base64.
const CLIENT: (&str, &str) = (
    "plugins/operators/clientJsMap.js",
    "
export default {
  'hello/+=': ({ actions, event, input, location, lowdefyGlobal, request, state, urlQuery, user }) => { return `Hello ${urlQuery('who') ?? 'nobody'}`; },
  'sum=': ({ args }) => { return args.map((n) => n * 2).join(' + '); },
  'when=': () => { return `drawn in ${new Date().getFullYear()}`; },
  'dice=': () => { return Math.floor(Math.random() * 1e9); },
  'window=': () => { return window.innerWidth > 10; },
  'endless=': () => { for (;;) {} },
  };",
);

const SERVER: (&str, &str) = (
    "plugins/operators/serverJsMap.js",
    "
export default {
  'ids=': ({ payload, secret, user }) => { return payload('ids').map((id) => id + secret('OFFSET').length); },
  'throw=': ({ payload, secret }) => { throw new Error('no good'); },
  };",
);

/// A page with a block per call.
fn page(id: &str, calls: &[&str]) -> (String, String) {
    let blocks = calls.iter().enumerate().map(|(i, call)| {
        format!(
            r#"{{"id":"block:{id}:b{i}","blockId":"b{i}","type":"Title","properties":{{"content":{call}}}}}"#
        )
    });
    let blocks: Vec<String> = blocks.collect();
    let text = format!(
        r#"{{"id":"page:{id}","pageId":"{id}","blockId":"{id}","type":"Box","auth":{{"public":true}},"areas":{{"content":{{"blocks":[{}]}}}}}}"#,
        blocks.join(",")
    );
    (format!("pages/{id}/{id}.json"), text)
}

fn app_with(calls: &[&str], more: &[(&str, &str)], vars: &[(&str, &str)]) -> TestApp {
    let (path, text) = page("p", calls);
    let mut files = vec![(path.as_str(), text.as_str()), CLIENT, SERVER];
    files.extend(more);
    // Machines that run tests are busy.
    let mut all = vec![
        ("LATH_JS_TIMEOUT_MS", "1000"),
        ("LOWDEFY_SECRET_OFFSET", "xxx"),
    ];
    all.extend(vars);
    TestApp::with_vars(&files, &all)
}

/// What the document hands to the browser beside the page.
fn data(html: &str) -> Value {
    let (_, rest) = html
        .split_once(r#"<script id="__LATH_DATA__" type="application/json">"#)
        .expect("data");
    let (text, _) = rest.split_once("</script>").expect("its end");
    json::parse_wire(text.as_bytes()).expect("JSON")
}

#[tokio::test]
async fn a_page_is_drawn_with_what_functions_give() {
    let app = app_with(
        &[
            r#"{"_js":"hello/+="}"#,
            r#"{"_js":{"fn":"sum=","args":[1,{"_sum":[1,1]}]}}"#,
        ],
        &[],
        &[],
    );
    let answer = app.get("/p?who=Ada").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text.contains("Hello Ada"), "{}", answer.text);
    assert!(answer.text.contains("2 + 4"));
    assert!(app.get("/p").await.text.contains("Hello nobody"));
    // What gives the same everywhere is computed again and not sent.
    assert!(data(&answer.text).key("scripts").is_undefined());
}

#[tokio::test]
async fn browsers_get_the_functions_of_pages_as_a_file() {
    let app = app_with(&[r#"{"_js":"hello/+="}"#], &[], &[]);
    let root = app.get("/api/root").await.json();
    let address = root.key("scripts").as_str().expect("an address").to_owned();
    assert!(address.starts_with("/_lath/js/"), "{address}");
    let link = format!(r#"<link rel="modulepreload" href="{address}">"#);
    assert!(app.get("/p").await.text.contains(&link));
    assert!(
        !app.get("/home").await.text.contains(&link),
        "a page that calls none"
    );
    let file = app.get(&address).await;
    assert_eq!(file.text, CLIENT.1);
    assert_eq!(
        file.header("content-type"),
        "text/javascript; charset=utf-8"
    );
    assert!(file.header("cache-control").contains("immutable"));
    let other = app.get("/_lath/js/abc.js").await;
    assert_eq!(
        (other.text.as_str(), other.header("cache-control")),
        (CLIENT.1, "no-cache")
    );
    let dev = app.get("/api/js/client").await;
    assert_eq!(dev.status, StatusCode::NOT_FOUND, "in development only");

    let none = TestApp::with(&[]);
    assert!(
        none.get("/api/root")
            .await
            .json()
            .key("scripts")
            .is_undefined()
    );
    assert_eq!(
        none.get("/_lath/js/abc.js").await.status,
        StatusCode::NOT_FOUND
    );

    let base = app_with(
        &[r#"{"_js":"hello/+="}"#],
        &[("config.json", r#"{"basePath":"/app"}"#)],
        &[],
    );
    let root = base.get("/app/api/root").await.json();
    let address = root.key("scripts").as_str().expect("an address").to_owned();
    assert!(address.starts_with("/app/_lath/js/"), "{address}");
    assert_eq!(base.get(&address).await.text, CLIENT.1);
}

#[tokio::test]
async fn what_a_browser_may_answer_otherwise_is_sent_along() {
    let app = app_with(
        &[
            r#"{"_js":"when="}"#,
            r#"{"_js":"dice="}"#,
            r#"{"_js":"window="}"#,
            r#"{"_js":{"fn":"sum=","args":[1]}}"#,
        ],
        &[],
        &[],
    );
    let answer = app.get("/p").await;
    let sent = data(&answer.text).key("scripts").clone();
    let year = sent.key("b0 when=");
    assert_eq!(
        year.key("again"),
        &Value::Bool(true),
        "the year is local time's: {sent:?}"
    );
    assert!(
        answer
            .text
            .contains(year.key("value").as_str().expect("text"))
    );
    let dice = sent.key("b1 dice=");
    assert!(dice.key("again").is_undefined());
    let number = dice.key("value").as_integer().expect("a number");
    assert!(answer.text.contains(&format!(">{number}<")));
    let window = sent.key("b2 window=");
    assert_eq!(
        (window.key("value"), window.key("again")),
        (&Value::Null, &Value::Bool(true))
    );
    assert_eq!(sent.as_map().map(|map| map.len()), Some(3));
}

#[tokio::test]
async fn a_function_that_does_not_end_is_stopped() {
    let app = app_with(
        &[r#"{"_js":"endless="}"#, r#"{"_js":"hello/+="}"#],
        &[],
        &[("LATH_JS_TIMEOUT_MS", "20")],
    );
    for _ in 0..3 {
        let answer = app.get("/p").await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.text.contains("Hello nobody"), "{}", answer.text);
    }
}

#[tokio::test]
async fn requests_run_functions_of_the_server() {
    let request = |id: &str, call: &str| {
        let text = format!(
            r#"{{"id":"request:p:{id}","requestId":"{id}","pageId":"p","auth":{{"public":true}},"type":"KnexRaw","connectionId":"db","properties":{{"query":"select :a as a, :b as b","parameters":{call}}}}}"#
        );
        (format!("pages/p/requests/{id}.json"), text)
    };
    let connection = r#"{"id":"connection:db","connectionId":"db","type":"Knex","properties":{"client":"better-sqlite3","connection":{"filename":":memory:"}}}"#;
    let files = [
        request(
            "good",
            r#"{"a":{"_js":"ids=.0"},"b":{"_get":{"from":{"_js":"ids="},"key":"1"}}}"#,
        ),
        request("bad", r#"{"a":1,"b":{"_js":"throw="}}"#),
        request("client", r#"{"a":1,"b":{"_js":"hello/+="}}"#),
        ("connections/db.json".to_owned(), connection.to_owned()),
    ];
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(p, t)| (p.as_str(), t.as_str()))
        .collect();
    let app = app_with(&[], &files, &[]);
    let body = r#"{"payload":{"ids":[1,2]}}"#;
    let (name, message) = app.post("/api/request/p/good", body).await.error();
    // `ids=.0` is no function.
    assert_eq!(
        (name.as_str(), message.as_str()),
        ("RequestError", "_js function not found.")
    );
    app.write("pages/p/requests/good.json", &request("good", r#"{"a":{"_get":{"from":{"_js":"ids="},"key":"0"}},"b":{"_get":{"from":{"_js":"ids="},"key":"1"}}}"#).1);
    app.state.reload();
    let answer = app.post("/api/request/p/good", body).await;
    assert_eq!(
        json::to_wire(answer.json().key("response")),
        r#"[{"a":4,"b":5}]"#,
        "{}",
        answer.text
    );
    let (name, message) = app.post("/api/request/p/bad", body).await.error();
    assert_eq!(
        (name.as_str(), message.as_str()),
        (
            "RequestError",
            "_js function execution error. Error: no good."
        )
    );
    let (_, message) = app.post("/api/request/p/client", body).await.error();
    assert_eq!(message, "_js function not found.");
}

#[tokio::test]
async fn a_broken_module_is_told_and_the_app_before_stays() {
    let app = app_with(&[r#"{"_js":"hello/+="}"#], &[], &[]);
    let mut vars = std::collections::BTreeMap::new();
    vars.insert(
        "LATH_BUILD_DIR".to_owned(),
        app.build().display().to_string(),
    );
    let load = || Snapshot::load(&Settings::of(&vars), 1);
    app.write(
        CLIENT.0,
        "\nexport default {\n  'hello/+=': () => { return 1 +; },\n};",
    );
    let found = load().err().expect("findings");
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with("error: plugins/operators/clientJsMap.js:3:"),
        "{told:?}"
    );
    app.state.reload();
    assert!(app.get("/p").await.text.contains("Hello nobody"));
    // A call of what is not there is a warning.
    app.write(
        CLIENT.0,
        "\nexport default {\n  'other=': () => { return 1; },\n};",
    );
    let snapshot = load().expect("it loads");
    let told: Vec<String> = snapshot
        .app
        .warnings
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        told,
        [
            "warning: pages/p/p.json: `_js` calls `hello/+=`, a function that the build did not make (at areas.content.blocks.0.properties.content)"
        ]
    );
    app.state.reload();
    let text = app.get("/p").await.text;
    assert!(!text.contains("Hello"), "{text}");
}

#[tokio::test]
async fn bodies_of_a_development_build_do_as_well() {
    let bodies = r#"{"client":{"hello/+=":"return `Hi ${urlQuery('who')}`; // so","q\"'\n=":"return 1;"},"server":{}}"#;
    let (path, text) = page("p", &[r#"{"_js":"hello/+="}"#]);
    let files = [(path.as_str(), text.as_str()), ("jsMap.json", bodies)];
    let app = TestApp::with_vars(&files, &[("LATH_DEV", "1"), ("LATH_JS_TIMEOUT_MS", "1000")]);
    assert!(app.get("/p?who=Ada").await.text.contains("Hi Ada"));
    let client = app.get("/api/js/client").await;
    assert!(
        client.text.starts_with("export default {"),
        "{}",
        client.text
    );
    assert_eq!(
        app.get("/api/js/server").await.text,
        "export default {\n};\n"
    );
    assert_eq!(app.get("/api/js/else").await.status, StatusCode::NOT_FOUND);
    let scripts: &Scripts = &app.state.snapshot().scripts;
    assert_eq!(scripts.client.as_ref().map(js::Library::len), Some(2));
    assert!(scripts.server.is_none());
}
