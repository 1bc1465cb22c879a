use engine::{Value, ValueType, js};
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::input::{self, change, hidden_name, invalid, is_off, read, yes};
use crate::{Block, field, html};

/// Lines of text. It grows with them: from 3 rows, or between the rows of `autoSize: {minRows,
/// maxRows}`; `rows` fixes it.
///
/// ```yaml
/// type: TextArea
/// properties: { title: Remarks, rows: 5, maxLength: 500, showCount: true }
/// ```
///
/// - `allowClear`: true if a button empties it. Default: false.
/// - `autoSize`: false keeps it as high as it is; `{ minRows, maxRows }` are the ends of its
///   growth.
/// - `rows`: how many rows it has, always.
/// - `showCount`: true shows how many characters it has; `{ formatter }`, a function of
///   `{ count, maxLength, value }`, what it gives.
pub struct TextArea;

impl Block for TextArea {
    const NAME: &'static str = "TextArea";
    const META: BlockMeta = BlockMeta::input(ValueType::String);
    const EVENTS: &'static [&'static str] =
        &["onBlur", "onChange", "onClear", "onFocus", "onPressEnter"];
    const PROPERTIES: &'static [&'static str] = &[
        "allowClear",
        "autoFocus",
        "autoSize",
        "bordered",
        "disabled",
        "inputStyle",
        "label",
        "maxLength",
        "placeholder",
        "rows",
        "showCount",
        "size",
        "title",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let id = cx.id();
        let node = NodeRef::<leptos::html::Textarea>::new();
        if cx.flag("autoFocus", false) {
            node.on_load(|el| {
                el.focus().ok();
            });
        }
        let text = |cx: &BlockCx| cx.value().as_str().unwrap_or_default().to_owned();
        let (typed, enter, focus, blur, emptied) =
            (cx.clone(), cx.clone(), cx.clone(), cx.clone(), cx.clone());
        let empty = move || {
            change(&emptied, Value::Null);
            if let Some(el) = node.get_untracked() {
                el.focus().ok();
            }
        };
        // The box shows the text a second time, unseen, and so has its height.
        let control = view! {
            <div
                class=read(&cx, |cx| {
                    input::shell_class(cx, if grows(cx) { "l-textarea l-textarea-auto" } else { "l-textarea" })
                })
                style=read(&cx, style)
            >
                <div class="l-textarea-grow" data-text=read(&cx, text)>
                    <textarea
                        id=format!("{id}_input")
                        node_ref=node
                        prop:value=read(&cx, text)
                        inner_html=html::escape(&text(&cx))
                        rows=read(&cx, |cx| rows(cx).0.to_string())
                        placeholder=read(&cx, |cx| cx.text_opt("placeholder"))
                        maxlength=read(&cx, |cx| cx.text_opt("maxLength"))
                        disabled=read(&cx, is_off)
                        aria-label=read(&cx, hidden_name)
                        aria-invalid=read(&cx, invalid)
                        aria-required=read(&cx, |cx| yes(cx.required()))
                        aria-describedby=format!("{id}_help")
                        on:input=move |ev| change(&typed, event_target_value(&ev).into())
                        on:keydown=move |ev| if ev.key() == "Enter" && !ev.is_composing() {
                            enter.trigger("onPressEnter", Value::Undefined);
                        }
                        on:focus=move |_| focus.trigger("onFocus", Value::Undefined)
                        on:blur=move |_| blur.trigger("onBlur", Value::Undefined)
                    ></textarea>
                </div>
                {input::clear(&cx, false, read(&cx, |cx| !cx.value().is_none()), empty)}
                {count(&cx)}
            </div>
        };
        field(&cx, control.into_any())
    }
}

/// Does the height follow the text? Tracks.
fn grows(cx: &BlockCx) -> bool {
    !cx.flag("rows", false) && cx.prop("autoSize") != Value::Bool(false)
}

/// The least and the most rows. Tracks.
fn rows(cx: &BlockCx) -> (f64, Option<f64>) {
    if let Some(rows) = cx.number("rows").filter(|rows| *rows >= 1.0) {
        return (rows, Some(rows));
    }
    let size = cx.prop("autoSize");
    let least = match size {
        Value::Bool(true) => 1.0,
        Value::Bool(false) => 2.0,
        Value::Map(_) => size.key("minRows").as_number().unwrap_or(1.0),
        _ => 3.0,
    };
    (least.max(1.0), size.key("maxRows").as_number())
}

fn style(cx: &BlockCx) -> Option<String> {
    let (least, most) = rows(cx);
    let mut style = format!("--rows:{least};");
    if let Some(most) = most {
        style.push_str(&format!("--max-rows:{};", most.max(least)));
    }
    style.push_str(&input::input_style(cx).unwrap_or_default());
    Some(style)
}

/// How long the text is, by `showCount`: true, or `{formatter}` that is called with
/// `{value, count, maxLength}`.
fn count(cx: &BlockCx) -> AnyView {
    let source = cx.clone();
    let shown = Memo::new(move |_| {
        let show = source.prop("showCount");
        if !js::truthy(&show) {
            return None;
        }
        let (value, most) = (source.value(), source.number("maxLength"));
        let length = value.as_str().map_or(0, |text| text.chars().count());
        if let Some(formatter) = show.key("formatter").as_function() {
            let most = most.map_or(Value::Undefined, Value::Number);
            let info = [
                ("value", value),
                ("count", length.into()),
                ("maxLength", most),
            ];
            return Some(js::to_text(&source.call(formatter, &[Value::object(info)])));
        }
        Some(most.map_or_else(|| length.to_string(), |most| format!("{length} / {most}")))
    });
    (move || {
        shown
            .get()
            .map(|text| view! { <span class="l-count" aria-hidden="true">{text}</span> })
    })
    .into_any()
}
