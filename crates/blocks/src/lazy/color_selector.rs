use engine::{Value, ValueType};
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::input::{self, Edit, change, hidden_name, is_off, read};
use crate::{Block, element, field};

/// A colour, as text such as `#1463e0`: by the browser's own colour picker, or typed.
///
/// ```yaml
/// type: ColorSelector
/// properties: { title: Accent, undefinedColor: "#888888", hideInput: true }
/// ```
///
/// - `hideInput`: true leaves out the text.
/// - `undefinedColor`: the colour that is shown while there is no value.
pub struct ColorSelector;

impl Block for ColorSelector {
    const NAME: &'static str = "ColorSelector";
    const META: BlockMeta = BlockMeta::input(ValueType::String);
    const EVENTS: &'static [&'static str] = &["onBlur", "onChange", "onFocus"];
    const PROPERTIES: &'static [&'static str] = &[
        "disabled",
        "hideInput",
        "inputStyle",
        "label",
        "size",
        "title",
        "undefinedColor",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let source = cx.clone();
        let hidden = Memo::new(move |_| source.flag("hideInput", false));
        let (swatch_cx, edit_cx) = (cx.clone(), cx.clone());
        let class = move |cx: &BlockCx| {
            input::shell_class(
                cx,
                if hidden.get() {
                    "l-color l-color-bare"
                } else {
                    "l-color"
                },
            )
        };
        let control = view! {
            <span class=read(&cx, class) style=read(&cx, input::input_style)>
                {move || {
                    let hidden = hidden.get();
                    untrack(|| swatch(&swatch_cx, hidden))
                }}
                {move || (!hidden.get()).then(|| untrack(|| text(&edit_cx)))}
            </span>
        };
        field(&cx, control.into_any())
    }
}

fn swatch(cx: &BlockCx, alone: bool) -> AnyView {
    let picked = cx.clone();
    let shown = |cx: &BlockCx| cx.value().or(cx.prop("undefinedColor"));
    let style =
        move |cx: &BlockCx| element::colour(&shown(cx)).map(|colour| format!("--swatch:{colour};"));
    let hex = move |cx: &BlockCx| {
        shown(cx)
            .as_str()
            .and_then(full_hex)
            .unwrap_or_else(|| "#000000".to_owned())
    };
    let id = if alone { "input" } else { "swatch" };
    let name = read(cx, move |cx| {
        if alone {
            hidden_name(cx)
        } else {
            Some("Pick a colour".to_owned())
        }
    });
    view! {
        <label class="l-swatch" style=read(cx, style)>
            <input
                type="color"
                id=format!("{}_{id}", cx.id())
                value=hex(cx)
                prop:value=read(cx, hex)
                disabled=read(cx, is_off)
                aria-label=name
                on:input=move |ev| change(&picked, event_target_value(&ev).into())
            />
        </label>
    }
    .into_any()
}

fn text(cx: &BlockCx) -> AnyView {
    // What is typed, and the value that goes with it, until the input is left.
    let draft = RwSignal::new(None::<(String, Value)>);
    let shown = read(cx, move |cx| match draft.get() {
        Some((text, of)) if of == cx.value() => text,
        _ => cx.value().as_str().unwrap_or_default().to_owned(),
    });
    let mut edit = Edit::new(cx, shown);
    let typed = cx.clone();
    edit.typed = Box::new(move |el, _| {
        let text = el.value();
        let hex = text.trim().trim_start_matches('#');
        let value = match full_hex(&format!("#{hex}")) {
            Some(_) => Some(format!("#{}", hex.to_lowercase()).into()),
            None => text.trim().is_empty().then_some(Value::Null),
        };
        if let Some(value) = value.filter(|value| *value != typed.value()) {
            change(&typed, value);
        }
        draft.set(Some((text, typed.value())));
    });
    edit.left = Box::new(move || draft.set(None));
    edit.attrs.push(input::fixed("spellcheck", "false"));
    edit.view(cx)
}

/// `#rrggbb` of `#rgb` or `#rrggbb`, as the browser's picker wants it.
fn full_hex(colour: &str) -> Option<String> {
    let hex = colour
        .strip_prefix('#')
        .filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))?;
    match hex.len() {
        3 => Some(
            hex.chars()
                .fold("#".to_owned(), |out, c| format!("{out}{c}{c}")),
        ),
        6 => Some(colour.to_owned()),
        _ => None,
    }
}
