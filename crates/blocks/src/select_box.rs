//! The control of a selector that holds one option: an input that shows what is chosen, takes a search,
//! and drops down a list.

use std::sync::Arc;

use runtime::BlockCx;
use ui::prelude::*;
use wasm_bindgen::JsCast;

use crate::html;
use crate::input::{self, Edit, Read, attr, icon_or, is_off, plain, read};
use crate::listbox::Listbox;
use crate::popup::on_input;

/// A selector's control.
pub(crate) struct SelectBox {
    pub(crate) list: Listbox,
    /// Id of the input.
    pub(crate) id: String,
    /// The HTML that is shown while nothing is searched for.
    pub(crate) face: Read<Option<String>>,
    /// May options be searched for?
    pub(crate) search: Read<bool>,
    pub(crate) placeholder: Read<Option<String>>,
    pub(crate) name: Read<Option<String>>,
    /// The classes of the box.
    pub(crate) class: Read<String>,
    pub(crate) style: Read<Option<String>>,
    /// Stands after the input: a button that empties it, an arrow.
    pub(crate) after: AnyView,
}

impl SelectBox {
    /// Draws it with its list.
    pub(crate) fn view(self, cx: &BlockCx) -> AnyView {
        let SelectBox {
            list,
            id,
            face,
            search,
            placeholder,
            name,
            class,
            style,
            after,
        } = self;
        let popup = list.popup;
        let query = list.query;
        let text: Read<String> = {
            let (face, search) = (Arc::clone(&face), Arc::clone(&search));
            Arc::new(move || match popup.is_open() && search() {
                true => query.get(),
                false => face().map(|html| plain(&html)).unwrap_or_default(),
            })
        };
        let mut edit = Edit::new(cx, text);
        edit.id = id;
        edit.node = popup.input;
        edit.name = name;
        edit.placeholder = {
            let face = Arc::clone(&face);
            Arc::new(move || match face() {
                Some(html) if popup.is_open() => Some(plain(&html)),
                _ => placeholder(),
            })
        };
        edit.attrs = list.attrs();
        edit.attrs.push({
            let search = Arc::clone(&search);
            attr("readonly", Arc::new(move || (!search()).then(String::new)))
        });
        edit.typed = {
            let list = list.clone();
            Box::new(move |el, ev| {
                list.search(if popup.is_open_now() {
                    el.value()
                } else {
                    inserted(ev)
                })
            })
        };
        edit.key = {
            let (list, search) = (list.clone(), Arc::clone(&search));
            Box::new(move |ev| {
                let enter = ev.key() == "Enter" && !ev.is_composing();
                if !list.key(ev, search()) && enter && !popup.is_open_now() {
                    ev.prevent_default();
                    list.open();
                }
            })
        };
        let press = {
            let (cx, list, search) = (cx.clone(), list.clone(), Arc::clone(&search));
            move |ev: leptos::ev::MouseEvent| {
                if is_off(&cx) {
                    return;
                }
                match popup.is_open_now() {
                    true if search() && on_input(&ev) => {}
                    true => popup.close(),
                    false => list.open(),
                }
                popup.focus();
            }
        };
        let rich = overlay(&list, face);
        let control = view! {
            <div class=class style=style on:click=press>
                {rich}
                {edit.view(cx)}
                {after}
            </div>
        };
        popup.wrap(control.into_any(), move || list.view())
    }
}

/// What an event of a closed selector put into the text that it shows: the beginning of a search.
fn inserted(ev: &web_sys::Event) -> String {
    ev.dyn_ref::<web_sys::InputEvent>()
        .and_then(web_sys::InputEvent::data)
        .unwrap_or_default()
}

/// What is chosen, where it is more than text, over the input.
fn overlay(list: &Listbox, face: Read<Option<String>>) -> AnyView {
    let (popup, query) = (list.popup, list.query);
    (move || {
        let html = face().filter(|html| html.contains(['<', '&']))?;
        let searching = popup.is_open() && !query.with(String::is_empty);
        let class = match popup.is_open() {
            _ if searching => "l-select-rich l-hidden",
            true => "l-select-rich l-select-dim",
            false => "l-select-rich",
        };
        Some(
            view! { <span class=class aria-hidden="true" inner_html=html::sanitize(&html)></span> },
        )
    })
    .into_any()
}

/// The arrow at the end, by `showArrow` and the property `icon`.
pub(crate) fn arrow(cx: &BlockCx, icon: &'static str) -> AnyView {
    let source = cx.clone();
    let shown = Memo::new(move |_| source.flag("showArrow", true));
    let cx = cx.clone();
    (move || {
        shown
            .get()
            .then(|| view! { <span class="l-suffix">{icon_or(&cx, icon, "l-chevron")}</span> })
    })
    .into_any()
}

/// `placeholder`, or `otherwise`.
pub(crate) fn placeholder_or(cx: &BlockCx, otherwise: &'static str) -> Read<Option<String>> {
    read(cx, move |cx| {
        cx.text_opt("placeholder")
            .or_else(|| Some(otherwise.to_owned()))
    })
}

/// The classes of a selector's box.
pub(crate) fn select_class(cx: &BlockCx) -> Read<String> {
    read(cx, |cx| input::shell_class(cx, "l-select"))
}
