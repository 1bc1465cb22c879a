//! What the server signs, and reads back only if it did: session cookies, logins on their way, tokens
//! against forged calls. Each purpose has a key of its own, derived from the one secret.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use ring::{hkdf, hmac};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What is signed.
#[derive(Clone, Copy, Debug)]
pub enum Purpose {
    /// A session.
    Session,
    /// A login on its way to a provider and back.
    Login,
    /// Whatever else is kept with the browser for a step.
    Step,
}

const PURPOSES: [(Purpose, &[u8]); 3] = [
    (Purpose::Session, b"lath session"),
    (Purpose::Login, b"lath login"),
    (Purpose::Step, b"lath step"),
];

/// The keys.
pub struct Keys {
    signed: Vec<(EncodingKey, DecodingKey)>,
    csrf: hmac::Key,
    validation: Validation,
}

#[derive(Serialize, Deserialize)]
struct Claims<T> {
    exp: u64,
    d: T,
}

impl Keys {
    /// From the secret of all of them.
    pub fn of(secret: &[u8]) -> Keys {
        let root = hkdf::Salt::new(hkdf::HKDF_SHA256, b"lath auth").extract(secret);
        let derive = |name: &[u8]| {
            let mut key = [0; 32];
            let info = [name];
            // 32 bytes are never too many.
            if let Ok(out) = root.expand(&info, hkdf::HKDF_SHA256) {
                let _ = out.fill(&mut key);
            }
            key
        };
        let pair = |(_, name): &(Purpose, &[u8])| {
            let key = derive(name);
            (
                EncodingKey::from_secret(&key),
                DecodingKey::from_secret(&key),
            )
        };
        let mut validation = Validation::new(Algorithm::HS256);
        validation.leeway = 0;
        Keys {
            signed: PURPOSES.iter().map(pair).collect(),
            csrf: hmac::Key::new(hmac::HMAC_SHA256, &derive(b"lath csrf")),
            validation,
        }
    }

    /// Data as a token that is good for `life`. None if it cannot be written.
    pub fn seal<T: Serialize>(&self, purpose: Purpose, data: &T, life: Duration) -> Option<String> {
        let claims = Claims {
            exp: now().saturating_add(life.as_secs()),
            d: data,
        };
        encode(
            &Header::default(),
            &claims,
            &self.signed[purpose as usize].0,
        )
        .ok()
    }

    /// The data of a token that this server sealed for the purpose, and that is still good.
    pub fn open<T: DeserializeOwned>(&self, purpose: Purpose, token: &str) -> Option<T> {
        let key = &self.signed[purpose as usize].1;
        let data = decode::<Claims<T>>(token, key, &self.validation).ok()?;
        Some(data.claims.d)
    }

    /// The mark of a text against forged calls.
    pub fn mark(&self, text: &str) -> Vec<u8> {
        hmac::sign(&self.csrf, text.as_bytes()).as_ref().to_vec()
    }

    /// Is it the mark of that text? Takes the same time wherever it differs.
    pub fn is_mark(&self, text: &str, mark: &[u8]) -> bool {
        hmac::verify(&self.csrf, text.as_bytes(), mark).is_ok()
    }
}

/// Seconds since 1970.
pub fn now() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.map_or(0, |now| now.as_secs())
}
