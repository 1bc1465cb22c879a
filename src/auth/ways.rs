//! The ways in that need no provider, as an app has set them up: passwords, letters, second factors.

use auth::{Letter, LetterKind, LoginRules, Logins, Mailer, PasswordRules, Store};
use engine::Value;

use super::Auth;
use super::audit;
use super::provider::{Provider, Way};
use crate::Settings;
use crate::context::RequestContext;

/// See the module.
pub struct Ways {
    /// Passwords, links, second factors.
    pub logins: Logins,
    /// What letters are sent with.
    mailer: Option<Mailer>,
    /// Must an address be proven before its user logs in with a password?
    pub verified_only: bool,
    /// Can secrets be kept sealed for longer than the process lives?
    pub keeps_secrets: bool,
}

impl Ways {
    /// Those of an app.
    pub fn new(auth: &Auth, settings: &Settings, store: &Store) -> Ways {
        let built_in = auth.built_in();
        let property = |key: &str| built_in.map_or(&Value::Undefined, |p| p.properties.key(key));
        let mailer = mailer(auth);
        let verified_only = wants_proof(built_in);
        let shortest = property("minLength").as_integer();
        let rules = LoginRules {
            passwords: PasswordRules {
                shortest: shortest.map_or(8, |n| n.clamp(1, 128) as usize),
                ..PasswordRules::default()
            },
            verified_only,
            issuer: auth.app_name.clone(),
        };
        let logins = Logins::new(store.clone(), settings.auth.secret.bytes(), rules)
            .expect("the usual costs of passwords are valid");
        Ways {
            logins,
            mailer,
            verified_only,
            keeps_secrets: settings.auth.secret.is_given() || settings.dev,
        }
    }

    /// Can letters be sent?
    pub fn has_mail(&self) -> bool {
        self.mailer.is_some()
    }

    /// Sends a letter; nobody waits for it, or they would learn whether there was one to send.
    pub fn send(&self, cx: &RequestContext, auth: &Auth, letter: Letter, link: Option<String>) {
        let Some(mailer) = self.mailer.clone() else {
            return;
        };
        let (cx, app) = (cx.clone(), auth.app_name.clone());
        let event = match letter.kind {
            LetterKind::Verify => "mail_verify",
            LetterKind::Reset => "mail_reset",
            LetterKind::Magic => "mail_sign_in",
            LetterKind::Known => "mail_known",
        };
        let tasks = cx.state.shutdown.clone();
        tasks.spawn_to_end(async move {
            match mailer.send(&letter, link.as_deref(), &app).await {
                Ok(()) => audit::done(&cx, event, "email", letter.to.as_str()),
                Err(error) => {
                    let why = std::error::Error::source(&error).map(ToString::to_string);
                    let why = why.unwrap_or_default();
                    audit::refused(&cx, event, "email", &format!("{error}: {why}"));
                }
            }
        });
    }
}

impl Auth {
    /// The provider of the built-in users.
    pub fn built_in(&self) -> Option<&Provider> {
        built_in(&self.providers)
    }

    /// Can whoever wants become a user?
    pub fn has_registration(&self) -> bool {
        let built_in = self.built_in();
        built_in.is_some_and(|p| p.properties.key("registration").as_bool() == Some(true))
    }

    /// Is a mail server set up?
    pub fn has_mail(&self) -> bool {
        mail_properties(&self.providers).is_some()
    }
}

fn built_in(providers: &[Provider]) -> Option<&Provider> {
    providers.iter().find(|provider| provider.is_built_in())
}

/// Must the built-in users prove their addresses?
fn wants_proof(built_in: Option<&Provider>) -> bool {
    built_in.is_some_and(|p| p.properties.key("verifyEmail").as_bool() == Some(true))
}

/// What keeps letters from being sent that somebody will wait for.
pub fn mail_troubles(providers: &[Provider]) -> Vec<String> {
    let trouble = match mail_properties(providers).map(Mailer::check) {
        Some(Ok(())) => return Vec::new(),
        Some(Err(error)) => error.to_string(),
        None => "there is no mail server (`server`)".to_owned(),
    };
    let waits = |provider: &&Provider| {
        let is_own = provider.is_built_in() && wants_proof(Some(provider));
        is_own || matches!(provider.way, Way::Email)
    };
    let said = |provider: &Provider| {
        let what = match provider.way {
            Way::Email => "nobody can log in with it",
            _ => "nobody can register, as `verifyEmail` wants letters",
        };
        format!("auth provider \"{}\": {trouble}; {what}", provider.id)
    };
    providers.iter().filter(waits).map(said).collect()
}

/// The mail server of the built-in users, or else that of links by mail.
fn mail_properties(providers: &[Provider]) -> Option<&Value> {
    let own = built_in(providers).map(|provider| &provider.properties);
    let email = providers.iter().find(|p| matches!(p.way, Way::Email));
    let email = email.map(|provider| &provider.properties);
    [own, email]
        .into_iter()
        .flatten()
        .find(|properties| !properties.key("server").is_none())
}

fn mailer(auth: &Auth) -> Option<Mailer> {
    let properties = mail_properties(&auth.providers)?;
    match Mailer::read(properties) {
        Ok(mailer) => Some(mailer),
        Err(error) => {
            tracing::error!(%error, "no mail can be sent for logging in");
            None
        }
    }
}
