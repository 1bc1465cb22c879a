//! A dropdown that belongs to a control: when it opens and closes, and on which side it stands.
//!
//! Its content is drawn while it is open only, so it is never part of what the server sends.

use std::sync::Arc;

use leptos::{ev, html};
use ui::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{EventTarget, HtmlElement, Node};

use crate::input::{Read, attr, fixed, yes};

/// Room between control and dropdown, and between dropdown and the edge of the window.
const GAP: f64 = 4.0;

/// The state of a dropdown. Cheap to copy; copies are the same dropdown.
#[derive(Clone, Copy)]
pub(crate) struct Popup {
    open: RwSignal<bool>,
    /// Above the control? And how far to the side, so that it is within the window.
    place: RwSignal<(bool, f64)>,
    root: NodeRef<html::Div>,
    panel: NodeRef<html::Div>,
    /// Has the focus while keys act on the dropdown, and gets it back.
    pub(crate) input: NodeRef<html::Input>,
}

impl Popup {
    /// A closed dropdown for the control around `input`.
    pub(crate) fn new(input: NodeRef<html::Input>) -> Popup {
        Popup {
            open: RwSignal::new(false),
            place: RwSignal::new((false, 0.0)),
            root: NodeRef::new(),
            panel: NodeRef::new(),
            input,
        }
    }

    /// Tracks.
    pub(crate) fn is_open(self) -> bool {
        self.open.get()
    }

    /// Is it open now?
    pub(crate) fn is_open_now(self) -> bool {
        self.open.get_untracked()
    }

    pub(crate) fn open(self) {
        if !self.is_open_now() {
            self.place.set((false, 0.0));
            self.open.set(true);
        }
    }

    pub(crate) fn close(self) {
        if self.is_open_now() {
            self.open.set(false);
        }
    }

    /// Closes, and the focus goes back to the control.
    pub(crate) fn dismiss(self) {
        self.close();
        self.focus();
    }

    pub(crate) fn focus(self) {
        if let Some(input) = self.input.get_untracked() {
            input.focus().ok();
        }
    }

    /// Moves the focus to the first element in the dropdown that `selector` finds, once it is drawn.
    pub(crate) fn focus_in(self, selector: &'static str) {
        request_animation_frame(move || {
            let panel = self.panel.try_get_untracked().flatten();
            let found = panel.and_then(|panel| panel.query_selector(selector).ok().flatten());
            if let Some(el) = found.and_then(|el| el.dyn_into::<HtmlElement>().ok()) {
                el.focus().ok();
            }
        });
    }

    /// Attributes of the input of a control with a dropdown (`listbox`, `dialog`) whose element has the
    /// id `controls`.
    pub(crate) fn attrs(self, kind: &'static str, controls: &str) -> Vec<AnyAttribute> {
        let id = controls.to_owned();
        vec![
            fixed("role", "combobox"),
            fixed("aria-haspopup", kind),
            attr(
                "aria-expanded",
                Arc::new(move || Some(self.is_open().to_string())),
            ),
            attr(
                "aria-controls",
                Arc::new(move || yes(self.is_open()).map(|_| id.clone())),
            ),
        ]
    }

    /// Draws a control with its dropdown, which `content` draws.
    pub(crate) fn wrap(
        self,
        control: AnyView,
        content: impl Fn() -> AnyView + Send + Sync + 'static,
    ) -> AnyView {
        self.watch();
        let content: Read<AnyView> = Arc::new(content);
        let panel = move || {
            let content = Arc::clone(&content);
            self.is_open().then(|| {
                let class = move || {
                    if self.place.get().0 {
                        "l-popup l-popup-above"
                    } else {
                        "l-popup"
                    }
                };
                let style = move || {
                    Some(self.place.get().1)
                        .filter(|x| *x != 0.0)
                        .map(|x| format!("margin-left:{x}px;"))
                };
                view! {
                    <div class=class style=style node_ref=self.panel on:mousedown=keep_focus>
                        {untrack(|| content())}
                    </div>
                }
            })
        };
        view! {
            <div
                class="l-popup-root"
                node_ref=self.root
                on:focusout=move |ev| if ev.related_target().is_some_and(|to| !self.holds(&to)) { self.close() }
                on:keydown=move |ev| {
                    if ev.key() == "Escape" && self.is_open_now() {
                        ev.prevent_default();
                        ev.stop_propagation();
                        self.dismiss();
                    }
                }
            >
                {control}
                {panel}
            </div>
        }
        .into_any()
    }

    /// While it is open: places it, and closes it when something else is pressed.
    fn watch(self) {
        Effect::new(move |_| {
            if !self.is_open() {
                return;
            }
            let pressed = window_event_listener(ev::pointerdown, move |ev| {
                if ev.target().is_some_and(|at| !self.holds(&at)) {
                    self.close();
                }
            });
            on_cleanup(move || pressed.remove());
        });
        Effect::new(move |_| {
            let panel = self.panel.get();
            if let (Some(root), Some(panel), true) = (self.root.get(), panel, self.is_open_now()) {
                self.put(&root, &panel);
            }
        });
    }

    /// Is it this dropdown, its control, or something within?
    fn holds(self, target: &EventTarget) -> bool {
        let node = target.dyn_ref::<Node>();
        node.is_some()
            && self
                .root
                .get_untracked()
                .is_some_and(|root| root.contains(node))
    }

    /// Above where there is no room below, and moved to the side where it would leave the window.
    fn put(self, root: &HtmlElement, panel: &HtmlElement) {
        let Some(page) = document().document_element() else {
            return;
        };
        let control = root.get_bounding_client_rect();
        let (width, height) = (
            f64::from(panel.offset_width()),
            f64::from(panel.offset_height()) + 2.0 * GAP,
        );
        let above =
            control.bottom() + height > f64::from(page.client_height()) && control.top() > height;
        let over = control.left() + width + GAP - f64::from(page.client_width());
        let shift = over.clamp(0.0, (control.left() - GAP).max(0.0));
        self.place.set((above, -shift.ceil()));
    }
}

/// A press in the dropdown leaves the focus where it is, unless on something that takes text.
fn keep_focus(ev: ev::MouseEvent) {
    let takes =
        |el: &web_sys::Element| matches!(el.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA");
    let el = ev
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    if !el.is_some_and(|el| takes(&el)) {
        ev.prevent_default();
    }
}

/// A click on the shell of a control that is not on its input gives the input the focus.
pub(crate) fn on_input(ev: &web_sys::Event) -> bool {
    ev.target()
        .is_some_and(|target| target.dyn_into::<web_sys::HtmlInputElement>().is_ok())
}
