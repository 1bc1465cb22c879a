use engine::ValueType;
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::Block;
use crate::editable_text::editable_text;
use crate::typography::title_level;

/// A title that can be changed where it stands.
///
/// ```yaml
/// type: TitleInput
/// properties: { level: 2, editable: { tooltip: Rename, maxLength: 60 } }
/// ```
///
/// - `level`: 1 to 5. Default: 1.
/// - `type`: its colour: `secondary`, `success`, `warning` or `danger`.
pub struct TitleInput;

impl Block for TitleInput {
    const NAME: &'static str = "TitleInput";
    const META: BlockMeta = BlockMeta::input(ValueType::String);
    const EVENTS: &'static [&'static str] = &["onChange", "onCopy", "onExpand", "onStart"];
    const PROPERTIES: &'static [&'static str] = &[
        "code",
        "color",
        "copyable",
        "delete",
        "disabled",
        "editable",
        "ellipsis",
        "italic",
        "level",
        "mark",
        "type",
        "underline",
    ];

    fn render(cx: BlockCx) -> AnyView {
        editable_text(&cx, title_level)
    }
}
