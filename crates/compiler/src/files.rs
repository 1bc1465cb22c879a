//! The folder of an app.

use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Where files are read from.
pub trait Folder: Sync {
    /// The bytes of the file at `path`, which is relative to the app's folder; none if there is no file.
    ///
    /// # Errors
    /// Where it is there and cannot be read.
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>>;

    /// What differs once the file differs. None where that cannot be told: the file is read to know.
    fn stamp(&self, _path: &str) -> Option<Stamp> {
        None
    }
}

/// What tells versions of a file apart without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Nanoseconds since 1970 at which it was last written.
    pub modified: u128,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its number in the file system: editors that write a new file change it.
    pub number: u64,
}

/// A folder on the disk.
pub struct Disk(pub PathBuf);

/// Largest file that is read.
const MAX_BYTES: u64 = 16 << 20;

impl Folder for Disk {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        let path = self.0.join(path);
        // A pipe or a device is no file to wait for.
        let size = match std::fs::metadata(&path) {
            Ok(facts) if !facts.is_file() => return Err(io::Error::other("it is not a file")),
            Ok(facts) if facts.len() > MAX_BYTES => return Err(too_large()),
            Ok(facts) => facts.len(),
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(e),
        };
        // Room for its end as well, which takes one more look.
        let mut bytes = Vec::with_capacity(size as usize + 1);
        let file = std::fs::File::open(&path)?;
        file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(too_large());
        }
        Ok(Some(bytes))
    }

    fn stamp(&self, path: &str) -> Option<Stamp> {
        let facts = std::fs::metadata(self.0.join(path)).ok()?;
        let modified = facts.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(&facts);
        #[cfg(not(unix))]
        let number = 0;
        Some(Stamp {
            modified: modified.as_nanos(),
            bytes: facts.len(),
            number,
        })
    }
}

/// The whole path without links, as the system names it when something changes there. What is not there
/// yet stays as it is written.
pub fn real(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let there = path
        .ancestors()
        .find_map(|up| Some((up, up.canonicalize().ok()?)));
    let Some((up, real)) = there else {
        return path;
    };
    let rest = path.strip_prefix(up).unwrap_or(Path::new(""));
    rest.components().fold(real, |mut at, part| {
        match part {
            Component::ParentDir => drop(at.pop()),
            part => at.push(part),
        }
        at
    })
}

fn too_large() -> io::Error {
    io::Error::other(format!("it has more than {MAX_BYTES} bytes"))
}
