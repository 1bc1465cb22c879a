use engine::ValueType;
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::Block;
use crate::choice_group::{Kind, group};

/// One of a few options as a row of buttons, of which one is down. `buttonStyle: outline` marks it by
/// its border.
///
/// ```yaml
/// type: ButtonSelector
/// properties: { title: View, options: [{ label: Week, value: 7 }, { label: Month, value: 30 }] }
/// ```
///
/// - `buttonStyle`: `solid` fills the button that is down, `outline` marks it by its border.
///   Default: `solid`.
pub struct ButtonSelector;

impl Block for ButtonSelector {
    const NAME: &'static str = "ButtonSelector";
    const META: BlockMeta = BlockMeta::input(ValueType::Any);
    const EVENTS: &'static [&'static str] = &["onChange"];
    const PROPERTIES: &'static [&'static str] = &[
        "buttonStyle",
        "color",
        "disabled",
        "inputStyle",
        "label",
        "options",
        "size",
        "title",
    ];

    fn render(cx: BlockCx) -> AnyView {
        group(&cx, Kind::Button)
    }
}
