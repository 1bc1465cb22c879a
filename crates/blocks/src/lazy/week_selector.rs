use engine::ValueType;
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::Block;
use crate::date_picker::{Kind, date_picker};
use crate::days::Unit;

/// A week, as the date of its Sunday in UTC.
///
/// ```yaml
/// type: WeekSelector
/// properties: { title: Week, format: "[Week] w, gggg" }
/// ```
///
/// - `format`: how the week is written, as in moment.js. Default: `YYYY-wo`.
/// - `placeholder`: what it shows when it is empty. Default: `Select Week`.
/// - `showToday`: false leaves out the button for this week. Default: true.
pub struct WeekSelector;

impl Block for WeekSelector {
    const NAME: &'static str = "WeekSelector";
    const META: BlockMeta = BlockMeta::input(ValueType::Date);
    const EVENTS: &'static [&'static str] = &["onBlur", "onChange", "onClear", "onFocus"];
    const PROPERTIES: &'static [&'static str] = &[
        "allowClear",
        "autoFocus",
        "bordered",
        "disabled",
        "disabledDates",
        "format",
        "inputStyle",
        "label",
        "placeholder",
        "showToday",
        "size",
        "suffixIcon",
        "title",
    ];

    fn render(cx: BlockCx) -> AnyView {
        date_picker(
            &cx,
            Kind {
                unit: Unit::Week,
                format: "YYYY-wo",
                placeholder: "Select Week",
                time: false,
            },
        )
    }
}
