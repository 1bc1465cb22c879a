//! Loops over what a caller sent.

use engine::Value;

use super::{TestApp, api, message, seen};

fn ask(properties: &str) -> String {
    format!(
        r#"{{"id":"request:e:a","stepId":"a","type":"Ask","connectionId":"probe","properties":{properties}}}"#
    )
}

fn over(do_: &str) -> String {
    format!(r#"{{":parallel_for":"n",":in":{{"_payload":"n"}},":do":{do_}}}"#)
}

#[tokio::test]
async fn only_some_turns_run_at_once_and_all_of_them_run() {
    let body = ask(r#"{"name":"loop","gives":{"_item":"n"}}"#);
    let text = api(
        "e",
        "",
        &format!(r#"[{},{{":return":{{"_step":"a"}}}}]"#, over(&body)),
    );
    let app = TestApp::of(&[("api/e.json", &text)]);
    let n: Vec<Value> = (0..500).map(Value::from).collect();
    let payload = format!(r#"{{"n":{:?}}}"#, Value::list(n.clone()));
    let ended = app.run("e", &payload).await;
    assert_eq!(ended.result, Ok(Value::list(n)));
    let seen = seen("loop");
    assert_eq!((seen.calls, seen.most), (500, 16));
}

#[tokio::test]
async fn the_first_error_wins_then_a_refusal_then_a_value() {
    let when =
        |n: u32, then: &str| format!(r#"{{":if":{{"_eq":[{{"_item":"n"}},{n}]}},":then":{then}}}"#);
    let step = ask(r#"{"name":"order","gives":1}"#);
    let parts = [
        when(3, r#"{":return":"three"}"#),
        when(40, r#"{":reject":"forty"}"#),
        // The later of two errors is the quicker one.
        when(50, &format!(r#"[{step},{step},{{":throw":"fifty"}}]"#)),
        when(51, r#"{":throw":"fifty-one"}"#),
    ];
    let text = api("e", "", &over(&format!("[{}]", parts.join(","))));
    let app = TestApp::of(&[("api/e.json", &text)]);
    assert_eq!(
        message(&app.run("e", r#"{"n":[3,40,50,51]}"#).await),
        "fifty"
    );
    assert_eq!(
        message(&app.run("e", r#"{"n":[51,3,40]}"#).await),
        "fifty-one"
    );
    assert_eq!(message(&app.run("e", r#"{"n":[3,40]}"#).await), "forty");
    let ended = app.run("e", r#"{"n":[1,2,3]}"#).await;
    assert_eq!(ended.result, Ok("three".into()));
}
