//! Around every input: its label, the mark of a required value, help, and the outcome of validation.

use engine::{js, Value};
use leptos::prelude::*;
use runtime::BlockCx;

use crate::css;

/// Draws an input's control with its label. `label` properties: `{title, align, colon, extra, span,
/// inline, disabled, hasFeedback, feedbackStyle, extraStyle}`; the title is the block's `title` where
/// the label has none, and the block id where neither has (Lowdefy's rule).
pub fn field(cx: &BlockCx, control: impl IntoView + 'static) -> AnyView {
    let id = cx.id();
    let input_id = format!("{id}_input");
    let label = {
        let cx = cx.clone();
        move || label_text(&cx)
    };
    let class = {
        let cx = cx.clone();
        move || {
            let status = cx.validation().status.map(|s| format!(" l-field-{s}")).unwrap_or_default();
            let label = cx.prop("label");
            let inline = if js::truthy(label.key("inline")) { " l-field-inline" } else { "" };
            let right = if label.key("align").as_str() == Some("right") { " l-field-right" } else { "" };
            let colon = if *label.key("colon") == Value::Bool(false) { " l-field-nocolon" } else { "" };
            format!("l-field{status}{inline}{right}{colon}")
        }
    };
    let style = {
        let cx = cx.clone();
        move || cx.prop("label").key("span").as_number().map(|n| format!("--label-span:{n};"))
    };
    let required = {
        let cx = cx.clone();
        move || cx.required()
    };
    view! {
        <div class=class style=style>
            {move || label().map(|text| view! {
                <label class="l-label" class:l-label-required=required.clone() for=input_id.clone() inner_html=crate::html::sanitize(&text)></label>
            })}
            <div class="l-control">{control.into_view()}{feedback(cx)}</div>
        </div>
    }
    .into_any()
}

/// None where the label is switched off.
fn label_text(cx: &BlockCx) -> Option<String> {
    let label = cx.prop("label");
    if js::truthy(label.key("disabled")) {
        return None;
    }
    match label.key("title") {
        Value::String(s) => Some(s.to_string()),
        _ => Some(cx.text_opt("title").unwrap_or_else(|| cx.id().to_string())),
    }
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
