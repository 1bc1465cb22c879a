//! Properties of connections: found out once where nothing of a call is read.

use engine::Value;

use super::{TestApp, api, message};

/// Endpoints whose step runs on a connection with these properties, and gives them.
fn app(properties: &str) -> TestApp {
    let step =
        r#"{"id":"request:e:a","stepId":"a","type":"Tell","connectionId":"c","properties":{}}"#;
    let connection = format!(r#"{{"connectionId":"c","type":"Probe","properties":{properties}}}"#);
    TestApp::of(&[
        ("connections/c.json", &connection),
        (
            "api/e.json",
            &api(
                "e",
                "",
                &format!(r#"[{step},{{":return":{{"_step":"a"}}}}]"#),
            ),
        ),
    ])
}

#[tokio::test]
async fn a_connection_that_reads_the_call_is_evaluated_for_each() {
    let app = app(r#"{"of":{"_payload":"n"},"key":{"_secret":"KEY"}}"#);
    for n in ["1", "2"] {
        let ended = app.run("e", &format!(r#"{{"n":{n}}}"#)).await;
        let told = ended.result.expect("properties");
        assert_eq!(
            told.key("of").as_number().map(|n| n.to_string()).as_deref(),
            Some(n)
        );
    }
}

#[tokio::test]
async fn a_connection_that_reads_secrets_follows_them() {
    let mut app = app(r#"{"key":{"_string.concat":["k-",{"_secret":"KEY"}]}}"#);
    for secret in ["one", "one", "two"] {
        if app.secrets.key("KEY").as_str() != Some(secret) {
            app.secrets = Value::object([("KEY", secret.into())]);
        }
        let told = app.run("e", "{}").await.result.expect("properties");
        assert_eq!(told.key("key").as_str(), Some(&*format!("k-{secret}")));
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_each_time() {
    let app = app(r#"{"key":{"_divide":[{"_secret":"KEY"},0]}}"#);
    for _ in 0..2 {
        let message = message(&app.run("e", "{}").await);
        assert_eq!(message, "_divide takes an array of 2 numbers.");
    }
}
