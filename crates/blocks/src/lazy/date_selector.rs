use engine::ValueType;
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::Block;
use crate::date_picker::{Kind, date_picker};
use crate::days::Unit;

/// A day, as a date at its start in UTC. It can be typed, too.
///
/// ```yaml
/// type: DateSelector
/// properties: { title: Delivery, format: D MMM YYYY, disabledDates: { min: 2026-01-01 } }
/// ```
///
/// - `format`: how the date is written, as in moment.js. Default: `YYYY-MM-DD`.
/// - `placeholder`: what it shows when it is empty. Default: `Select Date`.
pub struct DateSelector;

impl Block for DateSelector {
    const NAME: &'static str = "DateSelector";
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
                unit: Unit::Day,
                format: "YYYY-MM-DD",
                placeholder: "Select Date",
                time: false,
            },
        )
    }
}
