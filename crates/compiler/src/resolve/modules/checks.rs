//! What the file of a module demands: variables, other modules, the secrets that it reads.

use std::collections::BTreeSet;

use super::Module;
use crate::build::{Compiler, received};
use crate::node::{Kind, Node, Place};
use crate::resolve::{Frame, is_truthy};

impl Compiler<'_> {
    /// Checks variables and dependencies of a module.
    pub(super) fn check_module(&mut self, i: usize) {
        let module = &self.modules[i];
        let (id, place) = (module.id.clone(), module.place);
        let mut wrong = Vec::new();
        let vars = module.manifest.get("vars").and_then(Node::as_object);
        let vars = vars.iter().flat_map(|vars| vars.iter());
        for (name, _, rule) in vars {
            let given = module.entry.get("vars").and_then(|vars| vars.get(name));
            let given = given.filter(|node| !node.is_null());
            let is_required = rule.get("required").is_some_and(is_truthy);
            match (given, rule.get("type").and_then(Node::as_str)) {
                (None, _) if is_required && rule.get("default").is_none() => {
                    wrong.push((
                        place,
                        format!("The module \"{id}\" needs the variable \"{name}\"."),
                    ));
                }
                (Some(node), Some(kind)) if !is_of(node, kind) => {
                    let shown = received(Some(node));
                    let message = format!(
                        "The variable \"{name}\" of module \"{id}\" should be of type {kind}. Received {shown}."
                    );
                    wrong.push((node.place, message));
                }
                _ => {}
            }
        }
        let needs = module.manifest.get("dependencies").and_then(Node::as_list);
        for need in needs.unwrap_or_default() {
            let name = need.as_str().or_else(|| need.get("id")?.as_str());
            let is_optional = need.get("optional").is_some_and(is_truthy);
            if let Some(name) = name.filter(|name| !is_optional && self.other(i, name).is_none()) {
                let message = format!(
                    "The module \"{id}\" needs another as \"{name}\": name it in its `dependencies`."
                );
                wrong.push((place, message));
            }
        }
        for (place, message) in wrong {
            self.error("modules", place, message);
        }
    }

    /// Whether a file reads the variable `key` of the environment rightly: one of a module only those
    /// that the module's file names. Says so if not.
    pub(in crate::resolve) fn may_read_env(
        &mut self,
        key: &str,
        place: Place,
        frame: &Frame<'_>,
    ) -> bool {
        let module = frame.module.map(|i| &self.modules[i]);
        let Some(module) = module.filter(|module| !module.names("env").contains(key)) else {
            return true;
        };
        let message = format!(
            "The module \"{}\" reads the variable \"{key}\" of the environment, which is not among \
             the `env` of its file.",
            module.id
        );
        self.error("modules", place, message);
        false
    }

    /// A module reads only secrets that its file names.
    pub(super) fn check_secrets(&mut self, i: usize, node: &Node) {
        let allowed = self.modules[i].names("secrets");
        let mut read = Vec::new();
        secrets(node, &mut read);
        for (name, place) in read {
            if name.as_ref().is_some_and(|name| allowed.contains(name)) {
                continue;
            }
            let id = &self.modules[i].id;
            let message = match name {
                Some(name) => format!(
                    "The module \"{id}\" reads the secret \"{name}\", which is not among the `secrets` of its file."
                ),
                None => format!(
                    "The module \"{id}\" reads a secret whose name is not written as a plain text. In \
                     `_js` the word `secret` may stand for nothing else."
                ),
            };
            self.error("modules", place, message);
        }
    }
}

impl Module {
    /// The names that its file lists at `key`, each as a text or as `{name}`.
    fn names(&self, key: &str) -> BTreeSet<String> {
        let list = self.manifest.get(key).and_then(Node::as_list);
        let name = |node| Node::as_str(node).or_else(|| node.get("name").and_then(Node::as_str));
        let names = list.unwrap_or_default().iter().filter_map(name);
        names.map(str::to_owned).collect()
    }
}

/// Is the value of the type that a rule names?
fn is_of(node: &Node, kind: &str) -> bool {
    match kind {
        "string" => node.as_str().is_some(),
        "array" => node.as_list().is_some(),
        "object" => node.as_object().is_some(),
        "number" | "integer" => matches!(&node.kind, Kind::Scalar(v) if v.as_number().is_some()),
        "boolean" => matches!(&node.kind, Kind::Scalar(v) if v.as_bool().is_some()),
        _ => true,
    }
}

/// Names of secrets that are read in `node`, none for one that is computed.
fn secrets(node: &Node, out: &mut Vec<(Option<String>, Place)>) {
    match &node.kind {
        Kind::List(list) => list.items().iter().for_each(|item| secrets(item, out)),
        Kind::Object(object) => {
            for (key, place, value) in object.iter() {
                let bare = key.trim_start_matches('_');
                if bare.len() < key.len() && (bare == "secret" || bare.starts_with("secret.")) {
                    let name = value.as_str().or_else(|| value.get("key")?.as_str());
                    out.push((name.map(str::to_owned), place));
                }
                let code = value.as_str().or_else(|| value.get("fn")?.as_str());
                if let Some(code) = code.filter(|_| bare.len() < key.len() && bare == "js") {
                    let read = super::code::secrets(code);
                    out.extend(read.into_iter().map(|name| (name, place)));
                }
                secrets(value, out);
            }
        }
        Kind::Scalar(_) => {}
    }
}
