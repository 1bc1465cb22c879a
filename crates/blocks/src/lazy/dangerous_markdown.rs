use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, element, markdown};

/// Markdown with HTML in it. Tags beyond those that are safe need `DOMPurifyOptions`, as in
/// DangerousHtml.
///
/// ```yaml
/// type: DangerousMarkdown
/// properties: { content: "Press <kbd>Esc</kbd>." }
/// ```
///
/// - `DOMPurifyOptions`: what is let through besides: `ADD_TAGS` and `ADD_ATTR`, lists of names.
/// - `content`: the Markdown.
pub struct DangerousMarkdown;

impl Block for DangerousMarkdown {
    const NAME: &'static str = "DangerousMarkdown";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const PROPERTIES: &'static [&'static str] = &["DOMPurifyOptions", "content", "style"];

    fn render(cx: BlockCx) -> AnyView {
        let source = cx.clone();
        let html =
            move || markdown::dangerous(&source.text("content"), &source.prop("DOMPurifyOptions"));
        view! { <div id=cx.id().to_string() class="l-md" style=element::style(&cx) inner_html=html></div> }.into_any()
    }
}
