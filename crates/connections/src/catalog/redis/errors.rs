//! What the driver says went wrong, as errors of ours.

use ::redis::{ErrorKind, RedisError};

use crate::Error;

/// An error for the caller. `name` is that of the command.
pub(super) fn explain(error: RedisError, name: &str) -> Error {
    let code = error.code().unwrap_or_default();
    let detail = error.detail().unwrap_or_default();
    if matches!(code, "WRONGPASS" | "NOAUTH") || error.kind() == ErrorKind::AuthenticationFailed {
        return Error::service("The database refused the user or the password.");
    }
    if matches!(error.kind(), ErrorKind::Server(_) | ErrorKind::Extension) {
        return match code {
            // Its text has the parameters.
            "ERR" if detail.starts_with("unknown command") => unknown(name),
            "MOVED" | "ASK" | "CLUSTERDOWN" => {
                Error::service("The database is a cluster, which is not supported.")
            }
            "LOADING" | "MASTERDOWN" | "BUSY" | "READONLY" | "TRYAGAIN" => {
                Error::service(format!("{code} {detail}"))
            }
            _ => Error::request(format!("{code} {detail}").trim().to_owned()),
        };
    }
    let message = match error.kind() {
        ErrorKind::Io if error.is_timeout() => "The database took too long.",
        ErrorKind::Io if error.is_connection_refusal() => "The database cannot be reached.",
        ErrorKind::Io if error.is_connection_dropped() => {
            "The connection to the database was lost."
        }
        ErrorKind::Io => "The database cannot be reached.",
        ErrorKind::Parse | ErrorKind::UnexpectedReturnType => {
            "The database gave an answer that is not valid."
        }
        _ => "The database failed.",
    };
    Error::service(message).with_source(error)
}

/// There is no such command.
pub(super) fn unknown(name: &str) -> Error {
    Error::request(format!("Invalid redis command \"{name}\"."))
}
