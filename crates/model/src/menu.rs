//! Menus, and which page is home.

use engine::{Map, Str, Value};

use crate::read;

/// All menus of an app as data, as one user may see them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Menus(pub Value);

impl Menus {
    /// The menus with only those links that `allowed` lets through; it is given the link's `auth`.
    /// Groups without links go, and so does every other kind (Lowdefy's filterMenus).
    pub fn filtered(all: &Value, allowed: &dyn Fn(&Value) -> bool) -> Menus {
        let menus = read::list(all).unwrap_or_default().iter().map(|menu| {
            let links = read::list(menu.key("links")).unwrap_or_default();
            with_links(menu, filter(links, allowed))
        });
        Menus(Value::list(menus.collect()))
    }

    /// The menu of that id.
    pub fn get(&self, id: &str) -> Option<&Value> {
        self.0
            .items()
            .iter()
            .find(|m| m.key("menuId").as_str() == Some(id))
    }

    /// The first page of the default menu, at most two groups deep.
    pub fn first_page(&self) -> Option<Str> {
        let menu = self.get("default").or(self.0.items().first())?;
        first_page(menu, 2)
    }
}

fn first_page(parent: &Value, depth: usize) -> Option<Str> {
    let link = parent.key("links").items().first()?;
    match link.key("pageId").as_shared_str() {
        Some(page) => Some(page),
        None if depth > 0 => first_page(link, depth - 1),
        None => None,
    }
}

fn filter(links: &[Value], allowed: &dyn Fn(&Value) -> bool) -> Vec<Value> {
    let kept = links
        .iter()
        .filter_map(|link| match link.key("type").as_str() {
            Some("MenuLink") => allowed(link.key("auth")).then(|| plain(link)),
            Some("MenuGroup") => {
                let inner = read::list(link.key("links")).unwrap_or_default();
                let inner = filter(inner, allowed);
                (!inner.is_empty()).then(|| with_links(link, inner))
            }
            _ => None,
        });
    kept.collect()
}

/// Without markers. The rules of a link stay, as in Lowdefy: who may see it may know why.
fn plain(link: &Value) -> Value {
    engine::serializer::without_places(link)
}

fn with_links(parent: &Value, links: Vec<Value>) -> Value {
    let mut map: Map = match plain(parent) {
        Value::Map(map) => (*map).clone(),
        _ => Map::new(),
    };
    map.insert("links", Value::list(links));
    Value::map(map)
}
