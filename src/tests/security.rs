//! What is tried, and that it does not work.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use super::TestApp;

#[tokio::test]
async fn pages_carry_the_headers_that_make_browsers_careful() {
    let app = TestApp::with(&[]);
    let answer = app.get("/home").await;
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(
        answer.header("referrer-policy"),
        "strict-origin-when-cross-origin"
    );
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("object-src 'none'") && policy.contains("frame-ancestors 'self'"));
    let scripts = policy
        .split("script-src")
        .nth(1)
        .and_then(|s| s.split(';').next())
        .unwrap_or_default();
    assert!(!scripts.contains("unsafe-inline"), "{scripts}");
}

#[tokio::test]
async fn scripts_of_the_author_are_allowed_by_their_hash_only() {
    let html = r#"{"html":{"appendHead":"<script>window.a = 1;</script><script src=\"https://cdn.example.com/x.js\"></script>","appendBody":""}}"#;
    let app = TestApp::with(&[("app.json", html)]);
    let answer = app.get("/home").await;
    assert!(answer.text.contains("window.a = 1;"));
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("https://cdn.example.com"), "{policy}");
    assert_eq!(policy.matches("'sha256-").count(), 3);
}

#[tokio::test]
async fn calls_from_other_sites_are_refused() {
    let app = TestApp::with(&[]);
    let call = |name: &str, value: &str| {
        Request::post("/api/usage")
            .header("host", "lath.test")
            .header(name, value)
            .body(Body::empty())
            .expect("request")
    };
    for (name, value) in [
        ("origin", "https://evil.test"),
        ("sec-fetch-site", "cross-site"),
        ("origin", "null"),
    ] {
        assert_eq!(
            app.answer(call(name, value)).await.status,
            StatusCode::FORBIDDEN,
            "{name}: {value}"
        );
    }
    assert_eq!(
        app.answer(call("origin", "http://lath.test")).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn html_of_configuration_cannot_run() {
    let attack = r#"<img src=x onerror=alert(1)><script>alert(2)</script><a href=\"javascript:alert(3)\">x</a><iframe src=https://evil.test></iframe><b style=\"color:red\">ok</b>"#;
    let page = format!(
        r#"{{"id":"page:x","pageId":"x","blockId":"x","type":"Box","auth":{{"public":true}},"properties":{{"content":"{attack}"}}}}"#
    );
    let app = TestApp::with(&[("pages/x/x.json", &page)]);
    let html = app.get("/x").await.text;
    let body = html
        .split("<div id=\"root\">")
        .nth(1)
        .and_then(|s| s.split("<script").next())
        .unwrap_or_default();
    for bad in ["onerror", "alert(2)", "javascript:", "<iframe"] {
        assert!(!body.contains(bad), "{bad} in {body}");
    }
    assert!(body.contains("<b style=\"color:red\">ok</b>"), "{body}");
}

#[tokio::test]
async fn a_forged_host_does_not_reach_the_payload() {
    let page = r#"{"id":"page:h","pageId":"h","blockId":"h","type":"Box","auth":{"public":true},"properties":{"content":{"_location":"href"}}}"#;
    let app = TestApp::with(&[("pages/h/h.json", page)]);
    let answer = app
        .send(Request::get("/h").header("host", "evil\"><script>"))
        .await;
    assert!(!answer.text.contains("evil"), "{}", answer.text);
}

#[tokio::test]
async fn api_answers_other_than_what_was_asked_do_not_leak() {
    let app = TestApp::with(&[]);
    for path in [
        "/connections/db.json",
        "/auth.json",
        "/build/config.json",
        "/pages/home/home.json",
        "/keyMap.json",
    ] {
        assert_eq!(
            app.get(path).await.status,
            StatusCode::TEMPORARY_REDIRECT,
            "{path}"
        );
    }
    assert_eq!(
        app.build().file_name().and_then(|n| n.to_str()),
        Some("build")
    );
}
