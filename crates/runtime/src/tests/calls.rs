//! Requests whose rows come one after the other, and endpoints.

use std::task::{Context, Waker};

use super::*;

const BLOCKS: &str = r#"
    {"id": "b", "type": "Text", "events": {
        "rows": [{"id": "r", "type": "Request", "params": "rows"}],
        "bad": [{"id": "r", "type": "Request", "params": "bad"}],
        "double": [{"id": "c", "type": "CallAPI", "params": {"endpointId": "double", "payload": 21}}],
        "no": [{"id": "c", "type": "CallAPI", "params": {"endpointId": "no", "payload": 1}}],
        "api_rows": [{"id": "c", "type": "CallAPI", "params": {"endpointId": "rows"}}],
        "none": [{"id": "c", "type": "CallAPI", "params": {}}]}}"#;

const REQUESTS: &str = r#", "requests": [
    {"requestId": "rows", "stream": true}, {"requestId": "bad", "stream": true}]"#;

fn trigger(page: &PageCx, event: &str) -> impl Future<Output = crate::EventResult> {
    let b = block(page, "b").instance();
    let (page, event) = (page.clone(), event.to_owned());
    async move { page.trigger_event(b, &event, Value::Undefined).await }
}

fn call(page: &PageCx, id: &str) -> String {
    let entry = page.requests().key(id).items()[0].clone();
    let (response, loading) = (entry.key("response"), entry.key("loading"));
    let list = Value::list(vec![response.clone(), loading.clone()]);
    engine::json::stringify(&list)
}

#[test]
fn rows_can_be_read_while_more_come() {
    let (world, page) = page(BLOCKS, REQUESTS);
    let mut event = Box::pin(trigger(&page, "rows"));
    let mut cx = Context::from_waker(Waker::noop());
    assert!(event.as_mut().poll(&mut cx).is_pending());
    assert_eq!(call(&page, "rows"), "[[1,2],true]");
    let result = world.run(event);
    assert!(result.success);
    assert_eq!(call(&page, "rows"), "[[1,2,3],false]");
    assert_eq!(
        engine::json::stringify(&result.responses.key("r").key("response").clone()),
        "[[1,2,3]]"
    );
    // What came before it broke off stays.
    let result = world.run(trigger(&page, "bad"));
    assert!(!result.success);
    assert_eq!(call(&page, "bad"), "[[1,2,3],false]");
}

#[test]
fn what_an_endpoint_returns_is_the_response_of_the_action() {
    let (world, page) = page(BLOCKS, REQUESTS);
    let result = world.run(trigger(&page, "double"));
    let response = result.responses.key("c").key("response").clone();
    assert_eq!(response.as_number(), Some(42.0));
    for (event, why) in [("no", "Not today."), ("none", "that is text")] {
        let result = world.run(trigger(&page, event));
        let error = format!("{:?}", result.responses.key("c").key("error"));
        assert!(!result.success && error.contains(why), "{event}: {error}");
    }
    let entry = engine::path::get(&page.payload().endpoints, "no.0");
    assert_eq!(entry.key("status").as_str(), Some("reject"));
    assert_eq!(entry.key("loading"), &Value::Bool(false));
}

#[test]
fn rows_of_an_endpoint_are_its_response_while_they_come() {
    let (world, page) = page(BLOCKS, REQUESTS);
    let mut event = Box::pin(trigger(&page, "api_rows"));
    let mut cx = Context::from_waker(Waker::noop());
    // Payload and call each take a turn.
    let entry = || engine::path::get(&page.payload().endpoints, "rows.0");
    while entry().key("response").items().is_empty() {
        assert!(event.as_mut().poll(&mut cx).is_pending());
    }
    assert_eq!(engine::json::stringify(entry().key("response")), "[1]");
    assert_eq!(entry().key("loading"), &Value::Bool(true));
    let result = world.run(event);
    let response = result.responses.key("c").key("response").clone();
    assert_eq!(engine::json::stringify(&response), "[1,2,3]");
    assert_eq!(entry().key("loading"), &Value::Bool(false));
}
