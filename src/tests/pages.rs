//! Pages as HTML.

use axum::http::{Request, StatusCode};

use super::TestApp;

const PROTECTED: (&str, &str) = (
    "pages/secret/secret.json",
    r#"{"id":"page:secret","pageId":"secret","blockId":"secret","type":"Box","auth":{"public":false,"roles":["admin"]},"properties":{"content":"hush"},"requests":[]}"#,
);

#[tokio::test]
async fn a_page_is_finished_html_with_its_payload() {
    let app = TestApp::with(&[]);
    let answer = app.get("/home").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text.contains("<title>Home</title>"));
    assert!(answer.text.contains("Welcome <b>in</b>"));
    assert!(
        answer
            .text
            .contains(r#"<script id="__LATH_PAGE__" type="application/json">"#)
    );
    assert!(
        answer
            .header("content-security-policy")
            .contains("script-src 'self'")
    );
}

#[tokio::test]
async fn a_page_that_depends_on_nothing_comes_from_memory() {
    let app = TestApp::with(&[]);
    let first = app.get("/home").await;
    let tag = first.header("etag").to_owned();
    assert!(!tag.is_empty());
    let same = app
        .send(Request::get("/home").header("if-none-match", &tag))
        .await;
    assert_eq!(same.status, StatusCode::NOT_MODIFIED);
    let dark = app
        .send(Request::get("/home").header("cookie", "a=b; lath_theme=dark"))
        .await;
    assert!(dark.text.contains(r#"data-theme="dark""#));
    let brotli = app
        .send(Request::get("/home").header("accept-encoding", "br"))
        .await;
    assert_eq!(brotli.header("content-encoding"), "br");
}

#[tokio::test]
async fn home_redirects_to_the_first_page_or_shows_the_configured_one() {
    let app = TestApp::with(&[]);
    let answer = app.get("/").await;
    assert_eq!(answer.status, StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(answer.header("location"), "/home");
    let app = TestApp::with(&[("config.json", r#"{"homePageId":"home"}"#)]);
    let answer = app.get("/").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text.contains("Welcome"));
}

#[tokio::test]
async fn absent_and_forbidden_pages_look_the_same() {
    let app = TestApp::with(&[PROTECTED]);
    for path in ["/nope", "/secret"] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, StatusCode::TEMPORARY_REDIRECT, "{path}");
        assert_eq!(answer.header("location"), "/404");
        let api = app.get(&format!("/api/page{path}")).await;
        assert_eq!(api.status, StatusCode::NOT_FOUND);
        assert!(!api.text.contains("hush"));
    }
    let answer = app.get("/404").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.text.contains("Nothing here"));
}

#[tokio::test]
async fn a_page_config_has_no_auth_and_no_request_properties() {
    let page = r#"{"id":"page:p","pageId":"p","blockId":"p","type":"Box","auth":{"public":true,"~k":"1"},"requests":[{"id":"request:p:r","requestId":"r","pageId":"p","payload":{"a":1}}],"~k":"2"}"#;
    let request = r#"{"id":"request:p:r","requestId":"r","pageId":"p","type":"KnexRaw","connectionId":"c","properties":{"query":"select 'hidden'"},"auth":{"public":true}}"#;
    let app = TestApp::with(&[
        ("pages/p/p.json", page),
        ("pages/p/requests/r.json", request),
    ]);
    let answer = app.get("/api/page/p").await;
    assert!(answer.text.contains(r#""requestId":"r""#));
    for hidden in ["auth", "hidden", "~k", "connectionId"] {
        assert!(!answer.text.contains(hidden), "{hidden} in {}", answer.text);
    }
}

#[tokio::test]
async fn link_in_on_init_is_a_redirect() {
    let page = r#"{"id":"page:go","pageId":"go","blockId":"go","type":"Box","auth":{"public":true},"events":{"onInit":{"try":[{"id":"l","type":"Link","params":{"pageId":"home","urlQuery":{"a":1}}}],"catch":[]}}}"#;
    let app = TestApp::with(&[("pages/go/go.json", page)]);
    let answer = app.get("/go").await;
    assert_eq!(answer.status, StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(answer.header("location"), "/home?a=1");
}

#[tokio::test]
async fn on_init_state_is_in_the_html_and_in_the_payload() {
    let page = r#"{"id":"page:s","pageId":"s","blockId":"s","type":"Box","auth":{"public":true},
      "events":{"onInit":{"try":[{"id":"a","type":"SetState","params":{"who":{"_url_query":"who"}}}],"catch":[]}},
      "areas":{"content":{"blocks":[{"id":"block:s:t:0","blockId":"t","type":"Box","properties":{"content":{"_nunjucks":"Hello {{ who }}"}}}]}}}"#;
    let app = TestApp::with(&[("pages/s/s.json", page)]);
    let answer = app.get("/s?who=%3Cscript%3Ealert(1)%3C/script%3EAda").await;
    assert!(answer.text.contains("Ada"), "{}", answer.text);
    assert!(!answer.text.contains("<script>alert(1)"), "{}", answer.text);
    assert!(answer.text.contains(r#""initialised":true"#));
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn every_address_has_the_base_path() {
    let app = TestApp::with(&[("config.json", r#"{"basePath":"/app"}"#)]);
    assert_eq!(app.get("/home").await.status, StatusCode::NOT_FOUND);
    let answer = app.get("/app/home").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(
        answer.text.contains(r#"href="/app/pkg/lath.css"#),
        "{}",
        answer.text
    );
    assert_eq!(app.get("/app/").await.header("location"), "/app/home");
    assert_eq!(app.get("/app/nope").await.header("location"), "/app/404");
    assert_eq!(
        app.get("/app/api/lowdefy-health").await.status,
        StatusCode::OK
    );
    assert_eq!(app.get("/health").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_unknown_block_type_is_named_and_what_is_in_it_is_drawn() {
    let page = r#"{"id":"page:u","pageId":"u","blockId":"u","type":"PageHCF","auth":{"public":true},"areas":{"content":{"blocks":[{"id":"block:u:b:0","blockId":"b","type":"Box","properties":{"content":"inside"}}]}}}"#;
    let app = TestApp::with(&[("pages/u/u.json", page)]);
    let answer = app.get("/u").await;
    assert!(
        answer
            .text
            .contains("Block type “PageHCF” is not available")
    );
    assert!(answer.text.contains("inside"));
}

#[tokio::test]
async fn a_missing_picture_is_not_answered_with_a_page() {
    let app = TestApp::with(&[]);
    let answer = app.get("/logo-that-is-not-there.png").await;
    assert_eq!(
        (answer.status, answer.text.as_str()),
        (StatusCode::NOT_FOUND, "")
    );
}
