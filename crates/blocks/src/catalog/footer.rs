use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, area, element};

/// The end of a Layout.
///
/// ```yaml
/// type: Footer
/// blocks: []
/// ```
pub struct Footer;

impl Block for Footer {
    const NAME: &'static str = "Footer";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const PROPERTIES: &'static [&'static str] = &["style"];

    fn render(cx: BlockCx) -> AnyView {
        view! { <footer id=cx.id().to_string() class="l-footer" style=element::style(&cx)>{area(&cx, "content")}</footer> }.into_any()
    }
}
