use engine::{Value, js};
use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::keyed::{key_of, keyed};
use crate::{Block, area, html, icon_of};

/// Areas that fold away under their titles. Each area is a panel: its name is the panel's key. Panels
/// are drawn from the start, folded or not, so that they open without JavaScript and can be found in
/// the page, unless `destroyInactivePanel` is set.
///
/// ```yaml
/// type: Collapse
/// properties: { accordion: true, panels: [{ key: what, title: What is it? }, { key: why, title: And why? }] }
/// areas: { what: { blocks: [] }, why: { blocks: [] } }
/// ```
///
/// - `accordion`: true keeps no more than one panel open.
/// - `activeKey`: the key or keys of the panels that are open, whatever the user does.
/// - `defaultActiveKey`: the key or keys of those that are open at first.
/// - `destroyInactivePanel`: true draws a panel only while it is open.
/// - `expandIcon`: another icon than an arrow.
/// - `expandIconPosition`: `left` or `right`. Default: `left`.
/// - `forceRender`: has no effect: panels are drawn from the start.
/// - `panels`: their order and titles: a list of `{ key, title, disabled, extraKey }`, where
///   `extraKey` names an area for the end of the title.
/// - `onChange`: a panel was opened or closed: `activeKey`.
pub struct Collapse;

impl Block for Collapse {
    const NAME: &'static str = "Collapse";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const EVENTS: &'static [&'static str] = &["onChange"];
    const PROPERTIES: &'static [&'static str] = &[
        "accordion",
        "activeKey",
        "bordered",
        "defaultActiveKey",
        "destroyInactivePanel",
        "expandIcon",
        "expandIconPosition",
        "forceRender",
        "panels",
        "showArrow",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let panels = Memo::new({
            let cx = cx.clone();
            move |_| keyed(&cx, "panels")
        });
        let first = panels.with_untracked(|panels| panels.first().map(key_of));
        let start = match cx.prop("defaultActiveKey") {
            v if js::truthy(&v) => keys_of(&v),
            _ => first.into_iter().collect(),
        };
        let me = Me {
            cx: cx.clone(),
            panels,
            chosen: RwSignal::new(start),
        };
        let look = cx;
        let class = move || {
            let bare = if look.flag("bordered", true) {
                ""
            } else {
                " l-collapse-bare"
            };
            let right = if look.text("expandIconPosition") == "right" {
                " l-collapse-right"
            } else {
                ""
            };
            format!("l-collapse{bare}{right}")
        };
        let each = move || panels.with(|panels| panels.iter().map(key_of).collect::<Vec<_>>());
        view! {
            <div class=class>
                <For each=each key=String::clone children=move |key| panel(&me, key) />
            </div>
        }
        .into_any()
    }
}

#[derive(Clone)]
struct Me {
    cx: BlockCx,
    panels: Memo<Vec<Value>>,
    /// Where the block, not the configuration, says which are open.
    chosen: RwSignal<Vec<String>>,
}

impl Me {
    fn open(&self) -> Vec<String> {
        match self.cx.prop("activeKey") {
            v if js::truthy(&v) => keys_of(&v),
            _ => self.chosen.get(),
        }
    }

    fn is_open(&self, key: &str) -> bool {
        self.open().iter().any(|open| open == key)
    }

    fn toggle(&self, key: &str) {
        let mut open = self.open();
        let accordion = self.cx.flag("accordion", false);
        match open.iter().position(|open| open == key) {
            Some(at) => drop(open.remove(at)),
            None if accordion => open = vec![key.to_owned()],
            None => open.push(key.to_owned()),
        }
        self.chosen.set(open.clone());
        let mut keys = open.into_iter().map(Value::from);
        let active = if accordion {
            keys.next_back().unwrap_or(Value::Undefined)
        } else {
            Value::list(keys.collect())
        };
        self.cx
            .trigger("onChange", Value::object([("activeKey", active)]));
    }

    fn of(&self, key: &str, property: &str) -> Value {
        self.panels.with(|panels| {
            panels
                .iter()
                .find(|panel| key_of(panel) == key)
                .map_or(Value::Undefined, |panel| panel.key(property).clone())
        })
    }
}

fn keys_of(value: &Value) -> Vec<String> {
    match value {
        Value::List(keys) => keys.iter().map(js::to_text).collect(),
        v => vec![js::to_text(v)],
    }
}

fn panel(me: &Me, key: String) -> AnyView {
    let of = |property: &'static str| {
        let (me, key) = (me.clone(), key.clone());
        move || me.of(&key, property)
    };
    let is_open = Memo::new({
        let (me, key) = (me.clone(), key.clone());
        move |_| me.is_open(&key)
    });
    let (off, blocked, title, extra) =
        (of("disabled"), of("disabled"), of("title"), of("extraKey"));
    let (arrows, kept, name, pressed) = (
        me.cx.clone(),
        me.cx.clone(),
        key.clone(),
        (me.clone(), key.clone()),
    );
    let extra = extra()
        .as_str()
        .map(|key| view! { <div class="l-collapse-extra">{area(&me.cx, key)}</div> });
    let toggle = move |ev: web_sys::MouseEvent| {
        ev.prevent_default();
        if !js::truthy(&blocked()) {
            pressed.0.toggle(&pressed.1);
        }
    };
    let keep = Memo::new(move |_| is_open.get() || !kept.flag("destroyInactivePanel", false));
    let cx = me.cx.clone();
    view! {
        <div class="l-collapse-item">
            <details open=move || is_open.get()>
                <summary
                    class="l-collapse-head"
                    aria-disabled=move || js::truthy(&off()).then_some("true")
                    on:click=toggle
                >
                    {move || arrow(&arrows, is_open.get())}
                    <span class="l-collapse-title" inner_html=move || match title() {
                        v if js::truthy(&v) => html::sanitize(&js::to_text(&v)),
                        _ => html::escape(&name),
                    }></span>
                </summary>
                <div class="l-collapse-body">{move || keep.get().then(|| area(&cx, &key))}</div>
            </details>
            {extra}
        </div>
    }
    .into_any()
}

fn arrow(cx: &BlockCx, open: bool) -> AnyView {
    if !cx.flag("showArrow", true) {
        return ().into_any();
    }
    let inner = match cx.prop("expandIcon") {
        v if v.is_none() => view! { <span class="l-collapse-chevron"></span> }.into_any(),
        v => icon_of(cx, &v),
    };
    view! { <span class="l-collapse-arrow" class:l-collapse-turned=open aria-hidden="true">{inner}</span> }.into_any()
}
