use engine::{Value, js};
use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use crate::keyed::{key_of, keyed};
use crate::{Block, area, css, html, icon_of};

/// Areas of which one is seen at a time. Each area is a tab: its name is the tab's key. What is in a tab
/// is drawn when it is first chosen, and kept.
///
/// ```yaml
/// type: Tabs
/// properties: { tabs: [{ key: data, title: Data }, { key: log, title: History, icon: AiOutlineHistory }] }
/// areas: { data: { blocks: [] }, log: { blocks: [] } }
/// ```
///
/// - `activeKey`: the key of the tab that is seen, whatever the user does.
/// - `animated`: false changes tabs at once. Default: true.
/// - `defaultActiveKey`: the key of the tab that is seen at first. Default: the first tab's.
/// - `extraAreaKey`: an area that is no tab: it stands at the end of the bar.
/// - `tabBarStyle`: CSS properties of the bar.
/// - `tabPosition`: where the bar is: `top`, `right`, `bottom` or `left`. Default: `top`.
/// - `tabType`: `line` or `card`. Default: `line`.
/// - `tabs`: their order and titles: a list of `{ key, title, icon, disabled }`. Default: the areas
///   by name.
/// - `onChange`: another tab was chosen: `activeKey`.
/// - `onTabClick`: a tab was clicked: `key`.
/// - `onTabScroll`: the bar was scrolled: `direction`.
/// - `setActiveKey`: shows a tab. Its argument is its key.
pub struct Tabs;

impl Block for Tabs {
    const NAME: &'static str = "Tabs";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const EVENTS: &'static [&'static str] = &["onChange", "onTabClick", "onTabScroll"];
    const METHODS: &'static [&'static str] = &["setActiveKey"];
    const PROPERTIES: &'static [&'static str] = &[
        "activeKey",
        "animated",
        "defaultActiveKey",
        "extraAreaKey",
        "size",
        "tabBarStyle",
        "tabPosition",
        "tabType",
        "tabs",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let chosen = ArcRwSignal::new(cx.text_opt("defaultActiveKey"));
        let tabs = Memo::new({
            let cx = cx.clone();
            move |_| {
                let extra = cx.prop("extraAreaKey");
                keyed(&cx, "tabs")
                    .into_iter()
                    .filter(|tab| *tab.key("key") != extra)
                    .collect::<Vec<_>>()
            }
        });
        let active = Memo::new({
            let (cx, chosen) = (cx.clone(), chosen.clone());
            move |_| {
                let first = || tabs.with(|tabs| tabs.first().map(key_of));
                cx.text_opt("activeKey")
                    .or_else(|| chosen.get())
                    .or_else(first)
                    .unwrap_or_default()
            }
        });
        let me = Me {
            cx: cx.clone(),
            chosen,
            tabs,
            active,
        };
        let setting = me.clone();
        cx.register_method("setActiveKey", move |args| {
            let args = args.first().unwrap_or(&Value::Undefined);
            let key = args.as_str().or_else(|| args.key("activeKey").as_str());
            if let Some(key) = key {
                setting.choose(key);
            }
            Value::Undefined
        });
        view! { <div class=class(&cx)>{bar(&me)}{panels(&me)}</div> }.into_any()
    }
}

#[derive(Clone)]
struct Me {
    cx: BlockCx,
    /// Where the block, not the configuration, says which is active.
    chosen: ArcRwSignal<Option<String>>,
    tabs: Memo<Vec<Value>>,
    active: Memo<String>,
}

impl Me {
    fn choose(&self, key: &str) {
        if self
            .active
            .try_get_untracked()
            .is_none_or(|active| active == key)
        {
            return;
        }
        self.chosen.set(Some(key.to_owned()));
        self.cx
            .trigger("onChange", Value::object([("activeKey", key.into())]));
    }

    /// A property of the tab of that key.
    fn of(&self, key: &str, property: &str) -> Value {
        self.tabs.with(|tabs| {
            tabs.iter()
                .find(|tab| key_of(tab) == key)
                .map_or(Value::Undefined, |tab| tab.key(property).clone())
        })
    }

    fn keys(&self) -> Vec<String> {
        self.tabs.with(|tabs| tabs.iter().map(key_of).collect())
    }

    fn id(&self, part: &str, key: &str) -> String {
        format!("{}_{part}_{key}", self.cx.id())
    }
}

fn class(cx: &BlockCx) -> impl Fn() -> String + Send + use<> {
    let cx = cx.clone();
    move || {
        let position = match cx.text("tabPosition").as_str() {
            "left" => "left",
            "right" => "right",
            "bottom" => "bottom",
            _ => "top",
        };
        let card = if cx.text("tabType") == "card" {
            " l-tabs-card"
        } else {
            ""
        };
        let still = if cx.flag("animated", true) {
            ""
        } else {
            " l-tabs-still"
        };
        let size = cx
            .text_opt("size")
            .map(|s| format!(" l-tabs-{s}"))
            .unwrap_or_default();
        format!("l-tabs l-tabs-at-{position}{card}{still}{size}")
    }
}

fn is_upright(cx: &BlockCx) -> bool {
    matches!(cx.text("tabPosition").as_str(), "left" | "right")
}

fn bar(me: &Me) -> AnyView {
    let (place, upright, scrolled) = (me.cx.clone(), me.cx.clone(), me.cx.clone());
    let (each, one) = (me.clone(), me.clone());
    let extra = me
        .cx
        .text_opt("extraAreaKey")
        .map(|key| view! { <div class="l-tabs-extra">{area(&me.cx, &key)}</div> });
    let last = RwSignal::new((0, 0));
    view! {
        <div class="l-tabs-bar" style=move || css::inline(&place.prop("tabBarStyle"))>
            <div
                class="l-tabs-list"
                role="tablist"
                aria-orientation=move || is_upright(&upright).then_some("vertical")
                on:keydown=on_key
                on:scroll=move |ev| on_scroll(&scrolled, last, &ev)
            >
                <For each=move || each.keys() key=String::clone children=move |key| tab(&one, key) />
            </div>
            {extra}
        </div>
    }
    .into_any()
}

fn tab(me: &Me, key: String) -> AnyView {
    let (id, panel) = (me.id("tab", &key), me.id("panel", &key));
    let active = me.active;
    let is_active = {
        let key = key.clone();
        move || active.with(|active| *active == key)
    };
    let (selected, stop) = (is_active.clone(), is_active.clone());
    let of = |property: &'static str| {
        let (me, key) = (me.clone(), key.clone());
        move || me.of(&key, property)
    };
    let (off, style, icon, title) = (of("disabled"), of("titleStyle"), of("icon"), of("title"));
    let (cx, pressed, name) = (me.cx.clone(), me.clone(), key.clone());
    view! {
        <button
            type="button"
            id=id
            class="l-tab"
            role="tab"
            aria-selected=move || if selected() { "true" } else { "false" }
            aria-controls=move || is_active().then(|| panel.clone())
            tabindex=move || if stop() { "0" } else { "-1" }
            disabled=move || js::truthy(&off())
            style=move || css::inline(&style())
            on:click=move |_| {
                pressed.cx.trigger("onTabClick", Value::object([("key", key.as_str().into())]));
                pressed.choose(&key);
            }
        >
            {move || icon_of(&cx, &icon())}
            <span inner_html=move || match title() {
                v if js::truthy(&v) => html::sanitize(&js::to_text(&v)),
                _ => html::escape(&name),
            }></span>
        </button>
    }
    .into_any()
}

fn panels(me: &Me) -> AnyView {
    let (each, me) = (me.clone(), me.clone());
    let one = move |key: String| {
        let active = me.active;
        let is_active = {
            let key = key.clone();
            move || active.with(|active| *active == key)
        };
        let shown = is_active.clone();
        let seen = Memo::new(move |seen: Option<&bool>| seen == Some(&true) || is_active());
        let (cx, id, tab) = (me.cx.clone(), me.id("panel", &key), me.id("tab", &key));
        view! {
            <div id=id class="l-tabs-panel" role="tabpanel" aria-labelledby=tab hidden=move || !shown()>
                {move || seen.get().then(|| area(&cx, &key))}
            </div>
        }
    };
    view! { <div class="l-tabs-panels"><For each=move || each.keys() key=String::clone children=one /></div> }.into_any()
}

/// Arrows, Home and End choose another tab.
fn on_key(ev: web_sys::KeyboardEvent) {
    let Some(here) = ev
        .target()
        .and_then(|t| t.dyn_into::<web_sys::Element>().ok())
    else {
        return;
    };
    let Some(list) = here.parent_element() else {
        return;
    };
    let mut next = match ev.key().as_str() {
        "ArrowRight" | "ArrowDown" => here
            .next_element_sibling()
            .or_else(|| list.first_element_child()),
        "ArrowLeft" | "ArrowUp" => here
            .previous_element_sibling()
            .or_else(|| list.last_element_child()),
        "Home" => list.first_element_child(),
        "End" => list.last_element_child(),
        _ => return,
    };
    ev.prevent_default();
    let back = matches!(ev.key().as_str(), "ArrowLeft" | "ArrowUp" | "End");
    while let Some(tab) = next.take() {
        if !tab.has_attribute("disabled") {
            if let Ok(tab) = tab.dyn_into::<HtmlElement>() {
                tab.focus().ok();
                tab.click();
            }
            return;
        }
        next = if back {
            tab.previous_element_sibling()
        } else {
            tab.next_element_sibling()
        };
    }
}

fn on_scroll(cx: &BlockCx, last: RwSignal<(i32, i32)>, ev: &web_sys::Event) {
    let Some(list) = ev
        .target()
        .and_then(|t| t.dyn_into::<web_sys::Element>().ok())
    else {
        return;
    };
    let (now, was) = (
        (list.scroll_left(), list.scroll_top()),
        last.get_untracked(),
    );
    last.set(now);
    let direction = match () {
        () if now.0 > was.0 => "right",
        () if now.0 < was.0 => "left",
        () if now.1 > was.1 => "bottom",
        () => "top",
    };
    cx.trigger(
        "onTabScroll",
        Value::object([("direction", direction.into())]),
    );
}
