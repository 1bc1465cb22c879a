use engine::Value;
use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, element, html};

/// A word that marks something. `color` is one of antd's names (`blue`, `green`, …), a status
/// (`success`, `processing`, `warning`, `error`), or any colour.
///
/// ```yaml
/// type: Tag
/// properties: { title: paid, color: green, closable: true }
/// ```
///
/// - `color`: the colour, as said above.
/// - `title`: the word. Without one the id is shown; HTML in it is made safe.
/// - `onClose`: its cross was pressed.
pub struct Tag;

impl Block for Tag {
    const NAME: &'static str = "Tag";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const EVENTS: &'static [&'static str] = &["onClick", "onClose"];
    const PROPERTIES: &'static [&'static str] = &["closable", "color", "icon", "style", "title"];

    fn render(cx: BlockCx) -> AnyView {
        let open = RwSignal::new(true);
        let (look, styled, title) = (cx.clone(), cx.clone(), cx.clone());
        let text = move || {
            html::sanitize(
                &title
                    .text_opt("title")
                    .unwrap_or_else(|| title.id().to_string()),
            )
        };
        let (role, tab) = element::button_role(&cx, "onClick").unzip();
        view! {
            <span id=cx.id().to_string() class=move || class(&look, open.get()) style=move || style(&styled)>
                {element::icon_at(&cx, "icon")}
                <span
                    role=role
                    tabindex=tab
                    inner_html=text
                    on:click=element::on_click(&cx, "onClick")
                    on:keydown=element::on_key(&cx, "onClick")
                ></span>
                {close(&cx, open)}
            </span>
        }
        .into_any()
    }
}

/// Names of colours that have a class, here and in other blocks.
const NAMED: &[&str] = &[
    "blue",
    "cyan",
    "geekblue",
    "gold",
    "green",
    "lime",
    "magenta",
    "orange",
    "pink",
    "purple",
    "red",
    "volcano",
    "yellow",
    "default",
    "error",
    "processing",
    "success",
    "warning",
];

fn class(cx: &BlockCx, open: bool) -> String {
    let mut class = "l-tag".to_owned();
    let colour = cx.text("color");
    if NAMED.contains(&colour.as_str()) {
        class.push_str(&format!(" l-tag-{colour}"));
    } else if !colour.is_empty() {
        class.push_str(" l-tag-solid");
    }
    if cx.has_event("onClick") {
        class.push_str(" l-clickable");
    }
    if !open {
        class.push_str(" l-hidden");
    }
    class
}

fn style(cx: &BlockCx) -> Option<String> {
    let colour = cx.prop("color");
    let own = element::colour(&colour).filter(|c| !NAMED.contains(c));
    let base = own.map(|c| format!("background:{c};border-color:{c};{}", element::on_colour(c)));
    element::style_now(cx, &base.unwrap_or_default())
}

fn close(cx: &BlockCx, open: RwSignal<bool>) -> AnyView {
    let cx = cx.clone();
    (move || {
        let shown = cx.flag("closable", false);
        let cx = cx.clone();
        let close = move |_| {
            open.set(false);
            cx.trigger("onClose", Value::Undefined);
        };
        shown.then(|| view! { <button type="button" class="l-tag-close" aria-label="Remove" on:click=close>"×"</button> })
    })
    .into_any()
}
