//! Connections.

use super::{Artifact, Ids, Part, place_of, set, types::Types};
use crate::build::{Compiler, received};
use crate::keys::item;
use crate::node::{Node, Object};

impl Compiler<'_> {
    /// Checks connections and makes their artifacts.
    pub(super) fn connections(&mut self, app: &Object, types: &mut Types, parts: &mut Vec<Part>) {
        let mut ids = Ids::default();
        let all = self.section(app, "connections").unwrap_or_default();
        for (i, node) in all.iter().enumerate() {
            let Some(object) = node.as_object() else {
                let shown = received(Some(node));
                let message = format!("Connection should be an object. Received {shown}.");
                self.error("schema", node.place, message);
                continue;
            };
            let Some(id) = self.id(object, node.place, "Connection", "") else {
                continue;
            };
            let at = place_of(object, "id", node.place);
            if !ids.add(id) {
                self.error("ids", at, format!("Duplicate connectionId \"{id}\"."));
                continue;
            }
            if !self.names_file(id, at, "Connection") {
                continue;
            }
            let where_ = format!(" at connection \"{id}\"");
            if let Some(kind) = self.type_of(object, node.place, "Connection", &where_) {
                types.connection(id, kind, place_of(object, "type", node.place));
            }
            let mut fields = object.fields();
            set(
                &mut fields,
                "id",
                Node::text(format!("connection:{id}"), at),
            );
            set(&mut fields, "connectionId", Node::text(id, at));
            let node = Node::object(fields, node.place);
            parts.push(Part::One(Artifact {
                path: format!("connections/{id}.json"),
                key: item("root.connections", i, &node),
                node,
            }));
        }
    }
}
