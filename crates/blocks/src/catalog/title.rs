use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, typography};

/// A heading of level 1 to 5.
///
/// ```yaml
/// type: Title
/// properties: { content: Orders, level: 2 }
/// ```
///
/// - `level`: 1 to 5. Default: 1.
/// - `type`: its colour: `secondary`, `success`, `warning` or `danger`.
pub struct Title;

impl Block for Title {
    const NAME: &'static str = "Title";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const EVENTS: &'static [&'static str] = &["onCopy", "onExpand"];
    const PROPERTIES: &'static [&'static str] = &[
        "code",
        "color",
        "content",
        "copyable",
        "delete",
        "disabled",
        "ellipsis",
        "italic",
        "level",
        "mark",
        "style",
        "type",
        "underline",
    ];

    fn render(cx: BlockCx) -> AnyView {
        typography::typography(&cx, typography::title_level)
    }
}
