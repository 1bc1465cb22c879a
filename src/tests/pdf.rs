//! `POST /api/pdf`, which the action PdfMake calls.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use engine::json;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;

use super::TestApp;
use super::test_app::Answer;

const PAGE: &str = r#"{"id":"page:home","pageId":"home","blockId":"home","type":"Box","auth":{"public":true},
    "areas":{"content":{"blocks":[{"id":"block:b","blockId":"b","type":"Button","events":{"onClick":
    {"try":[{"id":"pdf","type":"PdfMake","params":{"docDefinition":{"content":"a"}}}],"catch":[]}}}]}}}"#;

fn app(vars: &[(&str, &str)]) -> TestApp {
    TestApp::with_vars(&[("pages/home/home.json", PAGE)], vars)
}

async fn post(app: &TestApp, definition: &str) -> Answer {
    let body = format!(r#"{{"docDefinition":{definition}}}"#);
    app.post("/api/pdf", &body).await
}

fn message(answer: &Answer) -> String {
    match answer.json() {
        engine::Value::Error(error) => error.message.to_string(),
        other => panic!("no error: {other:?}"),
    }
}

#[tokio::test]
async fn a_definition_becomes_a_file() {
    let app = app(&[]);
    let answer = post(&app, r#"{"content":["Hello",{"ul":["a","b"]}]}"#).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "application/pdf");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.text.starts_with("%PDF-"));
}

#[tokio::test]
async fn pages_can_be_asked_for_first() {
    let app = app(&[]);
    let body = r#"{"pages":true,"docDefinition":{"pageSize":"A6","content":["a",{"text":"b",
        "pageBreak":"before","pageOrientation":"landscape"}]}}"#;
    let answer = app.post("/api/pdf", body).await;
    assert_eq!(
        json::to_wire(answer.json().key("pages")),
        r#"[{"width":297.64,"height":419.53,"orientation":"portrait"},{"width":419.53,"height":297.64,"orientation":"landscape"}]"#
    );
    let body = r#"{"headers":["one",null],"docDefinition":{"content":"a"}}"#;
    assert_eq!(app.post("/api/pdf", body).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_wrong_is_said_with_its_place() {
    let app = app(&[]);
    let answer = post(
        &app,
        r#"{"content":["a",{"table":{"body":[["a","b"],["c"]]}}]}"#,
    )
    .await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let wanted =
        "PdfMake: content[1].table.body[1]: has 1 cells, but the first row of the table has 2.";
    assert_eq!(message(&answer), wanted);
    let answer = app.post("/api/pdf", "[1]").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let answer = post(
        &app,
        r#"{"content":{"image":"http://169.254.169.254/latest"}}"#,
    )
    .await;
    assert!(
        message(&answer).contains("must be a data URL"),
        "{}",
        answer.text
    );
    assert_eq!(
        app.get("/api/pdf").await.status,
        StatusCode::METHOD_NOT_ALLOWED
    );
}

#[tokio::test]
async fn limits_hold() {
    let tight = app(&[("LATH_PDF_PAGES", "2"), ("LATH_BODY_LIMIT", "2000")]);
    let pages = [r#"{"text":"a","pageBreak":"after"}"#; 4].join(",");
    let answer = post(&tight, &format!(r#"{{"content":[{pages}]}}"#)).await;
    assert!(
        message(&answer).contains("more than 2 pages"),
        "{}",
        answer.text
    );
    let answer = post(&tight, &format!(r#"{{"content":"{}"}}"#, "a".repeat(3000))).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let hasty = app(&[("LATH_PDF_TIMEOUT_MS", "0")]);
    let answer = post(&hasty, r#"{"content":"a"}"#).await;
    assert!(
        message(&answer).contains("took too long"),
        "{}",
        answer.text
    );
}

#[tokio::test]
async fn many_at_once_are_all_made() {
    let app = app(&[("LATH_PDF_PARALLEL", "1")]);
    let calls = (0..6).map(|_| post(&app, r#"{"content":"a"}"#));
    let answers = futures_util::future::join_all(calls).await;
    assert!(answers.iter().all(|answer| answer.status == StatusCode::OK));
}

#[tokio::test]
async fn only_so_many_wait() {
    let app = app(&[("LATH_PDF_PARALLEL", "1")]);
    let place = app.state.press.place().await.expect("a place");
    let calls = (0..17).map(|_| post(&app, r#"{"content":"a"}"#));
    let mut calls: FuturesUnordered<_> = calls.collect();
    let first = calls.next().await.expect("an answer");
    assert_eq!(first.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(first.header("retry-after").parse::<u64>().is_ok());
    drop(place);
    while let Some(answer) = calls.next().await {
        assert_eq!(answer.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn other_sites_and_apps_without_the_action_have_none() {
    let body = r#"{"docDefinition":{"content":"a"}}"#;
    let without = TestApp::with(&[]);
    let answer = without.post("/api/pdf", body).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let request = Request::post("/api/pdf")
        .header("origin", "https://evil.example")
        .header("content-type", "application/json")
        .body(Body::from(body));
    let answer = app(&[]).answer(request.expect("request")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn who_may_see_no_page_with_the_action_has_no_pdf() {
    let page = PAGE.replace(r#""public":true"#, r#""public":false"#);
    let app = TestApp::with(&[("pages/home/home.json", &page)]);
    let answer = post(&app, r#"{"content":"a"}"#).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}
