use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, area, element};

/// A frame for Header, Sider, Content and Footer.
///
/// ```yaml
/// type: Layout
/// blocks: [{ id: head, type: Header }, { id: body, type: Content }]
/// ```
pub struct Layout;

impl Block for Layout {
    const NAME: &'static str = "Layout";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const PROPERTIES: &'static [&'static str] = &["style"];

    fn render(cx: BlockCx) -> AnyView {
        view! { <div id=cx.id().to_string() class="l-layout" style=element::style(&cx)>{area(&cx, "content")}</div> }.into_any()
    }
}
