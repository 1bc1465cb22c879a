//! What PostgreSQL says, for the caller.

use sqlx::postgres::PgDatabaseError;

use super::super::server::{Failure, is_tls};
use crate::Error;

/// An error while a statement runs.
pub(super) fn failure(error: sqlx::Error) -> Failure {
    let refusal = match &error {
        sqlx::Error::Database(it) => it.try_downcast_ref::<PgDatabaseError>(),
        _ => None,
    };
    match refusal {
        Some(it) => refused(it),
        None => lost(error),
    }
}

/// An error while a connection is opened.
pub(super) fn connecting(error: sqlx::Error) -> Failure {
    let error = match &error {
        sqlx::Error::Database(it) => {
            let code = it.code().unwrap_or_default().into_owned();
            match code.get(..2) {
                Some("28" | "3D") => Error::config(
                    "The database refused the connection: the user, the password or the name of \
                     the database is wrong.",
                ),
                _ => Error::service("The database does not take connections now."),
            }
            .with_source(format!("SQLSTATE {code}"))
        }
        other if is_tls(other) => {
            Error::config("An encrypted connection to the database could not be made.")
                .with_source(error)
        }
        sqlx::Error::Io(_) => Error::service("The database cannot be reached.").with_source(error),
        _ => Error::service("The connection to the database could not be opened."),
    };
    Failure {
        error,
        broken: true,
    }
}

fn lost(error: sqlx::Error) -> Failure {
    let error = match error {
        sqlx::Error::Io(_) => {
            Error::service("The connection to the database was lost.").with_source(error)
        }
        _ => Error::service("The statement could not be run."),
    };
    Failure {
        error,
        broken: true,
    }
}

fn refused(it: &PgDatabaseError) -> Failure {
    let code = it.code();
    let class = code.get(..2).unwrap_or_default();
    let message = match class {
        "22" => without_values(it.message()),
        _ => it.message().to_owned(),
    };
    let error = match class {
        // The server stops, or has no room; somebody or a limit ended the statement; deadlocks.
        "08" | "40" | "53" | "57" | "58" | "XX" => Error::service(message),
        _ => Error::request(message),
    };
    // What else it says can hold values of rows.
    let source = match it.constraint() {
        Some(constraint) => format!("SQLSTATE {code}, constraint {constraint}"),
        None => format!("SQLSTATE {code}"),
    };
    Failure {
        error: error.with_source(source),
        broken: class == "08" || code.starts_with("57P"),
    }
}

/// The message without what is in quotes: the value that could not be read.
fn without_values(message: &str) -> String {
    match (message.find('"'), message.rfind('"')) {
        (Some(from), Some(to)) if from < to => {
            format!("{}\"…\"{}", &message[..from], &message[to + 1..])
        }
        _ => message.to_owned(),
    }
}
