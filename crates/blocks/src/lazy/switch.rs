use engine::ValueType;
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::choice_group;
use crate::input::{change, hidden_name, icon_or, invalid, is_off, read, yes};
use crate::{Block, field};

/// On or off. A text or an icon in it says which.
///
/// ```yaml
/// type: Switch
/// properties: { title: Notify me, checkedText: On, uncheckedText: Off }
/// ```
///
/// - `checkedIcon`: the icon in it when it is on. Default: `AiOutlineCheck`.
/// - `checkedText`: the text in it when it is on.
/// - `size`: `default` or `small`.
/// - `uncheckedIcon`: the icon in it when it is off. Default: `AiOutlineClose`.
/// - `uncheckedText`: the text in it when it is off.
pub struct Switch;

impl Block for Switch {
    const NAME: &'static str = "Switch";
    const META: BlockMeta = BlockMeta::input(ValueType::Boolean);
    const EVENTS: &'static [&'static str] = &["onChange"];
    const PROPERTIES: &'static [&'static str] = &[
        "autoFocus",
        "checkedIcon",
        "checkedText",
        "color",
        "disabled",
        "inputStyle",
        "label",
        "size",
        "title",
        "uncheckedIcon",
        "uncheckedText",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let changed = cx.clone();
        let is_on = |cx: &BlockCx| cx.value().as_bool() == Some(true);
        let class = |cx: &BlockCx| match cx.text("size").as_str() {
            "small" => "l-switch l-switch-small",
            _ => "l-switch",
        };
        let control = view! {
            <label class=read(&cx, class) style=read(&cx, choice_group::style)>
                <input
                    type="checkbox"
                    role="switch"
                    id=format!("{}_input", cx.id())
                    checked=is_on(&cx)
                    prop:checked=read(&cx, is_on)
                    autofocus=cx.flag("autoFocus", false)
                    disabled=read(&cx, is_off)
                    aria-label=read(&cx, hidden_name)
                    aria-invalid=read(&cx, invalid)
                    aria-required=read(&cx, |cx| yes(cx.required()))
                    aria-describedby=format!("{}_help", cx.id())
                    on:change=move |ev| change(&changed, event_target_checked(&ev).into())
                />
                <span class="l-switch-track" aria-hidden="true">
                    <span class="l-switch-on">{face(&cx, "checkedText", "checkedIcon", "l-tick")}</span>
                    <span class="l-switch-off">{face(&cx, "uncheckedText", "uncheckedIcon", "l-x")}</span>
                </span>
            </label>
        };
        field(&cx, control.into_any())
    }
}

/// A text, else an icon.
fn face(cx: &BlockCx, text: &'static str, icon: &'static str, otherwise: &'static str) -> AnyView {
    let source = cx.clone();
    let shown = Memo::new(move |_| source.text_opt(text));
    let cx = cx.clone();
    (move || match shown.get() {
        Some(text) => text.into_any(),
        None => icon_or(&cx, icon, otherwise),
    })
    .into_any()
}
