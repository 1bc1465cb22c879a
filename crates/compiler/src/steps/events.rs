//! Events: lists of actions become `{try, catch}`.

use engine::Value;

use super::{Ids, pages::PageCx, place_of, set};
use crate::build::{Compiler, received};
use crate::fields::Fields;
use crate::node::Node;

/// Where an action is.
struct At<'a> {
    event: &'a str,
    block: &'a str,
}

impl Compiler<'_> {
    /// The events of the block `id`.
    pub(super) fn events(&mut self, node: &Node, id: &str, cx: &mut PageCx<'_>) -> Node {
        let Some(object) = node.as_object() else {
            if !node.is_null() {
                let message = format!(
                    "Events at block \"{id}\" on page \"{}\" should be an object. Received {}.",
                    cx.id,
                    received(Some(node))
                );
                self.error("schema", node.place, message);
            }
            return node.clone();
        };
        let mut fields = Fields::room(object.iter().len());
        for (key, place, event) in object.iter() {
            let at = At {
                event: key,
                block: id,
            };
            let event = match key.starts_with('~') {
                true => event.clone(),
                false => self.event(event, &at, cx),
            };
            fields.insert(key.clone(), (place, event));
        }
        Node::object(fields, node.place)
    }

    fn event(&mut self, node: &Node, at: &At<'_>, cx: &mut PageCx<'_>) -> Node {
        let (block, event) = (at.block, at.event);
        let where_ = |what: &str, part: &str, page: &str, shown: &str| {
            format!(
                "{what} must be an array at \"{block}\" in event \"{event}{part}\" on page \"{page}\". \
                 Received {shown}"
            )
        };
        if node.as_list().is_some() {
            let list = [
                ("try", node.clone()),
                ("catch", Node::list(Vec::new(), node.place)),
            ];
            self.actions(node, at, cx, &mut Ids::default());
            return Node::made(list, node.place);
        }
        let tries = node.get("try").filter(|node| !node.is_null());
        let (Some(object), Some(tries)) = (node.as_object(), tries) else {
            let shown = received(node.get("try"));
            self.error("schema", node.place, where_("Actions", "", &cx.id, &shown));
            return node.clone();
        };
        let mut fields = object.fields();
        let catch = object.get("catch").filter(|node| !node.is_null());
        let mut ids = Ids::default();
        for (what, part, list) in [
            ("Try actions", ".try", Some(tries)),
            ("Catch actions", ".catch", catch),
        ] {
            match list {
                Some(list) if list.as_list().is_some() => self.actions(list, at, cx, &mut ids),
                Some(list) => {
                    let shown = received(Some(list));
                    self.error("schema", list.place, where_(what, part, &cx.id, &shown));
                }
                None => set(&mut fields, "catch", Node::list(Vec::new(), node.place)),
            }
        }
        Node::object(fields, node.place)
    }

    /// Checks the actions of a list.
    fn actions(&mut self, list: &Node, at: &At<'_>, cx: &mut PageCx<'_>, ids: &mut Ids) {
        let where_ = format!(
            " on event \"{}\" on block \"{}\" on page \"{}\"",
            at.event, at.block, cx.id
        );
        for action in list.as_list().unwrap_or_default() {
            let Some(object) = action.as_object() else {
                let shown = received(Some(action));
                let message = format!("Action should be an object{where_}. Received {shown}.");
                self.error("schema", action.place, message);
                continue;
            };
            let Some(id) = self.id(object, action.place, "Action", &where_) else {
                continue;
            };
            if !ids.add(id) {
                let message = format!("Duplicate actionId \"{id}\"{where_}.");
                self.error("ids", place_of(object, "id", action.place), message);
            }
            let at_action = format!(" on action \"{id}\"{where_}");
            let Some(kind) = self.type_of(object, action.place, "Action", &at_action) else {
                continue;
            };
            cx.types
                .action(kind, place_of(object, "type", action.place));
            if let Some(params) = object.get("params") {
                note(kind, params, cx);
            }
        }
    }
}

/// Notes what an action names by id.
fn note(kind: &str, params: &Node, cx: &mut PageCx<'_>) {
    match kind {
        "Request" => {
            let listed = params.as_list().unwrap_or_default().iter();
            let texts = listed
                .chain(Some(params))
                .filter_map(|n| Some((n.as_str()?, n.place)));
            cx.called
                .extend(texts.map(|(id, place)| (id.to_owned(), place)));
        }
        "Link" => {
            let is_outside = params.get("url").is_some() || params.get("href").is_some();
            let page = match params.as_str() {
                Some(_) => Some(params),
                None => params.get("pageId").filter(|_| !is_outside),
            };
            let is_home = params.get("home").is_some_and(|n| n.is(&Value::Bool(true)));
            if let Some((node, id)) = page
                .filter(|_| !is_home)
                .and_then(|n| Some((n, n.as_str()?)))
            {
                cx.linked.push((id.to_owned(), node.place));
            }
        }
        _ => {}
    }
}
