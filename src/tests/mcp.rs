//! The tools of coding agents, as their clients call them.

use std::net::SocketAddr;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use engine::{Value, json};

use super::TestApp;
use crate::listen::Peer;

const NEAR: &str = "127.0.0.1:5000";

fn message(method: &str, params: &str) -> String {
    format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{params}}}"#)
}

fn request(from: &str, host: &str, body: String) -> Request<Body> {
    let peer: SocketAddr = from.parse().expect("an address");
    Request::post("/api/dev/mcp")
        .header("host", host)
        .header("content-type", "application/json")
        .header("accept", "application/json, text/event-stream")
        .extension(Peer(peer))
        .body(Body::from(body))
        .expect("a request")
}

/// What a tool answers: its text, and whether it is an error.
async fn call(app: &TestApp, tool: &str, arguments: &str) -> (String, bool) {
    let params = format!(r#"{{"name":"{tool}","arguments":{arguments}}}"#);
    let body = message("tools/call", &params);
    let answer = app.answer(request(NEAR, "localhost:3000", body)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let answer = answer.json();
    let result = answer.key("result");
    let content = &result.key("content").items()[0];
    let text = content.key("text").as_str().unwrap_or_default();
    (
        text.to_owned(),
        result.key("isError").as_bool() == Some(true),
    )
}

async fn data(app: &TestApp, tool: &str, arguments: &str) -> Value {
    let (text, is_error) = call(app, tool, arguments).await;
    assert!(!is_error, "{text}");
    json::parse(text.as_bytes()).expect("data")
}

fn app() -> TestApp {
    let page = r#"{"id":"page:p","pageId":"p","blockId":"p","type":"Box","auth":{"public":false,"roles":["a"]},
        "requests":[{"id":"request:p:greet","requestId":"greet","pageId":"p","payload":{"name":{"_url_query":"name"}}}],
        "events":{"onInit":{"try":[{"id":"r","type":"Request","params":"greet"},
            {"id":"s","type":"SetState","params":{"row":{"_request":"greet.0"},"who":{"_user":"name"}}}],"catch":[]}},
        "areas":{"content":{"blocks":[{"id":"block:p:t:0","blockId":"t","type":"Title","properties":{"content":{"_divide":[1,0]}}}]}}}"#;
    let greet = r#"{"id":"request:p:greet","requestId":"greet","pageId":"p","type":"KnexRaw","connectionId":"db",
        "auth":{"public":false,"roles":["a"]},"payload":{},
        "properties":{"query":"select :name as name, length(:s) as n","parameters":{"name":{"_payload":"name"},"s":{"_secret":"KEY"}}}}"#;
    let files = [
        (
            "connections/db.json",
            r#"{"connectionId":"db","type":"Knex","properties":{"client":"better-sqlite3","connection":":memory:"}}"#,
        ),
        ("pages/p/p.json", page),
        ("pages/p/requests/greet.json", greet),
    ];
    TestApp::with_vars(&files, &[("LATH_DEV", "1"), ("LATH_SECRET_KEY", "s3cret")])
}

#[tokio::test]
async fn an_agent_finds_its_way() {
    let app = app();
    let params = r#"{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"0"}}"#;
    let answer = app
        .answer(request(
            NEAR,
            "localhost:3000",
            message("initialize", params),
        ))
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert!(answer.text.contains("build_status"), "{}", answer.text);
    let answer = app
        .answer(request(NEAR, "127.0.0.1:3000", message("tools/list", "{}")))
        .await;
    let tools = answer.json();
    assert_eq!(
        tools.key("result").key("tools").items().len(),
        super::super::mcp::COUNT
    );
    let status = data(&app, "build_status", "{}").await;
    assert_eq!(status.key("status").as_str(), Some("ready"));
    let (text, _) = call(&app, "read_docs", r#"{"name":"TextInput"}"#).await;
    assert!(text.contains("placeholder"), "{text}");
    let (text, is_error) = call(&app, "read_docs", r#"{"name":"SetSate"}"#).await;
    assert!(is_error && text.contains("SetState"), "{text}");
    let (text, is_error) = call(&app, "read_docs", r#"{"nam":"SetState"}"#).await;
    assert!(is_error && text.contains("It takes: name, kind."), "{text}");
}

#[tokio::test]
async fn a_page_is_seen_as_a_visitor_would_see_it() {
    let app = app();
    let arguments = r#"{"path":"/p?name=%22Ada%22","user":{"name":"Eve","roles":["a"]}}"#;
    let seen = data(&app, "page_state", arguments).await;
    let state = json::stringify(seen.key("state"));
    assert_eq!(state, r#"{"row":{"name":"Ada","n":6},"who":"Eve"}"#);
    assert_eq!(seen.key("errors").items().len(), 1, "{seen:?}");
    let answer = data(
        &app,
        "run_request",
        r#"{"pageId":"p","requestId":"greet","payload":{"name":"Bob"}}"#,
    )
    .await;
    assert_eq!(
        json::stringify(answer.key("response")),
        r#"[{"name":"Bob","n":6}]"#
    );
    let (text, is_error) = call(&app, "run_request", r#"{"pageId":"p","requestId":"no"}"#).await;
    assert!(is_error && text.contains("does not exist"), "{text}");
    let value = data(
        &app,
        "evaluate",
        r#"{"expression":{"_sum":[1,{"_state":"n"}]},"state":{"n":41}}"#,
    )
    .await;
    assert_eq!(value.key("value").as_number(), Some(42.0));
    // Secrets are no business of pages, and so of agents.
    let value = data(&app, "evaluate", r#"{"expression":{"_secret":"KEY"}}"#).await;
    assert!(!json::stringify(&value).contains("s3cret"));
    let pages = json::stringify(&data(&app, "list_pages", "{}").await);
    assert!(pages.contains(r#""requestId":"greet""#), "{pages}");
}

#[tokio::test]
async fn only_programs_of_this_machine_may_use_the_tools() {
    let app = app();
    let list = || message("tools/list", "{}");
    for (from, host) in [
        ("10.0.0.7:5000", "localhost:3000"),
        (NEAR, "evil.test"),
        (NEAR, "localhost.evil.test:3000"),
    ] {
        let answer = app.answer(request(from, host, list())).await;
        let refused = [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN];
        assert!(refused.contains(&answer.status), "{from} {host}");
    }
    let mut foreign = request(NEAR, "localhost:3000", list());
    let origin = "http://evil.test".parse().expect("a header");
    foreign.headers_mut().insert("origin", origin);
    assert!(!app.answer(foreign).await.status.is_success());
    // Nor is a page of another server of this machine the author.
    let mut other = request(NEAR, "localhost:3000", list());
    let origin = "http://localhost:5173".parse().expect("a header");
    other.headers_mut().insert("origin", origin);
    assert!(!app.answer(other).await.status.is_success());
    let mut own = request(NEAR, "localhost:3000", list());
    let origin = "http://localhost:3000".parse().expect("a header");
    own.headers_mut().insert("origin", origin);
    assert!(app.answer(own).await.status.is_success());
    let production = TestApp::with(&[]);
    let answer = production
        .answer(request(NEAR, "localhost:3000", list()))
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}
