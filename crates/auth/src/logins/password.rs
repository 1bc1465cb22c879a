//! Logging in with a password.

use secrecy::SecretString;

use super::Logins;
use crate::attempts::{Attempt, Patience};
use crate::passwords::Verdict;
use crate::{Email, PasswordError, StoreError, User, Wait};

/// How far a login got.
#[derive(Clone, PartialEq, Debug)]
pub enum Entry {
    /// The user is in.
    In(User),
    /// The password was right; the user has a second factor and must show it.
    SecondFactor(User),
}

/// Why someone is not let in. `Wrong` says nothing more on purpose.
#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    /// No such user, no password, or another one.
    #[error("the e-mail address or the password is not right")]
    Wrong,
    /// The password is right, but the address is not proven.
    #[error("the e-mail address is not verified")]
    Unverified(Box<User>),
    /// Too many attempts.
    #[error(transparent)]
    Wait(#[from] Wait),
    /// Too many people log in at once.
    #[error("too many people log in at once")]
    Busy,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<PasswordError> for LoginError {
    fn from(error: PasswordError) -> LoginError {
        match error {
            PasswordError::Busy => LoginError::Busy,
            _ => LoginError::Wrong,
        }
    }
}

impl Logins {
    /// Logs someone in with what they typed, from an address.
    ///
    /// # Errors
    /// They are not let in.
    pub async fn log_in(
        &self,
        email: &str,
        password: &SecretString,
        address: &str,
    ) -> Result<Entry, LoginError> {
        let email = Email::parse(email).ok();
        let name = email.as_ref().map_or("", Email::as_str);
        let guesses = Guesses::at(name, address);
        guesses.count(self).await?;
        let user = match &email {
            Some(email) => self.store.user_by_email(email.as_str()).await?,
            None => None,
        };
        let kept = match &user {
            Some(user) => self.store.password_of(&user.id).await?,
            // The same work for nobody.
            None => self.store.password_of("").await?,
        };
        let verdict = self.passwords.verify(password, kept.clone()).await?;
        let (Some(user), true) = (user, verdict != Verdict::Wrong) else {
            return Err(LoginError::Wrong);
        };
        guesses.forgive(self).await?;
        if let (Verdict::Upgrade(new), Some(old)) = (&verdict, &kept) {
            self.store.upgrade_password(&user.id, old, new).await?;
        }
        if self.rules.verified_only && user.email_verified.is_none() {
            return Err(LoginError::Unverified(Box::new(user)));
        }
        self.enter(user).await
    }

    /// Is this the user's password? For what asks once more who is there.
    ///
    /// # Errors
    /// Too many attempts; the database failed.
    pub async fn is_password(
        &self,
        user: &User,
        password: &SecretString,
        address: &str,
    ) -> Result<bool, LoginError> {
        let guesses = Guesses::at(user.email.as_deref().unwrap_or(&user.id), address);
        guesses.count(self).await?;
        let kept = self.store.password_of(&user.id).await?;
        let is_right = self.passwords.verify(password, kept).await? != Verdict::Wrong;
        if is_right {
            guesses.forgive(self).await?;
        }
        Ok(is_right)
    }

    /// Lets a user in who has shown a first factor: a password, a link.
    pub(super) async fn enter(&self, user: User) -> Result<Entry, LoginError> {
        match self.store.has_totp(&user.id).await? {
            true => Ok(Entry::SecondFactor(user)),
            false => Ok(Entry::In(user)),
        }
    }
}

/// A guess, counted in three ways.
pub(super) struct Guesses {
    address: Attempt,
    pair: Attempt,
    account: Attempt,
}

impl Guesses {
    pub(super) fn at(name: &str, address: &str) -> Guesses {
        let network = crate::attempts::network_of(address);
        Guesses {
            address: Attempt::from("login from", address, Patience::ADDRESS),
            pair: Attempt::at("login pair", &[name, &network], Patience::PAIR),
            account: Attempt::at("login at", &[name], Patience::ACCOUNT),
        }
    }

    pub(super) async fn count(&self, logins: &Logins) -> Result<(), LoginError> {
        let attempts = logins.store.attempts();
        let each = [&self.address, &self.pair, &self.account];
        attempts.count(&each.map(Attempt::clone)).await??;
        Ok(())
    }

    /// The guess was right.
    pub(super) async fn forgive(&self, logins: &Logins) -> Result<(), StoreError> {
        let attempts = logins.store.attempts();
        attempts.forget(&self.pair).await?;
        attempts.forget(&self.account).await?;
        attempts.take_back(&self.address).await
    }
}
