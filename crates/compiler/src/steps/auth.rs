//! Who may see what: the rules of `auth`, put onto pages and endpoints.

use std::collections::HashMap;

use engine::Value;
use indexmap::IndexMap;

use super::{place_of, set, types::Types};
use crate::build::{Compiler, received};
use crate::fields::Fields;
use crate::node::{Node, Object, Place};

/// The rules of an app.
pub(super) struct Rules {
    /// `auth.json`.
    pub(super) node: Node,
    pages: Entities,
    api: Entities,
}

/// The rules of pages, or of endpoints.
#[derive(Default)]
struct Entities {
    /// Everything but `public` is protected.
    is_protected: bool,
    /// What is public though the rest is not; none if it is not said.
    public: Option<Vec<String>>,
    /// What is protected.
    protected: Vec<String>,
    /// Names by role, in order.
    roles: IndexMap<String, Vec<String>>,
}

/// What is an empty object, and what an empty list, where the author has none.
const OBJECTS: [&str; 2] = ["session", "theme"];
const LISTS: [&str; 3] = ["callbacks", "events", "providers"];

/// Reads `auth`, with defaults.
pub(super) fn auth(c: &mut Compiler<'_>, app: &Object, place: Place, types: &mut Types) -> Rules {
    let place = Place {
        end: place.start,
        ..place
    };
    let written = app.get("auth").filter(|node| !node.is_null());
    let is_configured = written.is_some();
    let empty = Node::object(Fields::default(), place);
    let node = match written {
        Some(node) if node.as_object().is_none() => {
            c.error("schema", node.place, "lowdefy.auth is not an object.");
            &empty
        }
        Some(node) => node,
        None => &empty,
    };
    let at = node.place;
    let mut fields = node.as_object().map(|o| o.fields()).unwrap_or_default();
    let object = |fields: &mut Fields, key: &str| {
        if fields.get(key).is_none_or(|(_, node)| node.is_null()) {
            set(fields, key, Node::object(Fields::default(), at));
        }
    };
    object(&mut fields, "authPages");
    object(&mut fields, "pages");
    if let Some((_, pages)) = fields.get("pages").cloned() {
        match pages.as_object() {
            Some(pages_object) => {
                let mut inner = pages_object.fields();
                object(&mut inner, "roles");
                set(&mut fields, "pages", Node::object(inner, pages.place));
            }
            None => c.error(
                "schema",
                pages.place,
                "lowdefy.auth.pages is not an object.",
            ),
        }
    }
    for key in LISTS {
        if fields.get(key).is_none_or(|(_, node)| node.is_null()) {
            set(&mut fields, key, Node::list(Vec::new(), at));
        }
    }
    for key in OBJECTS {
        object(&mut fields, key);
    }
    let configured = Node::scalar(Value::Bool(is_configured), at);
    set(&mut fields, "configured", configured);
    let pages = entities(c, fields.get("pages").map(|(_, node)| node), "pages");
    let api = entities(c, fields.get("api").map(|(_, node)| node), "api");
    let node = Node::object(fields, at);
    if let Some(object) = node.as_object() {
        plugins(c, object, types);
    }
    Rules { node, pages, api }
}

/// Checks adapter, callbacks, events and providers.
fn plugins(c: &mut Compiler<'_>, auth: &Object, types: &mut Types) {
    let all = [
        ("callbacks", "callback"),
        ("events", "event"),
        ("providers", "provider"),
    ];
    let listed = all.into_iter().flat_map(|(key, what)| {
        let items = auth.get(key).and_then(Node::as_list).unwrap_or_default();
        items.iter().map(move |item| (what, item))
    });
    let adapter = auth.get("adapter").filter(|node| !node.is_null());
    for (what, node) in listed.chain(adapter.map(|node| ("adapter", node))) {
        let Some(object) = node.as_object() else {
            let message = format!(
                "Auth {what} should be an object. Received {}.",
                received(Some(node))
            );
            c.error("schema", node.place, message);
            continue;
        };
        let name = format!("Auth {what}");
        if let Some(id) = c.id(object, node.place, &name, "") {
            let where_ = format!(" at {what} \"{id}\"");
            if let Some(kind) = c.type_of(object, node.place, &name, &where_) {
                types.auth(what, kind, place_of(object, "type", node.place));
            }
        }
    }
}

fn entities(c: &mut Compiler<'_>, node: Option<&Node>, what: &str) -> Entities {
    let mut rules = Entities::default();
    let Some(object) = node.and_then(Node::as_object) else {
        return rules;
    };
    let (protected, public) = (object.get("protected"), object.get("public"));
    let is = |node: Option<&Node>, flag: bool| node.is_some_and(|n| n.is(&Value::Bool(flag)));
    let is_list = |node: Option<&Node>| node.is_some_and(|n| n.as_list().is_some());
    let name = if what == "pages" {
        "pages"
    } else {
        "api endpoints"
    };
    if (is(protected, true) && is(public, true)) || (is_list(protected) && is_list(public)) {
        let message = format!(
            "Protected and public {name} are mutually exclusive. When protected {name} are listed, \
             all unlisted {name} are public by default and visa versa."
        );
        c.error(
            "auth",
            place_of(object, "public", Place::default()),
            message,
        );
    }
    for (key, title, node) in [
        ("protected", "Protected", protected),
        ("public", "Public", public),
    ] {
        let Some(node) = node else { continue };
        if node.is(&Value::Bool(false)) {
            c.error(
                "auth",
                node.place,
                format!("{title} {name} can not be set to false."),
            );
        } else if !node.is_null() && !node.is(&Value::Bool(true)) && node.as_list().is_none() {
            let shown = received(Some(node));
            let message = format!("auth.{what}.{key} should be true or a list. Received {shown}.");
            c.error("auth", node.place, message);
        }
    }
    rules.is_protected = is(protected, true);
    rules.public = public.and_then(|node| names(c, node));
    rules.protected = protected
        .and_then(|node| names(c, node))
        .unwrap_or_default();
    let roles = object.get("roles").and_then(Node::as_object);
    for (role, _, node) in roles.into_iter().flat_map(|object| object.iter()) {
        match names(c, node) {
            Some(names) => {
                rules.roles.insert(role.to_string(), names);
            }
            None => {
                let message = format!("auth.{what}.roles.{role} should be a list.");
                c.error("auth", node.place, message);
            }
        }
    }
    rules
}

/// The ids in a list; a rule that names no id would protect nothing.
fn names(c: &mut Compiler<'_>, node: &Node) -> Option<Vec<String>> {
    let items = node.as_list()?;
    let mut out = Vec::new();
    for item in items {
        match item.as_str() {
            Some(text) => out.push(text.to_owned()),
            None => {
                let message = format!("Expected an id. Received {}.", received(Some(item)));
                c.error("auth", item.place, message);
            }
        }
    }
    Some(out)
}

impl Rules {
    /// The rule of a page.
    pub(super) fn page(&self, c: &mut Compiler<'_>, id: &str, place: Place) -> Node {
        // Whoever is sent to it must be able to see it.
        if id == "404" {
            return public(place);
        }
        self.pages.rule(c, "Page", id, place)
    }

    /// The rule of an endpoint.
    pub(super) fn endpoint(&self, c: &mut Compiler<'_>, id: &str, place: Place) -> Node {
        self.api.rule(c, "Endpoint", id, place)
    }

    /// Warns of ids in rules that no page or no endpoint has.
    pub(super) fn check(&self, c: &mut Compiler<'_>, what: &str, ids: &[&str]) {
        let rules = if what == "pages" {
            &self.pages
        } else {
            &self.api
        };
        let listed = rules.public.iter().flatten().chain(&rules.protected);
        let all = listed.chain(rules.roles.values().flatten());
        let unknown: Vec<String> = all
            .filter(|pattern| !ids.iter().any(|id| fits(pattern, id)))
            .cloned()
            .collect();
        let place = self
            .node
            .get(what)
            .map_or(self.node.place, |node| node.place);
        for id in unknown {
            let help = crate::known::meant(&id, ids.iter().copied());
            let message = format!("auth.{what} names \"{id}\", which there is not.");
            let at = find_text(self.node.get(what), &id).unwrap_or(place);
            c.find(
                crate::finding::Level::Warning,
                "link-refs",
                at,
                message,
                help,
            );
        }
    }
}

fn find_text(node: Option<&Node>, text: &str) -> Option<Place> {
    let node = node?;
    if node.as_str() == Some(text) {
        return Some(node.place);
    }
    if let Some(items) = node.as_list() {
        return items.iter().find_map(|item| find_text(Some(item), text));
    }
    let object = node.as_object()?;
    object
        .iter()
        .find_map(|(_, _, item)| find_text(Some(item), text))
}

impl Entities {
    fn rule(&self, c: &mut Compiler<'_>, what: &str, id: &str, place: Place) -> Node {
        let has = |names: &[String]| names.iter().any(|name| fits(name, id));
        let roles = self.roles.iter().filter(|(_, names)| has(names));
        let roles: Vec<Node> = roles.map(|(role, _)| Node::text(role, place)).collect();
        if !roles.is_empty() {
            let roles = Node::list(roles, place);
            if self.public.as_deref().is_some_and(has) {
                let shown = received(Some(&roles));
                let message =
                    format!("{what} \"{id}\" is both protected by roles {shown} and public.");
                c.error("auth", place, message);
            }
            let no = Node::scalar(Value::Bool(false), place);
            return Node::made([("public", no), ("roles", roles)], place);
        }
        let is_protected = match &self.public {
            Some(public) => !has(public),
            None => self.is_protected || has(&self.protected),
        };
        let is_public = Node::scalar(Value::Bool(!is_protected), place);
        Node::made([("public", is_public)], place)
    }
}

/// The rule of what anyone may see.
pub(super) fn public(place: Place) -> Node {
    Node::made([("public", Node::scalar(Value::Bool(true), place))], place)
}

/// Does `id` fit `pattern`, in which `*` stands for anything?
fn fits(pattern: &str, id: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = id.strip_prefix(first) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// Pages by id with their rules, for menus.
pub(super) type PageRules = HashMap<String, Node>;
