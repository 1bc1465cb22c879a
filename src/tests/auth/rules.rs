//! Who may see what, and what the others are told.

use axum::http::StatusCode;
use engine::Value;

use super::{Browser, Provider, app, auth_json};

#[tokio::test]
async fn who_may_not_is_told_so() {
    let provider = Provider::start().await;
    let app = app(&auth_json(&provider.issuer(), ""));
    let mut browser = Browser::of(&app);
    let answer = browser.get("/inside?id=5").await;
    assert_eq!(answer.status, StatusCode::TEMPORARY_REDIRECT);
    let to =
        "http://lath.test/api/auth/signin?callbackUrl=http%3A%2F%2Flath.test%2Finside%3Fid%3D5";
    assert_eq!(answer.header("location"), to);
    let answer = browser.get("/api/page/inside").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(
        answer
            .json()
            .key("redirect")
            .as_str()
            .is_some_and(|to| to.contains("/api/auth/signin"))
    );
    let answer = app.post("/api/endpoints/whoami", "{}").await;
    assert_eq!(
        (answer.status, &*answer.error().0),
        (StatusCode::UNAUTHORIZED, "AuthenticationError")
    );
    browser.log_in(&provider, "ann").await;
    assert_eq!(browser.get("/admin").await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        browser.get("/api/page/admin").await.status,
        StatusCode::FORBIDDEN
    );
    let answer = browser.post("/api/endpoints/root", &[]).await;
    assert_eq!(
        (answer.status, &*answer.error().0),
        (StatusCode::FORBIDDEN, "AuthorizationError")
    );
    // What cannot be called from outside is not told of.
    let answer = browser.post("/api/endpoints/inner", &[]).await;
    assert_eq!(answer.error().1, "API Endpoint \"inner\" does not exist.");
    let mut root = Browser::of(&app);
    root.log_in(&provider, "root").await;
    assert_eq!(root.get("/admin").await.status, StatusCode::OK);
    let answer = root.post("/api/endpoints/root", &[]).await;
    assert_eq!(answer.json().key("response").as_str(), Some("secret"));
}

#[tokio::test]
async fn an_app_may_have_the_two_not_told_apart() {
    let provider = Provider::start().await;
    let app = app(&auth_json(&provider.issuer(), r#","legacyNotFound":true"#));
    let mut browser = Browser::of(&app);
    assert_eq!(browser.get("/inside").await.header("location"), "/404");
    assert_eq!(
        browser.get("/api/page/inside").await.status,
        StatusCode::NOT_FOUND
    );
    let answer = app.post("/api/endpoints/whoami", "{}").await;
    assert_eq!(answer.error().1, "API Endpoint \"whoami\" does not exist.");
    browser.log_in(&provider, "ann").await;
    assert_eq!(browser.get("/admin").await.header("location"), "/404");
    assert_eq!(browser.get("/inside").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_page_is_of_who_asks_for_it() {
    let provider = Provider::start().await;
    let app = app(&auth_json(&provider.issuer(), ""));
    let (mut ann, mut root, mut nobody) = (Browser::of(&app), Browser::of(&app), Browser::of(&app));
    ann.log_in(&provider, "ann").await;
    root.log_in(&provider, "root").await;
    // The home page is drawn once for nobody in particular; menus and users are another's.
    for _ in 0..2 {
        for (browser, name, admin) in [
            (&mut root, "root", true),
            (&mut nobody, "", false),
            (&mut ann, "ann", false),
        ] {
            let page = browser.get("/home").await;
            assert_eq!(page.text.contains("\"pageId\":\"admin\""), admin, "{name}");
            assert_eq!(
                page.text.contains("\"pageId\":\"inside\""),
                !name.is_empty(),
                "{name}"
            );
            assert_eq!(page.text.contains("@example.test"), !name.is_empty());
            assert!(name.is_empty() || page.text.contains(&format!("{name}@example.test")));
            let cached = page.header("cache-control");
            assert_eq!(
                cached,
                if name.is_empty() {
                    "no-cache"
                } else {
                    "no-store"
                }
            );
            let root = browser.get("/api/root").await;
            assert_eq!(root.text.contains("\"pageId\":\"admin\""), admin);
            assert_eq!(root.header("cache-control"), "no-store");
        }
        let page = ann.get("/fixed").await;
        assert!(page.text.contains("Always the same") && page.header("etag").is_empty());
    }
    assert_eq!(
        nobody.get("/fixed").await.status,
        StatusCode::TEMPORARY_REDIRECT
    );
}

#[tokio::test]
async fn artifacts_do_not_let_in_more_than_the_rules() {
    let provider = Provider::start().await;
    let auth = auth_json(&provider.issuer(), "");
    let weak = r#"{"id":"page:inside","pageId":"inside","blockId":"inside","type":"Box","auth":{"public":true},"properties":{"content":"x"}}"#;
    let mut files = super::PAGES.to_vec();
    files.extend([("auth.json", &*auth), ("pages/inside/inside.json", weak)]);
    let app = crate::tests::TestApp::with(&files);
    assert_eq!(
        app.get("/inside").await.status,
        StatusCode::TEMPORARY_REDIRECT
    );
    assert!(
        app.state
            .snapshot()
            .app
            .warnings
            .iter()
            .any(|w| w.message.contains("lets in more"))
    );
}

#[tokio::test]
async fn without_auth_nothing_of_it_is_there() {
    let app = crate::tests::TestApp::with(&[]);
    for path in ["/api/auth/session", "/api/auth/csrf", "/api/auth/signin"] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(
            answer.json(),
            Value::object([("message", "Auth not configured".into())])
        );
    }
}
