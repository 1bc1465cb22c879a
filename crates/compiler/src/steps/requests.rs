//! Requests: those of any block belong to the page.

use super::{pages::PageCx, place_of, set};
use crate::build::{Compiler, received};
use crate::fields::Fields;
use crate::node::{Node, Object, Place};

/// What the browser is told of a request.
const TOLD: [&str; 5] = ["id", "payload", "requestId", "pageId", "stream"];

impl Compiler<'_> {
    /// Adds the requests of the block `id` to the page.
    pub(super) fn requests(&mut self, block: &Object, id: &str, cx: &mut PageCx<'_>) {
        let Some(list) = block.get("requests").filter(|node| !node.is_null()) else {
            return;
        };
        let Some(items) = list.as_list() else {
            let message = format!(
                "Requests is not an array at \"{id}\" on page \"{}\". Received {}",
                cx.id,
                received(Some(list))
            );
            self.error("schema", list.place, message);
            return;
        };
        for item in items {
            if let Some(request) = self.request(item, cx) {
                cx.requests.push(request);
            }
        }
    }

    fn request(&mut self, node: &Node, cx: &mut PageCx<'_>) -> Option<Node> {
        let page = cx.id.clone();
        let Some(object) = node.as_object() else {
            let shown = received(Some(node));
            let message =
                format!("Request should be an object at page \"{page}\". Received {shown}.");
            self.error("schema", node.place, message);
            return None;
        };
        let where_ = format!(" at page \"{page}\"");
        let id = self.id(object, node.place, "Request", &where_)?;
        let at = place_of(object, "id", node.place);
        if !cx.request_ids.add(id) {
            let message = format!("Duplicate requestId \"{id}\" on page \"{page}\".");
            self.error("ids", at, message);
            return None;
        }
        if id.contains('.') {
            let message = format!(
                "Request id \"{id}\" at page \"{page}\" should not include a period (\".\")."
            );
            self.error("ids", at, message);
        }
        if id.contains('/') || !self.names_file(id, at, "Request") {
            let message =
                format!("Request id \"{id}\" at page \"{page}\" should not include a slash.");
            self.error("ids", at, message);
            return None;
        }
        let kind_at = format!(" at request at \"{id}\" at page \"{page}\"");
        if let Some(kind) = self.type_of(object, node.place, "Request", &kind_at) {
            cx.types.request(kind, place_of(object, "type", node.place));
        }
        self.connection_of(
            object,
            &format!("Request \"{id}\" at page \"{page}\""),
            node.place,
            cx,
        );
        let mut fields = object.fields();
        match object.get("payload") {
            None => set(&mut fields, "payload", Node::object(Fields::default(), at)),
            Some(payload) if payload.as_object().is_none() => {
                let message =
                    format!("Request \"{id}\" at page \"{page}\" payload should be an object.");
                self.error("schema", payload.place, message);
            }
            Some(_) => {}
        }
        set(&mut fields, "auth", cx.rule.clone());
        set(&mut fields, "requestId", Node::text(id, at));
        set(&mut fields, "pageId", Node::text(&page, at));
        set(
            &mut fields,
            "id",
            Node::text(format!("request:{page}:{id}"), at),
        );
        Some(Node::object(fields, node.place))
    }

    fn connection_of(&mut self, object: &Object, what: &str, place: Place, cx: &mut PageCx<'_>) {
        match object.get("connectionId") {
            Some(node) => {
                if let Some(id) = node.as_str() {
                    cx.types.needs_connection(id, what, node.place);
                }
            }
            None => {
                let message = format!("{what} has no connectionId.");
                self.warn("connection-refs", place_of(object, "id", place), message);
            }
        }
    }
}

/// What the page's artifact has of a request: nothing that is the server's alone.
pub(super) fn told(request: &Node) -> Node {
    let mut fields = request.as_object().map(|o| o.fields()).unwrap_or_default();
    fields.retain(|key| TOLD.contains(&key));
    Node::object(fields, request.place)
}
