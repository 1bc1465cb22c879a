use engine::{Value, js};
use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, area, element, html, icon_of};

/// A message that stays: `success`, `info`, `warning` or `error`. Blocks of the area `action` are at
/// its end.
///
/// ```yaml
/// type: Alert
/// properties: { type: warning, message: Low stock, description: Order soon., closable: true }
/// ```
///
/// - `banner`: true is for the top of a page: without a frame, and a `warning` if there is no
///   `type`.
/// - `closeText`: a text in place of the cross that closes it.
/// - `description`: a longer text below the message; HTML in it is made safe.
/// - `icon`: another icon than that of its type.
/// - `message`: the message; HTML in it is made safe.
/// - `showIcon`: false shows no icon. Default: true.
/// - `type`: `success`, `info`, `warning` or `error`. Default: `info`.
pub struct Alert;

impl Block for Alert {
    const NAME: &'static str = "Alert";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const EVENTS: &'static [&'static str] = &["afterClose", "onClose"];
    const PROPERTIES: &'static [&'static str] = &[
        "banner",
        "closable",
        "closeText",
        "description",
        "icon",
        "message",
        "showIcon",
        "style",
        "type",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let open = RwSignal::new(true);
        let (look, role) = (cx.clone(), cx.clone());
        view! {
            <div
                id=cx.id().to_string()
                class=move || class(&look, open.get())
                style=element::style(&cx)
                role=move || if matches!(kind(&role), "error" | "warning") { "alert" } else { "status" }
            >
                {element::part(&cx, icon, |cx, icon| {
                    if icon.is_none() {
                        return ().into_any();
                    }
                    view! { <span class="l-alert-icon">{icon_of(cx, &icon)}</span> }.into_any()
                })}
                <div class="l-alert-text">
                    {element::slot(&cx, "message", "l-alert-message")}
                    {element::slot(&cx, "description", "l-alert-description")}
                </div>
                {cx.has_area("action").then(|| view! { <div class="l-alert-action l-fit">{area(&cx, "action")}</div> })}
                {close(&cx, open)}
            </div>
        }
        .into_any()
    }
}

fn kind(cx: &BlockCx) -> &'static str {
    match cx.text("type").as_str() {
        "success" => "success",
        "warning" => "warning",
        "error" => "error",
        "" if cx.flag("banner", false) => "warning",
        _ => "info",
    }
}

fn class(cx: &BlockCx, open: bool) -> String {
    let mut class = format!("l-alert l-alert-{}", kind(cx));
    for (on, name) in [
        (!open, " l-hidden"),
        (cx.flag("banner", false), " l-alert-banner"),
        (cx.text_opt("description").is_some(), " l-alert-long"),
    ] {
        if on {
            class.push_str(name);
        }
    }
    class
}

fn icon(cx: &BlockCx) -> Value {
    if !cx.flag("showIcon", true) {
        return Value::Undefined;
    }
    cx.prop("icon").or(match kind(cx) {
        "success" => "AiFillCheckCircle",
        "warning" => "AiFillExclamationCircle",
        "error" => "AiFillCloseCircle",
        _ => "AiFillInfoCircle",
    })
}

fn close(cx: &BlockCx, open: RwSignal<bool>) -> AnyView {
    let cx = cx.clone();
    (move || {
        let text = cx.text_opt("closeText");
        let shown = js::truthy(&cx.prop("closable")) || text.is_some();
        let cx = cx.clone();
        let close = move |_| {
            cx.trigger("onClose", Value::Undefined);
            open.set(false);
            cx.trigger("afterClose", Value::Undefined);
        };
        shown.then(|| {
            let label = text.is_none().then_some("Close");
            let face = text.map_or_else(|| "×".to_owned(), |t| html::sanitize(&t));
            view! { <button type="button" class="l-alert-close" aria-label=label on:click=close inner_html=face></button> }
        })
    })
    .into_any()
}
