//! Tokens that other systems sign (JWT): of programs that call, and of frames that log a user in.

use std::str::FromStr;

use engine::{Value, json};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use url::Url;

use crate::fetched::Fetched;
use crate::oauth::{Error, http};

/// Bytes of a token that is looked at.
const MAX_TOKEN: usize = 16_384;

/// Knows the tokens of one system.
pub struct Verifier {
    keys: Keys,
    validation: Validation,
}

enum Keys {
    One(DecodingKey),
    Remote {
        url: Url,
        http: reqwest::Client,
        kept: Fetched<JwkSet>,
    },
}

impl Verifier {
    /// Reads `secret`, `publicKey` or `jwksUri`, and `algorithms`, `issuer` and `audience`.
    ///
    /// # Errors
    /// What is missing or wrong. `who` says whose properties they are.
    pub fn read(who: &str, properties: &Value) -> Result<Verifier, Error> {
        let wrong = |what: &str| Error::Config(format!("{who}: {what}"));
        let text = |key: &str| properties.key(key).as_str().filter(|text| !text.is_empty());
        let given = [text("secret"), text("publicKey"), text("jwksUri")];
        let (keys, usual) = match given {
            [Some(secret), None, None] if secret.len() < 32 => {
                return Err(wrong("`secret` must have 32 characters at least"));
            }
            [Some(secret), None, None] => {
                let key = DecodingKey::from_secret(secret.as_bytes());
                (Keys::One(key), vec![Algorithm::HS256])
            }
            [None, Some(pem), None] => public(pem)
                .ok_or_else(|| wrong("`publicKey` is no public key (RSA or EC) in PEM"))?,
            [None, None, Some(url)] => {
                (remote(url).map_err(|e| wrong(&e))?, vec![Algorithm::RS256])
            }
            _ => {
                let what =
                    "it needs one of `secret`, `publicKey` and `jwksUri` (is the secret set?)";
                return Err(wrong(what));
            }
        };
        let named = properties.key("algorithms").items().iter();
        let named: Vec<&str> = named.filter_map(Value::as_str).collect();
        let mut algorithms = Vec::new();
        for name in named {
            let algorithm = Algorithm::from_str(name);
            algorithms
                .push(algorithm.map_err(|_| wrong(&format!("there is no algorithm {name:?}")))?);
        }
        if algorithms.is_empty() {
            algorithms = usual;
        }
        // A public key that counts as a shared secret would let everybody sign.
        let is_shared =
            |a: &Algorithm| matches!(a, Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512);
        if algorithms
            .iter()
            .any(|a| is_shared(a) != given[0].is_some())
        {
            return Err(wrong("`algorithms` do not go with the key"));
        }
        let mut validation = Validation::new(algorithms[0]);
        validation.algorithms = algorithms;
        validation.leeway = 5;
        validation.validate_nbf = true;
        validation.validate_aud = false;
        if let Some(issuer) = text("issuer") {
            validation.set_issuer(&[issuer]);
            validation.required_spec_claims.insert("iss".to_owned());
        }
        let audience = properties.key("audience");
        let audience: Vec<&str> = match audience.as_str() {
            Some(one) => vec![one],
            None => audience.items().iter().filter_map(Value::as_str).collect(),
        };
        if !audience.is_empty() {
            validation.set_audience(&audience);
            validation.validate_aud = true;
            validation.required_spec_claims.insert("aud".to_owned());
        }
        Ok(Verifier { keys, validation })
    }

    /// What a token says that is signed rightly, meant for us and not expired.
    ///
    /// # Errors
    /// What is wrong with it, or that keys cannot be fetched ([`Error::Service`]).
    pub async fn verify(&self, token: &str) -> Result<Value, Error> {
        let wrong = |error: jsonwebtoken::errors::Error| Error::IdToken(error.to_string());
        if token.len() > MAX_TOKEN {
            return Err(Error::IdToken("it is too long".to_owned()));
        }
        let data = match &self.keys {
            Keys::One(key) => decode::<serde_json::Value>(token, key, &self.validation),
            Keys::Remote { .. } => {
                let header = decode_header(token).map_err(wrong)?;
                let kid = header.kid.unwrap_or_default();
                let key = self.remote_key(&kid).await?;
                let mut validation = self.validation.clone();
                // One key is of one family; the token may use those of the list that are.
                validation.algorithms.retain(|a| *a == header.alg);
                if validation.algorithms.is_empty() {
                    return Err(Error::IdToken("its algorithm is not allowed".to_owned()));
                }
                decode::<serde_json::Value>(token, &key, &validation)
            }
        };
        let claims = data.map_err(wrong)?.claims.to_string();
        json::parse(claims.as_bytes()).map_err(|e| Error::IdToken(e.to_string()))
    }

    async fn remote_key(&self, kid: &str) -> Result<DecodingKey, Error> {
        let Keys::Remote { url, http, kept } = &self.keys else {
            return Err(Error::IdToken("no key".to_owned()));
        };
        let find = |set: &JwkSet| {
            let found = if kid.is_empty() && set.keys.len() == 1 {
                set.keys.first()
            } else {
                set.find(kid)
            };
            found.and_then(|jwk| DecodingKey::from_jwk(jwk).ok())
        };
        let set = kept.get(keys_of(http, url)).await?;
        if let Some(key) = find(&set) {
            return Ok(key);
        }
        // There may be a new one.
        let set = kept.anew(&set, keys_of(http, url)).await?;
        find(&set).ok_or_else(|| Error::IdToken("its key is not known".to_owned()))
    }
}

async fn keys_of(http: &reqwest::Client, url: &Url) -> Result<JwkSet, Error> {
    let text = json::stringify(&http::get(http, url).await?);
    serde_json::from_str(&text)
        .map_err(|error| Error::Service(format!("the keys are none: {error}")))
}

fn public(pem: &str) -> Option<(Keys, Vec<Algorithm>)> {
    // Variables of the environment often have no line breaks.
    let pem = pem.replace("\\n", "\n");
    if let Ok(key) = DecodingKey::from_rsa_pem(pem.as_bytes()) {
        return Some((Keys::One(key), vec![Algorithm::RS256]));
    }
    let key = DecodingKey::from_ec_pem(pem.as_bytes()).ok()?;
    Some((Keys::One(key), vec![Algorithm::ES256]))
}

fn remote(url: &str) -> Result<Keys, String> {
    let url = Url::parse(url).map_err(|_| "`jwksUri` is no address".to_owned())?;
    Ok(Keys::Remote {
        http: http::client().map_err(|error| error.to_string())?,
        url,
        kept: Fetched::default(),
    })
}
