//! The list that selectors drop down: what of the options is shown, which one keys act on, and the
//! elements of it.

use std::collections::HashSet;
use std::sync::Arc;

use engine::{Value, js};
use leptos::html;
use runtime::BlockCx;
use ui::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use crate::input::{attr, fixed, icon_or, plain, read, within};
use crate::popup::Popup;
use crate::{Choice, choices, css, html as markup};

/// So many options are drawn at first, and so many more whenever the end comes near.
const PAGE: usize = 100;

/// Options of a control.
pub(crate) type Options = Memo<Arc<Vec<Choice>>>;

type Pick = Arc<dyn Fn(&Listbox, usize) + Send + Sync>;

/// The options of the property `options`, each value once.
pub(crate) fn options_of(cx: &BlockCx) -> Options {
    let cx = cx.clone();
    let options = Memo::new(move |_| cx.prop("options"));
    Memo::new(move |_| {
        let mut seen = HashSet::new();
        let all = choices(&options.get()).into_iter();
        Arc::new(
            all.filter(|choice| seen.insert(js::stable_stringify(&choice.value)))
                .collect(),
        )
    })
}

/// Which options the block's value is: one, or those that it lists.
pub(crate) fn chosen_of(cx: &BlockCx, options: Options, multiple: bool) -> Memo<Vec<usize>> {
    let cx = cx.clone();
    Memo::new(move |_| {
        let (value, options) = (cx.value(), options.get());
        let find = |value: &Value| options.iter().position(|choice| choice.holds(value));
        if multiple {
            value.items().iter().filter_map(find).collect()
        } else {
            find(&value).into_iter().collect()
        }
    })
}

/// The state of a list. Clones are the same list.
#[derive(Clone)]
pub(crate) struct Listbox {
    pub(crate) cx: BlockCx,
    pub(crate) popup: Popup,
    pub(crate) options: Options,
    /// Indices into the options.
    pub(crate) chosen: Memo<Vec<usize>>,
    /// What the options are searched for.
    pub(crate) query: RwSignal<String>,
    /// Indices of the options that the search leaves.
    shown: Memo<Vec<usize>>,
    active: RwSignal<Option<usize>>,
    limit: RwSignal<usize>,
    list: NodeRef<html::Ul>,
    multiple: bool,
    pick: Pick,
}

impl Listbox {
    /// A list; `pick` is called with the index of the option that was picked.
    pub(crate) fn new(
        cx: &BlockCx,
        popup: Popup,
        options: Options,
        chosen: Memo<Vec<usize>>,
        multiple: bool,
        pick: impl Fn(&Listbox, usize) + Send + Sync + 'static,
    ) -> Listbox {
        let query = RwSignal::new(String::new());
        let shown = Memo::new(move |_| {
            let (options, query) = (options.get(), query.get().to_lowercase());
            let found =
                |i: &usize| query.is_empty() || options[*i].filter.to_lowercase().contains(&query);
            (0..options.len()).filter(found).collect()
        });
        let list = Listbox {
            cx: cx.clone(),
            popup,
            options,
            chosen,
            query,
            shown,
            active: RwSignal::new(None),
            limit: RwSignal::new(PAGE),
            list: NodeRef::new(),
            multiple,
            pick: Arc::new(pick),
        };
        list.follow();
        list
    }

    pub(crate) fn open(&self) {
        self.query.set(String::new());
        self.limit.set(PAGE);
        let chosen = self.chosen.get_untracked().first().copied();
        self.activate(chosen.or_else(|| self.next(None, true)));
        self.popup.open();
    }

    /// Searches for `text`, and opens for it.
    pub(crate) fn search(&self, text: String) {
        if !self.popup.is_open_now() {
            self.open();
        }
        self.query.set(text.clone());
        self.limit.set(PAGE);
        self.activate(if text.is_empty() {
            None
        } else {
            self.next(None, true)
        });
        self.cx
            .trigger("onSearch", Value::object([("value", text.into())]));
    }

    /// Does the search leave anything? Tracks.
    pub(crate) fn any(&self) -> bool {
        !self.shown.with(Vec::is_empty)
    }

    /// The option that keys act on.
    pub(crate) fn active(&self) -> Option<usize> {
        self.active.get_untracked()
    }

    pub(crate) fn activate(&self, option: Option<usize>) {
        if self.active.get_untracked() != option {
            self.active.set(option);
        }
        let place =
            option.and_then(|option| self.shown.get_untracked().iter().position(|i| *i == option));
        if let Some(place) = place.filter(|place| *place + 1 >= self.limit.get_untracked()) {
            self.limit.set(place + PAGE);
        }
    }

    /// Attributes for the input that has the focus while keys act on the list.
    pub(crate) fn attrs(&self) -> Vec<AnyAttribute> {
        let mut attrs = self.popup.attrs("listbox", &self.element_id());
        let list = self.clone();
        let id = read(&self.cx, |cx| cx.id());
        attrs.push(attr(
            "aria-activedescendant",
            Arc::new(move || {
                let active = list.active.get().filter(|_| list.popup.is_open())?;
                Some(format!("{}_{active}", id()))
            }),
        ));
        attrs.push(fixed("aria-autocomplete", "list"));
        attrs
    }

    /// Does what a key asks for. True if it was meant for the list. In an `editable` input letters, Space,
    /// Home and End are left alone.
    pub(crate) fn key(&self, ev: &KeyboardEvent, editable: bool) -> bool {
        let key = ev.key();
        if ev.is_composing() || ev.ctrl_key() || ev.meta_key() {
            return false;
        }
        let open = self.popup.is_open_now();
        let active = self.active();
        let target = match key.as_str() {
            "ArrowDown" | "ArrowUp" if !open => {
                self.open();
                self.active()
            }
            "ArrowDown" => self.next(active, true),
            "ArrowUp" => self.next(active, false),
            "PageDown" if open => self.jump(8),
            "PageUp" if open => self.jump(-8),
            "Home" if open && !editable => self.next(None, true),
            "End" if open && !editable => self.next(None, false),
            "Enter" | " " if key == "Enter" || !editable => {
                match active {
                    Some(active) if open => self.take(active),
                    _ if !open && key == " " => self.open(),
                    _ => return false,
                }
                ev.prevent_default();
                return true;
            }
            key if !editable && key.chars().count() == 1 => self.by_letter(key),
            _ => return false,
        };
        self.activate(target);
        ev.prevent_default();
        true
    }

    /// The next option in the list that can be chosen, around its ends.
    fn next(&self, from: Option<usize>, down: bool) -> Option<usize> {
        let (shown, options) = (self.shown.get_untracked(), self.options.get_untracked());
        let n = shown.len();
        let place = from.and_then(|from| shown.iter().position(|i| *i == from));
        let start = match (place, down) {
            (Some(place), true) => place + 1,
            (Some(place), false) => place + n - 1,
            (None, true) => 0,
            (None, false) => n.max(1) - 1,
        };
        let steps = (0..n).map(|step| if down { start + step } else { start + n - step });
        steps
            .map(|at| shown[at % n])
            .find(|i| !options[*i].disabled)
    }

    /// The option `by` places on, or the last one before the end that can be chosen.
    fn jump(&self, by: isize) -> Option<usize> {
        let (shown, options) = (self.shown.get_untracked(), self.options.get_untracked());
        let place = self
            .active()
            .and_then(|active| shown.iter().position(|i| *i == active))
            .unwrap_or(0);
        let goal = place
            .saturating_add_signed(by)
            .min(shown.len().checked_sub(1)?);
        let (low, high) = (place.min(goal), place.max(goal));
        let mut between: Vec<usize> = shown[low..=high]
            .iter()
            .copied()
            .filter(|i| !options[*i].disabled)
            .collect();
        if by < 0 {
            between.reverse();
        }
        between.last().copied()
    }

    /// The next option that begins with a letter.
    fn by_letter(&self, letter: &str) -> Option<usize> {
        if !self.popup.is_open_now() {
            self.open();
        }
        let (options, letter) = (self.options.get_untracked(), letter.to_lowercase());
        let mut at = self.active();
        for _ in 0..options.len() {
            at = self.next(at, true);
            if plain(&options[at?].label)
                .to_lowercase()
                .starts_with(&letter)
            {
                return at;
            }
        }
        self.active()
    }

    fn take(&self, option: usize) {
        if !self
            .options
            .get_untracked()
            .get(option)
            .is_none_or(|choice| choice.disabled)
        {
            (self.pick)(self, option);
        }
    }

    fn element_id(&self) -> String {
        format!("{}_list", self.cx.id())
    }

    /// Keeps the active option in sight.
    fn follow(&self) {
        let Listbox {
            cx,
            active,
            list,
            popup,
            ..
        } = self.clone();
        Effect::new(move |_| {
            let (Some(active), Some(list)) = (active.get(), list.get()) else {
                return;
            };
            let option = document().get_element_by_id(&format!("{}_{active}", cx.id()));
            let Some(option) = option.and_then(|el| el.dyn_into::<HtmlElement>().ok()) else {
                return;
            };
            if !popup.is_open_now() {
                return;
            }
            let (top, bottom) = (
                option.offset_top(),
                option.offset_top() + option.offset_height(),
            );
            if top < list.scroll_top() {
                list.set_scroll_top(top);
            } else if bottom > list.scroll_top() + list.client_height() {
                list.set_scroll_top(bottom - list.client_height());
            }
        });
    }

    /// Draws it.
    pub(crate) fn view(&self) -> AnyView {
        let (picked, hovered, limit, shown) = (self.clone(), self.clone(), self.limit, self.shown);
        let option_at = |ev: &web_sys::Event| within(ev, "data-i").and_then(|i| i.parse().ok());
        let scrolled = move |ev: web_sys::Event| {
            let Some(list) = ev.target().and_then(|t| t.dyn_into::<HtmlElement>().ok()) else {
                return;
            };
            let left = list.scroll_height() - list.scroll_top() - list.client_height();
            if left < 400 && limit.get_untracked() < shown.with_untracked(Vec::len) {
                limit.update(|n| *n += PAGE);
            }
        };
        view! {
            <ul
                class="l-listbox"
                id=self.element_id()
                role="listbox"
                tabindex="-1"
                aria-multiselectable=self.multiple.then_some("true")
                node_ref=self.list
                on:click=move |ev| if let Some(i) = option_at(&ev) { picked.take(i) }
                on:mousemove=move |ev| if let Some(i) = option_at(&ev) { hovered.activate(Some(i)) }
                on:scroll=scrolled
            >
                {self.rows()}
            </ul>
            {self.note()}
        }
        .into_any()
    }

    fn rows(&self) -> AnyView {
        let list = self.clone();
        (move || {
            let options = list.options.get();
            let shown = list.shown.get();
            let rows = shown.iter().take(list.limit.get());
            rows.filter_map(|i| Some(list.row(*i, options.get(*i)?)))
                .collect::<Vec<_>>()
        })
        .into_any()
    }

    fn row(&self, i: usize, choice: &Choice) -> AnyView {
        let (active, chosen) = (self.active, self.chosen);
        let disabled = choice.disabled;
        let class = move || match active.get() == Some(i) {
            _ if disabled => "l-option l-option-off",
            true => "l-option l-option-active",
            false => "l-option",
        };
        let now = self.cx.now();
        let mut style = css::inline(now.properties.key("optionsStyle"));
        style.push_str(&css::slot(&now.style, ".options"));
        style.push_str(&css::inline(&choice.style));
        let mark = self.multiple.then(|| {
            view! {
                <span class="l-option-mark">{icon_or(&self.cx, "selectedIcon", "l-tick")}</span>
            }
        });
        view! {
            <li
                class=class
                id=format!("{}_{i}", self.cx.id())
                role="option"
                data-i=i.to_string()
                style=Some(style).filter(|s| !s.is_empty())
                aria-selected=move || chosen.with(|chosen| chosen.contains(&i)).to_string()
                aria-disabled=disabled.then_some("true")
            >
                <span class="l-option-label" inner_html=markup::sanitize(&choice.label)></span>
                {mark}
            </li>
        }
        .into_any()
    }

    /// What stands for a list without options.
    fn note(&self) -> AnyView {
        let list = self.clone();
        (move || {
            let cx = &list.cx;
            let text = if cx.event_loading("onSearch") {
                cx.text_opt("loadingPlaceholder")
                    .unwrap_or_else(|| "Loading".to_owned())
            } else {
                cx.text_opt("notFoundContent")
                    .unwrap_or_else(|| "Not found".to_owned())
            };
            let empty = list.shown.with(Vec::is_empty);
            empty.then(|| view! { <div class="l-listbox-note" role="status">{text}</div> })
        })
        .into_any()
    }
}
