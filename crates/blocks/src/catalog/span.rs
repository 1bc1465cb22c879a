use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, area_or, element};

/// Text or blocks in a line.
///
/// ```yaml
/// type: Span
/// properties: { content: "in stock" }
/// ```
pub struct Span;

impl Block for Span {
    const NAME: &'static str = "Span";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const EVENTS: &'static [&'static str] = &["onClick"];
    const PROPERTIES: &'static [&'static str] = &["content", "style"];

    fn render(cx: BlockCx) -> AnyView {
        let inner = area_or(&cx, "content", || {
            view! { <span inner_html=element::html_at(&cx, "content")></span> }.into_any()
        });
        let (role, tab) = element::button_role(&cx, "onClick").unzip();
        view! {
            <span
                id=cx.id().to_string()
                class="l-span"
                class:l-clickable=role.is_some()
                style=element::style(&cx)
                role=role
                tabindex=tab
                on:click=element::on_click(&cx, "onClick")
                on:keydown=element::on_key(&cx, "onClick")
            >
                {inner}
            </span>
        }
        .into_any()
    }
}
