//! Menus: links get the rules of the pages that they lead to.

use super::{Ids, auth::public, pages::Pages, place_of, set};
use crate::build::{Compiler, received};
use crate::finding::Level;
use crate::known::meant;
use crate::node::{Node, Object, Place};

impl Compiler<'_> {
    /// `menus.json`: the menus of the app, or one with all its pages.
    pub(super) fn menus(&mut self, app: &Object, place: Place, pages: &Pages) -> Node {
        let at = app.get("menus").map_or(
            Place {
                end: place.start,
                ..place
            },
            |n| n.place,
        );
        let all = self.section(app, "menus").unwrap_or_default();
        if all.is_empty() {
            let message = "No menus found. Building default menu.";
            self.warn("menus", at, message);
            return Node::list(vec![default(pages, at)], at);
        }
        let mut ids = Ids::default();
        let menus = all
            .iter()
            .filter_map(|menu| self.menu(menu, pages, &mut ids));
        Node::list(menus.collect(), at)
    }

    fn menu(&mut self, node: &Node, pages: &Pages, ids: &mut Ids) -> Option<Node> {
        let Some(object) = node.as_object() else {
            let shown = received(Some(node));
            self.error(
                "schema",
                node.place,
                format!("Menu should be an object. Received {shown}."),
            );
            return None;
        };
        let id = self.id(object, node.place, "Menu", "")?;
        let at = place_of(object, "id", node.place);
        if !ids.add(id) {
            self.error("ids", at, format!("Duplicate menuId \"{id}\"."));
        }
        let mut fields = object.fields();
        set(&mut fields, "id", Node::text(format!("menu:{id}"), at));
        if let Some(links) = object.get("links") {
            let links = self.links(links, id, pages, &mut Ids::default());
            set(&mut fields, "links", links);
        }
        set(&mut fields, "menuId", Node::text(id, at));
        Some(Node::object(fields, node.place))
    }

    fn links(&mut self, node: &Node, menu: &str, pages: &Pages, ids: &mut Ids) -> Node {
        let Some(items) = node.as_list() else {
            if !node.is_null() {
                let message = format!("The links of menu \"{menu}\" should be an array.");
                self.error("schema", node.place, message);
            }
            return node.clone();
        };
        let items = items
            .iter()
            .filter_map(|item| self.link(item, menu, pages, ids));
        Node::list(items.collect(), node.place)
    }

    fn link(&mut self, node: &Node, menu: &str, pages: &Pages, ids: &mut Ids) -> Option<Node> {
        let Some(object) = node.as_object() else {
            let shown = received(Some(node));
            let message =
                format!("A link of menu \"{menu}\" should be an object. Received {shown}.");
            self.error("schema", node.place, message);
            return None;
        };
        let id = match object.get("id").filter(|id| id.as_str().is_none()) {
            Some(id) => {
                let shown = received(Some(id));
                let message =
                    format!("Menu item id is not a string on menu \"{menu}\". Received {shown}.");
                self.error("ids", id.place, message);
                return None;
            }
            None => object.get("id").and_then(Node::as_str),
        };
        let id = id.unwrap_or_else(|| {
            let message = format!("Menu item id missing on menu \"{menu}\".");
            self.warn("schema", node.place, message);
            // As the original names it.
            "undefined"
        });
        let at = place_of(object, "id", node.place);
        let kind = object.get("type").and_then(Node::as_str);
        let target = object.get("pageId").filter(|_| kind == Some("MenuLink"));
        let mut fields = object.fields();
        let rule = match target.and_then(|node| Some((node.as_str()?, node.place))) {
            Some((page, at)) => match pages.rules.get(page) {
                Some(rule) => Some(rule.clone()),
                None => {
                    let names = pages.ids.iter().map(|(id, _)| id.as_str());
                    let help = meant(page, names);
                    let message =
                        format!("Page \"{page}\" referenced in menu link \"{id}\" not found.");
                    self.find(Level::Warning, "link-refs", at, message, help);
                    return None;
                }
            },
            None => matches!(kind, Some("MenuLink" | "MenuGroup")).then(|| public(at)),
        };
        if !ids.add(id) {
            let message = format!("Duplicate menuItemId \"{id}\" on menu \"{menu}\".");
            self.error("ids", at, message);
        }
        if let Some(rule) = rule {
            set(&mut fields, "auth", rule);
        }
        set(&mut fields, "menuItemId", Node::text(id, at));
        set(
            &mut fields,
            "id",
            Node::text(format!("menuitem:{menu}:{id}"), at),
        );
        if let Some(links) = object.get("links") {
            let links = self.links(links, menu, pages, ids);
            set(&mut fields, "links", links);
        }
        Some(Node::object(fields, node.place))
    }
}

/// A menu with a link to each page.
fn default(pages: &Pages, place: Place) -> Node {
    let text = |text: &str| Node::text(text, place);
    let all = pages
        .ids
        .iter()
        .enumerate()
        .filter(|(_, (id, _))| id != "404");
    let links = all.map(|(i, (id, _))| {
        let rule = pages.rules.get(id).cloned();
        let entries = [
            ("id", text(&format!("menuitem:default:{i}"))),
            ("type", text("MenuLink")),
            ("pageId", text(id)),
            ("auth", rule.unwrap_or_else(|| public(place))),
            ("menuItemId", text(&i.to_string())),
        ];
        Node::made(entries, place)
    });
    let links = Node::list(links.collect(), place);
    let entries = [
        ("id", text("menu:default")),
        ("links", links),
        ("menuId", text("default")),
    ];
    Node::made(entries, place)
}
