//! What the driver says went wrong, as errors of ours.

use mongodb::error::{Error as DriverError, ErrorKind, WriteFailure};

use crate::Error;

/// An error for the caller. It has no address, user or password; those are in its source at most.
pub(super) fn explain(error: DriverError) -> Error {
    match *error.kind {
        ErrorKind::Command(ref it) => refused(it.code, &it.message),
        ErrorKind::Write(WriteFailure::WriteError(ref it)) => refused(it.code, &it.message),
        ErrorKind::Write(WriteFailure::WriteConcernError(ref it)) => refused(it.code, &it.message),
        ErrorKind::InsertMany(ref it) => {
            let first = it.write_errors.iter().flatten().next();
            match (first, &it.write_concern_error) {
                (Some(first), _) => refused(first.code, &first.message),
                (None, Some(it)) => refused(it.code, &it.message),
                (None, None) => Error::request("MongoDB refused the documents."),
            }
        }
        ErrorKind::InvalidArgument { ref message, .. }
        | ErrorKind::Transaction { ref message, .. }
        | ErrorKind::IncompatibleServer { ref message, .. } => Error::request(message.as_str()),
        ErrorKind::SessionsNotSupported => {
            Error::request("This MongoDB server has no sessions; transactions need a replica set.")
        }
        ErrorKind::Bson(_) | ErrorKind::BsonSerialization(_) => {
            Error::request("The request has something that MongoDB cannot store.")
        }
        ErrorKind::BsonDeserialization(_) | ErrorKind::InvalidResponse { .. } => {
            service("The database gave an answer that is not valid.", error)
        }
        ErrorKind::Authentication { .. } => {
            service("The database refused the user or the password.", error)
        }
        ErrorKind::ServerSelection { .. } | ErrorKind::DnsResolve { .. } => {
            service("The database cannot be reached.", error)
        }
        ErrorKind::Io(_) | ErrorKind::ConnectionPoolCleared { .. } => {
            service("The connection to the database was lost.", error)
        }
        ErrorKind::InvalidTlsConfig { .. } => Error::config("TLS is not set up rightly."),
        ErrorKind::Shutdown => Error::service("The server is shutting down."),
        _ => service("The database failed.", error),
    }
}

/// Did it fail because a name server did not answer?
pub(super) fn is_dns(error: &DriverError) -> bool {
    matches!(*error.kind, ErrorKind::DnsResolve { .. } | ErrorKind::Io(_))
}

/// What the server says about a command or a part of one.
pub(super) fn refused(code: i32, message: &str) -> Error {
    match code {
        // Its text has the whole command.
        13 => Error::request("The user of the database may not do this."),
        18 => Error::service("The database refused the user or the password."),
        // The server's own limits of time.
        50 | 202 | 262 => Error::service("The database took too long."),
        // It is being stopped, or another became the primary.
        91 | 189 | 10_107 | 11_600 | 11_602 | 13_435 | 13_436 => {
            Error::service("The database is not ready.")
        }
        // What follows are the values that somebody else has stored.
        11_000 | 11_001 => Error::request(before(message, " dup key:")),
        _ if message.is_empty() => Error::request(format!("MongoDB error {code}.")),
        _ => Error::request(message),
    }
}

fn before<'a>(text: &'a str, end: &str) -> &'a str {
    text.split(end).next().unwrap_or(text)
}

fn service(message: &str, cause: DriverError) -> Error {
    Error::service(message).with_source(cause)
}
