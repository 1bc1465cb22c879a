use engine::{Value, ValueType};
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::input::{self, Edit, change, is_off, read};
use crate::{Block, field, icon_of};

/// A line of text that is not shown, unless its eye is pressed.
///
/// ```yaml
/// type: PasswordInput
/// properties: { title: Password, visibilityToggle: false }
/// ```
///
/// - `visibilityToggle`: false leaves out the eye. Default: true.
pub struct PasswordInput;

impl Block for PasswordInput {
    const NAME: &'static str = "PasswordInput";
    const META: BlockMeta = BlockMeta::input(ValueType::String);
    const EVENTS: &'static [&'static str] = &["onBlur", "onChange", "onFocus", "onPressEnter"];
    const PROPERTIES: &'static [&'static str] = &[
        "autoFocus",
        "bordered",
        "disabled",
        "inputStyle",
        "label",
        "placeholder",
        "size",
        "title",
        "visibilityToggle",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let plain = RwSignal::new(false);
        let mut edit = Edit::new(
            &cx,
            read(&cx, |cx| cx.value().as_str().unwrap_or_default().to_owned()),
        );
        edit.kind = read(&cx, move |_| {
            Some(if plain.get() { "text" } else { "password" }.to_owned())
        });
        let (typed, enter) = (cx.clone(), cx.clone());
        edit.typed = Box::new(move |el, _| change(&typed, el.value().into()));
        edit.key = Box::new(move |ev| {
            if ev.key() == "Enter" && !ev.is_composing() {
                enter.trigger("onPressEnter", Value::Undefined);
            }
        });
        let control = view! {
            <span class=read(&cx, |cx| input::shell_class(cx, "")) style=read(&cx, input::input_style)>
                {edit.view(&cx)}
                {eye(&cx, plain)}
            </span>
        };
        field(&cx, control.into_any())
    }
}

/// What shows and hides the text.
fn eye(cx: &BlockCx, plain: RwSignal<bool>) -> AnyView {
    let source = cx.clone();
    let shown = Memo::new(move |_| source.flag("visibilityToggle", true));
    let cx = cx.clone();
    (move || {
        let icon_cx = cx.clone();
        let icon = move || {
            icon_of(
                &icon_cx,
                &if plain.get() {
                    "AiOutlineEye"
                } else {
                    "AiOutlineEyeInvisible"
                }
                .into(),
            )
        };
        let off = read(&cx, is_off);
        shown.get().then(|| {
            view! {
                <button
                    type="button"
                    class="l-inner-button"
                    aria-label="Show password"
                    aria-pressed=move || plain.get().to_string()
                    disabled=off
                    on:mousedown=|ev| ev.prevent_default()
                    on:click=move |_| plain.update(|plain| *plain = !*plain)
                >
                    {icon}
                </button>
            }
        })
    })
    .into_any()
}
