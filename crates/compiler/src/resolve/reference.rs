//! `_ref`: the content of another file, with variables.

use super::{Frame, MAX_FOLLOWED, MAX_REFERENCES};
use crate::build::{Compiler, received};
use crate::finding::Level;
use crate::known::meant;
use crate::memo::Key;
use crate::node::{FileId, Node, Place};
use crate::recall::Digest;

/// References that may be within one another. An app has some ten.
pub(super) const MAX_LEVEL: u32 = 64;

/// Keys that a reference may have.
const KEYS: [&str; 6] = [
    "path",
    "vars",
    "key",
    "resolver",
    "transformer",
    "~ignoreBuildChecks",
];

/// What a reference asks for.
pub(super) struct Reference<'n> {
    pub(super) path: &'n str,
    pub(super) vars: Option<&'n Node>,
    key: Option<&'n str>,
    transformer: Option<&'n Node>,
    resolver: Option<&'n Node>,
    /// As it is written.
    pub(super) original: &'n Node,
    quiet: Option<&'n Node>,
    pub(super) place: Place,
}

impl Compiler<'_> {
    /// What `definition`, the value of `_ref`, refers to. Null where that cannot be had, which is said.
    pub(super) fn reference(&mut self, definition: &Node, place: Place, frame: &Frame<'_>) -> Node {
        let definition = self.resolve(definition, frame);
        if definition.get("module").is_some_and(|node| !node.is_null()) {
            let part = self.module_part(&definition, place, frame);
            return part.unwrap_or_else(|| Node::null(place));
        }
        let found = self.read_reference(&definition, place, frame);
        let found = found.and_then(|reference| self.once(&reference, frame));
        found.unwrap_or_else(|| Node::null(place))
    }

    fn read_reference<'n>(
        &mut self,
        definition: &'n Node,
        place: Place,
        frame: &Frame<'_>,
    ) -> Option<Reference<'n>> {
        let path = definition
            .as_str()
            .or_else(|| definition.get("path")?.as_str());
        let resolver = definition.get("resolver").filter(|n| !n.is_null());
        // What a resolver makes needs no path.
        let Some(path) = path.or(resolver.map(|_| "")) else {
            let message = format!(
                "Invalid _ref definition {} in file {}",
                received(Some(definition)),
                self.sources.path(frame.file)
            );
            self.error("refs", place, message);
            return None;
        };
        if let Some(object) = definition.as_object() {
            for (key, at, _) in object.iter().filter(|(k, _, _)| !KEYS.contains(&&***k)) {
                let message = format!("A _ref has no `{key}`.");
                self.find(Level::Warning, "refs", at, message, meant(key, KEYS));
            }
        }
        Some(Reference {
            path,
            vars: definition.get("vars").filter(|vars| !vars.is_null()),
            key: definition.get("key").and_then(Node::as_str),
            transformer: definition.get("transformer").filter(|n| !n.is_null()),
            resolver,
            original: definition,
            quiet: definition.get("~ignoreBuildChecks"),
            place,
        })
    }

    /// What the reference gave before if nothing changed since, else what it gives now.
    fn once(&mut self, reference: &Reference<'_>, frame: &Frame<'_>) -> Option<Node> {
        let key = reference.digest(self.modules_key(), frame.module);
        let levels = MAX_LEVEL.saturating_sub(frame.level);
        if let Some(known) = key.and_then(|key| self.recall(key, frame.file, levels)) {
            return Some(known);
        }
        self.remember(key, frame.file, |c| c.follow(reference, frame))
    }

    fn follow(&mut self, reference: &Reference<'_>, frame: &Frame<'_>) -> Option<Node> {
        let mut file = match reference.resolver {
            Some(resolver) => self.resolved(resolver, reference, frame)?,
            None => self.file_of(reference, frame)?,
        };
        self.is_finite(file, reference, frame)?;
        if reference.path.ends_with(".njk") {
            file = self.rendered(file, reference.vars, reference.place)?;
        }
        if let Some(checks) = reference.quiet {
            let end = self.sources.get(file).map_or(0, |f| f.text.len());
            let whole = Place {
                file,
                start: 0,
                end: u32::try_from(end).unwrap_or(u32::MAX),
            };
            self.silence_within(checks, whole);
        }
        let mut node = self.content(file, reference.vars, frame)?;
        if let Some(transformer) = reference.transformer {
            node = self.transformed(transformer, &node, reference, frame)?;
        }
        let node = self.fits(node)?;
        match reference.key {
            Some(key) => Some(
                node.at(key)
                    .cloned()
                    .unwrap_or_else(|| Node::null(reference.place)),
            ),
            None => Some(node),
        }
    }

    /// The file that a reference names.
    fn file_of(&mut self, reference: &Reference<'_>, frame: &Frame<'_>) -> Option<FileId> {
        let path = reference.path;
        let from = self.sources.path(frame.file);
        let at = self.path_in(path, reference.place, frame)?;
        match self.load(&at, Some(frame.file)) {
            Ok(Some(file)) => return Some(file),
            Ok(None) => {
                let message = format!(
                    "Tried to reference file \"{path}\" from \"{from}\", but file does not exist."
                );
                self.error("refs", reference.place, message);
            }
            Err(e) => {
                let message = format!(
                    "Tried to reference file \"{path}\" from \"{from}\", but it cannot be read: {e}."
                );
                self.error("refs", reference.place, message);
            }
        }
        None
    }

    /// A file's node with its references and variables put in.
    fn content(&mut self, file: FileId, vars: Option<&Node>, frame: &Frame<'_>) -> Option<Node> {
        let node = self.parse(file)?;
        if !node.is_live() {
            return Some(node);
        }
        let inner = Frame {
            file,
            vars,
            up: Some(frame),
            level: frame.level + 1,
            module: frame.module,
        };
        Some(self.resolve(&node, &inner))
    }

    /// Says so where following the reference to `file` would not end.
    fn is_finite(
        &mut self,
        file: FileId,
        reference: &Reference<'_>,
        frame: &Frame<'_>,
    ) -> Option<()> {
        let n = self.memo.count();
        self.n_references += u32::from(self.journal.is_some());
        if self.is_endless || n > MAX_FOLLOWED || self.n_references > MAX_REFERENCES {
            return None;
        }
        let mut up = Some(frame);
        let mut again = frame.level >= MAX_LEVEL;
        if again {
            // There may be as many ways here as there are grains of sand: none is followed any more.
            self.is_endless = true;
        }
        while let Some(frame) = up.filter(|_| !again) {
            again = frame.file == file && same(frame.vars, reference.vars);
            up = frame.up;
        }
        if !again {
            return Some(());
        }
        let mut chain = vec![reference.path.to_owned()];
        let mut up = Some(frame);
        while let Some(frame) = up {
            chain.push(self.sources.path(frame.file));
            up = frame.up;
        }
        chain.reverse();
        let n = chain.len();
        if n > 12 {
            chain.splice(6..n - 6, ["…".to_owned()]);
        }
        let message = format!(
            "Circular reference: file \"{}\" references itself through {}.",
            reference.path,
            chain.join(" -> ")
        );
        self.error("refs", reference.place, message);
        None
    }
}

impl Reference<'_> {
    /// What tells it from other references; none if nothing can.
    ///
    /// Variables bring the places where they were written into what a file becomes. Without any, a
    /// reference gives the same wherever it is written.
    fn digest(&self, modules: Key, module: Option<usize>) -> Option<Key> {
        let mut digest = Digest::new();
        digest.add(&(modules, module));
        let is_plain = self.vars.is_none()
            && self.key.is_none()
            && self.transformer.is_none()
            && self.resolver.is_none()
            && self.quiet.is_none();
        if is_plain {
            digest.add(self.path);
        } else {
            let place = self.place;
            digest.add(&(place.file, place.start, place.end));
            digest.node(self.original);
        }
        digest.end()
    }
}

/// Are these the same variables?
fn same(a: Option<&Node>, b: Option<&Node>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.weight() == b.weight() && a.to_value() == b.to_value(),
        (None, None) => true,
        _ => false,
    }
}
