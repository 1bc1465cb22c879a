use engine::ValueType;
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::Block;
use crate::editable_text::editable_text;

/// A paragraph that can be changed where it stands.
///
/// ```yaml
/// type: ParagraphInput
/// properties: { type: secondary, copyable: true }
/// ```
///
/// - `type`: its colour: `secondary`, `success`, `warning` or `danger`.
pub struct ParagraphInput;

impl Block for ParagraphInput {
    const NAME: &'static str = "ParagraphInput";
    const META: BlockMeta = BlockMeta::input(ValueType::String);
    const EVENTS: &'static [&'static str] = &["onChange", "onCopy", "onExpand", "onStart"];
    const PROPERTIES: &'static [&'static str] = &[
        "code",
        "copyable",
        "delete",
        "disabled",
        "editable",
        "ellipsis",
        "italic",
        "mark",
        "strong",
        "type",
        "underline",
    ];

    fn render(cx: BlockCx) -> AnyView {
        editable_text(&cx, |_| None)
    }
}
