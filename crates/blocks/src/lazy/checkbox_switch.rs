use engine::ValueType;
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::choice_group::style;
use crate::input::{change, hidden_name, invalid, is_off, read, yes};
use crate::{Block, field, html};

/// A check box, with a `description` beside it.
///
/// ```yaml
/// type: CheckboxSwitch
/// properties: { description: I agree to the terms., label: { disabled: true } }
/// ```
///
/// - `description`: the text beside the box; HTML in it is made safe.
pub struct CheckboxSwitch;

impl Block for CheckboxSwitch {
    const NAME: &'static str = "CheckboxSwitch";
    const META: BlockMeta = BlockMeta::input(ValueType::Boolean);
    const EVENTS: &'static [&'static str] = &["onChange"];
    const PROPERTIES: &'static [&'static str] = &[
        "color",
        "description",
        "disabled",
        "inputStyle",
        "label",
        "title",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let (changed, shown) = (cx.clone(), cx.clone());
        let is_on = |cx: &BlockCx| cx.value().as_bool() == Some(true);
        // A description says enough; without one the name must come from the title.
        let name = read(&cx, |cx| {
            hidden_name(cx).filter(|_| cx.text_opt("description").is_none())
        });
        let control = view! {
            <label class="l-choice l-checkbox" style=read(&cx, style)>
                <input
                    type="checkbox"
                    id=format!("{}_input", cx.id())
                    checked=is_on(&cx)
                    prop:checked=read(&cx, is_on)
                    disabled=read(&cx, is_off)
                    aria-label=name
                    aria-invalid=read(&cx, invalid)
                    aria-required=read(&cx, |cx| yes(cx.required()))
                    aria-describedby=format!("{}_help", cx.id())
                    on:change=move |ev| change(&changed, event_target_checked(&ev).into())
                />
                <span inner_html=move || html::sanitize(&shown.text("description"))></span>
            </label>
        };
        field(&cx, control.into_any())
    }
}
