//! What operators received stays here: it may be a secret, or somebody else's data.

use super::{TestApp, api, message};

#[tokio::test]
async fn callers_are_not_told_what_operators_received() {
    let cases = [
        (
            r#"{"_divide":[{"_payload":"s"},0]}"#,
            "_divide takes an array of 2 numbers.",
        ),
        (
            r#"{"_t":[{"_payload":"s"}]}"#,
            "_t takes a string key or an object { key, values, locale }.",
        ),
        (
            r#"{"_change_case.camelCase":{"on":"a","options":{"_payload":"s"}}}"#,
            "options must be an object.",
        ),
        (
            r#"{"_change_case.camelCase":{"on":"a","options":{"splitRegexp":[{"_payload":"s"}]}}}"#,
            "regex must be string or an object.",
        ),
        (
            r#"{"_change_case.camelCase":{"on":"a","options":{"splitRegexp":{"_payload":"open"}}}}"#,
            "The regular expression is not valid.",
        ),
        (
            r#"{"_string.replace":["a",{"_payload":"open"},"b"]}"#,
            "The regular expression is not valid.",
        ),
        (
            r#"{"_change_case.camelCase":{"on":"a","options":{"transform":{"_payload":"s"}}}}"#,
            "_change_case.camelCase - The callback is not a function",
        ),
        (
            r#"{"_array.map":[[1],{"_payload":"s"}]}"#,
            "_array.map - The callback is not a function",
        ),
        (
            r#"{"_array.map":[[1],{"_function":{"__divide":[{"__payload":"s"},0]}}]}"#,
            "_array.map - Error: Operator Error: _divide takes an array of 2 numbers.",
        ),
        (
            r#"{"_json.parse":{"_payload":"s"}}"#,
            "_json.parse - The text is not JSON.",
        ),
        (
            r#"{"_operator":{"name":"_divide","params":[{"_payload":"s"},0]}}"#,
            "_divide takes an array of 2 numbers.",
        ),
        (
            r#"{"_string.trim":{"on":{"a":{"_payload":"s"}}}}"#,
            "_string.trim",
        ),
        (r#"{"_uuid.nothing":{"_payload":"s"}}"#, "_uuid"),
        (
            r#"{"_yaml.parse":["a: [{","x"]}"#,
            "_yaml.parse - The text is not YAML.",
        ),
    ];
    for (value, told) in cases {
        let text = api("e", "", &format!(r#"[{{":return":{value}}}]"#));
        let app = TestApp::of(&[("api/e.json", &text)]);
        let ended = app.run("e", r#"{"s":"s3cret","open":"s3cret("}"#).await;
        let message = message(&ended);
        assert!(message.starts_with(told), "{value}: {message}");
        assert!(!message.contains("s3cret"), "{value}: {message}");
    }
}
