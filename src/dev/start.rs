//! What is served before the first build without errors.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use compiler::Folder;

use crate::build;

/// An app that says what is the matter.
const APP: &str = "
lath: 1
name: Not built yet
config:
  homePageId: not-built-yet
menus:
  - id: default
pages:
  - id: not-built-yet
    type: Result
    style: { minHeight: 100vh }
    properties:
      status: warning
      title: The app is not built yet
      subTitle: It is shown here as soon as its files have no errors.
";

struct Text;

impl Folder for Text {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        Ok((path == "lath.yaml").then(|| APP.into()))
    }
}

/// Writes that app to a folder beside `build_dir`, and gives the folder.
///
/// # Errors
/// Where it cannot be written.
pub fn placeholder(build_dir: &Path) -> io::Result<PathBuf> {
    let built = build::with_options(&HashMap::new(), |options| compiler::build(&Text, options));
    let out = build_dir.with_file_name("placeholder");
    match &built.artifacts {
        Some(artifacts) => compiler::write(artifacts, &out.join("none"), &out).map(|()| out),
        None => Err(io::Error::other("it has errors")),
    }
}
