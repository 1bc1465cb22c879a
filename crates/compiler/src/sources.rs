//! The texts that an app is made of: files, templates as they were rendered, what resolvers gave. Each
//! is read and parsed once, and is kept from build to build as long as it stays the same.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use indexmap::IndexMap;

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
pub(crate) struct Sources {
    all: HashMap<FileId, Arc<SourceFile>>,
    last: FileId,
    at: HashMap<String, Looked>,
    made: HashMap<(String, Arc<str>, bool), FileId>,
    parsed: HashMap<FileId, Parsed>,
    /// Those that this build refers to, in order, each with the file that first did.
    order: IndexMap<FileId, Option<FileId>>,
    /// Those that the last build without errors referred to.
    whole: HashSet<FileId>,
    /// Paths that this build asked for, and whether something is there.
    needed: BTreeMap<String, bool>,
    /// Paths that changed whatever their stamps say.
    touched: HashSet<String>,
    build: u64,
}

impl Sources {
    /// Begins a build.
    pub(crate) fn begin(&mut self, build: u64) {
        self.build = build;
        self.order.clear();
        self.needed.clear();
    }

    /// Ends a build. Texts that neither it nor the last one without errors referred to are let go.
    pub(crate) fn end(&mut self, is_whole: bool) {
        self.touched.clear();
        if is_whole {
            self.whole = self.order.keys().copied().collect();
        }
        let (order, whole) = (&self.order, &self.whole);
        let is_used = |id: &FileId| order.contains_key(id) || whole.contains(id);
        self.all.retain(|id, _| is_used(id));
        self.parsed.retain(|id, _| is_used(id));
        self.made.retain(|_, id| is_used(id));
        let build = self.build;
        self.at.retain(|_, looked| match &looked.content {
            // A text that was only looked at is read again where it is needed.
            Ok(Some(id)) => is_used(id),
            _ => looked.build == build,
        });
    }

    /// How many texts are kept.
    #[cfg(test)]
    pub(crate) fn n_texts(&self) -> usize {
        self.all.len()
    }

    /// The file at `path` is read again.
    pub(crate) fn touch(&mut self, path: &str) {
        self.touched.insert(path.to_owned());
    }

    /// What is at `path`, as this build saw it first.
    pub(crate) fn look(&mut self, folder: &dyn Folder, path: &str) -> Content {
        let known = self.at.get_mut(path);
        if let Some(known) = known {
            if known.build == self.build {
                return known.content.clone();
            }
            let is_same = known.stamp.is_some() && known.stamp == folder.stamp(path);
            if is_same && known.content.is_ok() && !self.touched.contains(path) {
                known.build = self.build;
                return known.content.clone();
            }
        }
        // Before reading: a change in between is seen next time.
        let stamp = folder.stamp(path);
        let content = self.read(folder, path);
        let looked = Looked {
            content: content.clone(),
            stamp,
            build: self.build,
        };
        self.at.insert(path.to_owned(), looked);
        content
    }

    fn read(&mut self, folder: &dyn Folder, path: &str) -> Content {
        let Some(bytes) = folder.read(path).map_err(|e| e.to_string())? else {
            return Ok(None);
        };
        let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
        if let Some(Ok(Some(id))) = self.at.get(path).map(|looked| &looked.content)
            && self.all.get(id).is_some_and(|file| *file.text == *text)
        {
            return Ok(Some(*id));
        }
        Ok(Some(self.add(path, text.into(), false)))
    }

    /// A text that is not read from the folder. The same one is the same file.
    pub(crate) fn made(&mut self, path: &str, text: Arc<str>, is_rendered: bool) -> FileId {
        let key = (path.to_owned(), text, is_rendered);
        if let Some(id) = self.made.get(&key) {
            return *id;
        }
        let id = self.add(path, Arc::clone(&key.1), is_rendered);
        self.made.insert(key, id);
        id
    }

    /// A text of its own even if there is another like it.
    pub(crate) fn add(&mut self, path: &str, text: Arc<str>, is_rendered: bool) -> FileId {
        self.last += 1;
        let ends = text.bytes().zip(1_u32..).filter(|(byte, _)| *byte == b'\n');
        let lines = std::iter::once(0).chain(ends.map(|(_, next)| next));
        let file = SourceFile {
            path: path.to_owned(),
            lines: lines.collect(),
            is_rendered,
            text,
        };
        self.all.insert(self.last, Arc::new(file));
        self.last
    }

    /// Notes that this build refers to `file`, from `parent`.
    pub(crate) fn note(&mut self, file: FileId, parent: Option<FileId>) {
        self.order.entry(file).or_insert(parent);
    }

    pub(crate) fn get(&self, id: FileId) -> Option<&Arc<SourceFile>> {
        self.all.get(&id)
    }

    /// Name of a file.
    pub(crate) fn path(&self, id: FileId) -> &str {
        self.get(id).map_or("", |file| &file.path)
    }

    /// Those of this build in order, each with the file that first referred to it.
    pub(crate) fn order(&self) -> impl Iterator<Item = (FileId, &Arc<SourceFile>, Option<FileId>)> {
        let file =
            |(id, parent): (&FileId, &Option<FileId>)| Some((*id, self.all.get(id)?, *parent));
        self.order.iter().filter_map(file)
    }

    /// Notes that the build asked for `path` and found this.
    pub(crate) fn need(&mut self, path: &str, content: &Content) {
        self.needed
            .insert(path.to_owned(), !matches!(content, Ok(None)));
    }

    /// Paths that were asked for and are there, or are not.
    pub(crate) fn paths(&self, there: bool) -> Vec<String> {
        let paths = self.needed.iter().filter(|(_, is)| **is == there);
        paths.map(|(path, _)| path.clone()).collect()
    }

    /// What `parse` made of the text.
    pub(crate) fn parsed(&self, id: FileId) -> Option<&Parsed> {
        self.parsed.get(&id)
    }

    /// Keeps what was made of the text.
    pub(crate) fn keep(&mut self, id: FileId, parsed: Parsed) {
        self.parsed.insert(id, parsed);
    }
}
