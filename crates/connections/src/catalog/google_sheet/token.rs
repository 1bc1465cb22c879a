//! The login of a service account: a signed claim gets a token, which is kept until it expires.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use engine::{Value, json};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, Url};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::PemObject;
use tokio::sync::Mutex;

use crate::Error;
use crate::http;

/// Where tokens are if `tokenEndpoint` does not say otherwise.
const ENDPOINT: &str = "https://oauth2.googleapis.com/token";

/// What the token allows.
const SCOPE: &str = "https://www.googleapis.com/auth/spreadsheets";

/// How long a claim is good for, in seconds.
const CLAIM: u64 = 3600;

/// So long before its end a token is not used any more.
const MARGIN: Duration = Duration::from_secs(60);

/// A service account.
pub(super) struct Account {
    email: String,
    key: RsaKeyPair,
    url: Url,
    token: Mutex<Option<Token>>,
}

struct Token {
    text: String,
    until: Instant,
}

impl Account {
    /// Of the properties of a connection.
    ///
    /// # Errors
    /// The key is none.
    pub(super) fn read(properties: &Value) -> Result<Account, Error> {
        let text = |key| properties.key(key).as_str().unwrap_or_default();
        let url = properties.key("tokenEndpoint").as_str().unwrap_or(ENDPOINT);
        let url = Url::parse(url).ok();
        let url = url.filter(|url| matches!(url.scheme(), "http" | "https"));
        let url = url.ok_or_else(|| wrong("tokenEndpoint", "an address"))?;
        Ok(Account {
            email: text("client_email").to_owned(),
            key: key(text("private_key"))
                .ok_or_else(|| wrong("private_key", "an RSA key in PEM"))?,
            url,
            token: Mutex::new(None),
        })
    }

    /// A token that is good. Callers at the same time wait for one login.
    ///
    /// # Errors
    /// The account is refused, or cannot be asked about.
    pub(super) async fn token(&self, http: &Client) -> Result<String, Error> {
        let mut token = self.token.lock().await;
        if let Some(token) = &*token
            && Instant::now() < token.until
        {
            return Ok(token.text.clone());
        }
        let fresh = self.log_in(http).await?;
        let text = fresh.text.clone();
        *token = Some(fresh);
        Ok(text)
    }

    /// Forgets a token that is not accepted.
    pub(super) async fn forget(&self, text: &str) {
        let mut token = self.token.lock().await;
        if token.as_ref().is_some_and(|token| token.text == text) {
            *token = None;
        }
    }

    async fn log_in(&self, http: &Client) -> Result<Token, Error> {
        let asked = Instant::now();
        let claim = self.claim()?;
        let body = format!(
            "grant_type={}&assertion={claim}",
            utf8_percent_encode(
                "urn:ietf:params:oauth:grant-type:jwt-bearer",
                NON_ALPHANUMERIC
            )
        );
        let request = http
            .post(self.url.clone())
            .timeout(http::PATIENCE)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body);
        let sent = request.send().await;
        let response = sent.map_err(|error| http::failure(error, &self.url))?;
        let status = response.status();
        let bytes = http::read(response, http::MAX_ERROR).await?;
        let body = json::parse(&bytes).unwrap_or(Value::Undefined);
        let Some(text) = body.key("access_token").as_str() else {
            let reason = body.key("error").as_str().unwrap_or("no reason given");
            return Err(Error::service(format!(
                "Google does not accept the service account ({}).",
                status.as_u16()
            ))
            .with_source(reason));
        };
        let seconds = body.key("expires_in").as_number().unwrap_or_default();
        let life = Duration::from_secs_f64(seconds.clamp(0.0, 86_400.0));
        Ok(Token {
            text: text.to_owned(),
            until: asked + life.saturating_sub(MARGIN),
        })
    }

    /// The claim to be the account, as a JSON Web Token signed with RS256.
    fn claim(&self) -> Result<String, Error> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = now.map_or(0, |now| now.as_secs());
        let number = |seconds: u64| Value::Number(seconds as f64);
        let claims = Value::object([
            ("iss", self.email.as_str().into()),
            ("scope", SCOPE.into()),
            ("aud", self.url.as_str().into()),
            ("iat", number(now)),
            ("exp", number(now + CLAIM)),
        ]);
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let head = encode(r#"{"alg":"RS256","typ":"JWT"}"#);
        let text = format!("{head}.{}", encode(&json::stringify(&claims)));
        let mut signature = vec![0; self.key.public().modulus_len()];
        let random = SystemRandom::new();
        let signed = self
            .key
            .sign(&RSA_PKCS1_SHA256, &random, text.as_bytes(), &mut signature);
        signed.map_err(|_| Error::service("GoogleSheet: the claim could not be signed."))?;
        Ok(format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

/// The key in a PEM text, where line breaks may be written `\n`.
fn key(pem: &str) -> Option<RsaKeyPair> {
    let pem = pem.replace("\\n", "\n");
    match PrivateKeyDer::from_pem_slice(pem.as_bytes()).ok()? {
        PrivateKeyDer::Pkcs8(key) => RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()).ok(),
        PrivateKeyDer::Pkcs1(key) => RsaKeyPair::from_der(key.secret_pkcs1_der()).ok(),
        _ => None,
    }
}

fn wrong(name: &str, what: &str) -> Error {
    Error::config(format!(
        "GoogleSheet connection property \"{name}\" should be {what}."
    ))
}
