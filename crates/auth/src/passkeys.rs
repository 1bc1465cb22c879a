//! Passkeys (WebAuthn): logging in with a key that a device or a password manager keeps, without a
//! name and without a password.
//!
//! Each of the two ceremonies has two halves. The first gives what the browser passes to
//! `navigator.credentials`, and a token that the browser brings back for the second half; the
//! challenge is kept under it and used once. A passkey is always used with the device's PIN or a
//! fingerprint, so it counts as two factors.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;
use webauthn_rs::Webauthn;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, WebauthnBuilder,
};
use webauthn_rs_proto::ResidentKeyRequirement;

use crate::store::{KeptPasskey, Token};
use crate::{Store, StoreError, User, secret};

/// How long a ceremony may take.
const CEREMONY: Duration = Duration::from_secs(5 * 60);

/// The longest answer of a browser.
const LONGEST: usize = 64 * 1024;

/// How many passkeys a user can have.
const MOST: usize = 50;

/// What goes wrong with a passkey.
#[derive(Debug, thiserror::Error)]
pub enum PasskeyError {
    /// The address of the app cannot have passkeys: it must be https with a name, or localhost.
    #[error("passkeys need an address with a name; `{0}` has none")]
    Origin(String),
    /// The ceremony was never begun, has ended, or took too long.
    #[error("this took too long; please begin again")]
    Expired,
    /// What the browser sent is not what was asked for.
    #[error("the passkey is not valid")]
    Refused(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The user has very many.
    #[error("there are {MOST} passkeys already")]
    TooMany,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a browser is asked to do.
#[derive(Clone, Debug)]
pub struct Ceremony {
    /// JSON for `navigator.credentials.create` or `.get`: `{ publicKey }`.
    pub options: String,
    /// What the browser brings back with its answer; in a cookie that scripts cannot read.
    pub token: SecretString,
}

/// Passkeys of an app at one address. Cheap to clone.
#[derive(Clone)]
pub struct Passkeys {
    store: Store,
    webauthn: Arc<Webauthn>,
}

impl Passkeys {
    /// For an app called `name` at `origin`, such as `https://shop.example`.
    ///
    /// # Errors
    /// The address cannot have passkeys.
    pub fn new(store: Store, origin: &str, name: &str) -> Result<Passkeys, PasskeyError> {
        let wrong = || PasskeyError::Origin(origin.to_owned());
        let url = Url::parse(origin).map_err(|_| wrong())?;
        let domain = url.domain().ok_or_else(wrong)?.to_owned();
        let is_local = domain == "localhost" || domain.ends_with(".localhost");
        if url.scheme() != "https" && !is_local {
            return Err(wrong());
        }
        let webauthn = WebauthnBuilder::new(&domain, &url)
            .map_err(|_| wrong())?
            .rp_name(name)
            .timeout(CEREMONY)
            .build()
            .map_err(|_| wrong())?;
        Ok(Passkeys {
            store,
            webauthn: Arc::new(webauthn),
        })
    }

    /// Begins to make a passkey for a user who is logged in.
    ///
    /// # Errors
    /// The user has very many; the database failed.
    pub async fn begin_registration(&self, user: &User) -> Result<Ceremony, PasskeyError> {
        let known = self.store.passkeys_of(&user.id).await?;
        if known.len() >= MOST {
            return Err(PasskeyError::TooMany);
        }
        let known = known.iter().map(|known| read::<Passkey>(&known.data));
        let known: Vec<Passkey> = known.collect::<Result<_, _>>()?;
        let known = known.iter().map(|known| known.cred_id().clone()).collect();
        let name = user.email.as_deref().or(user.name.as_deref());
        let name = name.filter(|name| !name.is_empty()).unwrap_or("user");
        let shown = user.name.as_deref().filter(|name| !name.is_empty());
        let id = Uuid::parse_str(&user.id).map_err(|_| StoreError::Corrupt("id"))?;
        let (mut options, state) = self
            .webauthn
            .start_passkey_registration(id, name, shown.unwrap_or(name), Some(known))
            .map_err(refused)?;
        // The device keeps the name of the user, so that nobody has to type it.
        if let Some(selection) = &mut options.public_key.authenticator_selection {
            selection.resident_key = Some(ResidentKeyRequirement::Required);
            selection.require_resident_key = true;
        }
        self.ceremony("passkey-new", &user.id, &options, &state)
            .await
    }

    /// Keeps the passkey that the browser has made; what it is called from now on.
    ///
    /// # Errors
    /// The ceremony is none of this user, has ended, or what the browser sent is not valid; the
    /// database failed.
    pub async fn finish_registration(
        &self,
        user: &User,
        token: &str,
        answer: &str,
        name: &str,
    ) -> Result<String, PasskeyError> {
        let kept = self.take("passkey-new", token).await?;
        if kept.identifier != user.id {
            return Err(PasskeyError::Expired);
        }
        let state: PasskeyRegistration = read(&kept.data)?;
        let answer: RegisterPublicKeyCredential = parse(answer)?;
        let passkey = self
            .webauthn
            .finish_passkey_registration(&answer, &state)
            .map_err(refused)?;
        let id = secret::hex(passkey.cred_id().as_ref());
        let name: String = name.chars().filter(|c| !c.is_control()).take(100).collect();
        let data = write(&passkey)?;
        if !self
            .store
            .add_passkey(&id, &user.id, name.trim(), &data)
            .await?
        {
            return Err(refused("someone has this passkey already"));
        }
        Ok(id)
    }

    /// Begins to log someone in, whoever they are.
    ///
    /// # Errors
    /// The database failed.
    pub async fn begin_login(&self) -> Result<Ceremony, PasskeyError> {
        let (mut options, state) = self
            .webauthn
            .start_discoverable_authentication()
            .map_err(refused)?;
        // The browser is to ask now, not when someone clicks into a field.
        options.mediation = None;
        self.ceremony("passkey-login", "", &options, &state).await
    }

    /// The user whose passkey the browser has used.
    ///
    /// # Errors
    /// The ceremony has ended, or what the browser sent is not valid; the database failed.
    pub async fn finish_login(&self, token: &str, answer: &str) -> Result<User, PasskeyError> {
        let kept = self.take("passkey-login", token).await?;
        let state: DiscoverableAuthentication = read(&kept.data)?;
        let answer: PublicKeyCredential = parse(answer)?;
        let (user_id, credential) = self
            .webauthn
            .identify_discoverable_authentication(&answer)
            .map_err(refused)?;
        let id = secret::hex(credential);
        let user_id = user_id.to_string();
        let known = self.store.passkey(&id).await?;
        // Whose it is, is what we know and not what the device says.
        let known = known.filter(|known| known.user_id == user_id);
        let known = known.ok_or_else(|| refused("nobody has this passkey"))?;
        let mut passkey: Passkey = read(&known.data)?;
        let key = DiscoverableKey::from(&passkey);
        let result = self
            .webauthn
            .finish_discoverable_authentication_v2(&answer, state, &key)
            .map_err(refused)?;
        passkey.update_credential(&result);
        self.store.used_passkey(&id, &write(&passkey)?).await?;
        let user = self.store.user(&known.user_id).await?;
        user.ok_or_else(|| refused("the user is gone"))
    }

    async fn ceremony(
        &self,
        kind: &str,
        identifier: &str,
        options: &impl Serialize,
        state: &impl Serialize,
    ) -> Result<Ceremony, PasskeyError> {
        let tokens = self.store.tokens();
        let token = tokens
            .issue_with(kind, identifier, &write(state)?, CEREMONY)
            .await?;
        Ok(Ceremony {
            options: write(options)?,
            token,
        })
    }

    async fn take(&self, kind: &str, token: &str) -> Result<Token, PasskeyError> {
        let kept = self.store.tokens().take(kind, token).await?;
        kept.ok_or(PasskeyError::Expired)
    }
}

/// A passkey as its user sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PasskeyInfo {
    /// What it is called in the database.
    pub id: String,
    /// What its user calls it.
    pub name: String,
    /// Since when it is there.
    pub created: i64,
    /// When it was last used.
    pub last_used: Option<i64>,
}

impl From<KeptPasskey> for PasskeyInfo {
    fn from(kept: KeptPasskey) -> PasskeyInfo {
        PasskeyInfo {
            id: kept.id,
            name: kept.name,
            created: kept.created,
            last_used: kept.last_used,
        }
    }
}

fn refused(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> PasskeyError {
    PasskeyError::Refused(why.into())
}

/// What the browser sent.
fn parse<T: DeserializeOwned>(answer: &str) -> Result<T, PasskeyError> {
    if answer.len() > LONGEST {
        return Err(refused("the answer is too long"));
    }
    serde_json::from_str(answer).map_err(refused)
}

/// What we have written.
fn read<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Corrupt("passkey"))
}

fn write(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Corrupt("passkey"))
}
