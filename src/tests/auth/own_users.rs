//! The built-in users: what works, and what is tried against them.

use axum::http::StatusCode;
use engine::Value;

use super::{Browser, app_with};
use crate::tests::TestApp;
use crate::tests::test_app::Answer;

pub(super) const BOB: &str = "bob@example.test";
pub(super) const PASSWORD: &str = "correct horse";

/// An app whose users are its own.
pub(super) fn own(properties: &str, vars: &[(&str, &str)]) -> TestApp {
    let auth = format!(
        r#"{{"configured":true,"providers":[
            {{"id":"password","type":"CredentialsProvider","properties":{{{properties}}}}},
            {{"id":"passkey","type":"PasskeyProvider","properties":{{}}}}],
            "pages":{{"protected":true,"public":["home","404"],"roles":{{"admin":["admin"]}}}},
            "api":{{"protected":true,"public":["inner"],"roles":{{"admin":["root"]}}}},
            "callbacks":[],"events":[]}}"#
    );
    app_with(&auth, vars)
}

fn open() -> TestApp {
    own(
        r#""registration":true"#,
        &[("AUTH_SECRET", "a secret that is long enough")],
    )
}

pub(super) async fn posted(
    browser: &mut Browser<'_>,
    path: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let token = browser.csrf().await;
    let mut all = vec![("csrfToken", token.as_str()), ("json", "true")];
    all.extend(fields);
    browser.post(path, &all).await
}

async fn register(browser: &mut Browser<'_>, email: &str) -> Answer {
    let fields = [
        ("email", email),
        ("password", PASSWORD),
        ("callbackUrl", "/inside"),
    ];
    posted(browser, "/api/auth/register", &fields).await
}

pub(super) async fn log_in(browser: &mut Browser<'_>, email: &str, password: &str) -> Answer {
    let fields = [
        ("email", email),
        ("password", password),
        ("callbackUrl", "/inside"),
    ];
    posted(browser, "/api/auth/callback/password", &fields).await
}

pub(super) fn url(answer: &Answer) -> String {
    answer
        .json()
        .key("url")
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[tokio::test]
async fn someone_registers_and_logs_in() {
    let app = open();
    let mut browser = Browser::of(&app);
    let answer = register(&mut browser, BOB).await;
    assert_eq!(url(&answer), "http://lath.test/inside", "{}", answer.text);
    let session = browser.session().await;
    assert_eq!(session.key("user").key("email").as_str(), Some(BOB));

    let mut other = Browser::of(&app);
    let answer = log_in(&mut other, " BOB@Example.test", PASSWORD).await;
    assert_eq!(url(&answer), "http://lath.test/inside");
    assert_eq!(other.get("/inside").await.status, StatusCode::OK);
    // What is not theirs to say is not kept.
    let fields = [
        ("email", "eve@example.test"),
        ("password", PASSWORD),
        ("roles", "admin"),
        ("emailVerified", "true"),
    ];
    posted(&mut other, "/api/auth/register", &fields).await;
    let user = other.session().await.key("user").clone();
    assert_eq!(user.key("email").as_str(), Some("eve@example.test"));
    assert_eq!(*user.key("roles"), Value::list(vec![]));
    assert_eq!(other.get("/admin").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn there_is_no_registration_unless_the_app_wants_it() {
    let app = own("", &[]);
    let mut browser = Browser::of(&app);
    assert_eq!(
        register(&mut browser, BOB).await.status,
        StatusCode::NOT_FOUND
    );
    let page = browser.get("/api/auth/signin").await;
    assert!(!page.text.contains("Register") && !page.text.contains("Forgotten"));
    assert_eq!(
        browser.get("/api/auth/forgot").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn nobody_learns_who_is_a_user() {
    let app = open();
    register(&mut Browser::of(&app), BOB).await;
    let mut answers = Vec::new();
    for email in [BOB, "nobody@example.test", "no address", "' or 1=1 --", ""] {
        let mut browser = Browser::of(&app);
        let answer = log_in(&mut browser, email, "a wrong password").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(browser.session().await, Value::object([]));
        answers.push(answer.text);
    }
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:?}"
    );
}

#[tokio::test]
async fn who_guesses_waits() {
    let app = open();
    register(&mut Browser::of(&app), BOB).await;
    let mut browser = Browser::of(&app);
    let mut statuses = Vec::new();
    for _ in 0..8 {
        statuses.push(log_in(&mut browser, BOB, "a wrong password").await.status);
    }
    assert_eq!(statuses[0], StatusCode::UNAUTHORIZED);
    assert_eq!(
        statuses.last(),
        Some(&StatusCode::TOO_MANY_REQUESTS),
        "{statuses:?}"
    );
    // Not even with the right one.
    let answer = log_in(&mut browser, BOB, PASSWORD).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.header("retry-after").parse::<u64>().is_ok());
}

#[tokio::test]
async fn a_login_without_the_token_or_from_elsewhere_is_refused() {
    let app = open();
    register(&mut Browser::of(&app), BOB).await;
    let path = "/api/auth/callback/password";
    let fields = [("email", BOB), ("password", PASSWORD), ("json", "true")];
    let mut browser = Browser::of(&app);
    browser.post(path, &fields).await;
    assert_eq!(browser.session().await, Value::object([]));
    // Nor does it lead elsewhere.
    let mut browser = Browser::of(&app);
    let fields = [
        ("email", BOB),
        ("password", PASSWORD),
        ("callbackUrl", "https://evil.test/"),
    ];
    let answer = posted(&mut browser, path, &fields).await;
    assert_eq!(url(&answer), "http://lath.test/");
}

#[tokio::test]
async fn the_session_is_another_after_each_login() {
    let app = open();
    let mut browser = Browser::of(&app);
    register(&mut browser, BOB).await;
    let is_session = |name: &&String| name.contains("session-token");
    let session = |browser: &Browser<'_>| {
        let name = browser.cookies.keys().find(is_session).cloned();
        browser.cookies.get(&name.unwrap_or_default()).cloned()
    };
    let first = session(&browser);
    assert!(first.is_some());
    // Whoever planted the first does not get the second.
    let mut thief = browser.clone();
    log_in(&mut browser, BOB, PASSWORD).await;
    assert_ne!(session(&browser), first);
    assert_eq!(thief.session().await, Value::object([]));
}

#[tokio::test]
async fn a_second_factor_is_not_passed_by() {
    let app = open();
    let mut browser = Browser::of(&app);
    register(&mut browser, BOB).await;
    let begun = posted(&mut browser, "/api/auth/totp/new", &[]).await.json();
    let key = begun.key("secret").as_str().unwrap_or_default().to_owned();
    let code = code(&key);
    let answer = posted(&mut browser, "/api/auth/totp/confirm", &[("code", &code)]).await;
    let codes = answer.json().key("recoveryCodes").items().to_vec();
    assert_eq!(codes.len(), 10, "{}", answer.text);

    let mut other = Browser::of(&app);
    let answer = log_in(&mut other, BOB, PASSWORD).await;
    assert_eq!(url(&answer), "http://lath.test/api/auth/second-factor");
    assert_eq!(other.session().await, Value::object([]));
    assert_eq!(
        other.get("/inside").await.status,
        StatusCode::TEMPORARY_REDIRECT
    );
    // The code that confirmed it was used. The cookie alone is nothing, nor is the code without it.
    let again = posted(&mut other, "/api/auth/second-factor", &[("code", &code)]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let recovery = codes[0].as_str().unwrap_or_default();
    let mut stranger = Browser::of(&app);
    posted(
        &mut stranger,
        "/api/auth/second-factor",
        &[("code", recovery)],
    )
    .await;
    assert_eq!(stranger.session().await, Value::object([]));
    let answer = posted(&mut other, "/api/auth/second-factor", &[("code", recovery)]).await;
    assert_eq!(url(&answer), "http://lath.test/inside", "{}", answer.text);
    assert_eq!(
        other.session().await.key("user").key("email").as_str(),
        Some(BOB)
    );
}

/// What the authenticator app shows now.
pub(super) fn code(key: &str) -> String {
    use totp_rs::{Builder, Secret};
    let secret = Secret::try_from_base32(key).expect("a key");
    let totp = Builder::new().with_secret(secret).build_noncompliant();
    totp.generate_current().to_string()
}

#[tokio::test]
async fn a_letter_never_leads_to_the_host_that_the_caller_names() {
    let mail = r#""registration":true,"server":"smtp://127.0.0.1:9","from":"a@example.test""#;
    let app = own(mail, &[]);
    let mut browser = Browser::of(&app);
    let token = browser.csrf().await;
    let body = format!(r#"{{"csrfToken":"{token}","json":"true","email":"{BOB}"}}"#);
    let request = axum::http::Request::post("/api/auth/forgot")
        .header("content-type", "application/json")
        .header("x-forwarded-host", "evil.test");
    // There is no address to begin a link with, so there is no letter; the caller does not see it.
    let answer = browser.send(request, body).await;
    assert_eq!(
        answer.json(),
        Value::object([("ok", true.into())]),
        "{}",
        answer.text
    );
}

#[tokio::test]
async fn garbage_instead_of_passkeys_is_refused() {
    let app = own(
        r#""registration":true"#,
        &[("LATH_URL", "https://lath.test")],
    );
    let mut browser = Browser::of(&app);
    let page = browser.get("/api/auth/signin").await;
    assert!(page.text.contains("Sign in with a passkey"));
    assert!(
        page.header("content-security-policy")
            .contains("script-src 'self'")
    );
    for credential in ["", "{}", "[[[[", "null"] {
        let fields = [("credential", credential)];
        let answer = posted(&mut browser, "/api/auth/callback/passkey", &fields).await;
        assert_ne!(answer.status, StatusCode::OK);
        assert!(answer.status.is_client_error(), "{}", answer.text);
    }
    for path in [
        "/api/auth/passkeys/add",
        "/api/auth/passkeys/begin",
        "/api/auth/totp/new",
    ] {
        let answer = posted(&mut browser, path, &[("credential", "{}"), ("name", "x")]).await;
        assert!(
            answer.status.is_redirection()
                || answer.status.is_client_error()
                || url(&answer).contains("signin"),
            "{path}: {}",
            answer.text
        );
    }
    assert_eq!(browser.session().await, Value::object([]));
}

#[tokio::test]
async fn whoever_runs_the_server_gives_roles() {
    use crate::users::{What, arguments, run};
    let app = open();
    let url = app.state.settings.auth.database.clone();
    let mut bob = Browser::of(&app);
    register(&mut bob, BOB).await;
    assert_eq!(bob.get("/admin").await.status, StatusCode::FORBIDDEN);
    let what = arguments(&["roles", "BOB@example.test", "admin"]).expect("arguments");
    let said = run(&url, &what).await.expect("a user");
    assert!(
        said.ends_with("bob@example.test (not proven) [admin]\n"),
        "{said}"
    );
    assert_eq!(run(&url, &What::List).await.as_ref(), Ok(&said));
    // The server believes for a moment that its users are as they were.
    let mut status = StatusCode::FORBIDDEN;
    for _ in 0..100 {
        status = bob.get("/admin").await.status;
        if status == StatusCode::OK {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(status, StatusCode::OK);
    let nobody = What::Remove("nobody@example.test".to_owned());
    assert!(run(&url, &nobody).await.is_err());
    run(&url, &What::Remove(BOB.to_owned()))
        .await
        .expect("removed");
    assert_eq!(run(&url, &What::List).await.as_deref(), Ok(""));
    assert!(arguments(&["forget"]).is_err());
}
