//! Letters, and whom their links let in.

use axum::http::{StatusCode, header};
use engine::Value;

use super::mailbox::Mailbox;
use super::own_users::{BOB, PASSWORD, code, log_in, own, posted, url};
use super::{Browser, app_with};
use crate::tests::TestApp;
use crate::tests::test_app::Answer;

const VARS: [(&str, &str); 2] = [
    ("AUTH_SECRET", "a secret that is long enough for this"),
    ("LATH_URL", "http://lath.test"),
];

const VERIFY: &str = "/api/auth/verify-email";

/// An app whose users prove their addresses first.
fn verified(mailbox: &Mailbox) -> TestApp {
    let properties = format!(
        r#""registration":true,"verifyEmail":true,{}"#,
        mailbox.properties()
    );
    own(&properties, &VARS)
}

async fn register(browser: &mut Browser<'_>, email: &str, password: &str) -> Answer {
    let fields = [("email", email), ("password", password)];
    posted(browser, "/api/auth/register", &fields).await
}

fn is_done(answer: &Answer) -> bool {
    answer.json() == Value::object([("ok", true.into())])
}

/// The browser of Bob, who has registered and confirmed his address.
async fn confirmed<'a>(app: &'a TestApp, mailbox: &mut Mailbox) -> Browser<'a> {
    let mut bob = Browser::of(app);
    register(&mut bob, BOB, PASSWORD).await;
    let letter = mailbox.next().await;
    posted(&mut bob, VERIFY, &[("token", letter.token())]).await;
    bob
}

#[tokio::test]
async fn the_browser_that_registered_confirms_with_one_click() {
    let mut mailbox = Mailbox::start().await;
    let app = verified(&mailbox);
    let mut browser = Browser::of(&app);
    assert!(is_done(&register(&mut browser, BOB, PASSWORD).await));
    let letter = mailbox.next().await;
    assert_eq!(letter.to, BOB);
    let page = browser
        .get(&format!("{VERIFY}?token={}", letter.token()))
        .await;
    assert!(
        page.text.contains(BOB) && !page.text.contains("type=\"password\""),
        "{}",
        page.text
    );
    let early = log_in(&mut Browser::of(&app), BOB, PASSWORD).await;
    assert!(url(&early).contains("EmailNotVerified"), "{}", early.text);
    mailbox.next().await;
    let token = [("token", letter.token())];
    assert!(is_done(&posted(&mut browser, VERIFY, &token).await));
    let answer = log_in(&mut browser, BOB, PASSWORD).await;
    assert_eq!(url(&answer), "http://lath.test/inside", "{}", answer.text);
    let again = posted(&mut browser, VERIFY, &token).await;
    assert!(again.header("location").contains("error=Verification"));
}

#[tokio::test]
async fn another_browser_confirms_with_the_password_of_the_registration() {
    let mut mailbox = Mailbox::start().await;
    let app = verified(&mailbox);
    // Eve registers with Bob's address. Bob wants to know what the letter is about.
    register(&mut Browser::of(&app), BOB, "eve's password").await;
    let eves = mailbox.next().await;
    let mut bob = Browser::of(&app);
    let page = bob.get(&format!("{VERIFY}?token={}", eves.token())).await;
    assert!(page.text.contains("type=\"password\""), "{}", page.text);
    for password in ["", "bob's password"] {
        let fields = [("token", eves.token()), ("password", password)];
        let answer = posted(&mut bob, VERIFY, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    // Nor does the form without JSON.
    let token = bob.csrf().await;
    let form = axum::http::Request::post(VERIFY)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let body = format!("csrfToken={token}&token={}", eves.token());
    let answer = bob.send(form, body).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains(BOB), "{}", answer.text);
    assert!(answer.text.contains("type=\"password\""), "{}", answer.text);
    let eve = log_in(&mut Browser::of(&app), BOB, "eve's password").await;
    assert!(url(&eve).contains("EmailNotVerified"), "{}", eve.text);
    mailbox.next().await;
    // Bob registers on one device and confirms on another.
    register(&mut bob, BOB, PASSWORD).await;
    let bobs = mailbox.next().await;
    let fields = [("token", bobs.token()), ("password", PASSWORD)];
    let answer = posted(&mut Browser::of(&app), VERIFY, &fields).await;
    assert!(is_done(&answer), "{}", answer.text);
    let answer = log_in(&mut bob, BOB, PASSWORD).await;
    assert_eq!(url(&answer), "http://lath.test/inside");
    let eve = log_in(&mut Browser::of(&app), BOB, "eve's password").await;
    assert!(url(&eve).contains("CredentialsSignin"), "{}", eve.text);
}

#[tokio::test]
async fn a_lost_letter_is_sent_again_to_the_browser_that_knows_the_password() {
    let mut mailbox = Mailbox::start().await;
    let app = verified(&mailbox);
    register(&mut Browser::of(&app), BOB, PASSWORD).await;
    mailbox.next().await;
    let mut other = Browser::of(&app);
    log_in(&mut other, BOB, PASSWORD).await;
    let again = mailbox.next().await;
    let token = [("token", again.token())];
    let stranger = posted(&mut Browser::of(&app), VERIFY, &token).await;
    assert_eq!(stranger.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(is_done(&posted(&mut other, VERIFY, &token).await));
    let answer = log_in(&mut other, BOB, PASSWORD).await;
    assert_eq!(url(&answer), "http://lath.test/inside");
}

#[tokio::test]
async fn registering_looks_the_same_whoever_is_a_user() {
    let mut mailbox = Mailbox::start().await;
    let app = verified(&mailbox);
    confirmed(&app, &mut mailbox).await;
    let mut seen = Vec::new();
    for email in [BOB, "nobody@example.test"] {
        let mut browser = Browser::of(&app);
        let answer = register(&mut browser, email, "eve's password").await;
        let cookies: Vec<String> = browser.cookies.keys().cloned().collect();
        seen.push((answer.status, answer.text, cookies));
    }
    assert_eq!(seen[0], seen[1]);
    assert!(seen[0].2.iter().any(|name| name.contains("step")));
}

#[tokio::test]
async fn who_signs_in_by_mail_takes_the_account_from_whoever_came_first() {
    for strategy in ["database", "jwt"] {
        let mut mailbox = Mailbox::start().await;
        let mail = mailbox.properties();
        let auth = format!(
            r#"{{"configured":true,"session":{{"strategy":"{strategy}"}},"providers":[
                {{"id":"password","type":"CredentialsProvider","properties":{{"registration":true}}}},
                {{"id":"mail","type":"EmailProvider","properties":{{{mail}}}}}],
                "pages":{{"protected":true,"public":["home","404"]}},"callbacks":[],"events":[]}}"#
        );
        let app = app_with(&auth, &VARS);
        register(&mut Browser::of(&app), BOB, "eve's password").await;
        mailbox.next().await;
        let mut eve = Browser::of(&app);
        let answer = log_in(&mut eve, BOB, "eve's password").await;
        assert_eq!(url(&answer), "http://lath.test/inside", "{strategy}");
        let mut bob = Browser::of(&app);
        posted(&mut bob, "/api/auth/signin/mail", &[("email", BOB)]).await;
        let letter = mailbox.next().await;
        let link = format!("/api/auth/callback/mail?token={}", letter.token());
        bob.get(&link).await;
        let session = bob.session().await;
        let email = session.key("user").key("email").as_str();
        assert_eq!(email, Some(BOB), "{strategy}");
        // He can see to his account, which is one of the database whatever holds the session.
        let page = bob.get("/api/auth/totp").await;
        assert_eq!(page.status, StatusCode::OK, "{strategy}");
        // Eve's password is no way in any more, and the address counts as proven.
        let answer = log_in(&mut Browser::of(&app), BOB, "eve's password").await;
        assert!(url(&answer).contains("CredentialsSignin"), "{strategy}");
        let store = app.state.store().await.expect("a store");
        let user = store.user_by_email(BOB).await.expect("answers");
        assert!(user.is_some_and(|user| user.email_verified.is_some()));
    }
}

#[tokio::test]
async fn nobody_registers_where_addresses_cannot_be_confirmed() {
    let link = [VARS[0]];
    for (mail, vars) in [
        ("", &VARS[..]),
        (r#","server":"smtp://127.0.0.1:9""#, &VARS[..]),
        (
            r#","server":"smtp://127.0.0.1:9","from":"a@example.test""#,
            &link[..],
        ),
    ] {
        let properties = format!(r#""registration":true,"verifyEmail":true{mail}"#);
        let app = own(&properties, vars);
        let warnings = &app.state.snapshot().app.warnings;
        let is_told = warnings
            .iter()
            .any(|d| d.message.contains("nobody can register"));
        assert_eq!(is_told, vars.len() == 2, "{mail}: {warnings:?}");
        let mut browser = Browser::of(&app);
        let answer = register(&mut browser, BOB, PASSWORD).await;
        assert!(
            url(&answer).contains("error=Configuration"),
            "{mail}: {}",
            answer.text
        );
        assert_eq!(browser.session().await, Value::object([]));
        // Nor is anyone let in who was there before.
        let store = app.state.store().await.expect("a store");
        assert_eq!(store.user_by_email(BOB).await.expect("answers"), None);
    }
}

#[tokio::test]
async fn a_new_password_ends_a_login_that_waits_for_its_second_factor() {
    let mut mailbox = Mailbox::start().await;
    let app = verified(&mailbox);
    let mut bob = confirmed(&app, &mut mailbox).await;
    log_in(&mut bob, BOB, PASSWORD).await;
    let begun = posted(&mut bob, "/api/auth/totp/new", &[]).await.json();
    let now = code(begun.key("secret").as_str().unwrap_or_default());
    let confirmed = posted(&mut bob, "/api/auth/totp/confirm", &[("code", &now)]).await;
    let codes = confirmed.json().key("recoveryCodes").items().to_vec();
    let recovery = |i: usize| codes[i].as_str().unwrap_or_default().to_owned();
    // A thief has the password and a recovery code, but not both at the right time.
    let mut thief = Browser::of(&app);
    let answer = log_in(&mut thief, BOB, PASSWORD).await;
    assert!(url(&answer).ends_with("/second-factor"), "{}", answer.text);
    posted(&mut bob, "/api/auth/forgot", &[("email", BOB)]).await;
    let letter = mailbox.next().await;
    let fields = [("token", letter.token()), ("password", "battery staple")];
    let reset = posted(&mut bob, "/api/auth/reset", &fields).await;
    assert!(is_done(&reset), "{}", reset.text);
    let path = "/api/auth/second-factor";
    let answer = posted(&mut thief, path, &[("code", &recovery(0))]).await;
    assert!(url(&answer).contains("SessionRequired"), "{}", answer.text);
    assert_eq!(thief.session().await, Value::object([]));
    // Who knows the new one goes on as ever.
    log_in(&mut bob, BOB, "battery staple").await;
    let answer = posted(&mut bob, path, &[("code", &recovery(0))]).await;
    assert_eq!(url(&answer), "http://lath.test/inside", "{}", answer.text);
    assert!(mailbox.is_empty());
}
