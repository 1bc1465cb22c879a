use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, dangerous, element};

/// HTML with tags that Html takes out, as far as `DOMPurifyOptions` names them in `ADD_TAGS` and their
/// attributes in `ADD_ATTR`. Scripts and handlers stay out; the rest of the options has no effect.
///
/// ```yaml
/// type: DangerousHtml
/// properties:
///   html: '<iframe src="https://example.com"></iframe>'
///   DOMPurifyOptions: { ADD_TAGS: [iframe] }
/// ```
///
/// - `DOMPurifyOptions`: what is let through besides: `ADD_TAGS` and `ADD_ATTR`, lists of names.
/// - `html`: the HTML.
pub struct DangerousHtml;

impl Block for DangerousHtml {
    const NAME: &'static str = "DangerousHtml";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const PROPERTIES: &'static [&'static str] = &["DOMPurifyOptions", "html", "style"];

    fn render(cx: BlockCx) -> AnyView {
        let source = cx.clone();
        let html =
            move || dangerous::sanitize(&source.text("html"), &source.prop("DOMPurifyOptions"));
        view! { <div id=cx.id().to_string() class="l-html" style=element::style(&cx) inner_html=html></div> }.into_any()
    }
}
