//! Around every input: its label, the mark of a required value, help, and the outcome of validation.

use engine::{Value, js};
use runtime::BlockCx;
use ui::prelude::*;

use crate::css;

/// Draws an input's control with its label. `label` properties: `{title, align, colon, extra, span,
/// inline, disabled, hasFeedback, feedbackStyle, extraStyle}`; the title is the block's `title` where
/// the label has none, and the block id where neither has (Lowdefy's rule). An empty title is none.
///
/// The label's element has the id `<blockId>_label`, its control `<blockId>_input`, and what stands
/// below `<blockId>_help`.
pub fn field(cx: &BlockCx, control: impl IntoView + 'static) -> AnyView {
    let id = cx.id();
    let (label_id, input_id) = (format!("{id}_label"), format!("{id}_input"));
    let label = {
        let cx = cx.clone();
        move || label_text(&cx)
    };
    let class = {
        let cx = cx.clone();
        move || class(&cx)
    };
    let style = {
        let cx = cx.clone();
        move || {
            cx.prop("label")
                .key("span")
                .as_number()
                .map(|n| format!("--label-span:{n};"))
        }
    };
    let required = {
        let cx = cx.clone();
        move || cx.required()
    };
    view! {
        <div class=class style=style>
            {move || label().map(|text| view! {
                <label
                    class="l-label"
                    class:l-label-required=required.clone()
                    id=label_id.clone()
                    for=input_id.clone()
                    inner_html=crate::html::sanitize(&text)
                ></label>
            })}
            <div class="l-control">{control.into_view()}{feedback(cx)}</div>
        </div>
    }
    .into_any()
}

fn class(cx: &BlockCx) -> String {
    let (label, status) = (cx.prop("label"), cx.validation().status);
    let mut class = "l-field".to_owned();
    if let Some(status) = status {
        class.push_str(" l-field-");
        class.push_str(status);
    }
    let text = |key: &str| label.key(key).as_str().unwrap_or_default();
    let is_not = |key: &str| *label.key(key) == Value::Bool(false);
    let small = text("size") == "small" || text("size").is_empty() && cx.text("size") == "small";
    for (is, name) in [
        (js::truthy(label.key("inline")), " l-field-inline"),
        (
            !js::truthy(label.key("inline")) && label.key("span").as_number().is_some(),
            " l-field-span",
        ),
        (text("align") == "right", " l-field-right"),
        (is_not("colon"), " l-field-nocolon"),
        (small, " l-field-small"),
        (status.is_some() && !is_not("hasFeedback"), " l-field-mark"),
    ] {
        if is {
            class.push_str(name);
        }
    }
    class
}

/// None where the label is switched off or empty.
fn label_text(cx: &BlockCx) -> Option<String> {
    let label = cx.prop("label");
    if js::truthy(label.key("disabled")) {
        return None;
    }
    let text = match (label.key("title"), &cx.prop("title")) {
        (Value::String(title), _) | (_, Value::String(title)) => title.to_string(),
        _ => cx.id().to_string(),
    };
    Some(text).filter(|text| !text.is_empty())
}

/// Messages of validation, else the label's `extra`.
fn feedback(cx: &BlockCx) -> AnyView {
    let id = format!("{}_help", cx.id());
    let cx = cx.clone();
    (move || {
        let validation = cx.validation();
        let label = cx.prop("label");
        let messages = match validation.status {
            Some("error") => validation.errors,
            Some("warning") => validation.warnings,
            _ => Vec::new(),
        };
        if !messages.is_empty() {
            let style = css::inline(label.key("feedbackStyle"));
            let role = (validation.status == Some("error")).then_some("alert");
            let lines: Vec<_> = messages.iter().map(|m| view! { <div>{m.to_string()}</div> }).collect();
            return view! { <div class="l-feedback" id=id.clone() role=role style=style>{lines}</div> }.into_any();
        }
        match label.key("extra").as_str() {
            Some(extra) => {
                let style = css::inline(label.key("extraStyle"));
                let html = crate::html::sanitize(extra);
                view! { <div class="l-extra" id=id.clone() style=style inner_html=html></div> }.into_any()
            }
            None => ().into_any(),
        }
    })
    .into_any()
}
