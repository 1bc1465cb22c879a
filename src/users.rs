//! `lath users`: the users of the database, as whoever runs the server sees them.

use std::process::ExitCode;

use auth::{Store, StoreError, User};

use crate::Settings;
use crate::auth::open_store;

/// What to do with the users. A user is known by their address or their id.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum What {
    /// List them.
    List,
    /// Give one these roles and no others.
    Roles(String, Vec<String>),
    /// Remove one, with all that is theirs.
    Remove(String),
}

/// Reads the arguments after `users`.
///
/// # Errors
/// They ask for nothing known.
pub fn arguments(args: &[&str]) -> Result<What, String> {
    match args {
        [] => Ok(What::List),
        ["roles", user, roles @ ..] => Ok(What::Roles(
            (*user).to_owned(),
            roles.iter().map(|role| (*role).to_owned()).collect(),
        )),
        ["remove", user] => Ok(What::Remove((*user).to_owned())),
        [other, ..] => Err(format!("`users` does not know {other:?}")),
    }
}

/// Does it, and says what was done.
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the words of a command"
)]
pub fn main(settings: &Settings, what: &What) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let done = match runtime {
        Ok(runtime) => runtime.block_on(run(&settings.auth.database, what)),
        Err(error) => Err(error.to_string()),
    };
    match done {
        Ok(said) => {
            print!("{said}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Does it in the database at `url`; gives what there is to say, line by line.
///
/// # Errors
/// There is no such user; the database failed.
pub async fn run(url: &str, what: &What) -> Result<String, String> {
    let failed = |error: StoreError| error.to_string();
    let store = open_store(url).await.map_err(failed)?;
    match what {
        What::List => {
            let users = store.users().await.map_err(failed)?;
            Ok(users.iter().map(line).collect())
        }
        What::Roles(name, roles) => {
            let mut user = find(&store, name).await?;
            user.roles.clone_from(roles);
            store.update_user(&user).await.map_err(failed)?;
            Ok(line(&user))
        }
        What::Remove(name) => {
            let user = find(&store, name).await?;
            store.delete_user(&user.id).await.map_err(failed)?;
            Ok(format!("removed {}", line(&user)))
        }
    }
}

async fn find(store: &Store, name: &str) -> Result<User, String> {
    let failed = |error: StoreError| error.to_string();
    let mut found = store.user_by_email(name).await.map_err(failed)?;
    if found.is_none() {
        found = store.user(name).await.map_err(failed)?;
    }
    found.ok_or_else(|| format!("there is no user {name:?}"))
}

fn line(user: &User) -> String {
    let proven = match (&user.email, user.email_verified) {
        (None, _) => "no address",
        (Some(_), None) => "not proven",
        (Some(_), Some(_)) => "proven",
    };
    let address = user.email.as_deref().unwrap_or("-");
    let roles = user.roles.join(", ");
    format!("{} {address} ({proven}) [{roles}]\n", user.id)
}
