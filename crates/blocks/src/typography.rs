//! Titles and paragraphs: text with marks, an ellipsis, and a button that copies it.

use engine::{Value, js};
use runtime::BlockCx;
use ui::prelude::*;

use crate::{element, html, icon_of};

/// Properties of every text.
pub(crate) const MARKS: [(&str, &str); 6] = [
    ("code", "code"),
    ("delete", "del"),
    ("italic", "em"),
    ("mark", "mark"),
    ("strong", "strong"),
    ("underline", "u"),
];

/// Draws `content` as a heading of the level that `level` gives, or as a paragraph.
pub(crate) fn typography(cx: &BlockCx, level: fn(&BlockCx) -> Option<u8>) -> AnyView {
    let expanded = RwSignal::new(false);
    let (look, text, marked) = (cx.clone(), cx.clone(), element::on_selection(cx));
    let class = move || class(&look, level(&look), expanded.get());
    let styled = cx.clone();
    let style = move || style(&styled);
    let inner = move || inner(&text, level(&text));
    view! {
        <div id=cx.id().to_string() class=class style=style>
            <div class="l-typo-text" inner_html=inner on:mouseup=marked></div>
            {element::part(cx, |cx| cx.prop("ellipsis.suffix"), |_, suffix| {
                element::some(element::shown(&suffix)).map(|s| view! { <span class="l-typo-suffix">{s}</span> }).into_any()
            })}
            {expand(cx, expanded)}
            {element::part(cx, |cx| cx.prop("copyable"), copy_button)}
        </div>
    }
    .into_any()
}

pub(crate) fn class(cx: &BlockCx, level: Option<u8>, expanded: bool) -> String {
    let mut class = match level {
        Some(level) => format!("l-typo l-title l-title-{level}"),
        None => "l-typo l-paragraph".to_owned(),
    };
    if let kind @ ("secondary" | "success" | "warning" | "danger") = cx.text("type").as_str() {
        class.push_str(&format!(" l-typo-{kind}"));
    }
    if cx.flag("disabled", false) {
        class.push_str(" l-typo-disabled");
    }
    if cx.flag("ellipsis", false) && !expanded {
        class.push_str(" l-typo-cut");
    }
    class
}

pub(crate) fn style(cx: &BlockCx) -> Option<String> {
    let mut base = String::new();
    if let Some(rows) = cx.number("ellipsis.rows") {
        base.push_str(&format!("--rows:{rows};"));
    }
    if let Some(colour) = element::colour(&cx.prop("color")) {
        base.push_str(&format!("color:{colour};"));
    }
    element::style_now(cx, &base)
}

fn inner(cx: &BlockCx, level: Option<u8>) -> String {
    marked(cx, html::sanitize(&cx.text("content")), level)
}

/// `html` with the marks of the block, as a heading where there is a level.
pub(crate) fn marked(cx: &BlockCx, mut html: String, level: Option<u8>) -> String {
    for (flag, tag) in MARKS {
        if cx.flag(flag, false) {
            html = format!("<{tag}>{html}</{tag}>");
        }
    }
    match level {
        Some(level) => format!("<h{level}>{html}</h{level}>"),
        None => html,
    }
}

/// What shows all of a text that is cut.
pub(crate) fn expand(cx: &BlockCx, expanded: RwSignal<bool>) -> AnyView {
    let cx = cx.clone();
    (move || {
        let cx = cx.clone();
        (js::truthy(&cx.prop("ellipsis.expandable")) && !expanded.get()).then(|| {
            let open = move |_| {
                expanded.set(true);
                cx.trigger("onExpand", Value::object([("ellipsis", Value::Bool(true))]));
            };
            view! { <button type="button" class="l-linklike" on:click=open>"Expand"</button> }
        })
    })
    .into_any()
}

/// `copyable`: true, or `{text, icon, tooltips}`, where icon and tooltips may be pairs for before and
/// after.
pub(crate) fn copy_button(cx: &BlockCx, copyable: Value) -> AnyView {
    if !js::truthy(&copyable) {
        return ().into_any();
    }
    let done = RwSignal::new(false);
    let pair = |key: &str, i: usize| match copyable.key(key) {
        Value::List(both) => both.get(i).cloned().unwrap_or_default(),
        one => one.clone(),
    };
    let tip = |i: usize| {
        pair("tooltips", i)
            .as_str()
            .map_or(["Copy", "Copied"][i].to_owned(), str::to_owned)
    };
    let tips = [tip(0), tip(1)];
    let icons = [
        pair("icon", 0).or("AiOutlineCopy"),
        pair("icon", 1).or("AiOutlineCheck"),
    ];
    let (drawn, text) = (cx.clone(), copyable.key("text").clone());
    let cx = cx.clone();
    let label = move || tips[usize::from(done.get())].clone();
    let copy = move |_| {
        let text = if js::truthy(&text) {
            js::to_text(&text)
        } else {
            cx.text("content")
        };
        let copied = cx.app().backend().copy(text.clone());
        let rest = cx.app().backend().sleep(3000.0);
        let cx = cx.clone();
        leptos::task::spawn_local(async move {
            if copied.await.is_ok() {
                done.try_set(true);
                cx.trigger("onCopy", Value::object([("value", text.into())]));
                rest.await;
                done.try_set(false);
            }
        });
    };
    view! {
        <button type="button" class="l-copy" aria-label=label.clone() title=label on:click=copy>
            {move || icon_of(&drawn, &icons[usize::from(done.get())])}
        </button>
    }
    .into_any()
}

/// The level of a title: 1 to 5, and 1 for anything else.
pub(crate) fn title_level(cx: &BlockCx) -> Option<u8> {
    let level = cx
        .text("level")
        .parse()
        .ok()
        .filter(|n| (1..=5).contains(n));
    Some(level.unwrap_or(1))
}
