use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, breadcrumb::breadcrumb, element};

/// Where a page is in the app: links from the outermost to the page itself.
///
/// ```yaml
/// type: Breadcrumb
/// properties:
///   separator: ">"
///   list: [{ label: Home, pageId: home, icon: AiOutlineHome }, Orders]
/// ```
///
/// - `list`: texts, or links `{ label, pageId, url, icon, style }`.
/// - `separator`: what stands between them. Default: `/`.
pub struct Breadcrumb;

impl Block for Breadcrumb {
    const NAME: &'static str = "Breadcrumb";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const EVENTS: &'static [&'static str] = &["onClick"];
    const PROPERTIES: &'static [&'static str] = &["list", "separator", "style"];

    fn render(cx: BlockCx) -> AnyView {
        element::part(
            &cx,
            |cx| cx.now().properties.clone(),
            |cx, properties| breadcrumb(cx, &properties, "onClick"),
        )
    }
}
