use engine::{platform, Value, ValueType};
use leptos::prelude::*;
use runtime::{BlockCx, BlockMeta};

use crate::{css, field, icon_of, Block};

/// A line of text.
///
/// ```yaml
/// type: TextInput
/// properties: { title: Name, placeholder: "Ada Lovelace", maxLength: 80 }
/// ```
pub struct TextInput;

impl Block for TextInput {
    const NAME: &'static str = "TextInput";
    const META: BlockMeta = BlockMeta::input(ValueType::String);
    const EVENTS: &'static [&'static str] = &["onBlur", "onChange", "onFocus", "onPressEnter"];
    const PROPERTIES: &'static [&'static str] = &[
        "allowClear", "autoFocus", "bordered", "disabled", "inputStyle", "label", "maxLength", "placeholder", "prefix",
        "prefixIcon", "replaceInput", "size", "suffix", "suffixIcon", "title",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let (look, before, after) = (cx.clone(), cx.clone(), cx.clone());
        let class = move || {
            let size = look.text_opt("size").map(|s| format!(" l-input-{s}")).unwrap_or_default();
            let bare = if look.flag("bordered", true) { "" } else { " l-input-bare" };
            format!("l-input{size}{bare}")
        };
        let control = view! {
            <span class=class>
                {move || affix(&before, "prefix", "prefixIcon")}
                {input(&cx)}
                {clear(&cx)}
                {move || affix(&after, "suffix", "suffixIcon")}
            </span>
        };
        field(&cx, control)
    }
}

fn input(cx: &BlockCx) -> impl IntoView + use<> {
    let id = cx.id();
    let get = |read: fn(&BlockCx) -> Option<String>| {
        let cx = cx.clone();
        move || read(&cx)
    };
    let (value, typed, enter, off, focus, blur, wrong) =
        (cx.clone(), cx.clone(), cx.clone(), cx.clone(), cx.clone(), cx.clone(), cx.clone());
    view! {
        <input
            id=format!("{id}_input")
            type="text"
            prop:value=move || value.value().as_str().unwrap_or_default().to_owned()
            value=cx.value().as_str().map(str::to_owned)
            placeholder=get(|cx| cx.text_opt("placeholder"))
            maxlength=get(|cx| cx.text_opt("maxLength"))
            style=get(|cx| Some(css::inline(&cx.prop("inputStyle"))).filter(|s| !s.is_empty()))
            autofocus=cx.flag("autoFocus", false)
            disabled=move || off.flag("disabled", false)
            aria-invalid=move || (wrong.validation().status == Some("error")).then_some("true")
            aria-describedby=format!("{id}_help")
            on:input=move |ev| change(&typed, event_target_value(&ev))
            on:keydown=move |ev| if ev.key() == "Enter" { enter.trigger("onPressEnter", Value::Undefined) }
            on:focus=move |_| focus.trigger("onFocus", Value::Undefined)
            on:blur=move |_| blur.trigger("onBlur", Value::Undefined)
        />
    }
}

/// Takes over what was typed, after `replaceInput` (`{pattern, flags, replacement}`).
fn change(cx: &BlockCx, mut text: String) {
    let replace = cx.prop("replaceInput");
    if let Some(pattern) = replace.key("pattern").as_str()
        && let Ok(regex) = platform::Regex::new(pattern, replace.key("flags").as_str().unwrap_or("gm"))
    {
        let with = replace.key("replacement").as_str().unwrap_or_default();
        let mut out = String::new();
        let mut from = 0;
        for found in regex.matches(&text) {
            out.push_str(&text[from..found.start]);
            platform::expand(with, &text, &found, &mut out);
            from = found.end;
        }
        out.push_str(&text[from..]);
        text = out;
    }
    cx.set_value(text.as_str().into());
    cx.trigger("onChange", Value::object([("value", cx.value())]));
}

fn affix(cx: &BlockCx, text: &'static str, icon: &'static str) -> impl IntoView + use<> {
    let icon_value = cx.prop(icon);
    let icon = (!icon_value.is_none()).then(|| icon_of(cx, &icon_value));
    let text = cx.text_opt(text);
    (icon.is_some() || text.is_some()).then(|| view! { <span class="l-affix">{icon}{text}</span> })
}

fn clear(cx: &BlockCx) -> impl IntoView + use<> {
    let cx = cx.clone();
    move || {
        let shown = cx.flag("allowClear", false) && !cx.value().is_none() && !cx.flag("disabled", false);
        let cx = cx.clone();
        shown.then(|| view! {
            <button type="button" class="l-clear" aria-label="Clear" tabindex="-1" on:click=move |_| change(&cx, String::new())>"×"</button>
        })
    }
}
