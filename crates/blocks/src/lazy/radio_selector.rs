use engine::ValueType;
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::Block;
use crate::choice_group::{Kind, group};

/// One of a few options, all in sight.
///
/// ```yaml
/// type: RadioSelector
/// properties: { title: Size, options: [S, M, L], direction: vertical }
/// ```
pub struct RadioSelector;

impl Block for RadioSelector {
    const NAME: &'static str = "RadioSelector";
    const META: BlockMeta = BlockMeta::input(ValueType::Any);
    const EVENTS: &'static [&'static str] = &["onChange"];
    const PROPERTIES: &'static [&'static str] = &[
        "align",
        "color",
        "direction",
        "disabled",
        "inputStyle",
        "label",
        "options",
        "title",
        "wrap",
    ];

    fn render(cx: BlockCx) -> AnyView {
        group(&cx, Kind::Radio)
    }
}
