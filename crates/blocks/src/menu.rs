//! Menus: links and groups of links from the app's menus or from configuration.

use engine::{Str, Value, js};
use runtime::BlockCx;
use ui::prelude::*;

use crate::element::some;
use crate::link_to::{Look, link_to};
use crate::{css, icon};

/// Names of the events of a menu in the block it is part of.
#[derive(Clone, Copy)]
pub(crate) struct Events {
    pub(crate) click: &'static str,
    pub(crate) select: &'static str,
    pub(crate) toggle: &'static str,
}

/// As parts of a page have them.
pub(crate) const PAGE_EVENTS: Events = Events {
    click: "onMenuItemClick",
    select: "onMenuItemSelect",
    toggle: "onToggleMenuGroup",
};

struct Menu<'m> {
    cx: &'m BlockCx,
    properties: &'m Value,
    selected: Vec<Str>,
    inline: bool,
    events: Events,
    open: StoredValue<Vec<Str>>,
}

/// Draws a menu with the properties of the block Menu. `inline` opens groups in place, else they open
/// over the page.
pub(crate) fn menu(cx: &BlockCx, properties: &Value, inline: bool, events: Events) -> AnyView {
    let selected = match properties.key("selectedKeys") {
        Value::List(keys) => keys.iter().filter_map(Value::as_shared_str).collect(),
        _ => vec![cx.page().id()],
    };
    let links = links(cx, properties);
    let menu = Menu {
        cx,
        properties,
        selected,
        inline,
        events,
        open: StoredValue::new(Vec::new()),
    };
    let items: Vec<AnyView> = links.iter().map(|link| menu.item(link, 0)).collect();
    let class = if inline {
        "l-menu l-menu-inline"
    } else {
        "l-menu l-menu-horizontal"
    };
    let class = match properties.key("theme").as_str() {
        Some(theme @ ("dark" | "light")) => format!("{class} l-theme-{theme}"),
        _ => class.to_owned(),
    };
    view! { <ul class=class style=some(css::inline(properties.key("style")))>{items}</ul> }
        .into_any()
}

/// The links of a menu: its own, or those of the app's menu with the id, else of the first one.
fn links(cx: &BlockCx, properties: &Value) -> Vec<Value> {
    if let Value::List(links) = properties.key("links") {
        return links.to_vec();
    }
    let id = properties.key("menuId").as_str().unwrap_or("default");
    let shared = cx.app().shared();
    let menus = shared.root.menus.items();
    let found = menus
        .iter()
        .find(|m| m.key("menuId").as_str() == Some(id))
        .or(menus.first());
    found
        .map(|menu| menu.key("links").items().to_vec())
        .unwrap_or_default()
}

/// What a link is known by to events and `selectedKeys`.
fn key(link: &Value) -> Str {
    let text = |name: &str| link.key(name).as_shared_str();
    text("pageId")
        .or(text("id"))
        .or(text("menuItemId"))
        .unwrap_or_default()
}

fn title(link: &Value) -> String {
    let texts = [
        link.key("properties").key("title"),
        link.key("pageId"),
        link.key("url"),
        link.key("id"),
    ];
    texts
        .into_iter()
        .find(|v| !v.is_none())
        .map(js::to_text)
        .unwrap_or_default()
}

impl Menu<'_> {
    fn item(&self, link: &Value, level: usize) -> AnyView {
        match link.key("type").as_str() {
            Some("MenuDivider") => {
                let dashed = js::truthy(link.key("properties").key("dashed"));
                let class = if dashed {
                    "l-menu-divider l-menu-dashed"
                } else {
                    "l-menu-divider"
                };
                view! { <li role="separator" class=class></li> }.into_any()
            }
            Some("MenuGroup") if level > 0 => {
                let items: Vec<AnyView> = link
                    .key("links")
                    .items()
                    .iter()
                    .map(|l| self.item(l, level + 1))
                    .collect();
                view! { <li><div class="l-menu-heading">{self.face(link)}</div><ul>{items}</ul></li> }.into_any()
            }
            Some("MenuGroup") => {
                let items: Vec<AnyView> = link
                    .key("links")
                    .items()
                    .iter()
                    .map(|l| self.item(l, 1))
                    .collect();
                if self.inline {
                    self.group(link, items)
                } else {
                    self.popup(link, items)
                }
            }
            _ => view! { <li>{self.link(link)}</li> }.into_any(),
        }
    }

    fn link(&self, link: &Value) -> AnyView {
        let current = self.is_selected(link);
        let danger = js::truthy(link.key("properties").key("danger"));
        let mut class = "l-menu-link".to_owned();
        if current {
            class.push_str(" l-menu-current");
        }
        if danger {
            class.push_str(" l-menu-danger");
        }
        let event = Value::object([("key", Value::String(key(link)))]);
        let look = Look {
            class,
            style: link.key("style").clone(),
            current,
            ..Look::default()
        };
        let view = link_to(
            self.cx,
            link,
            look,
            Some((self.events.click, event.clone())),
            self.face(link),
        );
        if !self.cx.has_event(self.events.select) {
            return view;
        }
        let (cx, name) = (self.cx.clone(), self.events.select);
        view! { <span class="l-contents" on:click=move |_| cx.trigger(name, event.clone())>{view}</span> }.into_any()
    }

    /// Icon and title.
    fn face(&self, link: &Value) -> AnyView {
        let icon = icon(self.cx.app(), link.key("properties").key("icon"));
        view! { {icon}<span class="l-menu-label">{title(link)}</span> }.into_any()
    }

    /// The title of a group, which may be a link itself.
    fn group_face(&self, link: &Value) -> AnyView {
        let leads = ["pageId", "url", "href", "home"]
            .iter()
            .any(|k| js::truthy(link.key(k)));
        if leads {
            self.link(link)
        } else {
            self.face(link)
        }
    }

    fn is_selected(&self, link: &Value) -> bool {
        let key = key(link);
        self.selected.contains(&key)
    }

    /// Is any link within the one of this page?
    fn leads_here(&self, link: &Value) -> bool {
        link.key("links")
            .items()
            .iter()
            .any(|l| self.is_selected(l) || self.leads_here(l))
    }

    fn group(&self, link: &Value, items: Vec<AnyView>) -> AnyView {
        let key = key(link);
        let open = match self.properties.key("defaultOpenKeys") {
            Value::List(keys) => keys.iter().any(|k| k.as_str() == Some(&*key)),
            _ => self.leads_here(link),
        };
        if open {
            self.open.update_value(|keys| keys.push(key.clone()));
        }
        let here = self.leads_here(link).then_some("l-menu-here");
        let (cx, name, keys) = (self.cx.clone(), self.events.toggle, self.open);
        let toggled = move |ev: leptos::ev::Event| {
            let open = event_target::<web_sys::Element>(&ev).has_attribute("open");
            let was = keys.with_value(|keys| keys.contains(&key));
            if open != was {
                keys.update_value(|keys| {
                    if open {
                        keys.push(key.clone())
                    } else {
                        keys.retain(|k| *k != key)
                    }
                });
                let list =
                    keys.with_value(|keys| keys.iter().cloned().map(Value::String).collect());
                cx.trigger(name, Value::object([("openKeys", Value::list(list))]));
            }
        };
        view! {
            <li class=here>
                <details open=open on:toggle=toggled>
                    <summary class="l-menu-link">{self.group_face(link)}{self.arrow()}</summary>
                    <ul>{items}</ul>
                </details>
            </li>
        }
        .into_any()
    }

    fn arrow(&self) -> AnyView {
        match self.properties.key("expandIcon") {
            none if none.is_none() => {
                view! { <span class="l-menu-arrow" aria-hidden="true"></span> }.into_any()
            }
            own => icon(self.cx.app(), own),
        }
    }

    fn popup(&self, link: &Value, items: Vec<AnyView>) -> AnyView {
        let open = RwSignal::new(false);
        let class = if self.leads_here(link) {
            "l-menu-pop l-menu-here"
        } else {
            "l-menu-pop"
        };
        let (cx, name, key) = (self.cx.clone(), self.events.toggle, key(link));
        let show = move |shown: bool| {
            if open.get_untracked() != shown {
                open.set(shown);
                let keys = if shown {
                    vec![Value::String(key.clone())]
                } else {
                    Vec::new()
                };
                cx.trigger(name, Value::object([("openKeys", Value::list(keys))]));
            }
        };
        let (enter, leave, focus, blur) = (show.clone(), show.clone(), show.clone(), show);
        let escape = |ev: leptos::ev::KeyboardEvent| {
            if ev.key() == "Escape" {
                event_target::<web_sys::HtmlElement>(&ev).blur().ok();
            }
        };
        view! {
            <li
                class=class
                on:mouseenter=move |_| enter(true)
                on:mouseleave=move |_| leave(false)
                on:focusin=move |_| focus(true)
                on:focusout=move |_| blur(false)
                on:keydown=escape
            >
                <button type="button" class="l-menu-link" aria-expanded=move || if open.get() { "true" } else { "false" }>
                    {self.face(link)}
                    {self.arrow()}
                </button>
                <ul>{items}</ul>
            </li>
        }
        .into_any()
    }
}
