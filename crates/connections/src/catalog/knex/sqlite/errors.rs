//! What SQLite says, for the caller.

use std::time::Duration;

use super::super::database::TooManyBytes;
use crate::Error;
use crate::limit::too_slow;

/// The number of an error without its details.
pub(super) fn code(error: &sqlx::Error) -> Option<i32> {
    let code = error.as_database_error()?.code()?;
    code.parse::<i32>().ok().map(|code| code & 0xff)
}

/// Somebody else is at work.
pub(super) fn is_busy(error: &sqlx::Error) -> bool {
    matches!(code(error), Some(BUSY_CODE | LOCKED_CODE))
}

/// A statement that does not go here, such as one that ends a transaction where none is.
pub(super) const NONE_CODE: i32 = 1;
const BUSY_CODE: i32 = 5;
const LOCKED_CODE: i32 = 6;
const INTERRUPT_CODE: i32 = 9;
/// Out of memory, disk or file errors, damage, full, cannot open, not a database.
const SERVICE_CODES: [i32; 8] = [BUSY_CODE, LOCKED_CODE, 7, 10, 11, 13, 14, 26];

/// What SQLite says, for the caller. It is kept: it names tables, columns and words of the statement, never values.
pub(super) fn failure(error: sqlx::Error, timeout: Option<Duration>) -> Error {
    if let (Some(INTERRUPT_CODE), Some(limit)) = (code(&error), timeout) {
        return too_slow(limit);
    }
    let known = match &error {
        sqlx::Error::Database(it) => {
            let message = it.message().to_owned();
            match code(&error).is_some_and(|code| SERVICE_CODES.contains(&code)) {
                true => Error::service(message),
                false => Error::request(message),
            }
        }
        sqlx::Error::Decode(it) if it.is::<TooManyBytes>() => TooManyBytes.told(),
        sqlx::Error::Io(_) => Error::service("The database could not be opened."),
        _ => Error::service("The statement could not be run."),
    };
    known.with_source(error)
}
