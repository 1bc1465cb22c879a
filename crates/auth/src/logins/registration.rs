//! New users.

use secrecy::SecretString;

use super::verification::{self, Kept};
use super::{Letter, LetterKind, Logins};
use crate::attempts::{Attempt, Patience};
use crate::{Email, EmailError, NewUser, PasswordError, StoreError, User, Wait, secret};

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
    /// Registers someone with a password, and says what the browser that asked must bring along when
    /// it follows the link of the letter. Roles are for the app to give: what `new` says of them is
    /// kept, and must not come from whoever registers.
    ///
    /// # Errors
    /// The address or the password is none; too many attempts; the database failed.
    pub async fn register(
        &self,
        new: NewUser,
        password: &SecretString,
        address: &str,
    ) -> Result<(Registered, SecretString), RegisterError> {
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
        let browser = secret::token();
        let data = Kept::write(&email, &hash, &browser);
        let token = verification::token(&data);
        let made = self
            .store
            .create_user_with_password(new, &hash, &token)
            .await;
        let registered = match made {
            Ok((user, token)) => {
                Registered::New(user, Letter::with_token(LetterKind::Verify, &email, token))
            }
            Err(StoreError::EmailTaken) => Registered::Known(self.known(&email, &data).await?),
            Err(error) => return Err(error.into()),
        };
        Ok((registered, browser))
    }

    /// What a user gets whose address someone registers again. As long as the address was never
    /// proven, who proves it gets the password with which they registered, and not that of whoever
    /// came first.
    async fn known(&self, email: &Email, data: &str) -> Result<Letter, StoreError> {
        match self.store.user_by_email(email.as_str()).await? {
            Some(user) if user.email_verified.is_none() => {
                self.verification(&user.id, email, data).await
            }
            _ => {
                let tokens = self.store.tokens();
                tokens.pretend(LetterKind::Known.ttl()).await?;
                Ok(Letter::without_token(LetterKind::Known, email))
            }
        }
    }

    /// Sets the password of a user who has shown who they are; all their sessions end, and so do
    /// links that set a new password.
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
        let tokens = self.store.tokens();
        tokens.cancel(LetterKind::Reset.token(), user_id).await?;
        self.store.sign_out_everywhere(user_id).await?;
        Ok(())
    }
}
