use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, typography};

/// A paragraph of text, which may be marked up, cut after some rows, or offered for copying.
///
/// ```yaml
/// type: Paragraph
/// properties: { content: "Paid <b>yesterday</b>", type: secondary, ellipsis: { rows: 2, expandable: true } }
/// ```
///
/// - `type`: its colour: `secondary`, `success`, `warning` or `danger`.
pub struct Paragraph;

impl Block for Paragraph {
    const NAME: &'static str = "Paragraph";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const EVENTS: &'static [&'static str] = &["onCopy", "onExpand", "onTextSelection"];
    const PROPERTIES: &'static [&'static str] = &[
        "code",
        "content",
        "copyable",
        "delete",
        "disabled",
        "ellipsis",
        "italic",
        "mark",
        "strong",
        "style",
        "type",
        "underline",
    ];

    fn render(cx: BlockCx) -> AnyView {
        typography::typography(&cx, |_| None)
    }
}
