//! New users.

use secrecy::SecretString;

use super::{Letter, LetterKind, Logins};
use crate::attempts::{Attempt, Patience};
use crate::{Email, EmailError, NewUser, PasswordError, StoreError, User, Wait};

/// What became of a registration. Say the same to both kinds where mail can be sent, so that nobody
/// learns who is a user.
#[derive(Clone, PartialEq, Debug)]
pub enum Registered {
    /// A new user, and the letter by which they show that the address is theirs.
    New(User, Letter),
    /// There is such a user; the letter tells them.
    Known(Letter),
}

/// Why nobody was registered.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// Not an address.
    #[error(transparent)]
    Email(#[from] EmailError),
    /// Not a password.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// Too many attempts.
    #[error(transparent)]
    Wait(#[from] Wait),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Logins {
    /// Registers someone with a password. Roles are for the app to give: what `new` says of them is
    /// kept, and must not come from whoever registers.
    ///
    /// # Errors
    /// The address or the password is none; too many attempts; the database failed.
    pub async fn register(
        &self,
        new: NewUser,
        password: &SecretString,
        address: &str,
    ) -> Result<Registered, RegisterError> {
        let email = Email::parse(new.email.as_deref().unwrap_or_default())?;
        self.passwords.check(password)?;
        let from = Attempt::from("register from", address, Patience::MAILS);
        let at = Attempt::at("mail to", &[email.as_str()], Patience::MAIL);
        self.store.attempts().count(&[from, at]).await??;
        // The work is done for a known address too.
        let hash = self.passwords.hash(password).await?;
        let new = NewUser {
            email: Some(email.as_str().to_owned()),
            email_verified: false,
            ..new
        };
        let user = match self.store.create_user(new).await {
            Ok(user) => user,
            Err(StoreError::EmailTaken) => {
                return Ok(Registered::Known(self.known(&email, &hash).await?));
            }
            Err(error) => return Err(error.into()),
        };
        self.store.set_password(&user.id, &hash).await?;
        let letter = self.registration(&user, &email, &hash).await?;
        Ok(Registered::New(user, letter))
    }

    /// What a user gets whose address someone registers again. As long as the address was never
    /// proven, who proves it gets the password with which they registered, and not that of whoever
    /// came first.
    async fn known(&self, email: &Email, hash: &str) -> Result<Letter, StoreError> {
        match self.store.user_by_email(email.as_str()).await? {
            Some(user) if user.email_verified.is_none() => {
                self.registration(&user, email, hash).await
            }
            _ => Ok(Letter::without_token(LetterKind::Known, email)),
        }
    }

    async fn registration(
        &self,
        user: &User,
        email: &Email,
        hash: &str,
    ) -> Result<Letter, StoreError> {
        self.letter_with(LetterKind::Verify, user, email, &format!("{email}\n{hash}"))
            .await
    }

    /// Sets the password of a user who has shown who they are; all their other sessions end.
    ///
    /// # Errors
    /// Not a password; the database failed.
    pub async fn set_password(
        &self,
        user_id: &str,
        password: &SecretString,
    ) -> Result<(), RegisterError> {
        let hash = self.passwords.hash(password).await?;
        self.store.set_password(user_id, &hash).await?;
        self.store.sign_out_everywhere(user_id).await?;
        Ok(())
    }
}
