use engine::ValueType;
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::Block;
use crate::choice_group::{Kind, group};

/// Some of a few options, all in sight. The value has them in the order of the options.
///
/// ```yaml
/// type: CheckboxSelector
/// properties: { title: Days, options: [Mon, Tue, Wed, Thu, Fri] }
/// ```
pub struct CheckboxSelector;

impl Block for CheckboxSelector {
    const NAME: &'static str = "CheckboxSelector";
    const META: BlockMeta = BlockMeta::input(ValueType::Array);
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
        group(&cx, Kind::Checkbox)
    }
}
