//! The folder that is exported to.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::AppState;

/// Files that are written.
pub(super) struct Folder {
    dir: PathBuf,
    written: BTreeSet<String>,
}

/// A file by which an export is known again.
const MARK: &str = ".lath-export";

impl Folder {
    /// An empty folder: what an export before left is taken away, anything else is not.
    ///
    /// # Errors
    /// Where the folder has other things, or cannot be written.
    pub(super) fn new(dir: &Path) -> Result<Folder, String> {
        let failed = |e: std::io::Error| format!("{}: {e}", dir.display());
        if dir.join(MARK).is_file() {
            fs::remove_dir_all(dir).map_err(failed)?;
        }
        fs::create_dir_all(dir).map_err(failed)?;
        if fs::read_dir(dir).map_err(failed)?.next().is_some() {
            return Err(format!(
                "{} is not empty, and no export made it",
                dir.display()
            ));
        }
        let mut folder = Folder {
            dir: dir.to_owned(),
            written: BTreeSet::new(),
        };
        folder.write(MARK, b"")?;
        Ok(folder)
    }

    /// Number of files.
    pub(super) fn n_files(&self) -> usize {
        self.written.len()
    }

    /// Writes a file.
    pub(super) fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), String> {
        let file = self.dir.join(path);
        let write = || {
            if let Some(folder) = file.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&file, bytes)
        };
        write().map_err(|e| format!("{}: {e}", file.display()))?;
        self.written.insert(path.to_owned());
        Ok(())
    }

    /// The document of a page, at its address with a slash at the end and without: hosts differ in
    /// which of the two they look for.
    pub(super) fn page(&mut self, id: &str, html: &[u8]) -> Result<(), String> {
        self.write(&format!("{id}.html"), html)?;
        self.write(&format!("{id}/index.html"), html)
    }

    /// What a browser fetches that goes to the page from another. None where there is a folder of that
    /// name.
    pub(super) fn artifact(&mut self, id: &str, source: &str) -> Result<Option<()>, String> {
        let path = format!("api/page/{id}");
        let parents = id
            .match_indices('/')
            .map(|(at, _)| format!("api/page/{}", &id[..at]));
        let is_taken = self.dir.join(&path).is_dir();
        if is_taken
            || parents
                .into_iter()
                .any(|parent| self.written.contains(&parent))
        {
            return Ok(None);
        }
        self.write(&path, source.as_bytes()).map(Some)
    }

    /// Copies the browser's side and the app's public files. What is addressed with a version stands
    /// below that.
    pub(super) fn copy(&mut self, site: &Path, state: &AppState) -> Result<(), String> {
        let public = state.settings.build_dir.join("public");
        let version = state.site.assets("");
        let version = version.js.trim_start_matches("/pkg/");
        let version = version.split('/').next().unwrap_or_default().to_owned();
        for root in [site, &public] {
            let mut rest = vec![root.to_owned()];
            while let Some(dir) = rest.pop() {
                for entry in fs::read_dir(&dir).into_iter().flatten().flatten() {
                    let path = entry.path();
                    let name = path
                        .strip_prefix(root)
                        .unwrap_or(&path)
                        .display()
                        .to_string();
                    match entry.file_type() {
                        Ok(kind) if kind.is_dir() => rest.push(path),
                        Ok(kind) if kind.is_file() && is_served(&name) => {
                            let bytes = fs::read(&path).map_err(|e| format!("{name}: {e}"))?;
                            self.write(&name, &bytes)?;
                            if let Some(file) = name.strip_prefix("pkg/") {
                                self.write(&format!("pkg/{version}/{file}"), &bytes)?;
                            }
                        }
                        _ => {}
                    }
                }
            }
        }
        Ok(())
    }
}

/// Static hosts compress by themselves, and nobody is served what is hidden or of development.
fn is_served(name: &str) -> bool {
    let hidden = name.split('/').any(|part| part.starts_with('.'));
    !hidden && name != "dev.js" && !name.ends_with(".br") && !name.ends_with(".gz")
}
