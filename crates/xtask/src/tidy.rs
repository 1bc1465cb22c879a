//! `tidy`: what the compiler does not check and a reviewer should not have to.
//!
//! A finding is one line, `path:line: message`.

mod browser;
mod catalogs;
mod files;
mod layers;

use std::{fmt, path::Path};

use anyhow::{Result, bail};

use crate::{only, project::Project};

pub(crate) fn run(args: &[String]) -> Result<()> {
    only(args, &[])?;
    let project = Project::load()?;
    let mut findings = layers::check(&project);
    findings.extend(files::check(&project));
    findings.extend(catalogs::check(&project));
    findings.extend(browser::check(&project)?);
    findings.sort();
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => {
            println!("tidy: nothing found");
            Ok(())
        }
        1 => bail!("tidy found 1 thing"),
        n => bail!("tidy found {n} things"),
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: String,
    line: usize,
    message: String,
}

impl Finding {
    /// `line` counts from 1.
    fn new(project: &Project, path: &Path, line: usize, message: impl Into<String>) -> Self {
        let path = path.strip_prefix(&project.root).unwrap_or(path);
        Self {
            path: path.display().to_string(),
            line,
            message: message.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}
