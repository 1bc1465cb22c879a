//! Rows to callers who do not read them.

use std::time::Duration;

use engine::Value;
use protocol::RequestCall;
use tokio::sync::mpsc;

use super::{TestApp, api, message, seen};
use crate::endpoint::Rows;
use crate::{Taker, request};

const SOON: Duration = Duration::from_millis(30);

fn call() -> RequestCall {
    RequestCall {
        page_id: "home".into(),
        request_id: "r".into(),
        block_id: "".into(),
        action_id: None,
        payload: Value::Null,
    }
}

/// A page with a request whose rows come as `properties` say.
fn page(properties: &str) -> TestApp {
    let text = format!(
        r#"{{"id":"request:home:r","requestId":"r","pageId":"home","type":"Ask","stream":true,"connectionId":"probe","auth":{{"public":true}},"payload":{{}},"properties":{properties}}}"#
    );
    TestApp::of(&[("pages/home/requests/r.json", &text)])
}

#[tokio::test]
async fn a_step_ends_when_its_rows_are_not_read() {
    let step = r#"{"id":"request:e:a","stepId":"a","type":"Ask","connectionId":"probe","stream":true,"properties":{"name":"unread","rows":1000}}"#;
    let app = TestApp::of(&[("api/e.json", &api("e", "", &format!("[{step}]")))]);
    let (rows, mut received) = mpsc::channel(8);
    let rows = Rows::Sent(Taker::new(rows).with_patience(SOON));
    let ended = app.run_for("e", "{}", rows).await;
    assert_eq!(message(&ended), "The rows were not read for 0.03 s.");
    assert_eq!(seen("unread").now, 0, "it has its connection still");
    let mut n = 0;
    while received.recv().await.is_some() {
        n += 1;
    }
    assert_eq!(n, 8);
}

#[tokio::test]
async fn a_request_ends_when_its_rows_are_not_read() {
    let app = page(r#"{"name":"page","rows":1000}"#);
    let streaming = request::stream(&app.cx(), &call()).await.ok();
    let (rows, mut received) = mpsc::channel(8);
    let taker = Taker::new(rows).with_patience(SOON);
    streaming.expect("rows").send(taker).await;
    assert_eq!(seen("page").now, 0, "it has its connection still");
    // Who reads again is told.
    let mut all = Vec::new();
    while let Some(row) = received.recv().await {
        all.push(row);
    }
    let error = all.pop().expect("an end").expect_err("it failed");
    assert_eq!(error.message, "The rows were not read for 0.03 s.");
    assert!(all.len() == 7 && all.iter().all(Result::is_ok), "{all:?}");
}

#[tokio::test]
async fn a_request_ends_when_its_caller_is_gone() {
    let app = page(r#"{"name":"gone","rows":0}"#);
    let streaming = request::stream(&app.cx(), &call()).await.ok();
    let (rows, received) = mpsc::channel(8);
    let leaves = async {
        tokio::task::yield_now().await;
        drop(received);
    };
    let sending = streaming.expect("rows").send(Taker::new(rows));
    tokio::join!(sending, leaves);
    assert_eq!(seen("gone").now, 0, "it has its connection still");
}
