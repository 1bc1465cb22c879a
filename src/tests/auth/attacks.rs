//! What is tried, and that it does not work. SECURITY.md has the table.

use axum::http::{Request, StatusCode, header};
use engine::Value;
use serde_json::json;

use super::provider::Manner;
use super::{Browser, Provider, app, app_with, auth_json};
use crate::tests::TestApp;
use crate::tests::test_app::Answer;

pub(super) async fn world() -> (Provider, TestApp) {
    let provider = Provider::start().await;
    let app = app(&auth_json(&provider.issuer(), ""));
    (provider, app)
}

/// The login did not work: the browser is on the way to the page that says so, and nobody is logged in.
pub(super) async fn is_refused(browser: &mut Browser<'_>, answer: &Answer, code: &str) {
    let to = answer.header("location");
    assert!(
        to.contains(&format!("error={code}")),
        "{to} {}",
        answer.text
    );
    assert_eq!(browser.session().await, Value::object([]));
}

#[tokio::test]
async fn a_forged_state_is_refused() {
    let (provider, app) = world().await;
    let mut browser = Browser::of(&app);
    let url = browser.begin("oidc", "/inside").await;
    let back = provider.authorize(&url, "ann");
    let forged = format!(
        "{}&state=forged",
        back.split("&state").next().unwrap_or_default()
    );
    let answer = browser.get(&forged).await;
    is_refused(&mut browser, &answer, "OAuthCallback").await;
}

#[tokio::test]
async fn a_login_that_another_browser_began_is_refused() {
    // Somebody has a victim open the end of a login of their own.
    let (provider, app) = world().await;
    let (mut thief, mut victim) = (Browser::of(&app), Browser::of(&app));
    let url = thief.begin("oidc", "/inside").await;
    let back = provider.authorize(&url, "thief");
    let answer = victim.get(&back).await;
    is_refused(&mut victim, &answer, "OAuthCallback").await;
    // Nor if the victim has begun one, too.
    victim.begin("oidc", "/inside").await;
    let answer = victim.get(&back).await;
    is_refused(&mut victim, &answer, "OAuthCallback").await;
}

#[tokio::test]
async fn what_came_back_once_does_not_come_back_again() {
    let (provider, app) = world().await;
    let mut browser = Browser::of(&app);
    let url = browser.begin("oidc", "/inside").await;
    let back = provider.authorize(&url, "ann");
    let mut copy = browser.clone();
    assert_eq!(
        browser.get(&back).await.header("location"),
        "http://lath.test/inside"
    );
    let answer = copy.get(&back).await;
    is_refused(&mut copy, &answer, "OAuthCallback").await;
}

#[tokio::test]
async fn id_tokens_that_are_not_what_they_should_be_are_refused() {
    let provider = Provider::start().await;
    let now = jsonwebtoken::get_current_timestamp();
    let claims = |claims| Manner {
        claims,
        ..Manner::default()
    };
    let manners = [
        (
            "nonce of another login",
            claims(json!({"nonce": "another"})),
        ),
        ("for another app", claims(json!({"aud": "another"}))),
        (
            "of another issuer",
            claims(json!({"iss": "http://evil.test"})),
        ),
        ("expired", claims(json!({"exp": now - 3600}))),
        (
            "by the app's own secret",
            Manner {
                by_secret: true,
                ..Manner::default()
            },
        ),
        (
            "by nothing",
            Manner {
                unsigned: true,
                ..Manner::default()
            },
        ),
        (
            "by another key",
            Manner {
                strange_key: true,
                ..Manner::default()
            },
        ),
        (
            "none at all",
            Manner {
                no_id_token: true,
                ..Manner::default()
            },
        ),
        (
            "of another user",
            Manner {
                userinfo: json!({"sub": "root", "email": "root@example.test"}),
                ..Manner::default()
            },
        ),
    ];
    let app = app_with(
        &auth_json(&provider.issuer(), ""),
        &[("LATH_AUTH_TRIES", "0")],
    );
    for (what, manner) in manners {
        provider.be(manner);
        let mut browser = Browser::of(&app);
        let answer = browser.log_in(&provider, "ann").await;
        assert!(
            answer.header("location").contains("error=OAuthCallback"),
            "{what}: {}",
            answer.header("location")
        );
        assert_eq!(browser.session().await, Value::object([]), "{what}");
    }
}

#[tokio::test]
async fn answers_of_another_provider_are_refused() {
    let (honest, evil) = (Provider::start().await, Provider::start().await);
    let second = format!(
        r#""providers":[{{"id":"evil","type":"OpenIDConnectProvider","properties":{{"issuer":"{}","clientId":"app","clientSecret":"a secret of the app"}}}},"#,
        evil.issuer()
    );
    let auth = auth_json(&honest.issuer(), "").replace(r#""providers":["#, &second);
    let app = app(&auth);
    let mut browser = Browser::of(&app);
    // Begun with the one, ended at the path of the other: the code would go to the wrong place.
    let url = browser.begin("oidc", "/inside").await;
    let back = honest
        .authorize(&url, "ann")
        .replace("/callback/oidc", "/callback/evil");
    let answer = browser.get(&back).await;
    is_refused(&mut browser, &answer, "OAuthCallback").await;
    // The answer says itself that it is of another issuer (RFC 9207).
    let url = browser.begin("oidc", "/inside").await;
    let back = honest.authorize(&url, "ann");
    let answer = browser.get(&format!("{back}&iss={}", evil.issuer())).await;
    is_refused(&mut browser, &answer, "OAuthCallback").await;
}

#[tokio::test]
async fn a_session_that_was_put_into_the_browser_is_not_the_one_after_the_login() {
    for strategy in ["database", "jwt"] {
        let provider = Provider::start().await;
        let more = format!(r#","session":{{"strategy":"{strategy}"}}"#);
        let app = app(&auth_json(&provider.issuer(), &more));
        let mut thief = Browser::of(&app);
        thief.log_in(&provider, "thief").await;
        let mut victim = thief.clone();
        victim.log_in(&provider, "ann").await;
        let name = "lath.session-token";
        assert_ne!(victim.cookies[name], thief.cookies[name], "{strategy}");
        let user = thief.session().await;
        assert_ne!(
            user.key("user").key("name").as_str(),
            Some("ann"),
            "{strategy}"
        );
        // An id that nobody gave is none, and does not become one.
        let mut other = Browser::of(&app);
        other
            .cookies
            .insert(name.to_owned(), "AAAAAAAAAAAAAAAAAAAAAA".to_owned());
        other.log_in(&provider, "bob").await;
        assert_ne!(other.cookies[name], "AAAAAAAAAAAAAAAAAAAAAA");
        assert_eq!(
            other.session().await.key("user").key("name").as_str(),
            Some("bob")
        );
    }
}

#[tokio::test]
async fn calls_without_this_browser_s_token_are_refused() {
    let (provider, app) = world().await;
    let (mut victim, mut thief) = (Browser::of(&app), Browser::of(&app));
    victim.log_in(&provider, "ann").await;
    thief.log_in(&provider, "thief").await;
    let stolen = thief.csrf().await;
    victim.csrf().await;
    for token in [&*stolen, "", "x"] {
        let answer = victim
            .post("/api/auth/signout", &[("csrfToken", token)])
            .await;
        assert!(
            answer.header("location").contains("error=Csrf"),
            "{}",
            answer.header("location")
        );
    }
    // Not even with the thief's cookie: it is bound to the thief's session.
    let mut tossed = victim.clone();
    let name = "lath.csrf-token";
    tossed
        .cookies
        .insert(name.to_owned(), thief.cookies[name].clone());
    tossed
        .post("/api/auth/signout", &[("csrfToken", &stolen)])
        .await;
    assert_eq!(
        victim.session().await.key("user").key("name").as_str(),
        Some("ann")
    );
    // From another site nothing is looked at.
    let token = victim.csrf().await;
    let request = Request::post("/api/auth/signout")
        .header(header::ORIGIN, "https://evil.test")
        .header(header::CONTENT_TYPE, "application/json");
    let answer = victim
        .send(request, format!(r#"{{"csrfToken":"{token}"}}"#))
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(
        victim.session().await.key("user").key("name").as_str(),
        Some("ann")
    );
}

#[tokio::test]
async fn nobody_is_sent_to_another_site() {
    let (provider, app) = world().await;
    for to in [
        "https://evil.test/",
        "//evil.test/",
        "/\\evil.test",
        "https://lath.test@evil.test/",
        "https://lath.test.evil.test/",
        "javascript:alert(1)",
        "http://lath.test//evil.test",
    ] {
        let mut browser = Browser::of(&app);
        let url = browser.begin("oidc", to).await;
        let answer = browser.get(&provider.authorize(&url, "ann")).await;
        assert_eq!(answer.header("location"), "http://lath.test/", "{to}");
        let encoded: String = form_urlencoded::byte_serialize(to.as_bytes()).collect();
        let page = browser
            .get(&format!("/api/auth/signin?callbackUrl={encoded}"))
            .await;
        assert!(
            !page.text.contains("evil") && !page.text.contains("alert"),
            "{to}"
        );
    }
}
