//! Titles and paragraphs that are inputs: text that becomes a text area when it is to be changed.

use engine::{Value, js};
use leptos::html::Textarea;
use runtime::BlockCx;
use ui::prelude::*;

use crate::input::{change, is_off};
use crate::typography::{self, copy_button, marked};
use crate::{element, html, icon_of};

type Level = fn(&BlockCx) -> Option<u8>;

/// Draws the value as a heading of a level, or as a paragraph, with a button to change it.
pub(crate) fn editable_text(cx: &BlockCx, level: Level) -> AnyView {
    let started = RwSignal::new(false);
    let source = cx.clone();
    let editing = Memo::new(move |_| {
        let editable = source.prop("editable");
        let on = started.get() || js::truthy(editable.key("editing"));
        on && editable != Value::Bool(false) && !is_off(&source)
    });
    let expanded = RwSignal::new(false);
    let (look, styled, inner) = (cx.clone(), cx.clone(), cx.clone());
    let class = move || typography::class(&look, level(&look), expanded.get() || editing.get());
    let content = move || match editing.get() {
        true => untrack(|| editor(&inner, started)),
        false => untrack(|| shown(&inner, level, started, expanded)),
    };
    view! {
        <div id=cx.id().to_string() class=class style=move || typography::style(&styled)>
            {content}
        </div>
    }
    .into_any()
}

fn text(cx: &BlockCx) -> String {
    element::shown(&cx.value())
}

fn shown(cx: &BlockCx, level: Level, started: RwSignal<bool>, expanded: RwSignal<bool>) -> AnyView {
    let source = cx.clone();
    let inner = move || marked(&source, html::escape(&text(&source)), level(&source));
    let copyable = |cx: &BlockCx| match cx.prop("copyable") {
        all if js::truthy(&all) && !js::truthy(all.key("text")) => {
            let mut all = if all.as_map().is_some() {
                all
            } else {
                Value::object([])
            };
            all.make_map().insert("text", text(cx).into());
            all
        }
        other => other,
    };
    view! {
        <div class="l-typo-text" inner_html=inner></div>
        {element::part(cx, |cx| cx.prop("ellipsis.suffix"), |_, suffix| {
            element::some(element::shown(&suffix)).map(|s| view! { <span class="l-typo-suffix">{s}</span> }).into_any()
        })}
        {typography::expand(cx, expanded)}
        {element::part(cx, copyable, copy_button)}
        {edit_button(cx, started)}
    }
    .into_any()
}

/// By `editable`: true, or `{icon, tooltip, editing, maxLength}`.
fn edit_button(cx: &BlockCx, started: RwSignal<bool>) -> AnyView {
    let source = cx.clone();
    let editable = Memo::new(move |_| {
        if is_off(&source) {
            Value::Bool(false)
        } else {
            source.prop("editable")
        }
    });
    let cx = cx.clone();
    (move || {
        let editable = editable.get();
        let tip = match editable.key("tooltip") {
            Value::Bool(false) => None,
            tip => Some(tip.as_str().unwrap_or("Edit").to_owned()),
        };
        let start = {
            let cx = cx.clone();
            move |_| {
                started.set(true);
                cx.trigger("onStart", Value::Undefined);
            }
        };
        (editable != Value::Bool(false)).then(|| {
            view! {
                <button
                    type="button"
                    class="l-copy"
                    aria-label=tip.clone().unwrap_or_else(|| "Edit".to_owned())
                    title=tip
                    on:click=start
                >
                    {icon_of(&cx, &editable.key("icon").clone().or("AiOutlineEdit"))}
                </button>
            }
        })
    })
    .into_any()
}

/// Enter and leaving keep what was written, Escape does not.
fn editor(cx: &BlockCx, started: RwSignal<bool>) -> AnyView {
    let node = NodeRef::<Textarea>::new();
    let before = text(cx);
    let (draft, at_first) = (RwSignal::new(before.clone()), before.clone());
    node.on_load(move |el| {
        el.focus().ok();
        el.select();
    });
    let finish = {
        let cx = cx.clone();
        move || {
            // Taken away it is left, too, when what it held is gone.
            let Some(text) = draft.try_get_untracked() else {
                return;
            };
            started.set(false);
            if text != before && !is_off(&cx) {
                change(&cx, text.into());
            }
        }
    };
    let entered = finish.clone();
    let most = cx.text_opt("editable.maxLength");
    view! {
        <div class="l-textarea-grow l-typo-edit" data-text=move || draft.get()>
            <textarea
                id=format!("{}_input", cx.id())
                rows="1"
                node_ref=node
                maxlength=most
                aria-label="Text"
                prop:value=move || draft.get()
                inner_html=html::escape(&at_first)
                on:input=move |ev| draft.set(event_target_value(&ev))
                on:keydown=move |ev| match ev.key().as_str() {
                    "Enter" if !ev.is_composing() => {
                        ev.prevent_default();
                        entered();
                    }
                    "Escape" => {
                        ev.stop_propagation();
                        draft.set(at_first.clone());
                        started.set(false);
                    }
                    _ => {}
                }
                on:blur=move |_| finish()
            ></textarea>
        </div>
    }
    .into_any()
}
