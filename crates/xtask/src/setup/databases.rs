//! The database servers of the tests: those that are there, or Debian's. The tests start them
//! themselves; without them they say that they were not run.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::apt;
use crate::run;

pub(super) fn postgresql() -> Result<String> {
    let find = || find("initdb").and(find("postgres"));
    if find().is_none() {
        apt::install(&["postgresql"])?;
    }
    found(find(), "PostgreSQL")
}

pub(super) fn mariadb() -> Result<String> {
    let find = || find("mariadb-install-db").and(find("mariadbd"));
    if find().is_none() {
        apt::install(&["mariadb-server"])?;
    }
    found(find(), "MariaDB")
}

pub(super) fn redis() -> Result<String> {
    let find = || find("redis-server").or_else(|| find("valkey-server"));
    if find().is_none() {
        apt::install(&["redis-server"])?;
    }
    found(find(), "Redis")
}

fn found(path: Option<PathBuf>, name: &str) -> Result<String> {
    match path {
        Some(path) => Ok(path.display().to_string()),
        None => bail!("no {name} found; install it"),
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
