//! The ways in that need no provider: passwords, links by mail, second factors, passkeys.
//!
//! Whoever calls these says what someone typed and from where, and mails what they are given to mail.
//! An unknown name costs the same work and gets the same answer as a wrong password.

mod links;
mod password;
mod registration;
mod second_factor;
mod verification;

pub use links::{Letter, LetterKind};
pub use password::{Entry, LoginError};
pub use registration::{RegisterError, Registered};
pub use second_factor::{Enrolment, FactorError};

use crate::seal::Seal;
use crate::{PasswordError, PasswordRules, Passwords, Store};

/// How people log in at a store. Cheap to clone.
#[derive(Clone)]
pub struct Logins {
    store: Store,
    passwords: Passwords,
    seal: Seal,
    rules: LoginRules,
}

/// What an app wants of its users.
#[derive(Clone, Debug)]
pub struct LoginRules {
    /// What passwords must be.
    pub passwords: PasswordRules,
    /// Only who has shown that their e-mail address is theirs can log in with a password.
    pub verified_only: bool,
    /// The name of the app, as authenticator apps show it.
    pub issuer: String,
}

impl Default for LoginRules {
    fn default() -> LoginRules {
        LoginRules {
            passwords: PasswordRules::default(),
            verified_only: false,
            issuer: "App".to_owned(),
        }
    }
}

impl Logins {
    /// At a store, with the app's secret.
    ///
    /// # Errors
    /// The costs of passwords are not valid.
    pub fn new(store: Store, secret: &[u8], rules: LoginRules) -> Result<Logins, PasswordError> {
        Ok(Logins {
            passwords: Passwords::new(rules.passwords)?,
            seal: Seal::new(secret),
            store,
            rules,
        })
    }

    /// What hashes passwords.
    #[cfg(test)]
    pub(crate) fn passwords(&self) -> &Passwords {
        &self.passwords
    }

    /// Whose users they are.
    pub fn store(&self) -> &Store {
        &self.store
    }
}

impl std::fmt::Debug for Logins {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Logins")
    }
}
