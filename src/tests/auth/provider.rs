//! A provider of OpenID Connect that does as it is told, rightly or wrongly.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use rcgen::KeyPair;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::Url;

/// How it behaves.
#[derive(Clone, Default)]
pub(super) struct Manner {
    /// Claims in place of the right ones.
    pub(super) claims: Value,
    /// Signs with the secret of the app.
    pub(super) by_secret: bool,
    /// Signs with nothing.
    pub(super) unsigned: bool,
    /// Signs with a key that it does not show.
    pub(super) strange_key: bool,
    /// Gives no ID token.
    pub(super) no_id_token: bool,
    /// What the user endpoint says in place of what it should.
    pub(super) userinfo: Value,
}

struct Code {
    user: String,
    nonce: String,
    challenge: String,
    redirect_uri: String,
}

struct Inner {
    address: SocketAddr,
    key: KeyPair,
    kid: String,
    manner: Manner,
    codes: BTreeMap<String, Code>,
    /// Claims by access token.
    tokens: BTreeMap<String, Value>,
    made: u32,
}

/// See the module.
#[derive(Clone)]
pub(super) struct Provider(Arc<Mutex<Inner>>);

impl Provider {
    pub(super) async fn start() -> Provider {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let address = listener.local_addr().expect("an address");
        let provider = Provider(Arc::new(Mutex::new(Inner {
            address,
            key: KeyPair::generate().expect("a key"),
            kid: "first".to_owned(),
            manner: Manner::default(),
            codes: BTreeMap::new(),
            tokens: BTreeMap::new(),
            made: 0,
        })));
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/me", get(me))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await.expect("serves") });
        provider
    }

    pub(super) fn issuer(&self) -> String {
        format!("http://{}", self.lock().address)
    }

    /// From now on it behaves so.
    pub(super) fn be(&self, manner: Manner) {
        self.lock().manner = manner;
    }

    /// From now on it signs with another key.
    pub(super) fn change_key(&self) {
        let mut inner = self.lock();
        inner.key = KeyPair::generate().expect("a key");
        inner.kid = format!("{}+", inner.kid);
    }

    /// `user` agrees to what the browser was sent to ask for: where the browser goes then.
    pub(super) fn authorize(&self, url: &str, user: &str) -> String {
        let url = Url::parse(url).expect("an address");
        let query: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
        assert_eq!(query["client_id"], "app");
        assert_eq!(query["response_type"], "code");
        assert_eq!(query["code_challenge_method"], "S256");
        let mut inner = self.lock();
        inner.made += 1;
        let code = format!("code-{}", inner.made);
        inner.codes.insert(
            code.clone(),
            Code {
                user: user.to_owned(),
                nonce: query["nonce"].clone(),
                challenge: query["code_challenge"].clone(),
                redirect_uri: query["redirect_uri"].clone(),
            },
        );
        let back = Url::parse(&query["redirect_uri"]).expect("an address");
        format!("{}?code={code}&state={}", back.path(), query["state"])
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.0.lock().expect("no panic before")
    }
}

async fn discovery(State(provider): State<Provider>) -> Json<Value> {
    let issuer = provider.issuer();
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/me"),
        "jwks_uri": format!("{issuer}/keys"),
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
    }))
}

async fn keys(State(provider): State<Provider>) -> Json<Value> {
    let inner = provider.lock();
    let point = inner.key.public_key_raw();
    let part = |range: std::ops::Range<usize>| BASE64_URL_SAFE_NO_PAD.encode(&point[range]);
    Json(json!({"keys": [{
        "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": inner.kid,
        "x": part(1..33), "y": part(33..65),
    }]}))
}

async fn token(State(provider): State<Provider>, headers: HeaderMap, body: String) -> Response {
    let form: BTreeMap<String, String> = form_urlencoded::parse(body.as_bytes())
        .into_owned()
        .collect();
    let refused = || {
        (
            StatusCode::BAD_REQUEST,
            Json(json!({"error": "invalid_grant"})),
        )
            .into_response()
    };
    let basic = headers
        .get("authorization")
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let expected = base64::prelude::BASE64_STANDARD.encode("app:a+secret+of+the+app");
    if basic != format!("Basic {expected}") {
        return (
            StatusCode::UNAUTHORIZED,
            Json(json!({"error": "invalid_client"})),
        )
            .into_response();
    }
    let mut inner = provider.lock();
    let Some(code) = form.get("code").and_then(|code| inner.codes.remove(code)) else {
        return refused();
    };
    let verifier = form
        .get("code_verifier")
        .map(String::as_str)
        .unwrap_or_default();
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    if challenge != code.challenge || form.get("redirect_uri") != Some(&code.redirect_uri) {
        return refused();
    }
    let issuer = format!("http://{}", inner.address);
    let now = jsonwebtoken::get_current_timestamp();
    let mut claims = json!({
        "iss": issuer, "aud": "app", "sub": code.user, "nonce": code.nonce,
        "iat": now, "exp": now + 60, "name": code.user,
        "email": format!("{}@example.test", code.user), "email_verified": true,
        "roles": if code.user == "root" { json!(["admin"]) } else { json!([]) },
    });
    for (name, value) in inner.manner.claims.as_object().into_iter().flatten() {
        claims[name] = value.clone();
    }
    let token = format!("token-{}", inner.made);
    inner.tokens.insert(token.clone(), claims.clone());
    let mut answer = json!({"access_token": token, "token_type": "Bearer"});
    if !inner.manner.no_id_token {
        answer["id_token"] = sign(&inner, &claims).into();
    }
    Json(answer).into_response()
}

fn sign(inner: &Inner, claims: &Value) -> String {
    if inner.manner.unsigned {
        let part = |value: Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
        return format!("{}.{}.", part(json!({"alg": "none"})), part(claims.clone()));
    }
    if inner.manner.by_secret {
        let key = EncodingKey::from_secret(b"a secret of the app");
        return jsonwebtoken::encode(&Header::default(), claims, &key).expect("signs");
    }
    let strange = KeyPair::generate().expect("a key");
    let key = if inner.manner.strange_key {
        &strange
    } else {
        &inner.key
    };
    let mut header = Header::new(Algorithm::ES256);
    header.kid = Some(inner.kid.clone());
    let key = EncodingKey::from_ec_der(&key.serialize_der());
    jsonwebtoken::encode(&header, claims, &key).expect("signs")
}

async fn me(State(provider): State<Provider>, headers: HeaderMap) -> Response {
    let token = headers
        .get("authorization")
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let inner = provider.lock();
    let claims = inner.tokens.get(token.trim_start_matches("Bearer "));
    match (claims, &inner.manner.userinfo) {
        (None, _) => StatusCode::UNAUTHORIZED.into_response(),
        (Some(claims), Value::Null) => Json(claims.clone()).into_response(),
        (_, other) => Json(other.clone()).into_response(),
    }
}
