use engine::Value;
use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, html, icon_of};

/// Something to press. While the actions of its click run it shows that it is busy and takes no
/// further click.
///
/// ```yaml
/// type: Button
/// properties: { title: Save, type: primary, icon: AiOutlineSave }
/// ```
///
/// - `block`: true makes it as wide as its place.
/// - `danger`: true warns of what it does.
/// - `ghost`: true leaves its ground transparent.
/// - `hideTitle`: true shows its icon only; screen readers still say the title.
/// - `href`: makes it a link to this address.
/// - `shape`: `round`, `circle` or `square`.
/// - `title`: its text. Without one the id is shown; HTML in it is made safe.
/// - `type`: `primary`, `default`, `dashed`, `danger`, `link` or `text`. Default: `primary`.
pub struct Button;

impl Block for Button {
    const NAME: &'static str = "Button";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const EVENTS: &'static [&'static str] = &["onClick"];
    const PROPERTIES: &'static [&'static str] = &[
        "block",
        "color",
        "danger",
        "disabled",
        "ghost",
        "hideTitle",
        "href",
        "icon",
        "shape",
        "size",
        "title",
        "type",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let id = format!("{}_button", cx.id());
        let look = cx.clone();
        let class = move || class(&look);
        let colour = cx.clone();
        let style = move || {
            colour
                .text_opt("color")
                .filter(|c| !c.contains([';', '}']))
                .map(|c| format!("--btn:{c};"))
        };
        let face = cx.clone();
        let inner = move || face_of(&face);
        if let Some(href) = cx.text_opt("href") {
            return view! { <a id=id class=class style=style href=href>{inner}</a> }.into_any();
        }
        let (busy, off, press, name) = (cx.clone(), cx.clone(), cx.clone(), cx);
        view! {
            <button
                id=id
                type="button"
                class=class
                style=style
                disabled=move || off.flag("disabled", false)
                aria-busy=move || busy.event_loading("onClick").then_some("true")
                aria-label=move || name.flag("hideTitle", false).then(|| title(&name))
                on:click=move |_| if !press.event_loading("onClick") { press.trigger("onClick", Value::Undefined) }
            >
                {inner}
            </button>
        }
        .into_any()
    }
}

fn title(cx: &BlockCx) -> String {
    cx.text_opt("title").unwrap_or_else(|| cx.id().to_string())
}

fn face_of(cx: &BlockCx) -> impl IntoView + use<> {
    let busy = cx.event_loading("onClick") || cx.loading();
    let icon = if busy {
        view! { <span class="l-spin" aria-hidden="true"></span> }.into_any()
    } else {
        icon_of(cx, &cx.prop("icon"))
    };
    let text = (!cx.flag("hideTitle", false)).then(|| {
        view! { <span inner_html=html::sanitize(&title(cx))></span> }
    });
    (icon, text)
}

fn class(cx: &BlockCx) -> String {
    let kind = cx.text_opt("type").unwrap_or_else(|| "primary".to_owned());
    let mut class = format!("l-btn l-btn-{kind}");
    for (flag, name) in [
        ("block", " l-btn-block"),
        ("danger", " l-btn-danger"),
        ("ghost", " l-btn-ghost"),
    ] {
        if cx.flag(flag, false) {
            class.push_str(name);
        }
    }
    if cx.text_opt("color").is_some() {
        class.push_str(" l-btn-coloured");
    }
    for key in ["size", "shape"] {
        match cx.text(key).as_str() {
            "" | "default" => {}
            value => class.push_str(&format!(" l-btn-{value}")),
        }
    }
    class
}
