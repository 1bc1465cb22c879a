//! The steps of the build after references are in: each part of the app is checked and brought into
//! the form that the server reads.

mod app;
mod auth;
mod blocks;
mod connections;
mod endpoints;
mod events;
mod menus;
mod pages;
mod refs;
mod requests;
mod types;

use std::sync::Arc;

use engine::{Str, Value};

use crate::build::{Compiler, received};
use crate::fields::Fields;
use crate::node::{Node, Object, Place};
use crate::scripts::Scripts;
use crate::units::Unit;

pub use app::KEYS as APP_KEYS;
pub(crate) use app::app;
pub use blocks::KEYS as BLOCK_KEYS;
pub(crate) use types::Types;

/// A file of the build.
pub(crate) struct Artifact {
    /// Its path in the build folder.
    pub(crate) path: String,
    /// Where it is in the app: `root.pages[0:home:Box]`.
    pub(crate) key: String,
    /// What is in it.
    pub(crate) node: Node,
}

/// A part of the build.
pub(crate) enum Part {
    /// A single file.
    One(Artifact),
    /// A page with its requests, and where it is in the app.
    Page(Arc<Unit>, String),
}

/// All that a build gives.
pub(crate) struct App {
    pub(crate) parts: Vec<Part>,
    pub(crate) types: Value,
    pub(crate) scripts: Scripts,
}

/// Ids that were used so far.
#[derive(Default)]
struct Ids(std::collections::HashSet<Str>);

impl Ids {
    /// All of them.
    fn all(&self) -> Vec<&str> {
        self.0.iter().map(|id| &**id).collect()
    }

    /// Adds one; false if it is there already.
    fn add(&mut self, id: &str) -> bool {
        self.0.insert(id.into())
    }
}

/// What `node` is at its key: the place of the value, or of the object where there is none.
fn place_of(object: &Object, key: &str, around: Place) -> Place {
    object.get(key).map_or(around, |node| node.place)
}

/// Sets an entry, with the place of what it is made of.
fn set(fields: &mut Fields, key: &str, node: Node) {
    let place = node.place;
    fields.insert(key.into(), (place, node));
}

impl Compiler<'_> {
    /// An id that is a text. `what` is `Page`, `where_` what follows: ` at page 0`.
    fn id<'n>(
        &mut self,
        object: &'n Object,
        place: Place,
        what: &str,
        where_: &str,
    ) -> Option<&'n str> {
        let Some(id) = object.get("id") else {
            self.error("ids", place, format!("{what} id missing{where_}."));
            return None;
        };
        let text = id.as_str();
        if text.is_none() {
            let shown = received(Some(id));
            let message = format!("{what} id is not a string{where_}. Received {shown}.");
            self.error("ids", id.place, message);
        }
        text
    }

    /// A type that is a text.
    fn type_of<'n>(
        &mut self,
        object: &'n Object,
        place: Place,
        what: &str,
        where_: &str,
    ) -> Option<&'n str> {
        let node = object.get("type");
        let text = node.and_then(Node::as_str);
        if text.is_none() {
            let shown = received(node);
            let message = format!("{what} type is not a string{where_}. Received {shown}.");
            self.error("schema", place_of(object, "type", place), message);
        }
        text
    }

    /// Is `id` good as the name of a file? Says so if not.
    fn names_file(&mut self, id: &str, place: Place, what: &str) -> bool {
        let is_part = |part: &str| !part.is_empty() && part != "." && part != "..";
        let is_good = id.split('/').all(is_part) && !id.contains(['\\', '\0']) && id.len() <= 200;
        if !is_good {
            let shown = received(Some(&Node::text(id, place)));
            let message = format!("{what} id {shown} cannot be the name of a file.");
            self.error("ids", place, message);
        }
        is_good
    }

    /// The list at `key` of the app; none where there is nothing. Says so where it is no list.
    fn section<'n>(&mut self, app: &'n Object, key: &str) -> Option<&'n [Node]> {
        let node = app.get(key).filter(|node| !node.is_null())?;
        let items = node.as_list();
        if items.is_none() {
            self.error(
                "schema",
                node.place,
                format!("lowdefy.{key} is not an array."),
            );
        }
        items
    }
}
