//! Who someone is: users, their accounts at providers, sessions, single-use tokens.
//!
//! Knows databases and cryptography, and nothing of HTTP, pages or configuration: whoever calls says
//! what was typed and where it came from, and gets an answer. Whatever lets someone in is kept as a
//! hash alone: who steals the database cannot log in with it. Times are milliseconds since 1970
//! from a [`Clock`] that tests can set.
//!
//! Start with [`Store`].

mod attempts;
mod clock;
mod email;
mod logins;
mod passwords;
mod seal;
mod secret;
mod store;

pub use attempts::{Attempt, Attempts, Patience, Wait};
pub use clock::Clock;
pub use email::{Email, EmailError};
pub use logins::{
    Enrolment, Entry, FactorError, Letter, LetterKind, LoginError, LoginRules, Logins, MagicLink,
    RegisterError, Registered,
};
pub use passwords::{PasswordError, PasswordRules, Passwords};
pub use store::{
    Account, Lifetimes, NewUser, SessionInfo, Sessions, Store, StoreError, Token, Tokens, User,
    sessions,
};
pub use tower_sessions_core::SessionStore;

#[cfg(test)]
#[expect(
    clippy::unwrap_used,
    reason = "a test fails where something is not as it should be"
)]
mod tests;
