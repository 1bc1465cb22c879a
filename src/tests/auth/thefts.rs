//! What is tried with users, roles and cookies, and that it does not work.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use engine::Value;
use secrecy::ExposeSecret as _;
use serde_json::json;

use super::attacks::{is_refused, world};
use super::provider::Manner;
use super::{Browser, Provider, app, app_with, auth_json};
use crate::tests::TestApp;

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
        (false, json!(true), false),
        (true, json!(false), false),
        (true, json!(0), false),
        (true, json!(true), true),
        // As Zoom says it.
        (true, json!(1), true),
    ] {
        let app = other(dangerous);
        let mut ann = Browser::of(&app);
        ann.log_in(&first, "ann").await;
        let id = ann.session().await.key("user").key("id").clone();
        second.be(Manner {
            claims: json!({"sub": "thief"}),
            userinfo: json!({"sub": "thief", "email": "Ann@example.test", "email_verified": verified}),
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

#[tokio::test]
async fn a_provider_does_not_pass_by_a_second_factor() {
    let provider = Provider::start().await;
    let auth = auth_json(&provider.issuer(), "").replace(
        r#""clientId""#,
        r#""allowDangerousEmailAccountLinking":true,"clientId""#,
    );
    let app = app(&auth);
    let store = app.state.store().await.expect("a store");
    let logins = auth::Logins::new(store.clone(), b"a secret", auth::LoginRules::default());
    let logins = logins.expect("rules");
    let mut ids = Vec::new();
    for (name, email_verified) in [("ann", true), ("bob", false)] {
        let new = auth::NewUser {
            email: Some(format!("{name}@example.test")),
            email_verified,
            ..auth::NewUser::default()
        };
        let user = store.create_user(new).await.expect("a user");
        let begun = logins.enrol_totp(&user).await.expect("a factor");
        let code = super::own_users::code(begun.secret.expose_secret());
        let codes = logins.confirm_totp(&user, &code).await;
        codes.expect("a factor in force");
        ids.push(user.id);
    }
    let mut ann = Browser::of(&app);
    let answer = ann.log_in(&provider, "ann").await;
    is_refused(&mut ann, &answer, "OAuthAccountNotLinked").await;
    assert_eq!(store.accounts_of(&ids[0]).await.expect("answers"), []);
    // The factor of whoever registered with the address is not its owner's.
    let mut bob = Browser::of(&app);
    bob.log_in(&provider, "bob").await;
    let session = bob.session().await;
    assert_eq!(session.key("user").key("id").as_str(), Some(&*ids[1]));
    assert!(!store.has_totp(&ids[1]).await.expect("answers"));
}

#[tokio::test]
async fn who_would_never_be_asked_for_a_code_sets_none_up() {
    let provider = Provider::start().await;
    let mail = r#""providers":[{"id":"mail","type":"EmailProvider","properties":{}},"#;
    let without = auth_json(&provider.issuer(), "");
    let with = without.replace(r#""providers":["#, mail);
    for (auth, is_asked) in [(without, false), (with, true)] {
        let app = app_with(
            &auth,
            &[("AUTH_SECRET", "a secret that is long enough for it")],
        );
        let mut ann = Browser::of(&app);
        ann.log_in(&provider, "ann").await;
        let page = ann.get("/api/auth/totp").await;
        assert_eq!(page.text.contains("Set it up"), is_asked);
        assert_eq!(page.text.contains("You have no password here"), !is_asked);
        let token = ann.csrf().await;
        let fields = [("csrfToken", &*token), ("json", "true")];
        let answer = ann.post("/api/auth/totp/new", &fields).await;
        assert_eq!(answer.json().key("secret").is_none(), !is_asked);
        assert_eq!(answer.status.is_success(), is_asked, "{}", answer.text);
    }
}

#[tokio::test]
async fn what_cannot_be_kept_of_a_user_does_not_keep_them_out() {
    let (provider, app) = world().await;
    provider.be(Manner {
        claims: json!({"name": format!("a{}\0", "é".repeat(400)), "email": "\"odd\"@example.test",
            "picture": format!("https://example.test/{}", "x".repeat(9_000))}),
        ..Manner::default()
    });
    let mut ids = Vec::new();
    for _ in 0..2 {
        let mut browser = Browser::of(&app);
        let answer = browser.log_in(&provider, "ann").await;
        assert_eq!(answer.header("location"), "http://lath.test/inside");
        let session = browser.session().await;
        ids.push(session.key("user").key("id").clone());
    }
    assert_eq!(ids[0], ids[1]);
    let store = app.state.store().await.expect("a store");
    let id = ids[0].as_str().expect("an id");
    let user = store.user(id).await.expect("answers").expect("a user");
    assert_eq!(
        user.name.as_deref(),
        Some(&*format!("a{}", "é".repeat(249)))
    );
    assert_eq!(
        (user.email, user.email_verified, user.image),
        (None, None, None)
    );
}

#[tokio::test]
async fn a_secret_that_can_be_guessed_does_not_start() {
    let auth = auth_json("http://127.0.0.1:1", "");
    let files = [("auth.json", &*auth)];
    let secret = "q".repeat(32);
    for name in ["AUTH_SECRET", "NEXTAUTH_SECRET"] {
        let found = TestApp::refused_with(&files, &[(name, &secret[..15])]);
        let text = format!("{found:?}");
        assert!(text.contains(name) && !text.contains("qqq"), "{text}");
    }
    for (length, dev, is_told) in [
        (16, "0", true),
        (31, "0", true),
        (32, "0", false),
        (3, "1", false),
    ] {
        let vars = [("AUTH_SECRET", &secret[..length]), ("LATH_DEV", dev)];
        let app = TestApp::with_vars(&files, &vars);
        let warnings = format!("{:?}", app.state.snapshot().app.warnings);
        assert_eq!(
            warnings.contains("AUTH_SECRET"),
            is_told,
            "{length}: {warnings}"
        );
        assert!(!warnings.contains("qqq"), "{warnings}");
    }
}
