//! The files of an app: each is read and parsed once.

use std::collections::HashMap;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;

use crate::node::{FileId, Node, Place};

/// Where files are read from.
pub trait Folder: Sync {
    /// The bytes of the file at `path`, which is relative to the app's folder; none if there is no file.
    ///
    /// # Errors
    /// Where it is there and cannot be read.
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>>;
}

/// A folder on the disk.
pub struct Disk(pub PathBuf);

/// Largest file that is read.
const MAX_BYTES: u64 = 16 << 20;

impl Folder for Disk {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        let path = self.0.join(path);
        // A pipe or a device is no file to wait for.
        match std::fs::metadata(&path) {
            Ok(facts) if !facts.is_file() => return Err(io::Error::other("it is not a file")),
            Ok(facts) if facts.len() > MAX_BYTES => return Err(too_large()),
            Ok(_) => {}
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(e),
        }
        let mut bytes = Vec::new();
        let file = std::fs::File::open(&path)?;
        file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(too_large());
        }
        Ok(Some(bytes))
    }
}

fn too_large() -> io::Error {
    io::Error::other(format!("it has more than {MAX_BYTES} bytes"))
}

/// A file that was read, or a template as it was rendered.
pub(crate) struct SourceFile {
    /// As it is referred to.
    pub(crate) path: String,
    /// What is in it.
    pub(crate) text: Arc<str>,
    /// The file that first referred to it.
    pub(crate) parent: Option<FileId>,
    /// It is what a template gave.
    pub(crate) is_rendered: bool,
    /// First bytes of its lines.
    lines: Vec<u32>,
}

impl SourceFile {
    /// Number of the line of a byte, from 1.
    fn line(&self, at: u32) -> usize {
        self.lines.partition_point(|start| *start <= at).max(1)
    }
}

/// All files that were read so far.
pub(crate) struct Files<'a> {
    folder: &'a dyn Folder,
    all: Vec<SourceFile>,
    by_path: HashMap<String, FileId>,
    parsed: HashMap<FileId, Option<Node>>,
}

impl<'a> Files<'a> {
    pub(crate) fn new(folder: &'a dyn Folder) -> Files<'a> {
        Files {
            folder,
            all: Vec::new(),
            by_path: HashMap::new(),
            parsed: HashMap::new(),
        }
    }

    /// The file at `path`, read now if it was not before; none if there is no such file.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub(crate) fn load(
        &mut self,
        path: &str,
        parent: Option<FileId>,
    ) -> Result<Option<FileId>, String> {
        if let Some(id) = self.by_path.get(path) {
            return Ok(Some(*id));
        }
        let bytes = self.folder.read(path).map_err(|e| e.to_string())?;
        let Some(bytes) = bytes else { return Ok(None) };
        let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
        let id = self.add(path, text.into(), parent);
        self.by_path.insert(path.to_owned(), id);
        Ok(Some(id))
    }

    /// Adds a text that is no file of its own.
    pub(crate) fn add(&mut self, path: &str, text: Arc<str>, parent: Option<FileId>) -> FileId {
        let id = FileId::try_from(self.all.len()).unwrap_or(FileId::MAX);
        let ends = text.bytes().zip(1_u32..).filter(|(byte, _)| *byte == b'\n');
        let lines = std::iter::once(0).chain(ends.map(|(_, next)| next));
        self.all.push(SourceFile {
            path: path.to_owned(),
            lines: lines.collect(),
            is_rendered: false,
            text,
            parent,
        });
        id
    }

    /// Adds what the template `path` gave.
    pub(crate) fn add_rendered(&mut self, path: &str, text: Arc<str>, parent: FileId) -> FileId {
        let id = self.add(path, text, Some(parent));
        if let Some(file) = self.all.last_mut() {
            file.is_rendered = true;
        }
        id
    }

    pub(crate) fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.all.get(id as usize)
    }

    /// Name of a file.
    pub(crate) fn path(&self, id: FileId) -> &str {
        self.get(id).map_or("", |file| &file.path)
    }

    /// All, in the order in which they were read.
    pub(crate) fn all(&self) -> &[SourceFile] {
        &self.all
    }

    /// Paths of the files that were read from the folder.
    pub(crate) fn paths(&self) -> Vec<String> {
        let mut paths: Vec<String> = self.by_path.keys().cloned().collect();
        paths.sort_unstable();
        paths
    }

    /// What `parse` made of the file; it is asked once.
    pub(crate) fn parsed(&self, id: FileId) -> Option<&Option<Node>> {
        self.parsed.get(&id)
    }

    /// Keeps what was made of the file.
    pub(crate) fn keep(&mut self, id: FileId, node: Option<Node>) {
        self.parsed.insert(id, node);
    }

    /// Line of a place, from 1.
    pub(crate) fn line(&self, place: Place) -> usize {
        self.get(place.file)
            .map_or(1, |file| file.line(place.start))
    }
}
