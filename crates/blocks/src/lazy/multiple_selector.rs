use engine::{Value, ValueType, js};
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::input::{self, Edit, change, is_off, read, within};
use crate::listbox::{Listbox, chosen_of, options_of};
use crate::popup::{Popup, on_input};
use crate::select_box::{arrow, placeholder_or};
use crate::{Block, Choice, css, field, html, icon_of};

/// Some of a list of options: those that are chosen stand as tags in the control. With `renderTags` an
/// option's `tag` (`{title, color, icon, style}`) says what its tag looks like.
///
/// ```yaml
/// type: MultipleSelector
/// properties: { title: Toppings, options: [Cheese, Olives, Capers], maxTagCount: 2 }
/// ```
///
/// - `autoClearSearchValue`: false keeps what was typed when an option is chosen. Default: true.
/// - `maxTagCount`: how many tags are shown; the others are counted.
/// - `options`: a list of texts, numbers or booleans, or of
///   `{ label, value, disabled, filterString, style, tag }` with values of any kind.
/// - `placeholder`: what it shows when it is empty. Default: `Select items`.
/// - `renderTags`: true draws tags as the options' `tag` says.
/// - `selectedIcon`: the icon of chosen options in the list.
pub struct MultipleSelector;

impl Block for MultipleSelector {
    const NAME: &'static str = "MultipleSelector";
    const META: BlockMeta = BlockMeta::input(ValueType::Array);
    const EVENTS: &'static [&'static str] =
        &["onBlur", "onChange", "onClear", "onFocus", "onSearch"];
    const PROPERTIES: &'static [&'static str] = &[
        "allowClear",
        "autoClearSearchValue",
        "autoFocus",
        "bordered",
        "clearIcon",
        "disabled",
        "inputStyle",
        "label",
        "loadingPlaceholder",
        "maxTagCount",
        "notFoundContent",
        "options",
        "optionsStyle",
        "placeholder",
        "renderTags",
        "selectedIcon",
        "showArrow",
        "size",
        "suffixIcon",
        "title",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let popup = Popup::new(NodeRef::new());
        let options = options_of(&cx);
        let chosen = chosen_of(&cx, options, true);
        let put = {
            let cx = cx.clone();
            move |chosen: Vec<usize>| {
                let options = options.get_untracked();
                change(
                    &cx,
                    Value::list(chosen.iter().map(|i| options[*i].value.clone()).collect()),
                );
            }
        };
        let (toggled, removed, emptied) = (put.clone(), put.clone(), put);
        let toggle = move |i: usize| {
            let mut now = chosen.get_untracked();
            match now.iter().position(|other| *other == i) {
                Some(at) => {
                    now.remove(at);
                }
                None => now.push(i),
            }
            toggled(now);
        };
        let (searching, picked) = (cx.clone(), toggle.clone());
        let list = Listbox::new(&cx, popup, options, chosen, true, move |list, i| {
            picked(i);
            if searching.flag("autoClearSearchValue", true)
                && !list.query.with_untracked(String::is_empty)
            {
                list.query.set(String::new());
            }
        });
        let last = move || {
            let mut now = chosen.get_untracked();
            if now.pop().is_some() {
                removed(now);
            }
        };
        let press = {
            let (cx, list) = (cx.clone(), list.clone());
            move |ev: leptos::ev::MouseEvent| {
                if is_off(&cx) {
                    return;
                }
                match within(&ev, "data-remove").and_then(|i| i.parse().ok()) {
                    Some(i) => toggle(i),
                    None if !popup.is_open_now() => list.open(),
                    None if !on_input(&ev) => popup.close(),
                    None => {}
                }
                popup.focus();
            }
        };
        let empty = move || {
            emptied(Vec::new());
            popup.focus();
        };
        let control = view! {
            <div
                class=read(&cx, |cx| input::shell_class(cx, "l-select l-select-many"))
                style=read(&cx, input::input_style)
                on:click=press
            >
                <span class="l-chips">
                    {chips(&list)}
                    {edit(&list, last)}
                </span>
                {input::clear(&cx, true, read(&cx, move |_| !chosen.with(Vec::is_empty)), empty)}
                {arrow(&cx, "suffixIcon")}
            </div>
        };
        field(&cx, popup.wrap(control.into_any(), move || list.view()))
    }
}

/// The input that takes a search; `last` takes away the last tag.
fn edit(list: &Listbox, last: impl Fn() + 'static) -> AnyView {
    let cx = &list.cx;
    let query = list.query;
    let popup = list.popup;
    let mut edit = Edit::new(
        cx,
        read(cx, move |_| {
            if popup.is_open() {
                query.get()
            } else {
                String::new()
            }
        }),
    );
    edit.node = popup.input;
    let (placeholder, chosen) = (placeholder_or(cx, "Select items"), list.chosen);
    edit.placeholder = read(cx, move |_| {
        chosen.with(Vec::is_empty).then(|| placeholder()).flatten()
    });
    edit.attrs = list.attrs();
    edit.typed = {
        let list = list.clone();
        Box::new(move |el, _| list.search(el.value()))
    };
    edit.key = {
        let list = list.clone();
        Box::new(move |ev| {
            let searching = popup.is_open_now() && !list.query.with_untracked(String::is_empty);
            match ev.key().as_str() {
                "Backspace" if !searching => last(),
                _ if list.key(ev, true) => {}
                "Enter" if !ev.is_composing() && !popup.is_open_now() => {
                    ev.prevent_default();
                    list.open();
                }
                _ => {}
            }
        })
    };
    edit.view(cx)
}

/// A tag for each that is chosen, up to `maxTagCount`.
fn chips(list: &Listbox) -> AnyView {
    let (cx, options, chosen) = (list.cx.clone(), list.options, list.chosen);
    (move || {
        let (options, chosen) = (options.get(), chosen.get());
        let most = cx
            .number("maxTagCount")
            .map_or(usize::MAX, |n| n.max(0.0) as usize);
        let mut chips: Vec<AnyView> = chosen
            .iter()
            .take(most)
            .filter_map(|i| Some(chip(&cx, *i, options.get(*i)?)))
            .collect();
        if chosen.len() > most {
            let rest = format!("+ {} …", chosen.len() - most);
            chips.push(view! { <span class="l-chip">{rest}</span> }.into_any());
        }
        chips
    })
    .into_any()
}

fn chip(cx: &BlockCx, i: usize, choice: &Choice) -> AnyView {
    let tag = if cx.flag("renderTags", false) {
        choice.tag.clone()
    } else {
        Value::Null
    };
    let title = match tag.key("title") {
        Value::Undefined | Value::Null => choice.label.clone(),
        title => js::to_text(title),
    };
    let mut style = css::inline(tag.key("style"));
    let colour = tag
        .key("color")
        .as_str()
        .filter(|c| !c.contains([';', '{', '}']));
    if let Some(colour) = colour {
        let colour = match colour {
            "success" | "warning" | "error" => format!("var(--l-{colour})"),
            "processing" => "var(--l-info)".to_owned(),
            "default" => "inherit".to_owned(),
            "volcano" => "orangered".to_owned(),
            "geekblue" => "royalblue".to_owned(),
            colour => colour.to_owned(),
        };
        style.push_str(&format!("--chip:{colour};"));
    }
    let class = if colour.is_some() {
        "l-chip l-chip-coloured"
    } else {
        "l-chip"
    };
    let label = format!("Remove {}", input::plain(&title));
    let off = is_off(cx);
    view! {
        <span class=class style=Some(style).filter(|s| !s.is_empty())>
            {icon_of(cx, tag.key("icon"))}
            <span class="l-chip-text" inner_html=html::sanitize(&title)></span>
            <button type="button" class="l-chip-remove" tabindex="-1" aria-label=label disabled=off data-remove=i.to_string()>
                <span class="l-x" aria-hidden="true"></span>
            </button>
        </span>
    }
    .into_any()
}
