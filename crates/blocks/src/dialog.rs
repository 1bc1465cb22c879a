//! What Modal, ConfirmModal and Drawer have in common: a native dialog, which keeps the focus within,
//! lies above all else and goes at Escape. What is in it is drawn when it first opens, and kept.

use engine::{Value, js};
use runtime::BlockCx;
use ui::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use crate::{css, html, icon_of};

/// Milliseconds that a dialog takes to fade (`--l-time`).
const FADE_MS: f64 = 200.0;

/// A dialog of a block. Clones are the same one.
#[derive(Clone)]
pub(crate) struct Dialog {
    cx: BlockCx,
    open: ArcRwSignal<bool>,
    /// What it was opened with.
    pub(crate) args: ArcRwSignal<Value>,
}

/// How somebody wants to be rid of a dialog.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dismiss {
    Escape,
    Mask,
}

/// What differs between dialogs.
#[derive(Clone, Copy)]
pub(crate) struct Parts {
    /// CSS class of the whole, besides `l-dialog`.
    pub(crate) class: &'static str,
    /// Further classes, each with a space before it.
    pub(crate) more: fn(&BlockCx) -> String,
    /// CSS of the whole.
    pub(crate) style: fn(&BlockCx) -> String,
    /// Does it keep the rest of the page from being used?
    pub(crate) modal: fn(&BlockCx) -> bool,
    /// Somebody wants to be rid of it.
    pub(crate) dismiss: fn(&Dialog, Dismiss),
    /// What is in it.
    pub(crate) inner: fn(&Dialog) -> AnyView,
}

impl Dialog {
    pub(crate) fn new(cx: &BlockCx) -> Dialog {
        Dialog {
            cx: cx.clone(),
            open: ArcRwSignal::new(false),
            args: ArcRwSignal::new(Value::Undefined),
        }
    }

    pub(crate) fn cx(&self) -> &BlockCx {
        &self.cx
    }

    pub(crate) fn is_open(&self) -> bool {
        self.open.get_untracked()
    }

    /// Opens or closes it. `afterClose` follows once it is gone from the screen.
    pub(crate) fn set(&self, open: bool) {
        let was = self.is_open();
        self.open.set(open);
        if was && !open && self.cx.has_event("afterClose") {
            let cx = self.cx.clone();
            self.cx.app().backend().spawn(Box::pin(async move {
                cx.app().backend().sleep(FADE_MS).await;
                cx.trigger("afterClose", Value::Undefined);
            }));
        }
    }

    /// Triggers an event and goes on unless an action failed, or the call was dropped.
    pub(crate) fn ask(&self, event: &'static str, then: impl FnOnce(&Dialog) + Send + 'static) {
        if self.cx.event_loading(event) {
            return;
        }
        let dialog = self.clone();
        self.cx.app().backend().spawn(Box::pin(async move {
            let cx = &dialog.cx;
            let result = cx
                .page()
                .trigger_event(cx.instance(), event, Value::Undefined)
                .await;
            if result.success && !result.bounced {
                then(&dialog);
            }
        }));
    }

    /// The id of the heading that names it.
    pub(crate) fn heading(&self) -> String {
        format!("{}_title", self.cx.id())
    }

    /// Draws it.
    pub(crate) fn view(&self, parts: Parts) -> AnyView {
        let element = format!("{}_dialog", self.cx.id());
        self.follow(element.clone(), parts.modal);
        let seen = Memo::new({
            let open = self.open.clone();
            move |seen: Option<&bool>| open.get() || seen == Some(&true)
        });
        let (look, place, within) = (self.cx.clone(), self.cx.clone(), self.clone());
        let (escaped, masked, closed) = (self.clone(), self.clone(), self.clone());
        // A press that begins within and ends on the mask, as when text is selected, is none on the mask.
        let pressed = RwSignal::new(false);
        view! {
            <dialog
                id=element
                class=move || format!("l-dialog {}{}", parts.class, (parts.more)(&look))
                style=move || (parts.style)(&place)
                aria-labelledby=self.heading()
                on:cancel=move |ev| if is_own(&ev) {
                    ev.prevent_default();
                    (parts.dismiss)(&escaped, Dismiss::Escape);
                }
                on:close=move |ev| if is_own(&ev) && closed.is_open() {
                    // The browser closes it on a second Escape, whatever the first one gave.
                    closed.cx.trigger("onClose", Value::Undefined);
                    closed.set(false);
                }
                on:pointerdown=move |ev| pressed.set(is_own(&ev))
                on:click=move |ev| if is_own(&ev) && pressed.get_untracked() {
                    (parts.dismiss)(&masked, Dismiss::Mask);
                }
            >
                {move || seen.get().then(|| (parts.inner)(&within))}
            </dialog>
        }
        .into_any()
    }

    /// Has the element follow the signal.
    fn follow(&self, element: String, modal: fn(&BlockCx) -> bool) {
        let (open, cx) = (self.open.clone(), self.cx.clone());
        Effect::new(move |_| {
            let open = open.get();
            let (element, modal) = (element.clone(), modal(&cx));
            // What is in it must be there first, as it may ask for the focus.
            request_animation_frame(move || {
                let Some(dialog) = element_by_id::<HtmlDialogElement>(&element) else {
                    return;
                };
                match (open, dialog.open()) {
                    (true, false) if modal => drop(dialog.show_modal()),
                    (true, false) => dialog.show(),
                    (false, true) => dialog.close(),
                    _ => {}
                }
            });
        });
    }
}

fn is_own(ev: &web_sys::Event) -> bool {
    ev.target() == ev.current_target()
}

/// The element of that id, if it is there and of that kind.
pub(crate) fn element_by_id<T: JsCast>(id: &str) -> Option<T> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// The darkness behind a dialog. It takes no clicks: those on it are on the dialog itself.
pub(crate) fn mask(cx: &BlockCx) -> AnyView {
    let (shown, style) = (cx.clone(), cx.clone());
    view! {
        <div
            class="l-dialog-mask"
            hidden=move || !shown.flag("mask", true)
            style=move || css::inline(&style.prop("maskStyle"))
        ></div>
    }
    .into_any()
}

/// The title, as heading of the dialog.
pub(crate) fn title(dialog: &Dialog, class: &'static str) -> AnyView {
    let cx = dialog.cx.clone();
    let html = move || html::sanitize(&cx.text("title"));
    view! { <div id=dialog.heading() class=class role="heading" inner_html=html></div> }.into_any()
}

/// The cross that closes; shown while `closable`.
pub(crate) fn cross(
    dialog: &Dialog,
    default: bool,
    press: impl Fn(&Dialog) + Send + Sync + 'static,
) -> AnyView {
    let (cx, dialog) = (dialog.cx.clone(), dialog.clone());
    view! {
        <button
            type="button"
            class="l-dialog-close"
            aria-label="Close"
            hidden=move || !cx.flag("closable", default)
            on:click=move |_| press(&dialog)
        >
            <span class="l-x" aria-hidden="true"></span>
        </button>
    }
    .into_any()
}

/// A button at the foot of a dialog.
pub(crate) struct Press {
    /// The event that shows it busy.
    pub(crate) event: &'static str,
    /// The property with its text, and the text where there is none.
    pub(crate) text: (&'static str, &'static str),
    /// The property with its further properties: `{type, danger, disabled, icon, loading, size, …}`.
    pub(crate) props: &'static str,
    /// Look without `type`.
    pub(crate) kind: fn(&BlockCx) -> String,
}

/// Draws it.
pub(crate) fn button(dialog: &Dialog, of: Press, press: fn(&Dialog)) -> AnyView {
    let Press {
        event,
        text,
        props,
        kind,
    } = of;
    let busy =
        move |cx: &BlockCx| cx.event_loading(event) || js::truthy(cx.prop(props).key("loading"));
    let cx = || dialog.cx.clone();
    let (look, place, off, wait, face, name, dialog) =
        (cx(), cx(), cx(), cx(), cx(), cx(), dialog.clone());
    view! {
        <button
            type="button"
            class=move || button_class(&look.prop(props), &kind(&look))
            style=move || css::inline(place.prop(props).key("style"))
            disabled=move || js::truthy(off.prop(props).key("disabled"))
            aria-busy=move || busy(&wait).then_some("true")
            on:click=move |_| press(&dialog)
        >
            {move || if busy(&face) {
                view! { <span class="l-spin" aria-hidden="true"></span> }.into_any()
            } else {
                icon_of(&face, face.prop(props).key("icon"))
            }}
            <span inner_html=move || {
                let own = name.prop(props).key("title").as_str().map(str::to_owned);
                html::sanitize(&own.or_else(|| name.text_opt(text.0)).unwrap_or_else(|| text.1.to_owned()))
            }></span>
        </button>
    }
    .into_any()
}

/// The classes of a button with antd's properties; also of buttons elsewhere.
pub(crate) fn button_class(props: &Value, kind: &str) -> String {
    let mut class = format!("l-btn l-btn-{}", props.key("type").as_str().unwrap_or(kind));
    for flag in ["block", "danger", "ghost"] {
        if js::truthy(props.key(flag)) {
            class.push_str(" l-btn-");
            class.push_str(flag);
        }
    }
    for key in ["size", "shape"] {
        if let Some(value) = props.key(key).as_str().filter(|v| *v != "default") {
            class.push_str(" l-btn-");
            class.push_str(value);
        }
    }
    class
}
