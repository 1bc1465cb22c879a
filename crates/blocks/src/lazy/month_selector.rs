use engine::ValueType;
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::Block;
use crate::date_picker::{Kind, date_picker};
use crate::days::Unit;

/// A month, as the date of its start in UTC.
///
/// ```yaml
/// type: MonthSelector
/// properties: { title: Period }
/// ```
///
/// - `format`: how the month is written, as in moment.js. Default: `YYYY-MM`.
/// - `placeholder`: what it shows when it is empty. Default: `Select Month`.
/// - `showToday`: false leaves out the button for this month. Default: true.
pub struct MonthSelector;

impl Block for MonthSelector {
    const NAME: &'static str = "MonthSelector";
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
                unit: Unit::Month,
                format: "YYYY-MM",
                placeholder: "Select Month",
                time: false,
            },
        )
    }
}
