use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, area, element};

/// The middle of a Layout.
///
/// ```yaml
/// type: Content
/// blocks: []
/// ```
pub struct Content;

impl Block for Content {
    const NAME: &'static str = "Content";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const PROPERTIES: &'static [&'static str] = &["style"];

    fn render(cx: BlockCx) -> AnyView {
        view! { <div id=cx.id().to_string() class="l-content-block" style=element::style(&cx)>{area(&cx, "content")}</div> }.into_any()
    }
}
