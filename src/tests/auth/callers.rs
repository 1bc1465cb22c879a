//! Programs that call: keys and bearer tokens; and tokens of other systems that log people in.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use rcgen::KeyPair;
use serde_json::json;

use super::{Browser, app_with, auth_json};
use crate::tests::TestApp;
use crate::tests::test_app::Answer;

const KEY: &str = "a-key-that-is-longer-than-32-characters";
const SECRET: &str = "a secret that both of the systems share";

fn strategies() -> TestApp {
    let more = r#","strategies":[
        {"id":"keys","type":"apiKey","roles":["admin"],"properties":{"keys":[{"id":"ci","value":{"_secret":"CI_KEY"}}]}},
        {"id":"tokens","type":"jwt","properties":{"secret":{"_secret":"SHARED"},"issuer":"https://other.test","audience":"app",
            "algorithms":["HS256"],"claimMapping":{"id":"sub","roles":"groups","name":"title"}}}]"#;
    let auth = auth_json("http://127.0.0.1:1", more);
    app_with(
        &auth,
        &[
            ("LOWDEFY_SECRET_CI_KEY", KEY),
            ("LOWDEFY_SECRET_SHARED", SECRET),
        ],
    )
}

pub(super) async fn call(app: &TestApp, endpoint: &str, name: &str, value: &str) -> Answer {
    let request = Request::post(format!("/api/endpoints/{endpoint}"))
        .header("content-type", "application/json")
        .header(name, value);
    app.answer(request.body(Body::from("{}")).expect("request"))
        .await
}

#[tokio::test]
async fn a_program_calls_with_its_key() {
    let app = strategies();
    let answer = call(&app, "whoami", "x-api-key", KEY).await;
    assert_eq!(
        answer.json().key("response").key("id").as_str(),
        Some("apiKey:keys:ci")
    );
    assert_eq!(
        call(&app, "root", "x-api-key", KEY).await.status,
        StatusCode::OK
    );
    for key in ["", "x", &KEY[1..], &format!("{KEY}x")] {
        assert_eq!(
            call(&app, "whoami", "x-api-key", key).await.status,
            StatusCode::UNAUTHORIZED
        );
    }
}

#[tokio::test]
async fn keys_that_change_change_with_the_next_load() {
    let app = strategies();
    let other = "another-key-that-is-longer-than-32-characters".to_owned();
    let secrets = [("CI_KEY".to_owned(), other.clone())];
    app.state.set_secrets(&secrets.into_iter().collect());
    app.state.reload();
    for (key, status) in [(KEY, StatusCode::UNAUTHORIZED), (&*other, StatusCode::OK)] {
        let answer = call(&app, "whoami", "x-api-key", key).await;
        assert_eq!(answer.status, status);
    }
}

#[tokio::test]
async fn a_program_calls_with_a_token_of_another_system() {
    let app = strategies();
    let now = jsonwebtoken::get_current_timestamp();
    let good = json!({"sub": "robot", "title": "R2", "groups": ["admin"], "iss": "https://other.test", "aud": "app", "exp": now + 60});
    let sign = |claims: &serde_json::Value, key: &str| {
        let key = EncodingKey::from_secret(key.as_bytes());
        format!(
            "Bearer {}",
            jsonwebtoken::encode(&Header::default(), claims, &key).expect("signs")
        )
    };
    let answer = call(&app, "whoami", "authorization", &sign(&good, SECRET)).await;
    let user = answer.json();
    assert_eq!(user.key("response").key("name").as_str(), Some("R2"));
    assert_eq!(
        call(&app, "root", "authorization", &sign(&good, SECRET))
            .await
            .status,
        StatusCode::OK
    );
    let with = |name: &str, value: serde_json::Value| {
        let mut claims = good.clone();
        claims[name] = value;
        sign(&claims, SECRET)
    };
    let none = "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJyb2JvdCJ9.".to_owned();
    for token in [
        with("iss", json!("https://evil.test")),
        with("aud", json!("another")),
        with("exp", json!(now - 60)),
        with("sub", json!(null)),
        sign(&good, "another secret that nobody shares with us"),
        none,
        "Bearer ".to_owned(),
    ] {
        let answer = call(&app, "whoami", "authorization", &token).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{token}");
    }
}

#[tokio::test]
async fn a_token_of_another_system_logs_a_user_in() {
    let key = KeyPair::generate().expect("a key");
    let pem = public_pem(&key);
    let auth = auth_json("http://127.0.0.1:1", "").replace(
        r#""providers":["#,
        r#""providers":[{"id":"portal","type":"JWTProvider","properties":{"issuer":"https://portal.test","publicKey":{"_secret":"PORTAL"},"roles":["admin"]}},"#,
    );
    let app = app_with(
        &auth,
        &[("LOWDEFY_SECRET_PORTAL", &pem.replace('\n', "\\n"))],
    );
    let now = jsonwebtoken::get_current_timestamp();
    let sign = |claims: serde_json::Value| {
        let key = EncodingKey::from_ec_der(&key.serialize_der());
        jsonwebtoken::encode(&Header::new(Algorithm::ES256), &claims, &key).expect("signs")
    };
    let good = json!({"sub": "77", "name": "Ann", "iss": "https://portal.test", "iat": now, "exp": now + 60});
    let mut browser = Browser::of(&app);
    for (change, value) in [
        ("iss", json!("https://evil.test")),
        ("exp", json!(now - 60)),
        ("iat", json!(now - 3600)),
        ("iat", json!(now + 3600)),
        ("sub", json!(null)),
    ] {
        let mut claims = good.clone();
        claims[change] = value;
        let token = browser.csrf().await;
        let fields = [
            ("csrfToken", &*token),
            ("token", &sign(claims)),
            ("json", "true"),
        ];
        let answer = browser.post("/api/auth/callback/portal", &fields).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{change}");
        assert!(
            answer
                .json()
                .key("url")
                .as_str()
                .is_some_and(|u| u.contains("CredentialsSignin"))
        );
    }
    // One that does not say when it was made must end soon.
    let ageless = |exp: u64| {
        let mut claims = good.clone();
        claims["exp"] = json!(exp);
        claims.as_object_mut().expect("claims").remove("iat");
        sign(claims)
    };
    for (token, status) in [
        (ageless(now + 3600), StatusCode::UNAUTHORIZED),
        (ageless(now + 60), StatusCode::OK),
    ] {
        let mut other = Browser::of(&app);
        let csrf = other.csrf().await;
        let fields = [("csrfToken", &*csrf), ("token", &token), ("json", "true")];
        let answer = other.post("/api/auth/callback/portal", &fields).await;
        assert_eq!(answer.status, status, "{}", answer.text);
    }
    let token = browser.csrf().await;
    let fields = [
        ("csrfToken", &*token),
        ("token", &sign(good)),
        ("callbackUrl", "/admin"),
        ("json", "true"),
    ];
    let answer = browser.post("/api/auth/callback/portal", &fields).await;
    assert_eq!(
        answer.json().key("url").as_str(),
        Some("http://lath.test/admin"),
        "{}",
        answer.text
    );
    assert_eq!(browser.get("/admin").await.status, StatusCode::OK);
}

fn public_pem(key: &KeyPair) -> String {
    key.public_key_pem()
}
