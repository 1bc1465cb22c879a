//! What inputs share: reading properties again, one `<input>` for all that take a line of text, the
//! shell around it, and the button that empties it.

use std::sync::Arc;

use engine::{Value, platform};
use leptos::html;
use runtime::BlockCx;
use ui::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, KeyboardEvent};

use crate::{css, icon_of};

/// Reads something of the block again whenever the block changes. One type for all, so that the code
/// that binds an attribute exists once.
pub(crate) type Read<T> = Arc<dyn Fn() -> T + Send + Sync>;

/// A [`Read`] of `cx`.
pub(crate) fn read<T>(
    cx: &BlockCx,
    get: impl Fn(&BlockCx) -> T + Send + Sync + 'static,
) -> Read<T> {
    let cx = cx.clone();
    Arc::new(move || get(&cx))
}

/// An attribute for [`Edit::attrs`].
pub(crate) fn attr(name: &'static str, value: Read<Option<String>>) -> AnyAttribute {
    AnyAttribute::new(name, value)
}

/// An attribute that does not change.
pub(crate) fn fixed(name: &'static str, value: impl Into<String>) -> AnyAttribute {
    let value = value.into();
    attr(name, Arc::new(move || Some(value.clone())))
}

/// Takes no input now: switched off, or loading. Tracks.
pub(crate) fn is_off(cx: &BlockCx) -> bool {
    cx.flag("disabled", false) || cx.loading()
}

/// Puts a value into the block and says so.
pub(crate) fn change(cx: &BlockCx, value: Value) {
    cx.set_value(value);
    cx.trigger("onChange", Value::object([("value", cx.value())]));
}

/// `true` for an attribute that is otherwise left out.
pub(crate) fn yes(is: bool) -> Option<String> {
    is.then(|| "true".to_owned())
}

/// Is the outcome of validation an error? For `aria-invalid`. Tracks.
pub(crate) fn invalid(cx: &BlockCx) -> Option<String> {
    yes(cx.validation().status == Some("error"))
}

/// The name of a control whose label is switched off. Tracks.
pub(crate) fn hidden_name(cx: &BlockCx) -> Option<String> {
    let label = cx.prop("label");
    if !engine::js::truthy(label.key("disabled")) {
        return None;
    }
    let title = label
        .key("title")
        .as_str()
        .map(str::to_owned)
        .or_else(|| cx.text_opt("title"));
    Some(plain(&title.unwrap_or_else(|| cx.id().to_string())))
}

/// The text of HTML: without tags, and with the commonest entities read.
pub(crate) fn plain(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return html.to_owned();
    }
    let mut out = String::with_capacity(html.len());
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            c if !in_tag => out.push(c),
            _ => {}
        }
    }
    for (entity, text) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ] {
        if out.contains(entity) {
            out = out.replace(entity, text);
        }
    }
    out.trim().to_owned()
}

/// Classes of the box around a control, with `own` among them. Tracks.
pub(crate) fn shell_class(cx: &BlockCx, own: &str) -> String {
    let mut class = format!("l-input {own}");
    match cx.text("size").as_str() {
        "small" => class.push_str(" l-input-small"),
        "large" => class.push_str(" l-input-large"),
        _ => {}
    }
    if !cx.flag("bordered", true) || cx.text("variant") == "borderless" {
        class.push_str(" l-input-bare");
    }
    if is_off(cx) {
        class.push_str(" l-input-off");
    }
    class
}

/// The style of the control itself: `inputStyle`, and the slot `.element` of the block's style. Tracks.
pub(crate) fn input_style(cx: &BlockCx) -> Option<String> {
    let now = cx.now();
    let mut style = css::inline(now.properties.key("inputStyle"));
    style.push_str(&css::slot(&now.style, ".element"));
    Some(style).filter(|s| !s.is_empty())
}

type Handler<E> = Box<dyn Fn(&E)>;
type Typed = Box<dyn Fn(&HtmlInputElement, &Event)>;

/// The one `<input>` for a line of text. Each control says what it shows and what is done.
pub(crate) struct Edit {
    pub(crate) id: String,
    pub(crate) node: NodeRef<html::Input>,
    /// The attribute `type`.
    pub(crate) kind: Read<Option<String>>,
    pub(crate) text: Read<String>,
    pub(crate) placeholder: Read<Option<String>>,
    /// The attribute `aria-label`.
    pub(crate) name: Read<Option<String>>,
    pub(crate) attrs: Vec<AnyAttribute>,
    /// The element and the event that changed it.
    pub(crate) typed: Typed,
    pub(crate) key: Handler<KeyboardEvent>,
    pub(crate) left: Box<dyn Fn()>,
}

impl Edit {
    /// An input that shows `text`.
    pub(crate) fn new(cx: &BlockCx, text: Read<String>) -> Edit {
        Edit {
            id: format!("{}_input", cx.id()),
            node: NodeRef::new(),
            kind: Arc::new(|| Some("text".to_owned())),
            text,
            placeholder: read(cx, |cx| cx.text_opt("placeholder")),
            name: read(cx, hidden_name),
            attrs: Vec::new(),
            typed: Box::new(|_, _| {}),
            key: Box::new(|_| {}),
            left: Box::new(|| {}),
        }
    }

    /// Draws it. Triggers onFocus, onBlur and onPressEnter by itself.
    pub(crate) fn view(self, cx: &BlockCx) -> AnyView {
        let Edit {
            id,
            node,
            kind,
            text,
            placeholder,
            name,
            attrs,
            typed,
            key,
            left,
        } = self;
        if untrack(|| cx.flag("autoFocus", false)) {
            node.on_load(|el| {
                el.focus().ok();
            });
        }
        let (focus, blur) = (cx.clone(), cx.clone());
        let at_first = untrack(|| text());
        view! {
            <input
                id=id
                class="l-edit"
                node_ref=node
                type=kind
                value=at_first
                prop:value=text
                placeholder=placeholder
                autocomplete="off"
                disabled=read(cx, is_off)
                aria-label=name
                aria-invalid=read(cx, invalid)
                aria-required=read(cx, |cx| yes(cx.required()))
                aria-describedby=format!("{}_help", cx.id())
                on:input=move |ev: Event| {
                    if let Some(el) = target(&ev) {
                        typed(&el, &ev);
                    }
                }
                on:keydown=move |ev| key(&ev)
                on:focus=move |_| focus.trigger("onFocus", Value::Undefined)
                on:blur=move |_| {
                    // An element that is taken away is left, too, when all that belongs to it is gone.
                    if node.try_get_untracked().is_some() {
                        left();
                        blur.trigger("onBlur", Value::Undefined);
                    }
                }
                {..attrs}
            />
        }
        .into_any()
    }
}

/// The input that an event is about.
pub(crate) fn target(ev: &Event) -> Option<HtmlInputElement> {
    ev.target()?.dyn_into().ok()
}

/// The element of a list that an event is within, by an attribute that all its elements have: the value
/// of that attribute.
pub(crate) fn within(ev: &Event, attribute: &str) -> Option<String> {
    let el: web_sys::Element = ev.target()?.dyn_into().ok()?;
    el.closest(&format!("[{attribute}]"))
        .ok()??
        .get_attribute(attribute)
}

/// The attribute `maxlength` by the property `maxLength`.
pub(crate) fn max_length(cx: &BlockCx) -> AnyAttribute {
    attr("maxlength", read(cx, |cx| cx.text_opt("maxLength")))
}

/// What was typed, after `replaceInput` (`{pattern, flags, replacement}`); the element then shows the
/// same.
pub(crate) fn typed_text(cx: &BlockCx, el: &HtmlInputElement) -> String {
    let typed = el.value();
    let text = replaced(cx, &typed);
    if text != typed {
        let caret = el.selection_start().ok().flatten();
        el.set_value(&text);
        if let Some(caret) = caret {
            el.set_selection_range(caret, caret).ok();
        }
    }
    text
}

fn replaced(cx: &BlockCx, text: &str) -> String {
    let replace = cx.prop("replaceInput");
    let Some(pattern) = replace.key("pattern").as_str() else {
        return text.to_owned();
    };
    let Ok(regex) = platform::Regex::new(pattern, replace.key("flags").as_str().unwrap_or("gm"))
    else {
        return text.to_owned();
    };
    let with = replace.key("replacement").as_str().unwrap_or_default();
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for found in regex.matches(text).map_while(Result::ok) {
        out.push_str(&text[from..found.start]);
        platform::expand(with, text, &found, &mut out);
        from = found.end;
    }
    out.push_str(&text[from..]);
    out
}

/// Text and icon before or after what is typed, by the properties of these names.
pub(crate) fn affix(cx: &BlockCx, text: &'static str, icon: &'static str) -> AnyView {
    let source = cx.clone();
    let shown = Memo::new(move |_| (source.text_opt(text), source.prop(icon)));
    let cx = cx.clone();
    (move || {
        let (text, icon) = shown.get();
        let icon = (!icon.is_none()).then(|| icon_of(&cx, &icon));
        (icon.is_some() || text.is_some())
            .then(|| view! { <span class="l-affix">{icon}{text}</span> })
    })
    .into_any()
}

/// The icon of a property, or what the style sheet draws for `otherwise`.
pub(crate) fn icon_or(cx: &BlockCx, property: &'static str, otherwise: &'static str) -> AnyView {
    let source = cx.clone();
    let icon = Memo::new(move |_| source.prop(property));
    let cx = cx.clone();
    (move || match icon.get() {
        icon if icon.is_none() => {
            view! { <span class=otherwise aria-hidden="true"></span> }.into_any()
        }
        icon => icon_of(&cx, &icon),
    })
    .into_any()
}

/// The button that empties a control, where `allowClear` allows it and there is something.
pub(crate) fn clear(
    cx: &BlockCx,
    default: bool,
    filled: Read<bool>,
    empty: impl Fn() + Send + Sync + 'static,
) -> AnyView {
    let source = cx.clone();
    let shown =
        Memo::new(move |_| source.flag("allowClear", default) && filled() && !is_off(&source));
    let (cx, empty) = (cx.clone(), Arc::new(empty));
    (move || {
        let (press, empty) = (cx.clone(), Arc::clone(&empty));
        let icon = icon_or(&cx, "clearIcon", "l-x");
        shown.get().then(|| {
            view! {
                <button
                    type="button"
                    class="l-clear"
                    aria-label="Clear"
                    tabindex="-1"
                    on:mousedown=|ev| ev.prevent_default()
                    on:click=move |ev| {
                        ev.stop_propagation();
                        empty();
                        press.trigger("onClear", Value::Undefined);
                    }
                >
                    {icon}
                </button>
            }
        })
    })
    .into_any()
}
