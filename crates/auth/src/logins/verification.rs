//! The letter by which an address is proven, with the password that its owner has from then on.
//!
//! Anyone can register with anyone's address, and the letter goes to the owner of the address. So the
//! link alone does not say who follows it: the browser that asked for the letter does, by what it
//! brings along, or else the password does, which is compared with the one of that registration.

use secrecy::SecretString;

use super::links::{LetterKind, binding};
use super::password::Guesses;
use super::{Letter, LoginError, Logins};
use crate::passwords::Verdict;
use crate::store::{NewToken, PasswordLink};
use crate::{Email, StoreError, Token, User, secret};

/// What is kept with the token of such a letter, each in a line.
pub(super) struct Kept<'a> {
    /// The address.
    email: &'a str,
    /// The hash of the password.
    hash: &'a str,
    /// What the browser brings along, as a hash.
    browser: &'a str,
}

impl Kept<'_> {
    /// What is kept for a password and a browser.
    pub(super) fn write(email: &Email, hash: &str, browser: &SecretString) -> String {
        format!("{email}\n{hash}\n{}", binding(browser))
    }

    fn read(token: &Token) -> Kept<'_> {
        let mut lines = token.data.split('\n');
        let mut line = || lines.next().unwrap_or_default();
        Kept {
            email: line(),
            hash: line(),
            browser: line(),
        }
    }
}

/// A token of such a letter.
pub(super) fn token(data: &str) -> NewToken<'_> {
    NewToken {
        kind: LetterKind::Verify.token(),
        data,
        ttl: LetterKind::Verify.ttl(),
    }
}

impl Logins {
    /// Another letter for a user who has shown their password but never proved their address, and
    /// what their browser must bring along; None if it is proven by now.
    ///
    /// # Errors
    /// Too many letters; the database failed.
    pub async fn verify_again(
        &self,
        user: &User,
        from: &str,
    ) -> Result<Option<(Letter, SecretString)>, LoginError> {
        let email = Email::parse(user.email.as_deref().unwrap_or_default());
        let (Ok(email), None) = (email, user.email_verified) else {
            return Ok(None);
        };
        self.count_letter(&email, from).await??;
        let Some(hash) = self.store.password_of(&user.id).await? else {
            return Ok(None);
        };
        let browser = secret::token();
        let data = Kept::write(&email, &hash, &browser);
        let letter = self.verification(&user.id, &email, &data).await?;
        Ok(Some((letter, browser)))
    }

    /// The letter to a user who is there.
    pub(super) async fn verification(
        &self,
        user_id: &str,
        email: &Email,
        data: &str,
    ) -> Result<Letter, StoreError> {
        let NewToken { kind, data, ttl } = token(data);
        let tokens = self.store.tokens();
        let raw = tokens.issue_with(kind, user_id, data, ttl).await?;
        Ok(Letter::with_token(LetterKind::Verify, email, raw))
    }

    /// Uses a link that proves an address: the user whose it is, or None if the link does not work.
    /// `browser` is what the browser brings that follows it. Where that is not the one that asked,
    /// `password` must be the one that the link is for. It is the user's from then on, and whatever
    /// else let someone in as them goes, unless the address was proven before.
    ///
    /// # Errors
    /// The password is needed, or wrong: the link still works. Too many tries; the database failed.
    pub async fn verify(
        &self,
        raw: &str,
        browser: Option<&SecretString>,
        password: Option<&SecretString>,
        from: &str,
    ) -> Result<Option<User>, LoginError> {
        let kind = LetterKind::Verify.token();
        let Some(token) = self.store.tokens().peek(kind, raw).await? else {
            return Ok(None);
        };
        let kept = Kept::read(&token);
        let is_same = browser.is_some_and(|browser| binding(browser) == kept.browser);
        if !is_same {
            let password = password.ok_or(LoginError::Wrong)?;
            // The hash may be that of the account: guesses at it are guesses at the account.
            let guesses = Guesses::at(kept.email, from);
            guesses.count(self).await?;
            let hash = Some(kept.hash.to_owned());
            if self.passwords.verify(password, hash).await? == Verdict::Wrong {
                return Err(LoginError::Wrong);
            }
            guesses.forgive(self).await?;
        }
        let link = PasswordLink {
            kind,
            raw,
            token: &token,
            email: kept.email,
            hash: kept.hash,
            always: false,
        };
        match self.store.use_link(&link).await? {
            true => Ok(self.store.user(&token.identifier).await?),
            false => Ok(None),
        }
    }
}
