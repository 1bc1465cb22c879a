//! The script that makes a database which does not exist yet.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::sqlite::{SqliteConnection, SqliteJournalMode};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

use super::{failure, options};
use crate::Error;

/// Makes the folder of `file`, and `file` itself by the script, unless it exists.
///
/// The script runs on a file beside it, which gets its name when everything is in it: whatever
/// stops us on the way, there is never half a database. If somebody else makes it at the same time,
/// the first wins.
pub(super) async fn prepare(file: &Path, script: Option<&Path>) -> Result<(), Error> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(|error| {
            Error::service("The folder of the database could not be made.").with_source(error)
        })?;
    }
    let Some(script) = script.filter(|_| !file.exists()) else {
        return Ok(());
    };
    let draft = Draft(name_beside(file));
    fill(&draft.0, script).await?;
    publish(&draft.0, file).map_err(|error| {
        Error::service("The database could not be put in its place.").with_source(error)
    })
}

/// A file that goes away with this.
struct Draft(PathBuf);

impl Drop for Draft {
    fn drop(&mut self) {
        // It has become the database, or it is in nobody's way.
        let _ = fs::remove_file(&self.0);
    }
}

fn name_beside(file: &Path) -> PathBuf {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}-{count}.seeding", std::process::id()));
    file.with_file_name(name)
}

async fn fill(draft: &Path, script: &Path) -> Result<(), Error> {
    let fail = |error| failure(error, None);
    // A leftover of a process with our number that was killed.
    let _ = fs::remove_file(draft);
    let options = options()
        .filename(draft)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Memory);
    let mut connection = options.connect().await.map_err(fail)?;
    let done = run(&mut connection, script).await;
    connection.close().await.map_err(fail)?;
    done
}

/// Runs a script on a connection.
pub(super) async fn run(connection: &mut SqliteConnection, script: &Path) -> Result<(), Error> {
    let text = tokio::fs::read_to_string(script).await.map_err(|error| {
        Error::config("The seed of the database could not be read.").with_source(error)
    })?;
    let done = sqlx::raw_sql(AssertSqlSafe(text)).execute(connection).await;
    done.map(drop).map_err(|error| {
        let message = format!("The seed of the database failed: {}", failure_text(&error));
        Error::config(message).with_source(error)
    })
}

fn failure_text(error: &sqlx::Error) -> &str {
    error
        .as_database_error()
        .map_or("it could not be run", |error| error.message())
}

/// Gives the draft the name of the database, if that is still free.
fn publish(draft: &Path, file: &Path) -> io::Result<()> {
    fs::File::open(draft)?.sync_all()?;
    match fs::hard_link(draft, file) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(()),
        // Not every file system has links.
        Err(_) => fs::rename(draft, file)?,
        Ok(()) => {}
    }
    match file.parent() {
        Some(folder) => sync_folder(folder),
        None => Ok(()),
    }
}

/// Makes sure that the new name outlives a power cut, where folders can be opened.
fn sync_folder(folder: &Path) -> io::Result<()> {
    match fs::File::open(folder) {
        Ok(folder) if cfg!(unix) => folder.sync_all(),
        _ => Ok(()),
    }
}
