//! Blocks: ids, types, events, requests and the blocks within.

use super::{pages::PageCx, place_of, set};
use crate::build::{Compiler, received};
use crate::fields::Fields;
use crate::finding::Level;
use crate::known::meant;
use crate::node::{Node, Object, Place};

/// Keys that a block may have.
pub const KEYS: [&str; 23] = [
    "areas",
    "auth",
    "blocks",
    "class",
    "description",
    "events",
    "id",
    "layout",
    "loading",
    "name",
    "pageId",
    "properties",
    "required",
    "requests",
    "skeleton",
    "slots",
    "style",
    "styles",
    "subscriptions",
    "tags",
    "type",
    "validate",
    "visible",
];

impl Compiler<'_> {
    /// A block as the server reads it. None where it is broken, which is said.
    pub(super) fn block(&mut self, node: &Node, cx: &mut PageCx<'_>) -> Option<Node> {
        let (object, id) = self.block_id(node, cx)?;
        self.block_type(object, id, node.place, cx);
        let at = place_of(object, "id", node.place);
        let n = cx.counts.entry(id.to_owned()).or_default();
        let count = *n;
        *n += 1;
        let mut fields = Fields::room(object.iter().len() + 2);
        for (key, place, value) in object.iter() {
            match &**key {
                "blocks" if !value.is_null() => {}
                "requests" => {}
                "events" => {
                    let events = self.events(value, id, cx);
                    fields.insert(key.clone(), (place, events));
                }
                "skeleton" => {
                    let skeleton = self.skeleton(value, &format!("{id}.skeleton"), cx);
                    fields.insert(key.clone(), (place, skeleton));
                }
                _ => {
                    self.block_key(key, place, id, cx);
                    fields.insert(key.clone(), (place, value.clone()));
                }
            }
        }
        let full = format!("block:{}:{id}:{count}", cx.id);
        set(&mut fields, "id", Node::text(full, at));
        set(&mut fields, "blockId", Node::text(id, at));
        self.requests(object, id, cx);
        self.within(object, id, &mut fields, cx);
        Some(Node::object(fields, node.place))
    }

    /// Warns of a key that is nearly one that blocks have.
    fn block_key(&mut self, key: &str, place: Place, id: &str, cx: &PageCx<'_>) {
        if KEYS.contains(&key) || key.starts_with('~') {
            return;
        }
        if let Some(help) = meant(key, KEYS) {
            let message = format!(
                "Block \"{id}\" on page \"{}\" has the key \"{key}\".",
                cx.id
            );
            self.find(Level::Warning, "schema", place, message, Some(help));
        }
    }

    fn block_id<'n>(&mut self, node: &'n Node, cx: &PageCx<'_>) -> Option<(&'n Object, &'n str)> {
        let Some(object) = node.as_object() else {
            let message = format!(
                "Expected block to be an object on page \"{}\". Received {}.",
                cx.id,
                received(Some(node))
            );
            self.error("schema", node.place, message);
            return None;
        };
        let where_ = format!(" at page \"{}\"", cx.id);
        let id = self.id(object, node.place, "Block", &where_)?;
        Some((object, id))
    }

    fn block_type(&mut self, object: &Object, id: &str, place: Place, cx: &mut PageCx<'_>) {
        let page = &cx.id;
        let kind = object.get("type").filter(|node| !node.is_null());
        match kind.map(|node| (node.as_str(), node)) {
            None => {
                let message = format!("Block type is not defined at \"{id}\" on page \"{page}\".");
                self.error("schema", place_of(object, "id", place), message);
            }
            Some((None, node)) => {
                let message = format!(
                    "Block type is not a string at \"{id}\" on page \"{page}\". Received {}.",
                    received(Some(node))
                );
                self.error("schema", node.place, message);
            }
            Some((Some(kind), node)) => cx.types.block(kind, node.place),
        }
    }

    /// The blocks within: `blocks` are those of the area `content`.
    fn within(&mut self, object: &Object, id: &str, fields: &mut Fields, cx: &mut PageCx<'_>) {
        let own = object.get("blocks").filter(|node| !node.is_null());
        let name = match object.get("slots") {
            Some(slots) => {
                if object.get("areas").is_some() {
                    let message = format!(
                        "Block \"{id}\" on page \"{}\" has both areas and slots.",
                        cx.id
                    );
                    self.error("schema", slots.place, message);
                }
                "slots"
            }
            None => "areas",
        };
        let areas = object.get(name).and_then(Node::as_object);
        let mut all = areas.map(|areas| areas.fields()).unwrap_or_default();
        if let Some(own) = own {
            if own.as_list().is_none() {
                let message = format!(
                    "Blocks at {id} on page {} is not an array. Received {}",
                    cx.id,
                    received(Some(own))
                );
                self.error("schema", own.place, message);
                return;
            }
            let content = all.get("content").and_then(|(_, node)| node.as_object());
            let mut content = content.map(|c| c.fields()).unwrap_or_default();
            set(&mut content, "blocks", own.clone());
            set(&mut all, "content", Node::object(content, own.place));
        } else if areas.is_none() {
            return;
        }
        let mut built = Fields::room(all.len());
        for (key, place, area) in all.iter() {
            let area = match key.starts_with('~') {
                true => area.clone(),
                false => self.area(key, area, id, cx),
            };
            built.insert(key.clone(), (place, area));
        }
        let place = object
            .get(name)
            .or(own)
            .map_or(Place::default(), |node| node.place);
        set(fields, name, Node::object(built, place));
    }

    fn area(&mut self, key: &str, area: &Node, id: &str, cx: &mut PageCx<'_>) -> Node {
        let Some(object) = area.as_object() else {
            let message = format!(
                "Expected area {key} to be an object at {id} on page {}. Received {}.",
                cx.id,
                received(Some(area))
            );
            self.error("schema", area.place, message);
            return area.clone();
        };
        let mut fields = object.fields();
        let blocks = object.get("blocks").filter(|node| !node.is_null());
        let built = match blocks.map(|node| (node.as_list(), node)) {
            None => Node::list(Vec::new(), area.place),
            Some((Some(items), node)) => {
                let items = items.iter().filter_map(|item| self.block(item, cx));
                Node::list(items.collect(), node.place)
            }
            Some((None, node)) => {
                let message = format!(
                    "Expected blocks to be an array at {id} in area {key} on page {}. Received {}",
                    cx.id,
                    received(Some(node))
                );
                self.error("schema", node.place, message);
                Node::list(Vec::new(), node.place)
            }
        };
        set(&mut fields, "blocks", built);
        Node::object(fields, area.place)
    }

    /// What is shown while a block loads: blocks without ids.
    fn skeleton(&mut self, node: &Node, id: &str, cx: &PageCx<'_>) -> Node {
        let Some(object) = node.as_object() else {
            return node.clone();
        };
        let mut fields = object.fields();
        if let Some(blocks) = object.get("blocks").filter(|node| !node.is_null()) {
            fields.remove("blocks");
            if blocks.as_list().is_none() {
                let message = format!(
                    "Skeleton blocks at {id} on page {} is not an array. Received {}",
                    cx.id,
                    received(Some(blocks))
                );
                self.error("schema", blocks.place, message);
                return node.clone();
            }
            let areas = object.get("areas").and_then(Node::as_object);
            let mut areas = areas.map(|areas| areas.fields()).unwrap_or_default();
            let content = areas.get("content").and_then(|(_, node)| node.as_object());
            let mut content = content.map(|c| c.fields()).unwrap_or_default();
            set(&mut content, "blocks", blocks.clone());
            set(&mut areas, "content", Node::object(content, blocks.place));
            set(&mut fields, "areas", Node::object(areas, blocks.place));
        }
        let areas = fields
            .get("areas")
            .and_then(|(_, node)| node.as_object())
            .cloned();
        if let Some(areas) = areas {
            let mut built = areas.fields();
            for area in built.nodes_mut() {
                let (Some(object), Some(blocks)) =
                    (area.as_object(), area.get("blocks").and_then(Node::as_list))
                else {
                    continue;
                };
                let items = blocks.iter().map(|block| self.skeleton(block, id, cx));
                let items = Node::list(items.collect(), area.place);
                let mut inner = object.fields();
                set(&mut inner, "blocks", items);
                *area = Node::object(inner, area.place);
            }
            let place = fields.get("areas").map_or(node.place, |(_, n)| n.place);
            set(&mut fields, "areas", Node::object(built, place));
        }
        Node::object(fields, node.place)
    }
}
