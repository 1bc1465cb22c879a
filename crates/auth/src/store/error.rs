//! What goes wrong with the store.

use crate::EmailError;

/// An error of the store. Messages are fit for a log: they hold no secret and no address of the
/// database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address of the database is not valid.
    #[error("the address of the user database is not valid: {0}")]
    Address(&'static str),
    /// A newer version has written the database.
    #[error("the user database is of version {found}, this program knows up to {known}")]
    Newer {
        /// The version in the database.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// Another user has this e-mail address.
    #[error("another user has this e-mail address")]
    EmailTaken,
    /// The account at the provider belongs to another user.
    #[error("this account belongs to another user")]
    AccountTaken,
    /// There is no such user.
    #[error("there is no such user")]
    NoUser,
    /// Not an e-mail address.
    #[error(transparent)]
    Email(#[from] EmailError),
    /// A text is too long or has a character that no database keeps.
    #[error("`{0}` is too long or has a character that cannot be kept")]
    Text(&'static str),
    /// Something in the database is not what was written there.
    #[error("`{0}` in the user database cannot be read")]
    Corrupt(&'static str),
    /// The database failed or cannot be reached.
    #[error("the user database failed")]
    Database(#[source] sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        StoreError::Database(error)
    }
}

/// Is this the answer of a database to a key that is there already?
pub(crate) fn is_taken(error: &sqlx::Error) -> bool {
    let error = error.as_database_error();
    error.is_some_and(|error| error.is_unique_violation())
}
