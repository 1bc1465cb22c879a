use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::pages::theme_class;
use crate::{Block, area, element};

/// The bar at the top of a Layout.
///
/// ```yaml
/// type: Header
/// properties: { theme: light }
/// blocks: []
/// ```
///
/// - `theme`: `light` or `dark`. Default: `dark`.
pub struct Header;

impl Block for Header {
    const NAME: &'static str = "Header";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const PROPERTIES: &'static [&'static str] = &["style", "theme"];

    fn render(cx: BlockCx) -> AnyView {
        view! {
            <header id=cx.id().to_string() class=theme_class(&cx, "l-header", "theme", "dark") style=element::style(&cx)>
                <div class="l-header-content l-fit">{area(&cx, "content")}</div>
            </header>
        }
        .into_any()
    }
}
