//! The database servers of the tests: those that are there, or Debian's. The tests start them
//! themselves; without them they say that they were not run.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::apt;
use crate::run;

pub(super) fn postgresql() -> Result<String> {
    let find = || find("initdb").and(find("postgres"));
    Ok(have("PostgreSQL", find, "postgresql"))
}

pub(super) fn mariadb() -> Result<String> {
    let find = || find("mariadb-install-db").and(find("mariadbd"));
    Ok(have("MariaDB", find, "mariadb-server"))
}

pub(super) fn redis() -> Result<String> {
    let find = || find("redis-server").or_else(|| find("valkey-server"));
    Ok(have("Redis", find, "redis-server"))
}

/// Where a server is, installed if need be; else why it is not, and what that means. A machine
/// without one can still run all other tests.
fn have(name: &str, find: impl Fn() -> Option<PathBuf>, package: &str) -> String {
    let why = match find() {
        Some(_) => None,
        None => apt::install(&[package]).err(),
    };
    match (find(), why) {
        (Some(path), _) => path.display().to_string(),
        (None, Some(why)) => {
            format!("none, so tests on {name} say that they were not run: {why:#}")
        }
        (None, None) => format!("none, so tests on {name} say that they were not run"),
    }
}

/// A program on the path, or where Debian keeps those of servers.
fn find(name: &str) -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut folders: Vec<PathBuf> = versions
        .flatten()
        .map(|version| version.path().join("bin"))
        .collect();
    folders.push(Path::new("/usr/sbin").into());
    let there = folders.into_iter().map(|folder| folder.join(name));
    run::which(name).or_else(|| there.into_iter().find(|path| path.is_file()))
}
