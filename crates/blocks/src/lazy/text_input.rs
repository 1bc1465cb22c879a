use engine::{Value, ValueType};
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::input::{self, Edit, affix, read};
use crate::{Block, field};

/// A line of text. `replaceInput` changes what is typed by a regular expression.
///
/// ```yaml
/// type: TextInput
/// properties: { title: Name, placeholder: "Ada Lovelace", maxLength: 80 }
/// ```
///
/// - `allowClear`: true if a button empties it. Default: false.
/// - `type`: what is typed, for the keyboard of phones: `text`, `email`, `tel`, `url` and others of
///   HTML. Default: `text`.
pub struct TextInput;

impl Block for TextInput {
    const NAME: &'static str = "TextInput";
    const META: BlockMeta = BlockMeta::input(ValueType::String);
    const EVENTS: &'static [&'static str] =
        &["onBlur", "onChange", "onClear", "onFocus", "onPressEnter"];
    const PROPERTIES: &'static [&'static str] = &[
        "allowClear",
        "autoFocus",
        "bordered",
        "disabled",
        "inputStyle",
        "label",
        "maxLength",
        "placeholder",
        "prefix",
        "prefixIcon",
        "replaceInput",
        "size",
        "suffix",
        "suffixIcon",
        "title",
        "type",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let mut edit = Edit::new(
            &cx,
            read(&cx, |cx| cx.value().as_str().unwrap_or_default().to_owned()),
        );
        let node = edit.node;
        edit.kind = read(&cx, |cx| {
            cx.text_opt("type").or_else(|| Some("text".to_owned()))
        });
        edit.attrs.push(input::max_length(&cx));
        let (typed, enter, emptied) = (cx.clone(), cx.clone(), cx.clone());
        edit.typed =
            Box::new(move |el, _| input::change(&typed, input::typed_text(&typed, el).into()));
        edit.key = Box::new(move |ev| {
            if ev.key() == "Enter" && !ev.is_composing() {
                enter.trigger("onPressEnter", Value::Undefined);
            }
        });
        let empty = move || {
            input::change(&emptied, Value::Null);
            if let Some(el) = node.get_untracked() {
                el.focus().ok();
            }
        };
        let control = view! {
            <span class=read(&cx, |cx| input::shell_class(cx, "")) style=read(&cx, input::input_style)>
                {affix(&cx, "prefix", "prefixIcon")}
                {edit.view(&cx)}
                {input::clear(&cx, false, read(&cx, |cx| !cx.value().is_none()), empty)}
                {affix(&cx, "suffix", "suffixIcon")}
            </span>
        };
        field(&cx, control.into_any())
    }
}
