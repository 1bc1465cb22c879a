use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, element};

/// HTML, without anything in it that could run.
///
/// ```yaml
/// type: Html
/// properties: { html: "<p>Hello <b>world</b></p>" }
/// ```
///
/// - `html`: the HTML.
pub struct Html;

impl Block for Html {
    const NAME: &'static str = "Html";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const EVENTS: &'static [&'static str] = &["onTextSelection"];
    const PROPERTIES: &'static [&'static str] = &["html", "style"];

    fn render(cx: BlockCx) -> AnyView {
        view! {
            <div
                id=cx.id().to_string()
                class="l-html"
                style=element::style(&cx)
                inner_html=element::html_at(&cx, "html")
                on:mouseup=element::on_selection(&cx)
            ></div>
        }
        .into_any()
    }
}
