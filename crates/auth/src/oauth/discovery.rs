//! What a provider says about itself, and its keys.

use std::sync::Arc;

use engine::Value;
use openidconnect::core::CoreJsonWebKeySet;
use url::Url;

use super::{Client, Error, http};

/// A provider's addresses.
pub(super) struct Known {
    pub(super) authorization: Url,
    pub(super) token: Url,
    pub(super) userinfo: Option<Url>,
    /// Of an OpenID Connect provider.
    pub(super) issuer: Option<String>,
    pub(super) takes_basic: bool,
    says_issuer: bool,
    keys_at: Option<Url>,
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
    pub(super) async fn known(&self) -> Result<Arc<Known>, Error> {
        self.0.known.get(self.discover()).await
    }

    async fn discover(&self) -> Result<Known, Error> {
        let found = match &self.0.setup.at.discovery {
            None => Value::Undefined,
            Some(url) => http::get(&self.0.http, url).await?,
        };
        self.read(&found)
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
            issuer,
            takes_basic: methods.is_empty()
                || methods
                    .iter()
                    .any(|m| m.as_str() == Some("client_secret_basic")),
            says_issuer: *found.key("authorization_response_iss_parameter_supported")
                == Value::Bool(true),
            keys_at: address("jwks_uri"),
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

    /// The provider's keys.
    ///
    /// # Errors
    /// They cannot be had.
    pub(super) async fn keys(&self, known: &Known) -> Result<Arc<CoreJsonWebKeySet>, Error> {
        self.0.keys.get(self.fetch_keys(known)).await
    }

    /// The keys in place of those that lack the one that a token names.
    ///
    /// # Errors
    /// They cannot be had.
    pub(super) async fn keys_anew(
        &self,
        known: &Known,
        seen: &Arc<CoreJsonWebKeySet>,
    ) -> Result<Arc<CoreJsonWebKeySet>, Error> {
        self.0.keys.anew(seen, self.fetch_keys(known)).await
    }

    async fn fetch_keys(&self, known: &Known) -> Result<CoreJsonWebKeySet, Error> {
        let missing = || Error::Service("the provider does not say where its keys are".to_owned());
        let url = known.keys_at.as_ref().ok_or_else(missing)?;
        let found = engine::json::stringify(&http::get(&self.0.http, url).await?);
        serde_json::from_str(&found)
            .map_err(|error| Error::Service(format!("the provider's keys are none: {error}")))
    }
}
