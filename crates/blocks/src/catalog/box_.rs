use engine::Value;
use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, area_or, html};

/// A place for further blocks, or for text.
///
/// ```yaml
/// type: Box
/// layout: { contentGutter: 16 }
/// blocks: []
/// ```
pub struct Box;

impl Block for Box {
    const NAME: &'static str = "Box";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const EVENTS: &'static [&'static str] = &["onClick"];
    const PROPERTIES: &'static [&'static str] = &["content"];

    fn render(cx: BlockCx) -> AnyView {
        let content = cx.clone();
        let inner = area_or(&cx, "content", || {
            let text = move || html::sanitize(&content.text("content"));
            view! { <div inner_html=text></div> }.into_any()
        });
        if !cx.has_event("onClick") {
            return view! { <div class="l-box">{inner}</div> }.into_any();
        }
        let (clicked, keyed) = (cx.clone(), cx);
        view! {
            <div
                class="l-box l-clickable"
                role="button"
                tabindex="0"
                on:click=move |_| clicked.trigger("onClick", Value::Undefined)
                on:keydown=move |ev| if ev.key() == "Enter" { keyed.trigger("onClick", Value::Undefined) }
            >
                {inner}
            </div>
        }
        .into_any()
    }
}
