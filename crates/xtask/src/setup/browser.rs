//! The browser of the tests: one that is there, or Debian's.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::apt;
use crate::run;

const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
];
const PLACES: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// Where the browser is.
pub(crate) fn chromium() -> Option<PathBuf> {
    if let Some(path) = run::env("LATH_CHROMIUM") {
        return Some(PathBuf::from(path)).filter(|path| path.is_file());
    }
    let on_path = NAMES.iter().find_map(|name| run::which(name));
    on_path.or_else(|| PLACES.iter().map(PathBuf::from).find(|path| path.is_file()))
}

pub(super) fn ensure() -> Result<String> {
    if chromium().is_none() {
        install()?;
    }
    match chromium() {
        Some(path) => Ok(path.display().to_string()),
        None => bail!("no browser found; install Chromium or name one with LATH_CHROMIUM"),
    }
}

fn install() -> Result<()> {
    if run::env("LATH_CHROMIUM").is_some() || run::which("apt-get").is_none() {
        bail!("install Chromium or Chrome, or name one with LATH_CHROMIUM");
    }
    // Without a font every screenshot is empty boxes.
    apt::install(&["chromium", "fonts-liberation"])
        .context("no browser; one can also be named with LATH_CHROMIUM")
}
