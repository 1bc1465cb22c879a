//! What is tried, and that it does not work. SECURITY.md has the table.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use engine::Value;
use serde_json::json;

use super::provider::Manner;
use super::{Browser, Provider, app, app_with, auth_json};
use crate::tests::TestApp;
use crate::tests::test_app::Answer;

async fn world() -> (Provider, TestApp) {
    let provider = Provider::start().await;
    let app = app(&auth_json(&provider.issuer(), ""));
    (provider, app)
}

/// The login did not work: the browser is on the way to the page that says so, and nobody is logged in.
async fn is_refused(browser: &mut Browser<'_>, answer: &Answer, code: &str) {
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

#[tokio::test]
async fn roles_that_are_a_text_are_none() {
    let (provider, app) = world().await;
    for roles in [
        json!("admin"),
        json!("superadministrator"),
        json!({"admin": true}),
        json!([1, "admin"]),
    ] {
        provider.be(Manner {
            claims: json!({"roles": roles}),
            ..Manner::default()
        });
        let mut browser = Browser::of(&app);
        browser.log_in(&provider, "ann").await;
        assert_eq!(
            browser.get("/admin").await.status,
            StatusCode::FORBIDDEN,
            "{roles}"
        );
        assert_eq!(browser.get("/inside").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn cookies_that_are_no_sessions_are_nobody_s() {
    let provider = Provider::start().await;
    for strategy in ["database", "jwt"] {
        let more = format!(r#","session":{{"strategy":"{strategy}"}}"#);
        let app = app(&auth_json(&provider.issuer(), &more));
        let mut real = Browser::of(&app);
        real.log_in(&provider, "ann").await;
        let token = real.cookies["lath.session-token"].clone();
        let mut flipped = token.clone().into_bytes();
        flipped[10] ^= 1;
        let flipped = String::from_utf8(flipped).expect("ASCII");
        let none = "eyJhbGciOiJub25lIn0.eyJleHAiOjk5OTk5OTk5OTksImQiOnt9fQ.";
        for value in [
            &*flipped,
            none,
            "",
            "x",
            &"A".repeat(60_000),
            &format!("{token}x"),
        ] {
            let mut browser = Browser::of(&app);
            browser
                .cookies
                .insert("lath.session-token".to_owned(), value.to_owned());
            assert_eq!(
                browser.session().await,
                Value::object([]),
                "{strategy}: {:.40}",
                value
            );
            assert_eq!(browser.get("/home").await.status, StatusCode::OK);
        }
        // Two of one name: one of them is not ours.
        let line = format!("lath.session-token={token}; lath.session-token=x");
        let request = Request::get("/api/auth/session").header(header::COOKIE, line);
        let answer = app
            .answer(request.body(Body::empty()).expect("request"))
            .await;
        assert_eq!(answer.text, "{}", "{strategy}");
    }
}

#[tokio::test]
async fn a_user_who_is_too_large_for_a_cookie_is_not_cut() {
    let provider = Provider::start().await;
    let app = app(&auth_json(
        &provider.issuer(),
        r#","session":{"strategy":"jwt"}"#,
    ));
    let mut browser = Browser::of(&app);
    provider.be(Manner {
        claims: json!({"nickname": "n".repeat(6_000)}),
        ..Manner::default()
    });
    browser.log_in(&provider, "ann").await;
    let user = browser.session().await;
    assert_eq!(
        user.key("user").key("nickname").as_str().map(str::len),
        Some(6_000)
    );
    provider.be(Manner {
        claims: json!({"nickname": "n".repeat(40_000)}),
        ..Manner::default()
    });
    let mut other = Browser::of(&app);
    let answer = other.log_in(&provider, "bob").await;
    is_refused(&mut other, &answer, "Configuration").await;
}

#[tokio::test]
async fn an_address_that_tries_too_often_has_to_wait() {
    let provider = Provider::start().await;
    let auth = auth_json(&provider.issuer(), "");
    let app = app_with(&auth, &[("LATH_AUTH_TRIES", "5")]);
    let mut browser = Browser::of(&app);
    let token = browser.csrf().await;
    let mut refused = 0;
    for _ in 0..20 {
        let fields = [("csrfToken", &*token), ("json", "true")];
        let answer = browser.post("/api/auth/signin/oidc", &fields).await;
        refused += u32::from(answer.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!((14..=15).contains(&refused), "{refused}");
}

#[tokio::test]
async fn an_account_does_not_become_another_s_by_its_mail_address() {
    let (first, second) = (Provider::start().await, Provider::start().await);
    let other = |dangerous: bool| {
        let second = format!(
            r#""providers":[{{"id":"other","type":"OpenIDConnectProvider","properties":{{"issuer":"{}","clientId":"app","clientSecret":"a secret of the app","allowDangerousEmailAccountLinking":{dangerous}}}}},"#,
            second.issuer()
        );
        app(&auth_json(&first.issuer(), "").replace(r#""providers":["#, &second))
    };
    for (dangerous, verified, is_same) in [
        (false, true, false),
        (true, false, false),
        (true, true, true),
    ] {
        let app = other(dangerous);
        let mut ann = Browser::of(&app);
        ann.log_in(&first, "ann").await;
        let id = ann.session().await.key("user").key("id").clone();
        second.be(Manner {
            claims: json!({"sub": "thief", "email": "Ann@example.test", "email_verified": verified}),
            ..Manner::default()
        });
        let mut thief = Browser::of(&app);
        let url = thief.begin("other", "/inside").await;
        let answer = thief.get(&second.authorize(&url, "thief")).await;
        if is_same {
            assert_eq!(thief.session().await.key("user").key("id"), &id);
        } else {
            is_refused(&mut thief, &answer, "OAuthAccountNotLinked").await;
        }
    }
}
