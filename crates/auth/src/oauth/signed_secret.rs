//! A secret that the app signs itself, as Apple wants it: a token that is good for five minutes.

use std::time::{SystemTime, UNIX_EPOCH};

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde::Serialize;

use super::Error;

/// Good for so many seconds.
const LIFETIME: u64 = 300;

/// What it is signed with.
#[derive(Clone)]
pub(super) struct Key {
    pub(super) team: String,
    pub(super) id: String,
    pub(super) pem: String,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "key {}", self.id)
    }
}

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'a str,
    iat: u64,
    exp: u64,
}

/// The secret of a client, for the provider `audience`.
///
/// # Errors
/// The key is none.
pub(super) fn sign(key: &Key, client_id: &str, audience: &str) -> Result<String, Error> {
    let wrong = |_| Error::Config("`privateKey` is no key of an elliptic curve in PEM".to_owned());
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let iat = now.map_or(0, |now| now.as_secs());
    let claims = Claims {
        iss: &key.team,
        sub: client_id,
        aud: audience,
        iat,
        exp: iat + LIFETIME,
    };
    let mut header = Header::new(Algorithm::ES256);
    header.kid = Some(key.id.clone());
    let private =
        EncodingKey::from_ec_pem(key.pem.replace("\\n", "\n").as_bytes()).map_err(wrong)?;
    encode(&header, &claims, &private).map_err(wrong)
}
