//! A code for tokens.

use std::time::Duration;

use engine::Value;
use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse,
    BasicTokenType,
};
use oauth2::{
    AccessToken, AuthType, AuthorizationCode, ClientId, ClientSecret, HttpRequest,
    PkceCodeVerifier, RedirectUrl, RefreshToken, RequestTokenError, Scope, StandardRevocableToken,
    TokenResponse, TokenUrl,
};
use serde::{Deserialize, Serialize};

use super::discovery::Known;
use super::{Client, Error, Setup, http, signed_secret};
use crate::providers::Secret;

/// What a provider gives. Some leave out the type, which OAuth demands and nobody needs.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Tokens {
    access_token: AccessToken,
    #[serde(default)]
    token_type: Option<String>,
    #[serde(default)]
    expires_in: Option<u64>,
    #[serde(default)]
    refresh_token: Option<RefreshToken>,
    #[serde(default)]
    scope: Option<String>,
    #[serde(default)]
    id_token: Option<String>,
    #[serde(skip)]
    scopes: Option<Vec<Scope>>,
    #[serde(skip, default = "bearer")]
    kind: BasicTokenType,
}

fn bearer() -> BasicTokenType {
    BasicTokenType::Bearer
}

impl TokenResponse for Tokens {
    type TokenType = BasicTokenType;

    fn access_token(&self) -> &AccessToken {
        &self.access_token
    }

    fn token_type(&self) -> &BasicTokenType {
        &self.kind
    }

    fn expires_in(&self) -> Option<Duration> {
        self.expires_in.map(Duration::from_secs)
    }

    fn refresh_token(&self) -> Option<&RefreshToken> {
        self.refresh_token.as_ref()
    }

    fn scopes(&self) -> Option<&Vec<Scope>> {
        self.scopes.as_ref()
    }
}

impl Tokens {
    /// The token that opens the provider's services.
    pub(super) fn token(&self) -> &str {
        self.access_token.secret()
    }

    /// The ID token of OpenID Connect.
    pub(super) fn id_token(&self) -> Option<&str> {
        self.id_token.as_deref()
    }

    /// As NextAuth's `account` has them.
    pub(super) fn account(&self, setup: &Setup, account_id: &str) -> Value {
        let text = |text: Option<&str>| text.map_or(Value::Undefined, Value::from);
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let now = now.map_or(0.0, |now| now.as_secs() as f64);
        let expires = self.expires_in.map(|s| Value::from(now + s as f64));
        Value::object([
            ("provider", setup.id.as_str().into()),
            ("type", "oauth".into()),
            ("providerAccountId", account_id.into()),
            ("access_token", self.token().into()),
            (
                "refresh_token",
                text(self.refresh_token.as_ref().map(|t| t.secret().as_str())),
            ),
            ("id_token", text(self.id_token())),
            ("token_type", text(self.token_type.as_deref())),
            ("scope", text(self.scope.as_deref())),
            ("expires_at", expires.unwrap_or(Value::Undefined)),
        ])
    }
}

type OAuthClient = oauth2::Client<
    BasicErrorResponse,
    Tokens,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
>;

impl Client {
    /// Exchanges a code.
    ///
    /// # Errors
    /// The provider refuses, or cannot be reached.
    pub(super) async fn exchange(
        &self,
        known: &Known,
        code: &str,
        verifier: Option<PkceCodeVerifier>,
        redirect_uri: &str,
    ) -> Result<Tokens, Error> {
        let setup = &self.0.setup;
        let bad = |error: url::ParseError| Error::Config(error.to_string());
        let mut client = OAuthClient::new(ClientId::new(setup.client_id.clone()))
            .set_auth_type(match self.proof(known) {
                Secret::Basic => AuthType::BasicAuth,
                _ => AuthType::RequestBody,
            })
            .set_redirect_uri(RedirectUrl::new(redirect_uri.to_owned()).map_err(bad)?)
            .set_token_uri(TokenUrl::from_url(known.token.clone()));
        if let Some(secret) = self.secret(known)? {
            client = client.set_client_secret(ClientSecret::new(secret));
        }
        let mut request = client.exchange_code(AuthorizationCode::new(code.to_owned()));
        if let Some(verifier) = verifier {
            request = request.set_pkce_verifier(verifier);
        }
        let http = self.0.http.clone();
        let call = move |request: HttpRequest| http::call(http.clone(), request);
        request
            .request_async(&call)
            .await
            .map_err(|error| match error {
                RequestTokenError::ServerResponse(said) => Error::Exchange(said.to_string()),
                // What does not parse may hold tokens.
                RequestTokenError::Parse(error, _) => {
                    Error::Exchange(format!("the answer is not understood at {}", error.path()))
                }
                RequestTokenError::Request(error) => Error::Service(error.to_string()),
                RequestTokenError::Other(what) => Error::Exchange(what),
            })
    }

    fn secret(&self, known: &Known) -> Result<Option<String>, Error> {
        let setup = &self.0.setup;
        match (&setup.key, &setup.client_secret) {
            (Some(key), _) => {
                let audience = known.issuer.as_deref().unwrap_or_default();
                signed_secret::sign(key, &setup.client_id, audience).map(Some)
            }
            (None, secret) => Ok(secret.clone()),
        }
    }
}
