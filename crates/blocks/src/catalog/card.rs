use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, area, element, html};

/// A framed part of a page with a title. The areas `title` and `extra` are beside each other in its
/// head, `cover` is above its content.
///
/// ```yaml
/// type: Card
/// properties: { title: Address, size: small }
/// blocks: []
/// ```
///
/// - `hoverable`: true lifts it when it is pointed at.
/// - `inner`: true is for a card within a card.
/// - `size`: `default` or `small`.
/// - `title`: its heading; HTML in it is made safe.
pub struct Card;

impl Block for Card {
    const NAME: &'static str = "Card";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const EVENTS: &'static [&'static str] = &["onClick"];
    const PROPERTIES: &'static [&'static str] = &[
        "bodyStyle",
        "bordered",
        "headerStyle",
        "hoverable",
        "inner",
        "size",
        "style",
        "title",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let look = cx.clone();
        let (role, tab) = element::button_role(&cx, "onClick").unzip();
        view! {
            <div
                id=cx.id().to_string()
                class=move || class(&look)
                style=element::style(&cx)
                role=role
                tabindex=tab
                on:click=element::on_click(&cx, "onClick")
                on:keydown=element::on_key(&cx, "onClick")
            >
                {head(&cx)}
                {cx.has_area("cover").then(|| view! { <div class="l-card-cover">{area(&cx, "cover")}</div> })}
                <div class="l-card-body" style=element::style_at(&cx, "bodyStyle")>{area(&cx, "content")}</div>
            </div>
        }
        .into_any()
    }
}

fn head(cx: &BlockCx) -> AnyView {
    let style = element::style_at(cx, "headerStyle");
    if !cx.has_area("title") && !cx.has_area("extra") {
        return element::part(
            cx,
            |cx| cx.prop("title"),
            |cx, title| {
                let title = element::shown(&title);
                if title.is_empty() {
                    return ().into_any();
                }
                view! {
                    <div class="l-card-head" style=element::style_at(cx, "headerStyle")>
                        <div class="l-card-title" inner_html=html::sanitize(&title)></div>
                    </div>
                }
                .into_any()
            },
        );
    }
    let title = if cx.has_area("title") {
        view! { <div class="l-card-title">{area(cx, "title")}</div> }.into_any()
    } else {
        view! { <div class="l-card-title" inner_html=element::html_at(cx, "title")></div> }
            .into_any()
    };
    let extra = cx
        .has_area("extra")
        .then(|| view! { <div class="l-card-extra l-fit">{area(cx, "extra")}</div> });
    view! { <div class="l-card-head" style=style>{title}{extra}</div> }.into_any()
}

fn class(cx: &BlockCx) -> String {
    let mut class = "l-card".to_owned();
    for (on, name) in [
        (!cx.flag("bordered", true), " l-card-bare"),
        (cx.flag("hoverable", false), " l-card-hover"),
        (cx.flag("inner", false), " l-card-inner"),
        (cx.text("size") == "small", " l-card-small"),
        (cx.has_event("onClick"), " l-clickable"),
    ] {
        if on {
            class.push_str(name);
        }
    }
    class
}
