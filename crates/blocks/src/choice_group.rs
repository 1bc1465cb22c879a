//! Options that all stand on the page: radio buttons, check boxes, and buttons of which one is down.
//!
//! They are the browser's own inputs, so keys and forms work as everywhere.

use engine::Value;
use runtime::BlockCx;
use ui::prelude::*;

use crate::input::{change, hidden_name, input_style, invalid, is_off, read};
use crate::listbox::{chosen_of, options_of};
use crate::{Choice, element, field, html};

/// What options look like, and how many can be chosen.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    Radio,
    Checkbox,
    Button,
}

/// Draws the property `options` with a label.
pub(crate) fn group(cx: &BlockCx, kind: Kind) -> AnyView {
    let multiple = kind == Kind::Checkbox;
    let options = options_of(cx);
    let chosen = chosen_of(cx, options, multiple);
    let taken = cx.clone();
    let take = move |i: usize, on: bool| {
        let options = options.get_untracked();
        let value = |i: usize| options[i].value.clone();
        let before = chosen.get_untracked();
        if multiple {
            let now = (0..options.len()).filter(|other| {
                if *other == i {
                    on
                } else {
                    before.contains(other)
                }
            });
            change(&taken, Value::list(now.map(value).collect()));
        } else if on && before != [i] {
            change(&taken, value(i));
        }
    };
    let drawn = cx.clone();
    let rows = move || {
        let options = options.get();
        let rows = options.iter().enumerate();
        rows.map(|(i, choice)| row(&drawn, kind, i, choice, chosen, take.clone()))
            .collect::<Vec<_>>()
    };
    let group = view! {
        <div
            id=format!("{}_input", cx.id())
            class=read(cx, move |cx| class(cx, kind))
            style=read(cx, style)
            role=if multiple { "group" } else { "radiogroup" }
            aria-label=read(cx, hidden_name)
            aria-labelledby=format!("{}_label", cx.id())
            aria-invalid=read(cx, invalid)
            aria-describedby=format!("{}_help", cx.id())
        >
            {rows}
        </div>
    };
    field(cx, group.into_any())
}

fn class(cx: &BlockCx, kind: Kind) -> String {
    let mut class = match kind {
        Kind::Button => "l-buttons".to_owned(),
        _ => "l-choices".to_owned(),
    };
    if kind == Kind::Button {
        if matches!(cx.text("buttonStyle").as_str(), "outline" | "outlined") {
            class.push_str(" l-buttons-outline");
        }
        if let size @ ("small" | "large") = cx.text("size").as_str() {
            class.push_str(&format!(" l-buttons-{size}"));
        }
        return class;
    }
    if cx.text("direction") == "vertical" {
        class.push_str(" l-choices-vertical");
    }
    if !cx.flag("wrap", true) {
        class.push_str(" l-choices-nowrap");
    }
    if let align @ ("end" | "center" | "baseline") = cx.text("align").as_str() {
        class.push_str(&format!(" l-choices-{align}"));
    }
    class
}

/// `color` and `inputStyle`. Tracks.
pub(crate) fn style(cx: &BlockCx) -> Option<String> {
    let colour = cx.prop("color");
    let mut style = element::colour(&colour).map(accent).unwrap_or_default();
    style.push_str(&input_style(cx).unwrap_or_default());
    element::some(style)
}

/// The colour of what is chosen, and one for marks on it.
fn accent(colour: &str) -> String {
    let on = match element::is_light(colour) {
        Some(true) => "--on-accent:#1b1f24;",
        Some(false) => "--on-accent:#fff;",
        None => "",
    };
    format!("--accent:{colour};{on}")
}

fn row(
    cx: &BlockCx,
    kind: Kind,
    i: usize,
    choice: &Choice,
    chosen: Memo<Vec<usize>>,
    take: impl Fn(usize, bool) + 'static,
) -> AnyView {
    let class = match kind {
        Kind::Radio => "l-choice l-radio",
        Kind::Checkbox => "l-choice l-checkbox",
        Kind::Button => "l-button-choice",
    };
    let disabled = choice.disabled;
    view! {
        <label class=class style=element::some(crate::css::inline(&choice.style))>
            <input
                type=if kind == Kind::Checkbox { "checkbox" } else { "radio" }
                id=format!("{}_{i}", cx.id())
                name=format!("{}_input", cx.id())
                checked=chosen.with_untracked(|chosen| chosen.contains(&i))
                prop:checked=move || chosen.with(|chosen| chosen.contains(&i))
                disabled=read(cx, move |cx| disabled || is_off(cx))
                on:change=move |ev| take(i, event_target_checked(&ev))
            />
            <span inner_html=html::sanitize(&choice.label)></span>
        </label>
    }
    .into_any()
}
