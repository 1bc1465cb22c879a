use engine::ValueType;
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::Block;
use crate::date_picker::{Kind, date_picker};
use crate::days::Unit;

/// A day and a time of it, in the reader's zone or with `selectUTC` in UTC. `timeFormat` says which parts the time
/// has.
///
/// ```yaml
/// type: DateTimeSelector
/// properties: { title: Appointment, minuteStep: 15 }
/// ```
pub struct DateTimeSelector;

impl Block for DateTimeSelector {
    const NAME: &'static str = "DateTimeSelector";
    const META: BlockMeta = BlockMeta::input(ValueType::Date);
    const EVENTS: &'static [&'static str] = &["onBlur", "onChange", "onClear", "onFocus"];
    const PROPERTIES: &'static [&'static str] = &[
        "allowClear",
        "autoFocus",
        "bordered",
        "disabled",
        "disabledDates",
        "format",
        "hourStep",
        "inputStyle",
        "label",
        "minuteStep",
        "placeholder",
        "secondStep",
        "selectUTC",
        "showNow",
        "showToday",
        "size",
        "suffixIcon",
        "timeFormat",
        "title",
    ];

    fn render(cx: BlockCx) -> AnyView {
        date_picker(
            &cx,
            Kind {
                unit: Unit::Day,
                format: "YYYY-MM-DD HH:mm",
                placeholder: "Select Date & Time",
                time: true,
            },
        )
    }
}
