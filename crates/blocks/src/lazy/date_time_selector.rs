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
///
/// - `format`: how date and time are written, as in moment.js. Default: `YYYY-MM-DD HH:mm`.
/// - `hourStep`: from one hour of the list to the next. Default: 1.
/// - `minuteStep`: from one minute of the list to the next. Default: 5.
/// - `placeholder`: what it shows when it is empty. Default: `Select Date & Time`.
/// - `secondStep`: from one second of the list to the next. Default: 5.
/// - `selectUTC`: true takes the time as UTC.
/// - `showNow`: false leaves out the button for this moment. Default: true.
/// - `showToday`: has no effect, since there is `showNow`.
/// - `timeFormat`: which parts the time has. Default: `HH:mm`.
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
