//! The app itself: its parts in their order, and those that are taken as they are.

use engine::Realm;

use super::{App, Artifact, Part, auth, pages, set, types::Types};
use crate::build::Compiler;
use crate::fields::Fields;
use crate::known::meant;
use crate::node::{Node, Object, Place};
use crate::scripts::Scripts;
use crate::units::Units;

/// Keys that an app may have.
pub const KEYS: [&str; 27] = [
    "agents",
    "api",
    "app",
    "auth",
    "cli",
    "config",
    "connections",
    "description",
    "events",
    "global",
    "i18n",
    "lath",
    "license",
    "logger",
    "lowdefy",
    "mcp",
    "menus",
    "modules",
    "name",
    "notifications",
    "pages",
    "plugins",
    "seed",
    "slug",
    "theme",
    "version",
    "websockets",
];

/// The artifacts of `root`, the whole app with all references in. None where it is no app at all.
pub(crate) fn app(c: &mut Compiler<'_>, units: &mut Units, root: &Node) -> Option<App> {
    let empty = Node::object(Fields::default(), root.place);
    let root = if root.is_null() { &empty } else { root };
    let Some(object) = root.as_object() else {
        c.error(
            "schema",
            root.place,
            "An app is an object with keys such as `pages`.",
        );
        return None;
    };
    keys(c, object, root.place);
    let mut types = Types::of(object);
    let mut scripts = Scripts::default();
    let mut parts = Vec::new();
    let mut whole = |path: &str, key: &str, node: Node| {
        parts.push(Part::One(Artifact {
            path: path.to_owned(),
            key: format!("root.{key}"),
            node,
        }));
    };
    whole("app.json", "app", html(c, object, root.place));
    whole("config.json", "config", config(c, object, root.place));
    whole(
        "global.json",
        "global",
        part(c, object, "global", "Global is not an object.", root.place),
    );
    let rules = auth::auth(c, object, root.place, &mut types);
    whole("auth.json", "auth", rules.node.clone());
    c.connections(object, &mut types, &mut parts);
    let all = pages::with_defaults(c, object);
    let built = c.pages(units, &all, &rules, &mut types, &mut parts);
    c.endpoints(object, &rules, &mut types, &mut parts);
    let menus = c.menus(object, root.place, &built);
    parts.push(Part::One(Artifact {
        path: "menus.json".to_owned(),
        key: "root.menus".to_owned(),
        node: menus,
    }));
    for part in &mut parts {
        match part {
            Part::One(artifact) => {
                let realm = match artifact.path == "menus.json" {
                    true => Realm::Client,
                    false => Realm::Server,
                };
                types.operators(c, &artifact.node, realm);
                artifact.node = scripts.extract(&artifact.node, realm);
            }
            Part::Page(unit, _) => {
                types.add_operators(&unit.types);
                scripts.add_all(&unit.scripts);
            }
        }
    }
    types.check(c);
    Some(App {
        parts,
        types: types.value(),
        scripts,
    })
}

/// Warns of keys that an app does not have.
fn keys(c: &mut Compiler<'_>, object: &Object, place: Place) {
    if object.get("lowdefy").is_none() && object.get("lath").is_none() {
        let message = "Lowdefy configuration should have required property \"lowdefy\".";
        c.warn(
            "schema",
            Place {
                end: place.start,
                ..place
            },
            message,
        );
    }
    for (key, at, _) in object.iter() {
        if KEYS.contains(&&**key) || key.starts_with('~') {
            continue;
        }
        let close = meant(key, KEYS);
        let message = format!("An app has no key \"{key}\".");
        c.find(crate::finding::Level::Warning, "schema", at, message, close);
    }
}

/// `app`, with texts for the document.
fn html(c: &mut Compiler<'_>, object: &Object, place: Place) -> Node {
    let app = part(c, object, "app", "lowdefy.app is not an object.", place);
    let mut fields = app.as_object().map(|o| o.fields()).unwrap_or_default();
    let html = fields.get("html").map(|(_, node)| node.clone());
    let html = html.filter(|node| !node.is_null());
    let mut parts = match &html {
        None => Fields::default(),
        Some(html) => match html.as_object() {
            Some(object) => object.fields(),
            None => {
                c.error("schema", html.place, "lowdefy.app.html is not an object.");
                Fields::default()
            }
        },
    };
    for key in ["appendBody", "appendHead"] {
        if parts.get(key).is_none_or(|(_, node)| node.is_null()) {
            set(&mut parts, key, Node::text("", app.place));
        }
    }
    let at = html.map_or(app.place, |node| node.place);
    set(&mut fields, "html", Node::object(parts, at));
    Node::object(fields, app.place)
}

fn config(c: &mut Compiler<'_>, object: &Object, place: Place) -> Node {
    let config = part(
        c,
        object,
        "config",
        "lowdefy.config is not an object.",
        place,
    );
    if let Some(path) = config.get("basePath").filter(|node| !node.is_null()) {
        match path.as_str() {
            Some(text) if text.starts_with('/') => {}
            Some(_) => c.error("schema", path.place, "Base path must start with \"/\"."),
            None => c.warn("schema", path.place, "config.basePath should be a string."),
        }
    }
    config
}

/// The object at `key`, empty where there is none.
fn part(c: &mut Compiler<'_>, object: &Object, key: &str, message: &str, place: Place) -> Node {
    let empty = Node::object(
        Fields::default(),
        Place {
            end: place.start,
            ..place
        },
    );
    match object.get(key).filter(|node| !node.is_null()) {
        None => empty,
        Some(node) if node.as_object().is_some() => node.clone(),
        Some(node) => {
            c.error("schema", node.place, message);
            empty
        }
    }
}
