use engine::Value;
use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, area, element, html};

/// A label for blocks, as inputs have one: its title, its blocks, and a note below.
///
/// ```yaml
/// type: Label
/// properties: { title: Amount, extra: "Without tax", span: 8, align: right }
/// blocks: []
/// ```
///
/// - `align`: `left` or `right`, of a label at the side.
/// - `colon`: false leaves out the colon. Default: true.
/// - `disabled`: true shows no label.
/// - `extra`: a note below; HTML in it is made safe.
/// - `extraStyle`: CSS properties of the note.
/// - `feedbackStyle`: CSS properties of messages of validation.
/// - `inline`: true puts the label beside the blocks.
/// - `span`: puts the label beside the blocks, as wide as this many columns of 24.
pub struct Label;

impl Block for Label {
    const NAME: &'static str = "Label";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const PROPERTIES: &'static [&'static str] = &[
        "align",
        "colon",
        "disabled",
        "extra",
        "extraStyle",
        "feedbackStyle",
        "inline",
        "size",
        "span",
        "style",
        "title",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let (look, styled) = (cx.clone(), cx.clone());
        let label_id = format!("{}_label", cx.id());
        view! {
            <div
                id=cx.id().to_string()
                class=move || class(&look)
                style=move || style(&styled)
                role="group"
                aria-labelledby=label_id
            >
                {element::part(&cx, title, |cx, title| {
                    let id = format!("{}_label", cx.id());
                    element::some(element::shown(&title)).map(|t| {
                        view! { <div class="l-label" id=id inner_html=html::sanitize(&t)></div> }
                    }).into_any()
                })}
                <div class="l-control">
                    {area(&cx, "content")}
                    {element::part(&cx, |cx| cx.prop("extra"), |cx, extra| {
                        element::some(element::shown(&extra)).map(|t| {
                            view! { <div class="l-extra" style=element::style_at(cx, "extraStyle") inner_html=html::sanitize(&t)></div> }
                        }).into_any()
                    })}
                </div>
            </div>
        }
        .into_any()
    }
}

/// The title; nothing where the label is switched off.
fn title(cx: &BlockCx) -> Value {
    if cx.flag("disabled", false) {
        return Value::Undefined;
    }
    match cx.prop("title") {
        title if title.is_none() => Value::String(cx.id()),
        title => title,
    }
}

fn class(cx: &BlockCx) -> String {
    let mut class = "l-field l-label-block".to_owned();
    for (on, name) in [
        (
            cx.flag("inline", false) || cx.number("span").is_some(),
            " l-field-inline",
        ),
        (cx.text("align") == "right", " l-field-right"),
        (!cx.flag("colon", true), " l-field-nocolon"),
    ] {
        if on {
            class.push_str(name);
        }
    }
    if let size @ ("small" | "large") = cx.text("size").as_str() {
        class.push_str(&format!(" l-field-{size}"));
    }
    class
}

fn style(cx: &BlockCx) -> Option<String> {
    let span = cx
        .number("span")
        .map(|n| format!("--label-span:{n};"))
        .unwrap_or_default();
    element::style_now(cx, &span)
}
