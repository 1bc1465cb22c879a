//! The list of the pages for users that are written by hand: `docs/*.md` and what differs from
//! Lowdefy.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Result;

use super::{MARKER, files_in, rustfmt, stem};

const LIST: &str = "crates/reference/src/guides.rs";

pub(super) fn list(root: &Path) -> Result<Option<(PathBuf, String)>> {
    let file = root.join(LIST);
    let Ok(text) = fs::read_to_string(&file) else {
        return Ok(None);
    };
    let mut rows = String::new();
    for guide in files_in(&root.join("docs"), "md") {
        rows.push_str(&row("docs/", &stem(&guide)?, &stem(&guide)?));
    }
    rows.push_str(&row("", "COMPATIBILITY", "compatibility"));
    let head = text.split(MARKER).next().unwrap_or_default().trim_end();
    let list = rustfmt(&format!(
        "{MARKER}\n\n/// Names, and what they say.\n\
         pub(crate) static ALL: &[(&str, &str)] = &[{rows}];\n"
    ))?;
    Ok(Some((file, format!("{head}\n\n{list}"))))
}

fn row(folder: &str, file: &str, name: &str) -> String {
    format!("(\"{name}\", include_str!(\"../../../{folder}{file}.md\")),")
}
