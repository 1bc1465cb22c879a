//! What is served before the first build without errors.

use std::collections::HashMap;
use std::io;

use compiler::Folder;
use tempfile::TempDir;

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

/// Writes that app to a folder of its own, which is gone with what is given.
///
/// # Errors
/// Where it cannot be written.
pub fn placeholder() -> io::Result<TempDir> {
    let built = build::with_options(&HashMap::new(), |options| compiler::build(&Text, options));
    let out = tempfile::tempdir()?;
    match &built.artifacts {
        Some(artifacts) => {
            compiler::write(artifacts, None, &out.path().join("none"), out.path()).map(|()| out)
        }
        None => Err(io::Error::other("it has errors")),
    }
}
