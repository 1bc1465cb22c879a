//! Keys that users make for their programs.

use axum::http::StatusCode;
use engine::Value;

use super::callers::call;
use super::own_users::posted;
use super::{Browser, Provider, app, app_with, auth_json};
use crate::tests::TestApp;
use crate::tests::test_app::Answer;

/// An app where users have keys.
fn with_keys(provider: &Provider) -> TestApp {
    let more = r#","strategies":[{"id":"keys","type":"apiKey","properties":{"users":true}}]"#;
    // As many tries as the test wants.
    app_with(
        &auth_json(&provider.issuer(), more),
        &[("LATH_AUTH_TRIES", "0")],
    )
}

async fn new_key(browser: &mut Browser<'_>, fields: &[(&str, &str)]) -> Answer {
    posted(browser, "/api/auth/keys/add", fields).await
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.key(key).as_str().unwrap_or_default()
}

#[tokio::test]
async fn a_program_calls_with_a_key_of_its_user() {
    let provider = Provider::start().await;
    let app = with_keys(&provider);
    let mut ann = Browser::of(&app);
    ann.log_in(&provider, "ann").await;
    let me = ann.session().await.key("user").clone();
    let made = new_key(&mut ann, &[("label", "Nightly import"), ("days", "7")]).await;
    let made = made.json();
    let key = text(&made, "key");
    let answer = call(&app, "whoami", "x-api-key", key).await.json();
    let user = answer.key("response");
    assert_eq!(text(user, "id"), text(&me, "id"));
    assert_eq!(text(user, "email"), "ann@example.test");
    assert_eq!(user.key("roles"), me.key("roles"));
    let page = ann.get("/api/auth/keys").await.text;
    assert!(
        page.contains("Nightly import") && !page.contains(key),
        "{page}"
    );
    let id = text(&made, "id");

    // Roles that the provider told stay with the key, as with the session.
    let mut root = Browser::of(&app);
    root.log_in(&provider, "root").await;
    let roots = new_key(&mut root, &[("label", "x")]).await.json();
    for (key, status) in [
        (key, StatusCode::FORBIDDEN),
        (text(&roots, "key"), StatusCode::OK),
    ] {
        assert_eq!(call(&app, "root", "x-api-key", key).await.status, status);
    }

    // Another user cannot end it.
    let mut eve = Browser::of(&app);
    eve.log_in(&provider, "eve").await;
    posted(&mut eve, "/api/auth/keys/remove", &[("id", id)]).await;
    let answer = call(&app, "whoami", "x-api-key", key).await;
    assert_eq!(answer.status, StatusCode::OK);
    posted(&mut ann, "/api/auth/keys/remove", &[("id", id)]).await;
    let answer = call(&app, "whoami", "x-api-key", key).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_key_makes_no_keys_and_nonsense_makes_none() {
    let provider = Provider::start().await;
    let app = with_keys(&provider);
    let mut ann = Browser::of(&app);
    let answer = new_key(&mut ann, &[("label", "x")]).await;
    assert_eq!(
        answer.status,
        StatusCode::UNAUTHORIZED,
        "nobody is signed in"
    );
    ann.log_in(&provider, "ann").await;
    let long = "x".repeat(101);
    for fields in [
        vec![],
        vec![("label", " ")],
        vec![("label", &long)],
        vec![("label", "x"), ("days", "0")],
        vec![("label", "x"), ("days", "367")],
        vec![("label", "x"), ("days", "-1")],
        vec![("label", "x"), ("days", "soon")],
    ] {
        let answer = new_key(&mut ann, &fields).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{fields:?}"
        );
    }
    let forged = [("csrfToken", "x"), ("label", "x"), ("json", "true")];
    let answer = ann.post("/api/auth/keys/add", &forged).await;
    assert!(answer.json().key("key").is_none(), "{}", answer.text);

    let made = new_key(&mut ann, &[("label", "x")]).await.json();
    let with_key =
        axum::http::Request::get("/api/auth/keys").header("x-api-key", text(&made, "key"));
    let answer = Browser::of(&app).send(with_key, String::new()).await;
    assert_eq!(answer.status, StatusCode::FOUND, "a key is no sign-in");

    for _ in 0..49 {
        new_key(&mut ann, &[("label", "x")]).await;
    }
    let answer = new_key(&mut ann, &[("label", "x")]).await;
    assert!(answer.text.contains("too many"), "{}", answer.text);
}

#[tokio::test]
async fn where_users_have_no_keys_there_is_no_such_path() {
    let provider = Provider::start().await;
    let app = app(&auth_json(&provider.issuer(), ""));
    let mut ann = Browser::of(&app);
    ann.log_in(&provider, "ann").await;
    let page = ann.get("/api/auth/keys").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    let answer = new_key(&mut ann, &[("label", "x")]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}
