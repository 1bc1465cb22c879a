//! Links by mail: to prove an address, to log in, to set a new password.
//!
//! A link works once and not for long. Opening one must not use it: programs that look for viruses
//! open all of them. So a page shows what it is ([`Logins::peek`]) and a button uses it.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use super::{Entry, LoginError, Logins, RegisterError};
use crate::attempts::{Attempt, Patience};
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
    fn token(self) -> &'static str {
        match self {
            LetterKind::Verify => "verify",
            LetterKind::Reset => "reset",
            LetterKind::Magic => "magic",
            LetterKind::Known => "known",
        }
    }

    /// How long its link works.
    fn ttl(self) -> Duration {
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
    pub(super) fn without_token(kind: LetterKind, to: &Email) -> Letter {
        Letter {
            kind,
            to: to.clone(),
            token: None,
        }
    }
}

impl Logins {
    /// A letter to a user with a link for them.
    pub(super) async fn letter(
        &self,
        kind: LetterKind,
        user: &User,
        to: &Email,
    ) -> Result<Letter, StoreError> {
        self.letter_with(kind, user, to, to.as_str()).await
    }

    /// The same with what is kept for when the link is used: the address, and what belongs to it in
    /// further lines.
    pub(super) async fn letter_with(
        &self,
        kind: LetterKind,
        user: &User,
        to: &Email,
        data: &str,
    ) -> Result<Letter, StoreError> {
        let tokens = self.store.tokens();
        let token = tokens
            .issue_with(kind.token(), &user.id, data, kind.ttl())
            .await?;
        Ok(Letter {
            kind,
            to: to.clone(),
            token: Some(token),
        })
    }

    /// Counts a letter to an address that someone at another address asked for.
    async fn count_letter(&self, to: &Email, from: &str) -> Result<Result<(), Wait>, StoreError> {
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
        self.ask(LetterKind::Reset, email, from).await
    }

    /// The letter with which a user proves their address, if it is not proven.
    ///
    /// # Errors
    /// Too many letters; the database failed.
    pub async fn verify_again(
        &self,
        email: &str,
        from: &str,
    ) -> Result<Option<Letter>, LoginError> {
        self.ask(LetterKind::Verify, email, from).await
    }

    async fn ask(
        &self,
        kind: LetterKind,
        email: &str,
        from: &str,
    ) -> Result<Option<Letter>, LoginError> {
        let Ok(email) = Email::parse(email) else {
            return Ok(None);
        };
        self.count_letter(&email, from).await??;
        let user = self.store.user_by_email(email.as_str()).await?;
        let user = user.filter(|user| kind != LetterKind::Verify || user.email_verified.is_none());
        match user {
            Some(user) => Ok(Some(self.letter(kind, &user, &email).await?)),
            None => Ok(None),
        }
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
        let letter = Letter {
            kind,
            to: email,
            token: Some(token),
        };
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

    /// Did the browser that brings this ask for a link for logging in that still works? It is not
    /// used by asking.
    ///
    /// # Errors
    /// The database failed.
    pub async fn is_from(&self, raw: &str, browser: &SecretString) -> Result<bool, StoreError> {
        let token = self.store.tokens().peek("magic", raw).await?;
        Ok(token.is_some_and(|token| token.data == binding(browser)))
    }

    /// Uses a link for logging in: the address that is now proven. `browser` is what the browser
    /// brings that follows it; None if it brings nothing, which is another browser than asked.
    ///
    /// # Errors
    /// The database failed.
    pub async fn follow_magic_link(
        &self,
        raw: &str,
        browser: Option<&SecretString>,
    ) -> Result<Option<MagicLink>, StoreError> {
        let token = self.store.tokens().take("magic", raw).await?;
        let Some(token) = token else {
            return Ok(None);
        };
        let same_browser = browser.is_some_and(|browser| binding(browser) == token.data);
        Ok(Some(MagicLink {
            email: token.identifier,
            same_browser,
        }))
    }

    /// Uses a link that proves an address: the user whose it is. If they registered with a password,
    /// it is theirs from now on.
    ///
    /// # Errors
    /// The database failed.
    pub async fn verify(&self, raw: &str) -> Result<Option<User>, StoreError> {
        let Some(token) = self.store.tokens().take("verify", raw).await? else {
            return Ok(None);
        };
        let (id, email) = (&token.identifier, first_line(&token.data));
        let was_proven = match self.store.user(id).await? {
            // The address may have been changed since.
            Some(user) if user.email.as_deref() == Some(email) => user.email_verified.is_some(),
            _ => return Ok(None),
        };
        if let Some((_, hash)) = token.data.split_once('\n')
            && !was_proven
        {
            self.store.claim(id).await?;
            self.store.set_password(id, hash).await?;
        }
        self.store.verify_email(id, email).await?;
        self.store.user(id).await
    }

    /// Uses a link that sets a new password. All sessions of the user end, all other such links
    /// too, and the address is proven by it.
    ///
    /// # Errors
    /// Not a password, in which case the link still works; the database failed.
    pub async fn reset(
        &self,
        raw: &str,
        password: &SecretString,
    ) -> Result<Option<User>, RegisterError> {
        self.passwords.check(password)?;
        let tokens = self.store.tokens();
        let Some(token) = tokens.take("reset", raw).await? else {
            return Ok(None);
        };
        let Some(user) = self.store.user(&token.identifier).await? else {
            return Ok(None);
        };
        // Whoever was sent the link has no longer the address.
        if user.email.as_deref() != Some(&token.data) {
            return Ok(None);
        }
        if user.email_verified.is_none() {
            self.store.claim(&user.id).await?;
        }
        self.set_password(&user.id, password).await?;
        tokens.cancel("reset", &user.id).await?;
        self.store.verify_email(&user.id, &token.data).await?;
        Ok(self.store.user(&user.id).await?)
    }

    /// Lets a user in who followed a link for logging in.
    ///
    /// # Errors
    /// The database failed.
    pub async fn enter_by_link(&self, user: User) -> Result<Entry, LoginError> {
        self.enter(user).await
    }
}

/// A link for logging in that was used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MagicLink {
    /// The address that is proven.
    pub email: String,
    /// Is it the browser that asked for it? If not, whoever asked may have made someone else follow
    /// it.
    pub same_browser: bool,
}

fn first_line(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}

/// What is kept of what the browser must bring.
fn binding(browser: &SecretString) -> String {
    secret::hash(&[b"browser", browser.expose_secret().as_bytes()])
}
