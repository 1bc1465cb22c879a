//! Resolvers and transformers: modules of the author's by which a reference is made or changed.

use std::sync::Arc;

use engine::Value;

use super::{Frame, reference::Reference};
use crate::build::{Compiler, received};
use crate::node::{FileId, Node};
use crate::sources::Parsed;

impl Compiler<'_> {
    /// The content that the resolver makes, as a file of its own: text as if it had been read, and
    /// anything else as it is.
    pub(super) fn resolved(
        &mut self,
        resolver: &Node,
        reference: &Reference<'_>,
        frame: &Frame<'_>,
    ) -> Option<FileId> {
        let path = match reference.original.get("path") {
            Some(path) => path.to_value(),
            None => Value::Undefined,
        };
        let vars = reference
            .vars
            .map_or_else(|| Value::object([]), Node::to_value);
        let value = self.call("resolver", resolver, &[path, vars], frame)?;
        if value.is_none() {
            let name = received(Some(resolver));
            let from = self.sources.path(frame.file);
            let message = format!(
                "Tried to reference with resolver {name} from \"{from}\", but received \"{}\".",
                engine::js::to_text(&value)
            );
            self.error("refs", reference.place, message);
            return None;
        }
        let name = match reference.path {
            "" => resolver.as_str().unwrap_or_default(),
            path => path,
        };
        if let Some(text) = value.as_shared_str() {
            let file = self.sources.made(name, text, false);
            self.note(file, Some(frame.file));
            return Some(file);
        }
        let text: Arc<str> = "".into();
        let file = self.sources.add(name, text, false);
        self.note(file, Some(frame.file));
        let parsed = Parsed {
            node: Some(Node::of_value(&value, reference.place)),
            findings: Vec::new(),
        };
        self.sources.keep(file, parsed);
        Some(file)
    }

    /// What the transformer makes of `node`.
    pub(super) fn transformed(
        &mut self,
        transformer: &Node,
        node: &Node,
        reference: &Reference<'_>,
        frame: &Frame<'_>,
    ) -> Option<Node> {
        let vars = reference
            .vars
            .map_or_else(|| Value::object([]), Node::to_value);
        let value = self.call("transformer", transformer, &[node.to_value(), vars], frame)?;
        let node = self.fits(Node::of_value(&value, reference.place))?;
        // It may have written operators of the build.
        Some(self.resolve(&node, frame))
    }

    fn call(
        &mut self,
        what: &str,
        module: &Node,
        args: &[Value],
        frame: &Frame<'_>,
    ) -> Option<Value> {
        let Some(path) = module.as_str() else {
            let shown = received(Some(module));
            let message = format!("A {what} is the path of a module. Received {shown}.");
            self.error("refs", module.place, message);
            return None;
        };
        let at = self.path_in(path, module.place, frame)?;
        let loaded = match self.load(&at, Some(frame.file)) {
            Ok(Some(file)) => self.sources.get(file).map(|file| file.text.clone()),
            Ok(None) => None,
            Err(e) => {
                let message = format!("The {what} \"{path}\" cannot be read: {e}.");
                self.error("refs", module.place, message);
                return None;
            }
        };
        let Some(source) = loaded else {
            let message = format!("The {what} \"{path}\" does not exist.");
            self.error("refs", module.place, message);
            return None;
        };
        // What it gives may be another thing next time.
        self.single();
        match (self.options.javascript)(path, &source, args) {
            Ok(value) => Some(value),
            Err(e) => {
                let message = format!("The {what} \"{path}\" fails: {e}.");
                self.error("javascript", module.place, message);
                None
            }
        }
    }
}
