//! What MySQL says, for the caller.

use sqlx::mysql::MySqlDatabaseError;

use super::super::server::{Failure, is_tls};
use crate::Error;

/// An error while a statement runs.
pub(super) fn failure(error: sqlx::Error) -> Failure {
    let refusal = match &error {
        sqlx::Error::Database(it) => it.try_downcast_ref::<MySqlDatabaseError>(),
        _ => None,
    };
    if let Some(it) = refusal {
        return refused(it);
    }
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

/// An error while a connection is opened.
pub(super) fn connecting(error: sqlx::Error) -> Failure {
    let refusal = match &error {
        sqlx::Error::Database(it) => it.try_downcast_ref::<MySqlDatabaseError>(),
        _ => None,
    };
    let error = match (&error, refusal.map(MySqlDatabaseError::number)) {
        // Wrong password, no right to the database, no such database, no such user.
        (_, Some(code @ (1044 | 1045 | 1049 | 1698))) => Error::config(
            "The database refused the connection: the user, the password or the name of the \
             database is wrong.",
        )
        .with_source(format!("error {code}")),
        (_, Some(code)) => Error::service("The database does not take connections now.")
            .with_source(format!("error {code}")),
        (other, _) if is_tls(other) => {
            Error::config("An encrypted connection to the database could not be made.")
                .with_source(error)
        }
        (sqlx::Error::Io(_), _) => {
            Error::service("The database cannot be reached.").with_source(error)
        }
        _ => Error::service("The connection to the database could not be opened."),
    };
    Failure {
        error,
        broken: true,
    }
}

fn refused(it: &MySqlDatabaseError) -> Failure {
    let number = it.number();
    let message = match it.code() {
        // A constraint names itself after the value.
        Some(_) if number == 1062 => duplicate(it.message()),
        _ if SHOWS_VALUES.contains(&number) => without_values(it.message()),
        // What follows is the statement.
        _ if number == 1064 => syntax(it.message()),
        _ => without_host(it.message()),
    };
    let error = match number {
        // No room or memory, lock wait and deadlock, going down, ended from outside or by a limit.
        1021 | 1037 | 1038 | 1040 | 1041 | 1053 | 1114 | 1205 | 1213 | 1317 | 1927 | 1969
        | 3024 => Error::service(message),
        _ => Error::request(message),
    };
    Failure {
        error: error.with_source(format!("error {number}")),
        broken: matches!(number, 1053 | 1927),
    }
}

/// `denied to user 'shop'@'10.0.0.7' for …` without where we are.
fn without_host(message: &str) -> String {
    let Some(at) = message.find("'@'") else {
        return message.to_owned();
    };
    let host = &message[at + 3..];
    let rest = host.find('\'').map_or("", |end| &host[end + 1..]);
    format!("{}'{rest}", &message[..at])
}

/// Wrong values, cut values, casts, functions and dates.
const SHOWS_VALUES: [u16; 11] = [
    1292, 1366, 1367, 1411, 1525, 1526, 1690, 3140, 3141, 3143, 4038,
];

/// `Duplicate entry 'x' for key 'users.email'` without the value.
fn duplicate(message: &str) -> String {
    match message.rfind("' for key ") {
        Some(at) => format!("Duplicate entry{}", &message[at + 1..]),
        None => "Duplicate entry".to_owned(),
    }
}

/// The message without what is in quotes, but for names that follow the last value.
fn without_values(message: &str) -> String {
    let Some(from) = message.find('\'') else {
        return message.to_owned();
    };
    let names = [" for column ", " failed for "];
    let rest = names.iter().filter_map(|name| message.rfind(name)).max();
    match rest {
        Some(rest) if rest > from => format!("{}'…'{}", &message[..from], &message[rest..]),
        _ => match message.rfind('\'') {
            Some(to) if to > from => format!("{}'…'{}", &message[..from], &message[to + 1..]),
            _ => message[..from].to_owned(),
        },
    }
}

fn syntax(message: &str) -> String {
    let end = message.find(" near '").unwrap_or(message.len());
    let text = message[..end].split(';').next().unwrap_or_default();
    text.trim_end_matches(" to use").to_owned()
}
