//! The ID token of OpenID Connect: its signature, and that it is meant for this app and this login.

use std::str::FromStr;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use engine::{Value, json};
use openidconnect::core::{
    CoreIdToken, CoreIdTokenVerifier, CoreJsonWebKeySet, CoreJwsSigningAlgorithm,
};
use openidconnect::{
    ClaimsVerificationError, ClientId, ClientSecret, IssuerUrl, Nonce, SignatureVerificationError,
};

use super::discovery::Known;
use super::{Client, Error};

/// Signatures of a provider's own key. Those by a secret that the app knows, too, are none.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

impl Client {
    /// The claims of a token that is what it should be.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) async fn claims(
        &self,
        known: &Known,
        token: &str,
        nonce: &Nonce,
    ) -> Result<Value, Error> {
        let wrong = |what: &str| Error::IdToken(what.to_owned());
        let claims = payload(token).ok_or_else(|| wrong("it is no token"))?;
        let parsed = CoreIdToken::from_str(token).map_err(|_| wrong("it is no token"))?;
        let issuer = self.expected_issuer(known, &claims)?;
        let mut keys = self.keys(known).await?;
        let mut anew = false;
        loop {
            let verifier = self.verifier(&issuer, (*keys).clone())?;
            match parsed.claims(&verifier, nonce) {
                Ok(_) => return Ok(claims),
                // The provider may have changed its keys.
                Err(ClaimsVerificationError::SignatureVerification(
                    SignatureVerificationError::NoMatchingKey
                    | SignatureVerificationError::CryptoError(_),
                )) if !anew => {
                    keys = self.keys_anew(known, &keys).await?;
                    anew = true;
                }
                Err(error) => return Err(Error::IdToken(error.to_string())),
            }
        }
    }

    fn verifier(
        &self,
        issuer: &str,
        keys: CoreJsonWebKeySet,
    ) -> Result<CoreIdTokenVerifier<'static>, Error> {
        let setup = &self.0.setup;
        let issuer = IssuerUrl::new(issuer.to_owned());
        let issuer = issuer.map_err(|error| Error::IdToken(error.to_string()))?;
        let id = ClientId::new(setup.client_id.clone());
        let verifier = match &setup.client_secret {
            Some(secret) => {
                let secret = ClientSecret::new(secret.clone());
                CoreIdTokenVerifier::new_confidential_client(id, secret, issuer, keys)
            }
            None => CoreIdTokenVerifier::new_public_client(id, issuer, keys),
        };
        Ok(verifier.set_allowed_algs(ALGORITHMS))
    }

    /// Who must have made the token: the provider, or the tenant of it that the token names. That it
    /// does so truthfully is what the signature says.
    fn expected_issuer(&self, known: &Known, claims: &Value) -> Result<String, Error> {
        let Some(template) = self.0.setup.tenants else {
            return Ok(known.issuer.clone().unwrap_or_default());
        };
        let issuer = known.issuer.as_deref().unwrap_or_default();
        if !issuer.contains('{') {
            return Ok(issuer.to_owned());
        }
        let tenant = claims.key("tid").as_str().filter(|tid| {
            let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
            !tid.is_empty() && tid.bytes().all(plain)
        });
        let tenant = tenant.ok_or_else(|| Error::IdToken("it names no tenant".to_owned()))?;
        Ok(template.replace("{tenantid}", tenant))
    }
}

/// What a token says, unchecked.
fn payload(token: &str) -> Option<Value> {
    let part = token.split('.').nth(1)?;
    let bytes = BASE64_URL_SAFE_NO_PAD
        .decode(part.trim_end_matches('='))
        .ok()?;
    json::parse(&bytes).ok()
}
