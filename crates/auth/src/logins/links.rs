//! Links by mail: to prove an address, to log in, to set a new password.
//!
//! A link works once and not for long. Opening one must not use it: programs that look for viruses
//! open all of them. So a page shows what it is ([`Logins::peek`]) and a button uses it.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use super::{Entry, LoginError, Logins, RegisterError};
use crate::attempts::{Attempt, Patience};
use crate::store::PasswordLink;
use crate::{Email, StoreError, User, Wait, secret};

/// What a letter is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LetterKind {
    /// Prove that the address is yours.
    Verify,
    /// Set a new password.
    Reset,
    /// Log in.
    Magic,
    /// Someone registers with your address, and you are a user already.
    Known,
}

impl LetterKind {
    /// The kind of its token.
    pub(super) fn token(self) -> &'static str {
        match self {
            LetterKind::Verify => "verify",
            LetterKind::Reset => "reset",
            LetterKind::Magic => "magic",
            LetterKind::Known => "known",
        }
    }

    /// How long its link works.
    pub fn ttl(self) -> Duration {
        const HOUR: u64 = 60 * 60;
        Duration::from_secs(match self {
            LetterKind::Verify | LetterKind::Known | LetterKind::Magic => 24 * HOUR,
            LetterKind::Reset => HOUR,
        })
    }
}

/// A letter to be sent.
#[derive(Clone, Debug)]
pub struct Letter {
    /// What it is about.
    pub kind: LetterKind,
    /// Where it goes: the address that is kept, not what someone typed.
    pub to: Email,
    /// What goes into the link, if there is one.
    pub token: Option<SecretString>,
}

impl PartialEq for Letter {
    fn eq(&self, other: &Letter) -> bool {
        self.kind == other.kind && self.to == other.to
    }
}

impl Letter {
    pub(super) fn with_token(kind: LetterKind, to: &Email, token: SecretString) -> Letter {
        Letter {
            kind,
            to: to.clone(),
            token: Some(token),
        }
    }

    pub(super) fn without_token(kind: LetterKind, to: &Email) -> Letter {
        Letter {
            kind,
            to: to.clone(),
            token: None,
        }
    }
}

impl Logins {
    /// Counts a letter to an address that someone at another address asked for.
    pub(super) async fn count_letter(
        &self,
        to: &Email,
        from: &str,
    ) -> Result<Result<(), Wait>, StoreError> {
        let from = Attempt::from("mail from", from, Patience::MAILS);
        let to = Attempt::at("mail to", &[to.as_str()], Patience::MAIL);
        self.store.attempts().count(&[from, to]).await
    }

    /// The letter with which someone sets a new password, if there is such a user. Say the same
    /// either way, and send it without making anyone wait.
    ///
    /// # Errors
    /// Too many letters; the database failed.
    pub async fn forgot(&self, email: &str, from: &str) -> Result<Option<Letter>, LoginError> {
        let kind = LetterKind::Reset;
        let Ok(email) = Email::parse(email) else {
            return Ok(None);
        };
        self.count_letter(&email, from).await??;
        let tokens = self.store.tokens();
        let Some(user) = self.store.user_by_email(email.as_str()).await? else {
            tokens.pretend(kind.ttl()).await?;
            return Ok(None);
        };
        let token = tokens
            .issue_with(kind.token(), &user.id, email.as_str(), kind.ttl())
            .await?;
        Ok(Some(Letter::with_token(kind, &email, token)))
    }

    /// A letter with which someone logs in within `ttl`, be they a user or not yet, and what the
    /// browser that asked must bring along when it follows the link.
    ///
    /// # Errors
    /// Not an address; too many letters; the database failed.
    pub async fn magic_link(
        &self,
        email: &str,
        from: &str,
        ttl: Duration,
    ) -> Result<(Letter, SecretString), RegisterError> {
        let email = Email::parse(email)?;
        self.count_letter(&email, from).await??;
        let browser = secret::token();
        let kind = LetterKind::Magic;
        let token = self
            .store
            .tokens()
            .issue_with(kind.token(), email.as_str(), &binding(&browser), ttl)
            .await?;
        let letter = Letter::with_token(kind, &email, token);
        Ok((letter, browser))
    }

    /// Whom a link is for, without using it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn peek(&self, kind: LetterKind, raw: &str) -> Result<Option<String>, StoreError> {
        let token = self.store.tokens().peek(kind.token(), raw).await?;
        Ok(token.map(|token| match kind {
            LetterKind::Magic => token.identifier,
            _ => first_line(&token.data).to_owned(),
        }))
    }

    /// Did the browser that brings this ask for a link that still works? It is not used by asking.
    ///
    /// # Errors
    /// The database failed.
    pub async fn is_from(
        &self,
        kind: LetterKind,
        raw: &str,
        browser: &SecretString,
    ) -> Result<bool, StoreError> {
        let token = self.store.tokens().peek(kind.token(), raw).await?;
        Ok(token.is_some_and(|token| last_line(&token.data) == binding(browser)))
    }

    /// Uses a link for logging in: the address that is now proven. Whoever asked for it may have made
    /// someone else follow it, so ask before ([`Logins::is_from`]).
    ///
    /// # Errors
    /// The database failed.
    pub async fn follow_magic_link(&self, raw: &str) -> Result<Option<String>, StoreError> {
        self.store
            .tokens()
            .consume(LetterKind::Magic.token(), raw)
            .await
    }

    /// Uses a link that sets a new password. All sessions of the user end, all other such links
    /// too, and the address is proven by it.
    ///
    /// # Errors
    /// Not a password, or too many hash theirs: the link still works. The database failed.
    pub async fn reset(
        &self,
        raw: &str,
        password: &SecretString,
    ) -> Result<Option<User>, RegisterError> {
        self.passwords.check(password)?;
        let kind = LetterKind::Reset.token();
        let Some(token) = self.store.tokens().peek(kind, raw).await? else {
            return Ok(None);
        };
        let hash = self.passwords.hash(password).await?;
        let link = PasswordLink {
            kind,
            raw,
            token: &token,
            email: &token.data,
            hash: &hash,
            always: true,
        };
        match self.store.use_link(&link).await? {
            true => Ok(self.store.user(&token.identifier).await?),
            false => Ok(None),
        }
    }

    /// Lets a user in who followed a link for logging in.
    ///
    /// # Errors
    /// The database failed.
    pub async fn enter_by_link(&self, user: User) -> Result<Entry, LoginError> {
        self.enter(user).await
    }
}

fn first_line(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}

fn last_line(text: &str) -> &str {
    text.rsplit('\n').next().unwrap_or_default()
}

/// What is kept of what the browser must bring.
pub(super) fn binding(browser: &SecretString) -> String {
    secret::hash(&[b"browser", browser.expose_secret().as_bytes()])
}
