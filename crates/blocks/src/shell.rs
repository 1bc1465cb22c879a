//! What a page has beside its blocks: toasts, and the bar that says that something is running.

use engine::Value;
use runtime::{AppCx, Toast, ToastPlace, ToastStatus};
use ui::prelude::*;

use web_sys::HtmlElement;

use crate::dialog::element_by_id;
use crate::{css, html, icon};

const ELEMENT: &str = "l-toasts";

const STACKS: [(ToastPlace, &str); 5] = [
    (ToastPlace::Top, "top"),
    (ToastPlace::TopLeft, "top-left"),
    (ToastPlace::TopRight, "top-right"),
    (ToastPlace::BottomLeft, "bottom-left"),
    (ToastPlace::BottomRight, "bottom-right"),
];

/// The toasts of a visit, above everything else. Once per document.
pub fn toasts(app: &AppCx) -> AnyView {
    let stacks: Vec<AnyView> = STACKS
        .iter()
        .map(|(place, name)| stack(app, *place, name))
        .collect();
    let shown = app.toasts();
    Effect::new(move |_| {
        shown.track();
        raise();
    });
    view! { <div id=ELEMENT class="l-toasts">{stacks}</div> }.into_any()
}

/// The thin bar at the top of the window while events run. Once per document.
pub fn progress(app: &AppCx) -> AnyView {
    let running = app.progress();
    view! { <div class="l-topbar" class:l-topbar-on=move || running.get() != 0 aria-hidden="true"></div> }.into_any()
}

/// The icon of a status: `success`, `error`, `info`, `warning`, `confirm` or `loading`.
pub(crate) fn status_icon(status: &str) -> AnyView {
    let class = match status {
        "loading" => "l-spin l-status-loading".to_owned(),
        _ => format!("l-status l-status-{status}"),
    };
    view! { <span class=class aria-hidden="true"></span> }.into_any()
}

/// An open modal dialog covers all that is not in the browser's top layer, so the toasts go there too.
fn raise() {
    let document = document();
    let Some(element) = element_by_id::<HtmlElement>(ELEMENT) else {
        return;
    };
    let covered = document
        .query_selector("dialog:modal")
        .ok()
        .flatten()
        .is_some();
    if !covered {
        element.remove_attribute("popover").ok();
    } else {
        element.set_attribute("popover", "manual").ok();
        element.hide_popover().ok();
        element.show_popover().ok();
    }
}

fn stack(app: &AppCx, place: ToastPlace, name: &str) -> AnyView {
    let (shown, first, app) = (app.toasts(), app.toasts(), app.clone());
    let edge = if name.starts_with("top") {
        "top"
    } else {
        "bottom"
    };
    let offset = move || {
        let length = first.with(|all| {
            all.iter()
                .find(|t| t.place == place)
                .and_then(|t| css::length(t.look.key(edge)))
        });
        length.map(|length| format!("--at:{length};"))
    };
    let each = move || {
        shown.with(|all| {
            all.iter()
                .filter(|t| t.place == place)
                .cloned()
                .collect::<Vec<_>>()
        })
    };
    view! {
        <div class=format!("l-toasts-at l-toasts-{name}") style=offset role="status" aria-live="polite">
            <For each=each key=|toast| toast.id children=move |toast| one(&app, toast) />
        </div>
    }
    .into_any()
}

fn one(app: &AppCx, toast: Toast) -> AnyView {
    let note = toast.place != ToastPlace::Top;
    let kind = if note { "note" } else { "message" };
    let class = format!("l-toast l-toast-{kind} l-toast-{}", toast.status.name());
    let style = css::inline(toast.look.key("style"));
    // A failure interrupts what a screen reader says, the rest waits.
    let role = (toast.status == ToastStatus::Error).then_some("alert");
    let mark = if toast.icon.is_none() {
        status_icon(toast.status.name())
    } else {
        icon(app, &toast.icon)
    };
    let id = toast.id;
    let (over, out, gone, owner) = (app.clone(), app.clone(), app.clone(), toast.owner.clone());
    let close_icon = match toast.look.key("closeIcon") {
        v if v.is_none() => view! { <span class="l-x" aria-hidden="true"></span> }.into_any(),
        v => icon(app, v),
    };
    view! {
        <div
            class=class
            style=style
            role=role
            on:pointerenter=move |_| over.hold_toast(id, true)
            on:pointerleave=move |_| out.hold_toast(id, false)
            on:click=move |_| if let Some(owner) = &owner { owner.trigger("onClick", Value::Undefined) }
        >
            <span class="l-toast-icon">{mark}</span>
            <div class="l-toast-body">
                {text("l-toast-title", &toast.content, toast.owner.is_some())}
                {(!toast.description.is_empty()).then(|| text("l-toast-text", &toast.description, toast.owner.is_some()))}
                {button(app, &toast)}
            </div>
            <button
                type="button"
                class="l-toast-close"
                aria-label="Close"
                on:click=move |ev| {
                    ev.stop_propagation();
                    gone.close_toast(id);
                }
            >
                {close_icon}
            </button>
        </div>
    }
    .into_any()
}

/// What blocks say is HTML, what actions say is text.
fn text(class: &'static str, text: &str, is_html: bool) -> AnyView {
    let html = if is_html {
        html::sanitize(text)
    } else {
        html::escape(text)
    };
    view! { <div class=class inner_html=html></div> }.into_any()
}

/// The button of a notification, which closes it.
fn button(app: &AppCx, toast: &Toast) -> Option<AnyView> {
    let button = toast.look.key("button");
    button.as_map()?;
    let title = button.key("title").as_str().unwrap_or("Ok").to_owned();
    let kind = button.key("type").as_str().unwrap_or("primary");
    let class = format!("l-btn l-btn-{kind} l-btn-small");
    let mark = icon(app, button.key("icon"));
    let (app, id) = (app.clone(), toast.id);
    let press = move |ev: web_sys::MouseEvent| {
        ev.stop_propagation();
        app.close_toast(id);
    };
    let view = view! {
        <button type="button" class=class on:click=press>
            {mark}
            <span inner_html=html::sanitize(&title)></span>
        </button>
    };
    Some(view! { <div class="l-toast-actions">{view}</div> }.into_any())
}
