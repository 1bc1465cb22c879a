//! References, variables and operators of the build, put in.
//!
//! A file is resolved with the variables that its reference passes. Within a node, what is deepest
//! comes first, as in Lowdefy: a reference's variables may have references, an operator's parameters
//! variables. Nodes without any are shared and not walked.

mod javascript;
mod modules;
mod operators;
mod reference;
mod template;

use engine::Value;

use crate::build::{Compiler, received};
use crate::fields::Fields;
use crate::node::{FileId, Kind, Node, Object, Place};
use crate::spread::FEW;

pub(crate) use modules::Module;

/// The reference by which a file is being read.
pub(crate) struct Frame<'f> {
    /// The file.
    file: FileId,
    /// What `_var` reads.
    vars: Option<&'f Node>,
    /// The reference within which this one is.
    up: Option<&'f Frame<'f>>,
    /// Number of references around.
    level: u32,
    /// The module that the file is of.
    module: Option<usize>,
}

impl<'f> Frame<'f> {
    /// A frame within this one, of a file of a module.
    fn of_module(&'f self, module: usize, file: FileId, vars: Option<&'f Node>) -> Frame<'f> {
        Frame {
            file,
            vars,
            up: Some(self),
            level: self.level + 1,
            module: Some(module),
        }
    }
}

/// Values that an app may have once all references are in.
const MAX_WEIGHT: u64 = 20_000_000;

/// Levels of lists and objects that an app may have.
const MAX_DEPTH: u32 = 400;

/// References that an app may have.
const MAX_REFERENCES: u32 = 200_000;

/// References that are followed at most. Helpers may follow one at once, and do not know how many the app
/// has so far.
const MAX_FOLLOWED: u32 = 8 * MAX_REFERENCES;

/// References that are followed before what was done besides is done.
const AT_ONCE: usize = 256;

impl Compiler<'_> {
    /// The whole app from the file that it begins with.
    pub(crate) fn resolve_app(&mut self, file: FileId) -> Option<Node> {
        let frame = Frame {
            file,
            vars: None,
            up: None,
            level: 0,
            module: None,
        };
        let node = self.parse(file)?;
        self.read_modules(&node, &frame);
        let node = self.resolve(&node, &frame);
        let node = self.with_modules(node, &frame);
        if self.n_references > MAX_REFERENCES || self.memo.is_beyond(MAX_FOLLOWED) {
            let message = format!("The app follows more than {MAX_REFERENCES} references.");
            self.error("refs", node.place, message);
            return None;
        }
        self.fits(node)
    }

    /// `node` with everything put in.
    fn resolve(&mut self, node: &Node, frame: &Frame<'_>) -> Node {
        match &node.kind {
            Kind::List(list) if node.is_live() => {
                Node::list(self.resolve_items(list.items(), frame), node.place)
            }
            Kind::Object(object) => self.resolve_object(object, node, frame),
            _ => node.clone(),
        }
    }

    /// The items of a list. Where many of them are references, all cores follow those: the pages of an
    /// app, mostly.
    fn resolve_items(&mut self, items: &[Node], frame: &Frame<'_>) -> Vec<Node> {
        let n_references = items.iter().filter(|item| item.get("_ref").is_some());
        if self.journal.is_none() || n_references.count() < FEW {
            return items.iter().map(|item| self.resolve(item, frame)).collect();
        }
        let mut nodes = Vec::with_capacity(items.len());
        // What helpers wrote down takes memory until it is done here.
        for items in items.chunks(AT_ONCE) {
            let work = |helper: &mut Compiler<'_>, item: &Node| helper.resolve(item, frame);
            for (node, record) in self.by_all_cores(items, frame.file, work) {
                self.adopt(record);
                nodes.push(node);
            }
        }
        nodes
    }

    fn resolve_object(&mut self, object: &Object, node: &Node, frame: &Frame<'_>) -> Node {
        if !node.is_live() {
            return node.clone();
        }
        self.note_quiet(object, node.place);
        if let Some(reference) = object.get("_ref") {
            return self.reference(reference, node.place, frame);
        }
        if let Some(variable) = object.get("_var").filter(|v| is_truthy(v)) {
            return self.variable(variable, frame);
        }
        let mut fields = Fields::room(object.iter().len());
        for (key, place, value) in object.iter() {
            fields.insert(key.clone(), (place, self.resolve(value, frame)));
        }
        let node = Node::object(fields, node.place);
        let operator = node.as_object().and_then(|o| o.single());
        match operator {
            Some((key, params)) if key.starts_with("_build.") => self
                .operate(key, params, node.place, frame)
                .unwrap_or_else(|| node.clone()),
            Some((key, params)) if key.starts_with("_module.") => {
                self.module_operator(key, params, node.place, frame)
            }
            _ => node,
        }
    }

    /// `_var`: a key, or `{key, default}`.
    fn variable(&mut self, definition: &Node, frame: &Frame<'_>) -> Node {
        let definition = self.resolve(definition, frame);
        let key = definition
            .as_str()
            .or_else(|| definition.get("key")?.as_str());
        let Some(key) = key else {
            let message = format!(
                "_var operator takes a string or object with \"key\" field as arguments. \
                 Received {}.",
                received(Some(&definition))
            );
            self.error("vars", definition.place, message);
            return Node::null(definition.place);
        };
        let given = frame.vars.and_then(|vars| vars.at(key));
        given
            .or_else(|| definition.get("default"))
            .cloned()
            .unwrap_or_else(|| Node::null(definition.place))
    }

    /// The path of a file that is referred to at `place`, relative to the app's folder. None where a
    /// module names a file that is not its own, which is said.
    fn path_in(&mut self, path: &str, place: Place, frame: &Frame<'_>) -> Option<String> {
        let Some(module) = frame.module else {
            return Some(path.to_owned());
        };
        let module = &self.modules[module];
        let own = modules::below(&module.dir, path);
        if own.is_none() {
            let message = format!(
                "The module \"{}\" refers to \"{path}\", which is not in its folder.",
                module.id()
            );
            self.error("modules", place, message);
        }
        own
    }

    /// The node, unless it is larger or deeper than an app may be.
    fn fits(&mut self, node: Node) -> Option<Node> {
        let message = if node.weight() > MAX_WEIGHT {
            format!("With all references put in there are more than {MAX_WEIGHT} values.")
        } else if node.depth() > MAX_DEPTH {
            format!("With all references put in there are more than {MAX_DEPTH} levels.")
        } else {
            return Some(node);
        };
        self.error("refs", node.place, message);
        None
    }

    /// Notes `~ignoreBuildChecks` of an object.
    fn note_quiet(&mut self, object: &Object, place: Place) {
        let Some(checks) = object.get("~ignoreBuildChecks") else {
            return;
        };
        self.silence_within(checks, place);
    }

    /// What `~ignoreBuildChecks` asks for, of everything at `place`.
    fn silence_within(&mut self, checks: &Node, place: Place) {
        if checks.is(&Value::Bool(true)) {
            self.quiet(place, Vec::new());
            return;
        }
        let names = checks.as_list().map(|list| list.iter().map(Node::as_str));
        let names: Option<Vec<_>> = names.and_then(Iterator::collect);
        let Some(names) = names.filter(|names| !names.is_empty()) else {
            let message = format!(
                "~ignoreBuildChecks must be true or an array of check slugs. Received: {}",
                received(Some(checks))
            );
            self.error("checks", checks.place, message);
            return;
        };
        let all = crate::build::CHECKS;
        if let Some(unknown) = names.iter().find(|name| !all.contains(name)) {
            let message = format!(
                "Invalid check slug(s): \"{unknown}\". Valid slugs: {}",
                all.join(", ")
            );
            self.error("checks", checks.place, message);
        }
        self.quiet(place, names.iter().map(|name| (*name).into()).collect());
    }
}

fn is_truthy(node: &Node) -> bool {
    match &node.kind {
        Kind::Scalar(value) => engine::js::truthy(value),
        _ => true,
    }
}
