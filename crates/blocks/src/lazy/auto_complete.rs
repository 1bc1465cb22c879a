use std::sync::Arc;

use engine::{Value, ValueType};
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::input::{self, Edit, change, is_off, read};
use crate::listbox::{Listbox, options_of};
use crate::popup::Popup;
use crate::select_box::placeholder_or;
use crate::{Block, field};

/// A line of text with suggestions: the `options` that have what was typed in them.
///
/// ```yaml
/// type: AutoComplete
/// properties: { title: City, options: [Amsterdam, Antwerp, Athens] }
/// ```
///
/// - `backfill`: true shows the suggestion that the arrow keys are on as if it were typed.
/// - `defaultOpen`: true shows the suggestions from the start.
/// - `options`: the suggestions: a list of texts.
/// - `placeholder`: what it shows when it is empty. Default: `Type or select item`.
pub struct AutoComplete;

impl Block for AutoComplete {
    const NAME: &'static str = "AutoComplete";
    const META: BlockMeta = BlockMeta::input(ValueType::String);
    const EVENTS: &'static [&'static str] =
        &["onBlur", "onChange", "onClear", "onFocus", "onSearch"];
    const PROPERTIES: &'static [&'static str] = &[
        "allowClear",
        "autoFocus",
        "backfill",
        "bordered",
        "defaultOpen",
        "disabled",
        "inputStyle",
        "label",
        "options",
        "optionsStyle",
        "placeholder",
        "size",
        "title",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let popup = Popup::new(NodeRef::new());
        let options = options_of(&cx);
        let current = cx.clone();
        let chosen = Memo::new(move |_| {
            let value = current.value();
            options.with(|options| {
                options
                    .iter()
                    .position(|choice| choice.holds(&value))
                    .into_iter()
                    .collect::<Vec<_>>()
            })
        });
        let picker = cx.clone();
        let list = Listbox::new(&cx, popup, options, chosen, false, move |_, i| {
            change(
                &picker,
                options.with_untracked(|options| options[i].label.as_str().into()),
            );
            popup.dismiss();
        });
        // With `backfill` the option that keys are on shows as if it were typed.
        let (filled, backfill) = (RwSignal::new(None::<usize>), cx.clone());
        let text = read(&cx, move |cx| {
            let filled = filled.get().filter(|_| popup.is_open());
            let filled = filled.and_then(|i| {
                options.with(|options| options.get(i).map(|choice| choice.label.clone()))
            });
            filled.unwrap_or_else(|| cx.value().as_str().unwrap_or_default().to_owned())
        });
        let mut edit = Edit::new(&cx, text);
        edit.node = popup.input;
        edit.placeholder = placeholder_or(&cx, "Type or select item");
        edit.attrs = list.attrs();
        edit.typed = {
            let (cx, list) = (cx.clone(), list.clone());
            Box::new(move |el, _| {
                filled.set(None);
                let text = el.value();
                change(&cx, text.as_str().into());
                list.search(text);
                list.activate(None);
            })
        };
        edit.key = {
            let list = list.clone();
            Box::new(move |ev| match list.key(ev, true) {
                true if ev.key().starts_with("Arrow") && backfill.flag("backfill", false) => {
                    filled.set(list.active())
                }
                false if ev.key() == "Enter" && !ev.is_composing() => popup.close(),
                _ => {}
            })
        };
        let open = {
            let (cx, list) = (cx.clone(), list.clone());
            Arc::new(move || {
                if !is_off(&cx) && !popup.is_open_now() {
                    filled.set(None);
                    list.open();
                    list.query
                        .set(cx.value().as_str().unwrap_or_default().to_owned());
                    list.activate(None);
                }
            })
        };
        if cx.flag("defaultOpen", false) {
            let open = Arc::clone(&open);
            popup.input.on_load(move |_| open());
        }
        let emptied = cx.clone();
        let empty = move || {
            change(&emptied, Value::Null);
            popup.dismiss();
        };
        let press = move |_| {
            open();
            popup.focus();
        };
        let control = view! {
            <div class=read(&cx, |cx| input::shell_class(cx, "")) style=read(&cx, input::input_style) on:click=press>
                {edit.view(&cx)}
                {input::clear(&cx, true, read(&cx, |cx| !cx.value().is_none()), empty)}
            </div>
        };
        let quiet = list;
        let view = popup.wrap(control.into_any(), move || {
            // Without suggestions there is nothing to drop down.
            let any = quiet.clone();
            let class = move || {
                if any.any() {
                    "l-suggestions"
                } else {
                    "l-suggestions l-hidden"
                }
            };
            view! { <div class=class>{quiet.view()}</div> }.into_any()
        });
        field(&cx, view)
    }
}
