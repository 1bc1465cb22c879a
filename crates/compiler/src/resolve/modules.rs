//! Modules: parts of an app that other folders hold. `modules` of the app names them, each with an id,
//! variables and what it shares with the app; the file `module.lowdefy.yaml` of the folder says what
//! there is. Pages, connections and endpoints of a module become those of the app, with the module's id
//! before their own. Within a module references are relative to its folder, and `_module.…` reads its
//! variables and the ids that its things have in the app.

mod checks;
mod code;
mod parts;

pub(super) use self::parts::below;
use std::sync::Arc;

use self::parts::with_vars;
use super::Frame;
use crate::build::{Compiler, received};
use crate::finding::Level;
use crate::known::meant;
use crate::memo::Key;
use crate::node::{FileId, Node, Place};
use crate::recall::Digest;

/// A module as the app has it.
#[derive(Clone)]
pub(crate) struct Module {
    /// Its id in the app.
    id: String,
    /// Its folder, relative to that of the app.
    pub(super) dir: String,
    file: FileId,
    manifest: Node,
    /// What the app says of it.
    entry: Node,
    place: Place,
}

/// The names that the file of a module may have.
const MANIFESTS: [&str; 4] = [
    "module.lath.yaml",
    "module.lath.yml",
    "module.lowdefy.yaml",
    "module.lowdefy.yml",
];

/// What of a module becomes a part of the app.
const SECTIONS: [&str; 3] = ["pages", "connections", "api"];

impl Module {
    /// Its id in the app.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// The ids that it exports of a kind; none where it does not say.
    fn exports(&self, section: &str) -> Option<Vec<&str>> {
        let list = self.manifest.get("exports")?.get(section)?.as_list()?;
        let id = |node| Node::as_str(node).or_else(|| node.get("id").and_then(Node::as_str));
        Some(list.iter().filter_map(id).collect())
    }

    /// The connection of the app that stands for one of the module.
    fn shared(&self, connection: &str) -> Option<&str> {
        self.entry.get("connections")?.get(connection)?.as_str()
    }

    fn part(&self, section: &str, id: &str) -> Option<&Node> {
        let list = self.manifest.get(section)?.as_list()?;
        let is_it = |node: &&Node| node.get("id").and_then(Node::as_str) == Some(id);
        list.iter().find(is_it)
    }
}

impl Compiler<'_> {
    /// Reads the modules that `root` names.
    pub(super) fn read_modules(&mut self, root: &Node, frame: &Frame<'_>) {
        let Some(list) = root.get("modules").filter(|node| !node.is_null()) else {
            return;
        };
        let list = self.resolve(list, frame);
        let Some(items) = list.as_list() else {
            let message = "lowdefy.modules is not an array.";
            return self.error("modules", list.place, message);
        };
        let mut digest = Digest::new();
        for item in items {
            digest.node(item);
            if let Some(module) = self.read_module(item) {
                digest.add(&module.file);
                Arc::make_mut(&mut self.modules).push(module);
            }
        }
        // What has no digest, such as a function, may be another one in each build.
        let key = digest.end();
        self.modules_key = key.unwrap_or_else(|| self.memo.key_of_build());
        for i in 0..self.modules.len() {
            self.check_module(i);
        }
    }

    /// What stands for all modules in the keys of references.
    pub(super) fn modules_key(&self) -> Key {
        self.modules_key
    }

    fn read_module(&mut self, entry: &Node) -> Option<Module> {
        let place = entry.place;
        let text = |key: &str| entry.get(key).and_then(Node::as_str);
        let (Some(id), Some(source)) = (text("id"), text("source")) else {
            let shown = received(Some(entry));
            let message = format!("A module has an id and a source. Received {shown}.");
            self.error("modules", place, message);
            return None;
        };
        if self.modules.iter().any(|module| module.id == id) {
            self.error("modules", place, format!("Duplicate module id \"{id}\"."));
            return None;
        }
        if id.is_empty() || id.contains(['/', '\\', '.', '\0']) {
            let message = format!("The id of module \"{id}\" cannot be a part of addresses.");
            self.error("modules", place, message);
            return None;
        }
        let dir = source.strip_prefix("file:").unwrap_or(source);
        if dir.contains(':') {
            let message = format!(
                "The module \"{id}\" comes from \"{source}\": only folders are read. Get it, and name \
                 its folder as \"file:…\"."
            );
            self.error("modules", place, message);
            return None;
        }
        let dir = dir
            .trim_start_matches("./")
            .trim_end_matches('/')
            .to_owned();
        for name in MANIFESTS {
            let path = format!("{dir}/{name}");
            match self.load(&path, Some(place.file)) {
                Ok(Some(file)) => {
                    return Some(Module {
                        id: id.to_owned(),
                        manifest: self.parse(file)?,
                        entry: entry.clone(),
                        dir,
                        file,
                        place,
                    });
                }
                Ok(None) => {}
                Err(e) => {
                    let message =
                        format!("The file \"{path}\" of module \"{id}\" cannot be read: {e}.");
                    self.error("modules", place, message);
                    return None;
                }
            }
        }
        let message = format!(
            "The module \"{id}\" has no file \"{dir}/{}\".",
            MANIFESTS[2]
        );
        self.error("modules", place, message);
        None
    }

    /// The module that module `i` knows as `name`.
    fn other(&self, i: usize, name: &str) -> Option<usize> {
        let mapped = self.modules[i].entry.get("dependencies");
        let id = mapped.and_then(|map| map.get(name)?.as_str());
        let id = id.unwrap_or(name);
        self.modules.iter().position(|module| module.id == id)
    }

    /// Which module is meant: one that is named, or the one of the file.
    fn module_of(
        &mut self,
        name: Option<&str>,
        what: &str,
        place: Place,
        frame: &Frame<'_>,
    ) -> Option<usize> {
        let Some(name) = name else {
            if frame.module.is_none() {
                let message =
                    format!("{what} is ambiguous outside of modules: name one with `module`.");
                self.error("modules", place, message);
            }
            return frame.module;
        };
        let found = match frame.module {
            Some(own) => self.other(own, name),
            None => self.modules.iter().position(|module| module.id == name),
        };
        if found.is_none() {
            let names: Vec<&str> = self
                .modules
                .iter()
                .map(|module| module.id.as_str())
                .collect();
            let help = meant(name, names);
            let message = format!("{what} names the module \"{name}\", which there is not.");
            self.find(Level::Error, "modules", place, message, help);
        }
        found
    }

    /// `_module.var`, `_module.id`, `_module.pageId`, `_module.connectionId`, `_module.endpointId`.
    pub(super) fn module_operator(
        &mut self,
        key: &str,
        params: &Node,
        place: Place,
        frame: &Frame<'_>,
    ) -> Node {
        let node = match key {
            "_module.var" => self.module_var(params, place, frame),
            "_module.id" => {
                let name = params.get("module").and_then(Node::as_str);
                let module = self.module_of(name, "_module.id", place, frame);
                module.map(|i| Node::text(&self.modules[i].id, place))
            }
            "_module.pageId" => self.module_id("pages", "page", key, params, place, frame),
            "_module.connectionId" => {
                self.module_id("connections", "connection", key, params, place, frame)
            }
            "_module.endpointId" => self.module_id("api", "endpoint", key, params, place, frame),
            _ => {
                self.error("modules", place, format!("There is no operator `{key}`."));
                None
            }
        };
        node.unwrap_or_else(|| Node::null(place))
    }

    fn module_var(&mut self, params: &Node, place: Place, frame: &Frame<'_>) -> Option<Node> {
        let i = self.module_of(None, "_module.var", place, frame)?;
        let key = params.as_str().or_else(|| params.get("key")?.as_str());
        let Some(key) = key else {
            let shown = received(Some(params));
            self.error(
                "modules",
                place,
                format!("_module.var takes the name of a variable. Received {shown}."),
            );
            return None;
        };
        let module = &self.modules[i];
        let given = module.entry.get("vars").and_then(|vars| vars.at(key));
        if let Some(given) = given.filter(|node| !node.is_null()) {
            return Some(given.clone());
        }
        let (name, rest) = key.split_once('.').unwrap_or((key, ""));
        let rule = module.manifest.get("vars").and_then(|vars| vars.get(name));
        let default = rule.and_then(|rule| rule.get("default")).cloned();
        let file = module.file;
        match default.or_else(|| params.get("default").cloned()) {
            Some(default) => {
                let inner = frame.of_module(i, file, None);
                let default = self.resolve(&default, &inner);
                match rest {
                    "" => Some(default),
                    rest => default.at(rest).cloned(),
                }
            }
            None => None,
        }
    }

    fn module_id(
        &mut self,
        section: &str,
        what: &str,
        key: &str,
        params: &Node,
        place: Place,
        frame: &Frame<'_>,
    ) -> Option<Node> {
        let name = params.get("module").and_then(Node::as_str);
        let i = self.module_of(name, key, place, frame)?;
        let id = params.as_str().or_else(|| params.get("id")?.as_str());
        let Some(id) = id else {
            let shown = received(Some(params));
            self.error(
                "modules",
                place,
                format!("{key} takes an id, or `id` and `module`. Received {shown}."),
            );
            return None;
        };
        let module = &self.modules[i];
        let shared = module.shared(id).filter(|_| section == "connections");
        if let Some(shared) = shared {
            return Some(Node::text(shared, place));
        }
        if let Some(exports) = module.exports(section)
            && !exports.contains(&id)
        {
            let help = meant(id, exports);
            let message = format!("Module \"{}\" does not export {what} \"{id}\".", module.id);
            self.find(Level::Error, "modules", place, message, help);
            return None;
        }
        Some(Node::text(format!("{}/{id}", module.id), place))
    }

    /// What `_ref: { module, component }` or `{ module, menu }` refers to.
    pub(super) fn module_part(
        &mut self,
        definition: &Node,
        place: Place,
        frame: &Frame<'_>,
    ) -> Option<Node> {
        let text = |key: &str| definition.get(key).and_then(Node::as_str);
        let i = self.module_of(text("module"), "_ref", place, frame)?;
        let part = [("components", "component"), ("menus", "menu")];
        let part = part
            .into_iter()
            .find_map(|(section, key)| Some((section, key, text(key)?)));
        let Some((section, what, id)) = part else {
            let message = "A _ref to a module names a `component` or a `menu` of it.";
            self.error("modules", place, message);
            return None;
        };
        let module = &self.modules[i];
        let (file, name) = (module.file, module.id.clone());
        let Some(node) = module.part(section, id).cloned() else {
            let message = format!("Module \"{name}\" has no {what} \"{id}\".");
            self.error("modules", place, message);
            return None;
        };
        self.note(file, Some(frame.file));
        let node = node.get(if what == "menu" { "links" } else { "component" });
        let vars = definition.get("vars").filter(|vars| !vars.is_null());
        let inner = frame.of_module(i, file, vars);
        if inner.level > super::reference::MAX_LEVEL {
            let message = format!(
                "Circular reference: the {what} \"{id}\" of module \"{name}\" refers to itself."
            );
            self.error("modules", place, message);
            return None;
        }
        let node = with_vars(node?, vars);
        let node = self.resolve(&node, &inner);
        let node = self.fits(node)?;
        self.check_secrets(i, &node);
        match text("key") {
            Some(key) => node.at(key).cloned(),
            None => Some(node),
        }
    }

    /// The app with what its modules bring.
    pub(super) fn with_modules(&mut self, app: Node, frame: &Frame<'_>) -> Node {
        let Some(object) = app.as_object().filter(|_| !self.modules.is_empty()) else {
            return app;
        };
        let mut fields = object.fields();
        for i in 0..self.modules.len() {
            let (file, place) = (self.modules[i].file, self.modules[i].place);
            for section in SECTIONS {
                let own = self.modules[i].manifest.get(section).cloned();
                let Some(own) = own.filter(|node| !node.is_null()) else {
                    continue;
                };
                let inner = frame.of_module(i, file, None);
                let own = self.resolve(&own, &inner);
                let Some(items) = own.as_list() else {
                    let message = format!("`{section}` of a module is not an array.");
                    self.error("modules", own.place, message);
                    continue;
                };
                self.check_secrets(i, &own);
                let items = items
                    .iter()
                    .filter_map(|item| self.modules[i].scoped(item, section));
                let mut all = match fields.get(section).and_then(|(_, node)| node.as_list()) {
                    Some(all) => all.to_vec(),
                    None => Vec::new(),
                };
                all.extend(items);
                let at = fields.get(section).map_or(place, |(at, _)| *at);
                fields.insert(section.into(), (at, Node::list(all, at)));
            }
        }
        Node::object(fields, app.place)
    }
}
