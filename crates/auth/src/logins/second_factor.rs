//! Codes of an authenticator app (TOTP) as second factor, and codes for when the telephone is lost.

use secrecy::SecretString;
use totp_rs::{Builder, Secret, Totp};

use super::Logins;
use crate::attempts::{Attempt, Patience};
use crate::{StoreError, User, Wait, secret};

/// How many codes there are for when the telephone is lost.
const CODES: usize = 10;

/// Letters and digits of such a code: 80 bits, so that its hash gives nothing away.
const LETTERS: usize = 16;

/// What a user puts into their authenticator app.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// To type in.
    pub secret: SecretString,
    /// The same as an address that apps open, and that a QR code holds.
    pub url: SecretString,
}

/// Why a second factor is not taken.
#[derive(Debug, thiserror::Error)]
pub enum FactorError {
    /// Not the code, or one that was used.
    #[error("the code is not right")]
    Wrong,
    /// The user has a second factor already.
    #[error("there is a second factor already")]
    Known,
    /// Too many attempts.
    #[error(transparent)]
    Wait(#[from] Wait),
    /// The secret of the app is another than when the factor was set up.
    #[error("the second factor was set up with another secret of the app")]
    Sealed,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Logins {
    /// Begins to set up a second factor. It is in force when a code of it was shown
    /// ([`Logins::confirm_totp`]); until then each call makes another.
    ///
    /// # Errors
    /// There is one; the database failed.
    pub async fn enrol_totp(&self, user: &User) -> Result<Enrolment, FactorError> {
        let bytes = secret::random::<20>();
        let sealed = self.seal.close(&user.id, &bytes);
        let sealed = sealed.ok_or(FactorError::Sealed)?;
        if !self.store.begin_totp(&user.id, &sealed).await? {
            return Err(FactorError::Known);
        }
        let totp = self.totp(user, &bytes);
        let url = totp.to_url().map_err(|_| FactorError::Sealed)?;
        Ok(Enrolment {
            secret: SecretString::from(totp.secret().to_base32()),
            url: SecretString::from(url),
        })
    }

    /// Puts a second factor in force by its first code; the codes for when the telephone is lost,
    /// which cannot be read again. Other sessions than the caller's should end.
    ///
    /// # Errors
    /// Not the code; too many attempts; the database failed.
    pub async fn confirm_totp(
        &self,
        user: &User,
        code: &str,
    ) -> Result<Vec<SecretString>, FactorError> {
        let step = self.check(user, code, false).await?;
        if !self.store.confirm_totp(&user.id, step).await? {
            return Err(FactorError::Wrong);
        }
        self.new_recovery_codes(user).await
    }

    /// Takes a code of the authenticator app, or one for when the telephone is lost. Each works
    /// once.
    ///
    /// # Errors
    /// Not the code; too many attempts; the database failed.
    pub async fn second_factor(&self, user: &User, code: &str) -> Result<(), FactorError> {
        let letters: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
        if letters.len() == LETTERS {
            let attempt = factor(user);
            self.store
                .attempts()
                .count(std::slice::from_ref(&attempt))
                .await??;
            let hash = recovery_hash(user, &letters.to_ascii_lowercase());
            if !self.store.use_recovery_code(&user.id, &hash).await? {
                return Err(FactorError::Wrong);
            }
            self.store.attempts().forget(&attempt).await?;
            return Ok(());
        }
        let step = self.check(user, code, true).await?;
        match self.store.use_totp_step(&user.id, step).await? {
            true => Ok(self.store.attempts().forget(&factor(user)).await?),
            false => Err(FactorError::Wrong),
        }
    }

    /// Makes new codes for when the telephone is lost; the old ones end.
    ///
    /// # Errors
    /// The database failed.
    pub async fn new_recovery_codes(&self, user: &User) -> Result<Vec<SecretString>, FactorError> {
        let codes: Vec<String> = (0..CODES).map(|_| secret::letters::<LETTERS>()).collect();
        let hashes: Vec<String> = codes.iter().map(|code| recovery_hash(user, code)).collect();
        self.store.set_recovery_codes(&user.id, &hashes).await?;
        Ok(codes.iter().map(|code| shown(code)).collect())
    }

    /// Removes the second factor. The caller has asked for a code before.
    ///
    /// # Errors
    /// The database failed.
    pub async fn remove_totp(&self, user_id: &str) -> Result<(), StoreError> {
        self.store.remove_totp(user_id).await
    }

    /// The step of time whose code it is. One attempt.
    async fn check(&self, user: &User, code: &str, confirmed: bool) -> Result<i64, FactorError> {
        let attempt = factor(user);
        self.store
            .attempts()
            .count(std::slice::from_ref(&attempt))
            .await??;
        let Some(kept) = self.store.totp_of(&user.id).await? else {
            return Err(FactorError::Wrong);
        };
        if kept.confirmed.is_some() != confirmed {
            return Err(FactorError::Wrong);
        }
        let bytes = self.seal.open(&user.id, &kept.secret);
        let bytes = bytes.ok_or(FactorError::Sealed)?;
        let code: String = code
            .chars()
            .filter(|c| !c.is_whitespace())
            .take(20)
            .collect();
        let seconds = u64::try_from(self.store.now() / 1000).unwrap_or(0);
        let step = self.totp(user, &bytes).check(&code, seconds);
        let step = step.and_then(|step| i64::try_from(step).ok());
        let step = step.filter(|step| *step > kept.last_step);
        step.ok_or(FactorError::Wrong)
    }

    fn totp(&self, user: &User, bytes: &[u8]) -> Totp {
        // A colon would end the name in the address.
        let plain = |text: &str| text.replace(':', " ");
        let name = user.email.as_deref().or(user.name.as_deref());
        Builder::new()
            .with_secret(Secret::from(bytes))
            .with_account_name(plain(name.unwrap_or("user")))
            .with_issuer(Some(plain(&self.rules.issuer)))
            .build_noncompliant()
    }
}

fn factor(user: &User) -> Attempt {
    Attempt::at("factor of", &[&user.id], Patience::FACTOR)
}

fn recovery_hash(user: &User, code: &str) -> String {
    secret::hash(&[b"recovery", user.id.as_bytes(), code.as_bytes()])
}

/// A code in groups of four.
fn shown(code: &str) -> SecretString {
    let mut text = String::new();
    for (i, letter) in code.chars().enumerate() {
        if i > 0 && i % 4 == 0 {
            text.push('-');
        }
        text.push(letter);
    }
    SecretString::from(text)
}
