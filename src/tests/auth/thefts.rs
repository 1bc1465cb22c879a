//! What is tried with users, roles and cookies, and that it does not work.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use engine::Value;
use serde_json::json;

use super::attacks::{is_refused, world};
use super::provider::Manner;
use super::{Browser, Provider, app, app_with, auth_json};

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
        for [one, two] in [[&*token, "x"], ["x", &*token], [&*token, &*token]] {
            let line = format!("a=b; lath.session-token={one}; c=d; lath.session-token={two}");
            let request = Request::get("/api/auth/session").header(header::COOKIE, line);
            let answer = app
                .answer(request.body(Body::empty()).expect("request"))
                .await;
            assert_eq!(answer.text, "{}", "{strategy}");
        }
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
