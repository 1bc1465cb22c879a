//! What a module gives to the app, in the form that it has there.

use std::path::{Component, Path};

use super::Module;
use crate::fields::Fields;
use crate::node::{Node, Object};

impl Module {
    /// A page, connection or endpoint with the id that it has in the app. None for a connection that one
    /// of the app stands for.
    pub(super) fn scoped(&self, item: &Node, section: &str) -> Option<Node> {
        let Some((object, id)) = item.as_object().zip(item.get("id").and_then(Node::as_str)) else {
            // What is wrong with it is said where it is built.
            return Some(item.clone());
        };
        if section == "connections" && self.shared(id).is_some() {
            return None;
        }
        let mut fields: Fields = Object::fields(object);
        let at = item.get("id").map_or(item.place, |id| id.place);
        fields.insert(
            "id".into(),
            (at, Node::text(format!("{}/{id}", self.id), at)),
        );
        Some(Node::object(fields, item.place))
    }
}

/// The file at `path` in the folder `dir` of a module; none for one that is not in it.
pub(in crate::resolve) fn below(dir: &str, path: &str) -> Option<String> {
    let mut parts = Vec::new();
    for part in Path::new(path).components() {
        match part {
            Component::Normal(name) => parts.push(name.to_str()?),
            Component::ParentDir => drop(parts.pop()?),
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(format!("{dir}/{}", parts.join("/")))
}

/// A part that is no more than a reference to a file: the file gets the variables of the part.
pub(super) fn with_vars(node: &Node, vars: Option<&Node>) -> Node {
    let reference = node.as_object().and_then(|object| object.single());
    let reference = reference.filter(|(key, _)| &***key == "_ref");
    let (Some((_, definition)), Some(vars)) = (reference, vars) else {
        return node.clone();
    };
    let mut fields = match definition.as_object() {
        Some(object) => object.fields(),
        None => Fields::from_iter([("path".into(), (definition.place, definition.clone()))]),
    };
    if !fields.contains_key("vars") {
        fields.insert("vars".into(), (vars.place, vars.clone()));
    }
    let definition = Node::object(fields, definition.place);
    Node::made([("_ref", definition)], node.place)
}
