//! OAuth 2 and OpenID Connect: the way to a provider ([`Client::start`]) and back ([`Client::finish`]).
//!
//! What must not be forged on the way is in a [`Pending`], which the caller keeps with the browser that
//! was sent away: the state, the nonce of the ID token and the verifier of PKCE.

mod discovery;
mod error;
mod exchange;
pub(crate) mod http;
mod id_token;
mod profile;
mod setup;
mod signed_secret;

use std::sync::Arc;

use engine::Value;
use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier};
use openidconnect::Nonce;
use openidconnect::core::CoreJsonWebKeySet;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;
use url::Url;

use crate::fetched::Fetched;
use crate::providers::{Secret, UserInfo};
use discovery::Known;
pub use error::Error;
pub use setup::Setup;

/// Parameters of the provider's address that are ours to say.
const RESERVED: [&str; 11] = [
    "client_id",
    "client_secret",
    "code_challenge",
    "code_challenge_method",
    "nonce",
    "redirect_uri",
    "request",
    "request_uri",
    "response_mode",
    "response_type",
    "state",
];

/// One provider of an app, ready to log people in. Cheap to clone.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    setup: Setup,
    http: reqwest::Client,
    known: Fetched<Known>,
    keys: Fetched<CoreJsonWebKeySet>,
}

/// What a login waits for. It must come back from the browser that was sent away, unread and unchanged.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pending {
    /// The provider's id in the app: an answer of another one is refused.
    pub provider: String,
    /// Goes to the provider and must come back.
    pub state: String,
    /// Is in the ID token of OpenID Connect.
    pub nonce: Option<String>,
    /// Proves that who fetches the token asked for the code.
    pub verifier: Option<String>,
    /// The address that the provider sends the browser to.
    pub redirect_uri: String,
}

/// What the browser brings back.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Answer {
    /// To be exchanged for tokens.
    pub code: Option<String>,
    /// See [`Pending::state`].
    pub state: Option<String>,
    /// Who answers (RFC 9207).
    pub iss: Option<String>,
    /// Why there is no code.
    pub error: Option<String>,
    /// The user's name, which Apple tells once and here only.
    pub user: Option<String>,
}

/// Who someone is at a provider.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The provider's id in the app.
    pub provider: String,
    /// The user's id at the provider.
    pub account_id: String,
    /// Name.
    pub name: Option<String>,
    /// Mail address.
    pub email: Option<String>,
    /// The provider has made sure that the address is the user's.
    pub email_verified: bool,
    /// Address of a picture.
    pub image: Option<String>,
    /// All that the provider tells about the user.
    pub profile: Value,
    /// The tokens and what goes with them, as NextAuth calls them.
    pub account: Value,
}

impl Client {
    /// A client for the provider.
    ///
    /// # Errors
    /// TLS cannot be set up.
    pub fn new(setup: Setup) -> Result<Client, Error> {
        Ok(Client(Arc::new(Inner {
            http: http::client()?,
            setup,
            known: Fetched::default(),
            keys: Fetched::default(),
        })))
    }

    /// What the app says about the provider.
    pub fn setup(&self) -> &Setup {
        &self.0.setup
    }

    /// Where the browser is sent, and what must come back with it. `params` are more parameters of the
    /// address; those that would change who asks for what are left out.
    ///
    /// # Errors
    /// The provider cannot be discovered.
    pub async fn start(
        &self,
        redirect_uri: &str,
        params: &[(String, String)],
    ) -> Result<(Url, Pending), Error> {
        let setup = &self.0.setup;
        let known = self.known().await?;
        let state = CsrfToken::new_random_len(32);
        let nonce = known.issuer.is_some().then(Nonce::new_random);
        let pkce = setup.pkce.then(PkceCodeChallenge::new_random_sha256);
        let mut url = known.authorization.clone();
        {
            let mut query = url.query_pairs_mut();
            query
                .append_pair("client_id", &setup.client_id)
                .append_pair("redirect_uri", redirect_uri)
                .append_pair("response_type", "code")
                .append_pair("state", state.secret());
            if let Some(nonce) = &nonce {
                query.append_pair("nonce", nonce.secret());
            }
            if let Some((challenge, _)) = &pkce {
                query
                    .append_pair("code_challenge", challenge.as_str())
                    .append_pair("code_challenge_method", challenge.method().as_str());
            }
            let asked = params.iter().filter(|(name, _)| !is_reserved(name));
            let is_asked = |name: &str| params.iter().any(|(asked, _)| asked == name);
            for (name, value) in asked.chain(setup.params.iter().filter(|(n, _)| !is_asked(n))) {
                query.append_pair(name, value);
            }
            if !setup.scope.is_empty() && !is_asked("scope") {
                query.append_pair("scope", &setup.scope);
            }
        }
        let pending = Pending {
            provider: setup.id.clone(),
            state: state.into_secret(),
            nonce: nonce.map(|nonce| nonce.secret().clone()),
            verifier: pkce.map(|(_, verifier)| verifier.into_secret()),
            redirect_uri: redirect_uri.to_owned(),
        };
        Ok((url, pending))
    }

    /// Who it is that came back.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn finish(&self, pending: &Pending, answer: &Answer) -> Result<Identity, Error> {
        let setup = &self.0.setup;
        if pending.provider != setup.id {
            return Err(Error::Mixed("the login was begun with another provider"));
        }
        let state = answer.state.as_deref().unwrap_or_default().as_bytes();
        if !bool::from(state.ct_eq(pending.state.as_bytes())) {
            return Err(Error::State);
        }
        let known = self.known().await?;
        known.check_sender(answer.iss.as_deref())?;
        if let Some(error) = &answer.error {
            return Err(Error::Refused(error.chars().take(100).collect()));
        }
        let code = answer.code.as_deref().ok_or(Error::NoCode)?;
        let verifier = pending.verifier.clone().map(PkceCodeVerifier::new);
        let tokens = self
            .exchange(&known, code, verifier, &pending.redirect_uri)
            .await?;
        let mut told = match (&known.issuer, tokens.id_token()) {
            (Some(_), Some(token)) => {
                let nonce = pending.nonce.clone().unwrap_or_default();
                self.claims(&known, token, &Nonce::new(nonce)).await?
            }
            (Some(_), None) => return Err(Error::IdToken("the provider gave none".into())),
            (None, _) => Value::object([]),
        };
        if setup.userinfo != UserInfo::None
            && let Some(address) = &known.userinfo
        {
            let more = self.userinfo(address, tokens.token()).await?;
            profile::merge(&mut told, &more, known.issuer.is_some())?;
        }
        profile::add_apple_name(&mut told, answer.user.as_deref());
        profile::identity(setup, told, &tokens)
    }

    /// How the app proves itself at the provider that is known so far.
    fn proof(&self, known: &Known) -> Secret {
        match self.0.setup.secret {
            Secret::Discovered if known.takes_basic => Secret::Basic,
            Secret::Discovered | Secret::Signed => Secret::Post,
            secret => secret,
        }
    }
}

/// Would the parameter change who asks for what?
fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name)
}

#[cfg(test)]
mod tests;
