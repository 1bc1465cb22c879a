//! Who people are: the providers that they log in with, what we know of them ourselves, and their
//! sessions.
//!
//! [`providers`] is a table with a row per provider; [`oauth`] walks OAuth 2 and OpenID Connect by such
//! a row and the app's properties: the way to a provider gives an address and a [`oauth::Pending`], the
//! way back takes them and gives an [`oauth::Identity`]. [`Store`] keeps users, their accounts at
//! providers, their sessions and single-use tokens; [`Logins`] are the ways in that need no provider:
//! passwords, links by mail, second factors. Whatever lets someone in is kept as a hash alone: who
//! steals the database cannot log in with it.
//!
//! Nothing here knows HTTP servers, cookies or pages: whoever calls says what was typed and where it
//! came from, and gets an answer. Times are milliseconds since 1970 from a [`Clock`] that tests can
//! set.

mod attempts;
pub mod bearer;
mod clock;
mod email;
mod fetched;
mod logins;
mod mail;
pub mod oauth;
mod passkeys;
mod passwords;
pub mod providers;
mod seal;
mod secret;
mod store;

pub use attempts::{Attempt, Attempts, Patience, Wait, network};
pub use clock::Clock;
pub use email::{Email, EmailError};
pub use logins::{
    Enrolment, Entry, FactorError, Letter, LetterKind, LoginError, LoginRules, Logins,
    RegisterError, Registered,
};
pub use mail::{MailError, Mailer};
pub use passkeys::{Ceremony, PasskeyError, PasskeyInfo, Passkeys};
pub use passwords::{PasswordError, PasswordRules, Passwords};
pub use store::{
    Account, ApiKey, Lifetimes, NewApiKey, NewUser, SessionInfo, Sessions, Store, StoreError,
    Token, Tokens, User, sessions,
};
pub use tower_sessions_core::SessionStore;

#[cfg(test)]
#[expect(
    clippy::unwrap_used,
    reason = "a test fails where something is not as it should be"
)]
mod tests;
