//! Hashing passwords, a few at a time.
//!
//! One hash takes tens of milliseconds and megabytes on purpose. So no more run at once than there
//! are cores, on threads for work that blocks, and who comes when many wait is told to come back.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

use crate::secret;

/// The longest password in bytes. A longer one cannot be set, and is wrong without being looked at.
const LONGEST: usize = 1024;

/// The most memory in KiB and passes that a hash from elsewhere may ask for.
const MOST_MEMORY: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 16;
const MOST_BCRYPT: u32 = 15;

/// How many may wait for each core.
const QUEUE: usize = 32;

/// What a hash costs, and what a password must be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PasswordRules {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// The least number of characters.
    pub shortest: usize,
}

impl Default for PasswordRules {
    /// 19 MiB and two passes, as OWASP recommends for argon2id; 8 characters, as NIST does.
    fn default() -> PasswordRules {
        PasswordRules {
            memory: 19 * 1024,
            passes: 2,
            shortest: 8,
        }
    }
}

/// What goes wrong with a password.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PasswordError {
    /// Too few characters.
    #[error("the password needs at least {0} characters")]
    TooShort(usize),
    /// Too many bytes.
    #[error("the password has more than {LONGEST} bytes")]
    TooLong,
    /// Too many wait already.
    #[error("too many people log in at once")]
    Busy,
    /// The costs are none that argon2 knows.
    #[error("the costs of passwords are not valid")]
    Rules,
}

/// What is known of a password that was compared with a hash.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is another.
    Wrong,
    /// It is the one, and kept well.
    Right,
    /// It is the one, kept in an old way; this is how to keep it from now on.
    Upgrade(String),
}

/// Hashes passwords. Cheap to clone.
#[derive(Clone)]
pub struct Passwords(Arc<Inner>);

struct Inner {
    rules: PasswordRules,
    params: Params,
    permits: Arc<Semaphore>,
    waiting: AtomicUsize,
    most: usize,
    /// A hash of nothing that anyone can type.
    decoy: String,
}

impl Passwords {
    /// With these rules.
    ///
    /// # Errors
    /// The costs are none that argon2 knows.
    pub fn new(rules: PasswordRules) -> Result<Passwords, PasswordError> {
        let params = Params::new(rules.memory, rules.passes, 1, None);
        let params = params.map_err(|_| PasswordError::Rules)?;
        if rules.memory > MOST_MEMORY || rules.passes > MOST_PASSES {
            return Err(PasswordError::Rules);
        }
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let decoy = argon2(&params)
            .hash_password_with_salt(&secret::random::<32>(), &secret::random::<16>());
        Ok(Passwords(Arc::new(Inner {
            rules,
            params,
            permits: Arc::new(Semaphore::new(cores)),
            waiting: AtomicUsize::new(0),
            most: cores * QUEUE,
            decoy: decoy.map_err(|_| PasswordError::Rules)?.to_string(),
        })))
    }

    /// Can this be a password?
    ///
    /// # Errors
    /// It is too short or too long.
    pub fn check(&self, password: &SecretString) -> Result<(), PasswordError> {
        let text = password.expose_secret();
        let shortest = self.0.rules.shortest;
        if text.len() > LONGEST {
            return Err(PasswordError::TooLong);
        }
        if text.chars().count() < shortest {
            return Err(PasswordError::TooShort(shortest));
        }
        Ok(())
    }

    /// The hash of a new password.
    ///
    /// # Errors
    /// It cannot be a password, or too many wait.
    pub async fn hash(&self, password: &SecretString) -> Result<String, PasswordError> {
        self.check(password)?;
        let password = password.clone();
        self.run(move |inner| hash(inner, &password)).await?
    }

    /// Compares a password with a hash. Without one the same work is done for nothing, so that
    /// nobody learns by waiting whether there is one.
    pub(crate) async fn verify(
        &self,
        password: &SecretString,
        kept: Option<String>,
    ) -> Result<Verdict, PasswordError> {
        let password = password.clone();
        self.run(move |inner| verify(inner, &password, kept.as_deref()))
            .await
    }

    /// As if as many waited as may, until what it gives is dropped.
    #[cfg(test)]
    pub(crate) fn crowd(&self) -> Crowd {
        self.0.waiting.fetch_add(self.0.most, Ordering::SeqCst);
        Crowd(self.clone())
    }

    /// Runs something on a thread for it, when it is its turn.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let inner = Arc::clone(&self.0);
        let _place = Waiting::enter(&inner).ok_or(PasswordError::Busy)?;
        let permit = Arc::clone(&inner.permits).acquire_owned().await;
        let permit = permit.map_err(|_| PasswordError::Busy)?;
        let inner = Arc::clone(&self.0);
        // The work goes on if nobody waits for it any more, and so does its turn.
        let work = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work(&inner)
        });
        work.await.map_err(|_| PasswordError::Busy)
    }
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passwords")
    }
}

/// A full queue.
#[cfg(test)]
pub(crate) struct Crowd(Passwords);

#[cfg(test)]
impl Drop for Crowd {
    fn drop(&mut self) {
        let inner = &self.0.0;
        inner.waiting.fetch_sub(inner.most, Ordering::SeqCst);
    }
}

/// A place in the queue.
struct Waiting<'a>(&'a Inner);

impl Waiting<'_> {
    fn enter(inner: &Inner) -> Option<Waiting<'_>> {
        let before = inner.waiting.fetch_add(1, Ordering::SeqCst);
        let place = Waiting(inner);
        (before < inner.most).then_some(place)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::SeqCst);
    }
}

fn argon2(params: &Params) -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
}

/// The bytes of a password, however its accents were typed.
fn bytes(password: &SecretString) -> Vec<u8> {
    let text: String = password.expose_secret().nfkc().collect();
    text.into_bytes()
}

fn hash(inner: &Inner, password: &SecretString) -> Result<String, PasswordError> {
    let hash = argon2(&inner.params)
        .hash_password_with_salt(&bytes(password), &secret::random::<16>())
        .map_err(|_| PasswordError::Rules)?;
    Ok(hash.to_string())
}

fn verify(inner: &Inner, password: &SecretString, kept: Option<&str>) -> Verdict {
    let is_too_long = password.expose_secret().len() > LONGEST;
    let kept = kept.filter(|_| !is_too_long);
    let nobody = SecretString::from(String::new());
    let password = if is_too_long { &nobody } else { password };
    let is_bcrypt = kept.is_some_and(|kept| kept.starts_with("$2"));
    let (is_right, is_old) = match kept {
        Some(kept) if is_bcrypt => (verify_bcrypt(password, kept), true),
        Some(kept) => verify_argon2(inner, password, kept),
        None => {
            verify_argon2(inner, password, &inner.decoy);
            (false, false)
        }
    };
    match (is_right, is_old) {
        (false, _) => Verdict::Wrong,
        (true, false) => Verdict::Right,
        (true, true) => hash(inner, password).map_or(Verdict::Right, Verdict::Upgrade),
    }
}

/// Is it the password, and is the hash weaker than ours?
fn verify_argon2(inner: &Inner, password: &SecretString, kept: &str) -> (bool, bool) {
    let Ok(kept) = PasswordHash::new(kept) else {
        return (false, false);
    };
    let Ok(params) = Params::try_from(&kept) else {
        return (false, false);
    };
    if params.m_cost() > MOST_MEMORY || params.t_cost() > MOST_PASSES || params.p_cost() > 64 {
        return (false, false);
    }
    let is_right = argon2(&inner.params)
        .verify_password(&bytes(password), &kept)
        .is_ok();
    let is_weaker = kept.algorithm.as_str() != "argon2id"
        || params.m_cost() < inner.params.m_cost()
        || params.t_cost() < inner.params.t_cost();
    (is_right, is_weaker)
}

fn verify_bcrypt(password: &SecretString, kept: &str) -> bool {
    let cost = kept.split('$').nth(2).and_then(|cost| cost.parse().ok());
    if cost.is_none_or(|cost: u32| cost > MOST_BCRYPT) {
        return false;
    }
    // What made the hash saw the bytes as they were typed.
    bcrypt::verify(password.expose_secret(), kept).unwrap_or(false)
}
