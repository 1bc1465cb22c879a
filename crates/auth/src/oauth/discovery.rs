//! What a provider says about itself, kept for an hour.

use std::time::{Duration, Instant};

use engine::Value;
use openidconnect::core::CoreJsonWebKeySet;
use url::Url;

use super::{Client, Error, http};

/// How long it is believed.
const FRESH: Duration = Duration::from_secs(3600);

/// How often keys are fetched before they are old, whatever tokens claim to be signed with.
const KEYS_PAUSE: Duration = Duration::from_secs(10);

/// A provider's addresses and keys.
#[derive(Clone)]
pub(super) struct Known {
    pub(super) authorization: Url,
    pub(super) token: Url,
    pub(super) userinfo: Option<Url>,
    pub(super) end_session: Option<Url>,
    /// Of an OpenID Connect provider.
    pub(super) issuer: Option<String>,
    pub(super) takes_basic: bool,
    says_issuer: bool,
    keys_at: Option<Url>,
    keys: Option<CoreJsonWebKeySet>,
    /// When they were fetched because a token named one that was not there.
    fetched_anew: Option<Instant>,
    at: Instant,
}

impl Known {
    /// Is `iss` of an answer who was asked (RFC 9207)?
    pub(super) fn check_sender(&self, iss: Option<&str>) -> Result<(), Error> {
        match (iss, &self.issuer) {
            (Some(iss), Some(issuer)) if iss != issuer && !issuer.contains('{') => {
                Err(Error::Mixed("the answer is of another issuer"))
            }
            (None, Some(_)) if self.says_issuer => {
                Err(Error::Mixed("the answer does not say who its issuer is"))
            }
            _ => Ok(()),
        }
    }
}

impl Client {
    /// What is known of the provider, asked for if need be.
    ///
    /// # Errors
    /// It does not tell, or not what it should.
    pub(super) async fn known(&self) -> Result<Known, Error> {
        let mut kept = self.0.known.lock().await;
        if let Some(known) = kept.as_ref().filter(|known| known.at.elapsed() < FRESH) {
            return Ok(known.clone());
        }
        let at = &self.0.setup.at;
        let found = match &at.discovery {
            None => Ok(Value::Undefined),
            Some(url) => http::get(&self.0.http, url).await,
        };
        let found = match (found, kept.as_ref()) {
            (Ok(found), _) => found,
            // A provider whose document cannot be had for a while is still the same.
            (Err(error), Some(known)) => {
                tracing::warn!(provider.id = self.0.setup.id, "{error}");
                return Ok(known.clone());
            }
            (Err(error), None) => return Err(error),
        };
        let known = self.read(&found)?;
        *kept = Some(known.clone());
        Ok(known)
    }

    fn read(&self, found: &Value) -> Result<Known, Error> {
        let setup = &self.0.setup;
        let address = |key: &str| {
            found
                .key(key)
                .as_str()
                .and_then(|text| Url::parse(text).ok())
        };
        let missing = |what: &str| Error::Service(format!("the provider does not say its {what}"));
        let own = setup.at.clone();
        let issuer = match &own.discovery {
            None => None,
            Some(_) => Some(self.issuer(found)?),
        };
        let methods = found.key("token_endpoint_auth_methods_supported").items();
        Ok(Known {
            authorization: own
                .authorization
                .or_else(|| address("authorization_endpoint"))
                .ok_or_else(|| missing("authorization endpoint"))?,
            token: own
                .token
                .or_else(|| address("token_endpoint"))
                .ok_or_else(|| missing("token endpoint"))?,
            userinfo: own.userinfo.or_else(|| address("userinfo_endpoint")),
            end_session: address("end_session_endpoint"),
            issuer,
            takes_basic: methods.is_empty()
                || methods
                    .iter()
                    .any(|m| m.as_str() == Some("client_secret_basic")),
            says_issuer: *found.key("authorization_response_iss_parameter_supported")
                == Value::Bool(true),
            keys_at: address("jwks_uri"),
            keys: None,
            fetched_anew: None,
            at: Instant::now(),
        })
    }

    /// Who the provider says it is, which must be who the app thinks it is.
    fn issuer(&self, found: &Value) -> Result<String, Error> {
        let setup = &self.0.setup;
        let said = found.key("issuer").as_str();
        let said =
            said.ok_or_else(|| Error::Service("the provider does not say its issuer".into()))?;
        let plain = |text: &str| text.trim_end_matches('/').to_owned();
        match &setup.at.issuer {
            _ if setup.tenants.is_some() => Ok(said.to_owned()),
            Some(issuer) if plain(issuer) != plain(said) => Err(Error::Config(format!(
                "auth provider \"{}\" says that its issuer is {said:?}, and not {issuer:?}",
                setup.id
            ))),
            _ => Ok(said.to_owned()),
        }
    }

    /// The provider's keys. `anew` fetches them though there are some: a token names a key that is not
    /// among them.
    ///
    /// # Errors
    /// They cannot be had.
    pub(super) async fn keys(&self, anew: bool) -> Result<CoreJsonWebKeySet, Error> {
        let mut kept = self.0.known.lock().await;
        let known = kept
            .as_mut()
            .ok_or_else(|| Error::Service("no keys".to_owned()))?;
        let is_soon = known
            .fetched_anew
            .is_some_and(|at| at.elapsed() < KEYS_PAUSE);
        if let Some(keys) = &known.keys
            && (!anew || is_soon)
        {
            return Ok(keys.clone());
        }
        let missing = || Error::Service("the provider does not say where its keys are".to_owned());
        let url = known.keys_at.clone().ok_or_else(missing)?;
        let found = engine::json::stringify(&http::get(&self.0.http, &url).await?);
        let keys: CoreJsonWebKeySet = serde_json::from_str(&found)
            .map_err(|error| Error::Service(format!("the provider's keys are none: {error}")))?;
        known.keys = Some(keys.clone());
        known.fetched_anew = anew.then(Instant::now);
        Ok(keys)
    }
}
