//! The texts that an app is made of: files, templates as they were rendered, what resolvers gave. Each
//! is read and parsed once, and is kept from build to build as long as it stays the same.
//!
//! All threads of a build read them. What a build refers to, in which order, is in its journal.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::files::{Folder, Stamp};
use crate::finding::Finding;
use crate::node::{FileId, Node};

/// One text.
pub(crate) struct SourceFile {
    /// As it is referred to.
    pub(crate) path: String,
    /// What is in it.
    pub(crate) text: Arc<str>,
    /// It is what a template gave.
    pub(crate) is_rendered: bool,
    /// First bytes of its lines.
    lines: Vec<u32>,
}

impl SourceFile {
    fn new(path: &str, text: Arc<str>, is_rendered: bool) -> SourceFile {
        let ends = text.bytes().zip(1_u32..).filter(|(byte, _)| *byte == b'\n');
        let lines = std::iter::once(0).chain(ends.map(|(_, next)| next));
        SourceFile {
            path: path.to_owned(),
            lines: lines.collect(),
            is_rendered,
            text,
        }
    }

    /// Number of the line of a byte, from 1.
    pub(crate) fn line(&self, at: u32) -> usize {
        self.lines.partition_point(|start| *start <= at).max(1)
    }
}

/// What is at a path: a text, nothing, or what cannot be read.
pub(crate) type Content = Result<Option<FileId>, String>;

/// What was found at a path.
struct Looked {
    content: Content,
    stamp: Option<Stamp>,
    /// The build that looked.
    build: u64,
}

/// What was made of a text.
#[derive(Clone)]
pub(crate) struct Parsed {
    /// None if it is broken.
    pub(crate) node: Option<Node>,
    /// What was found.
    pub(crate) findings: Vec<Arc<Finding>>,
}

/// All texts. A number is never given twice: another text is another file.
#[derive(Default)]
pub(crate) struct Sources(Mutex<Store>);

#[derive(Default)]
struct Store {
    all: HashMap<FileId, Arc<SourceFile>>,
    last: FileId,
    at: HashMap<String, Looked>,
    made: HashMap<(String, Arc<str>, bool), FileId>,
    parsed: HashMap<FileId, Parsed>,
    /// Those that the last build without errors referred to.
    whole: HashSet<FileId>,
    /// Paths that changed whatever their stamps say.
    touched: HashSet<String>,
    build: u64,
}

impl Store {
    fn add(&mut self, file: SourceFile) -> FileId {
        self.last += 1;
        self.all.insert(self.last, Arc::new(file));
        self.last
    }

    /// What this build saw at `path`; else the text that an earlier one saw there.
    fn seen(&self, path: &str) -> Result<Content, Option<(FileId, Arc<SourceFile>)>> {
        let Some(known) = self.at.get(path) else {
            return Err(None);
        };
        if known.build == self.build {
            return Ok(known.content.clone());
        }
        let before = known.content.as_ref().ok().copied().flatten();
        Err(before.and_then(|id| Some((id, Arc::clone(self.all.get(&id)?)))))
    }
}

impl Sources {
    // No thread panics while it holds the lock: nothing is half done even if one did.
    fn store(&self) -> MutexGuard<'_, Store> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a build.
    pub(crate) fn begin(&self, build: u64) {
        self.store().build = build;
    }

    /// Ends a build, which referred to the texts `order`. Those that neither it nor the last one without
    /// errors referred to are let go.
    pub(crate) fn end(&self, order: impl Iterator<Item = FileId>, is_whole: bool) {
        let order: HashSet<FileId> = order.collect();
        let mut store = self.store();
        let store = &mut *store;
        store.touched.clear();
        if is_whole {
            store.whole = order.clone();
        }
        let whole = &store.whole;
        let is_used = |id: &FileId| order.contains(id) || whole.contains(id);
        store.all.retain(|id, _| is_used(id));
        store.parsed.retain(|id, _| is_used(id));
        store.made.retain(|_, id| is_used(id));
        let build = store.build;
        store.at.retain(|_, looked| match &looked.content {
            // A text that was only looked at is read again where it is needed.
            Ok(Some(id)) => is_used(id),
            _ => looked.build == build,
        });
    }

    /// How many texts are kept.
    #[cfg(test)]
    pub(crate) fn n_texts(&self) -> usize {
        self.store().all.len()
    }

    /// The file at `path` is read again.
    pub(crate) fn touch(&self, path: &str) {
        self.store().touched.insert(path.to_owned());
    }

    /// What is at `path`, as this build saw it first.
    pub(crate) fn look(&self, folder: &dyn Folder, path: &str) -> Content {
        let (before, known) = {
            let store = self.store();
            let before = match store.seen(path) {
                Ok(content) => return content,
                Err(before) => before,
            };
            let is_touched = store.touched.contains(path);
            let known = store.at.get(path).filter(|_| !is_touched);
            let known = known.filter(|known| known.content.is_ok());
            (before, known.and_then(|known| known.stamp))
        };
        // Before reading: a change in between is seen next time. Nobody waits for the disk.
        let stamp = folder.stamp(path);
        let is_same = known.is_some() && known == stamp;
        let found = match is_same {
            true => Found::Same,
            false => read(folder, path, before),
        };
        let mut store = self.store();
        if let Ok(content) = store.seen(path) {
            // Another thread was faster.
            return content;
        }
        let content = match found {
            Found::Same => store.at.get(path).map_or(Ok(None), |at| at.content.clone()),
            Found::New(file) => Ok(Some(store.add(file))),
            Found::Known(content) => content,
        };
        let looked = Looked {
            content: content.clone(),
            stamp,
            build: store.build,
        };
        store.at.insert(path.to_owned(), looked);
        content
    }

    /// A text that is not read from the folder. The same one is the same file.
    pub(crate) fn made(&self, path: &str, text: Arc<str>, is_rendered: bool) -> FileId {
        let key = (path.to_owned(), text, is_rendered);
        let mut store = self.store();
        if let Some(id) = store.made.get(&key) {
            return *id;
        }
        let id = store.add(SourceFile::new(path, Arc::clone(&key.1), is_rendered));
        store.made.insert(key, id);
        id
    }

    /// A text of its own even if there is another like it.
    pub(crate) fn add(&self, path: &str, text: Arc<str>, is_rendered: bool) -> FileId {
        self.store().add(SourceFile::new(path, text, is_rendered))
    }

    pub(crate) fn get(&self, id: FileId) -> Option<Arc<SourceFile>> {
        self.store().all.get(&id).cloned()
    }

    /// Name of a file.
    pub(crate) fn path(&self, id: FileId) -> String {
        self.get(id).map_or_else(String::new, |f| f.path.clone())
    }

    /// What `parse` made of the text.
    pub(crate) fn parsed(&self, id: FileId) -> Option<Parsed> {
        self.store().parsed.get(&id).cloned()
    }

    /// Keeps what was made of the text; gives what another thread made of it before.
    pub(crate) fn keep(&self, id: FileId, parsed: Parsed) -> Parsed {
        self.store().parsed.entry(id).or_insert(parsed).clone()
    }
}

/// What is at a path now.
enum Found {
    /// What was there.
    Same,
    /// Another text.
    New(SourceFile),
    /// This, which is no new text.
    Known(Content),
}

/// Reads the file at `path`, where the text `before` was.
fn read(folder: &dyn Folder, path: &str, before: Option<(FileId, Arc<SourceFile>)>) -> Found {
    let bytes = match folder.read(path) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Found::Known(Ok(None)),
        Err(e) => return Found::Known(Err(e.to_string())),
    };
    let Ok(text) = String::from_utf8(bytes) else {
        return Found::Known(Err("it is not UTF-8".to_owned()));
    };
    match before {
        Some((id, file)) if *file.text == *text => Found::Known(Ok(Some(id))),
        _ => Found::New(SourceFile::new(path, text.into(), false)),
    }
}
