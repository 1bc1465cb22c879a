use engine::{Value, js};
use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::dialog::{self, Dialog, Dismiss, Parts, Press};
use crate::{Block, area_or, css, html, icon_of, shell};

/// A question that must be answered before anything else. Its method `open` asks; `status` is the icon
/// (`confirm`, `info`, `success`, `warning`, `error`), and only `confirm` can be cancelled.
///
/// ```yaml
/// type: ConfirmModal
/// id: sure
/// properties: { title: Delete the order?, content: This cannot be undone., okText: Delete }
/// events: { onOk: [{ id: delete, type: Request, params: delete_order }] }
/// # elsewhere: { type: CallMethod, params: { blockId: sure, method: open } }
/// ```
///
/// - `cancelButton`, `okButton`: the button: an object with the properties of a `Button`.
/// - `cancelText`: the text of the button that cancels. Default: `Cancel`.
/// - `centered`: true puts it in the middle of the window.
/// - `content`: the text, if the area `content` is empty; HTML in it is made safe.
/// - `icon`: another icon than that of its status.
/// - `maskClosable`: true if a click beside it cancels. Default: false.
/// - `modalStyle`: CSS properties of the window.
/// - `okText`: the text of the button that agrees. Default: `Ok`.
/// - `status`: `confirm`, `success`, `error`, `info` or `warning`. Default: `confirm`.
/// - `title`: the question; HTML in it is made safe.
/// - `width`: in pixels, or any length of CSS. Default: 416.
/// - `open`: asks. Its argument may be `{ status, title, content }` for this time.
pub struct ConfirmModal;

const PARTS: Parts = Parts {
    class: "l-modal l-confirm",
    more: |cx| {
        if cx.flag("centered", false) {
            " l-modal-centered".to_owned()
        } else {
            String::new()
        }
    },
    style: |_| String::new(),
    modal: |_| true,
    dismiss: |dialog, how| {
        let cx = dialog.cx();
        let allowed = match how {
            Dismiss::Escape => cx.flag("keyboard", true),
            Dismiss::Mask => cx.flag("mask", true) && cx.flag("maskClosable", false),
        };
        if allowed {
            cancel(dialog);
        }
    },
    inner,
};

impl Block for ConfirmModal {
    const NAME: &'static str = "ConfirmModal";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const EVENTS: &'static [&'static str] = &["onCancel", "onClose", "onOk", "onOpen"];
    const METHODS: &'static [&'static str] = &["open"];
    const PROPERTIES: &'static [&'static str] = &[
        "bodyStyle",
        "cancelButton",
        "cancelText",
        "centered",
        "closable",
        "content",
        "icon",
        "keyboard",
        "mask",
        "maskClosable",
        "modalStyle",
        "okButton",
        "okText",
        "status",
        "title",
        "width",
        "zIndex",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let dialog = Dialog::new(&cx);
        let opened = dialog.clone();
        cx.register_method("open", move |args| {
            opened.cx().trigger("onOpen", Value::Undefined);
            opened.args.set(args.first().cloned().unwrap_or_default());
            opened.set(true);
            Value::Undefined
        });
        dialog.view(PARTS)
    }
}

fn close(dialog: &Dialog) {
    dialog.cx().trigger("onClose", Value::Undefined);
    dialog.set(false);
}

fn cancel(dialog: &Dialog) {
    dialog.ask("onCancel", close);
}

fn ok(dialog: &Dialog) {
    dialog.ask("onOk", close);
}

fn status(dialog: &Dialog) -> String {
    let own = dialog
        .args
        .with(|args| args.key("status").as_str().map(str::to_owned));
    own.or_else(|| dialog.cx().text_opt("status"))
        .unwrap_or_else(|| "confirm".to_owned())
}

fn inner(dialog: &Dialog) -> AnyView {
    let cx = dialog.cx();
    let (place, body, text, face) = (cx.clone(), cx.clone(), cx.clone(), dialog.clone());
    let style = move || {
        let width = css::length(&place.prop("width")).unwrap_or_else(|| "416px".to_owned());
        format!("width:{width};{}", css::inline(&place.prop("modalStyle")))
    };
    let mark = move || match face.cx().prop("icon") {
        icon if js::truthy(&icon) => icon_of(face.cx(), &icon),
        _ => shell::status_icon(&status(&face)),
    };
    let content = area_or(cx, "content", || {
        let html = move || html::sanitize(&text.text("content"));
        view! { <div inner_html=html></div> }.into_any()
    });
    view! {
        {dialog::mask(cx)}
        <div class="l-modal-box" style=style>
            <span class="l-confirm-icon">{mark}</span>
            {dialog::title(dialog, "l-modal-title")}
            <div class="l-modal-body" style=move || css::inline(&body.prop("bodyStyle"))>{content}</div>
            <div class="l-modal-foot">{buttons(dialog)}</div>
            {dialog::cross(dialog, false, cancel)}
        </div>
    }
    .into_any()
}

fn buttons(dialog: &Dialog) -> AnyView {
    const CANCEL: Press = Press {
        event: "onCancel",
        text: ("cancelText", "Cancel"),
        props: "cancelButton",
        kind: |_| "default".to_owned(),
    };
    const OK: Press = Press {
        event: "onOk",
        text: ("okText", "Ok"),
        props: "okButton",
        kind: |_| "primary".to_owned(),
    };
    let asked = dialog.clone();
    let cancel =
        move || (status(&asked) == "confirm").then(|| dialog::button(&asked, CANCEL, cancel));
    (cancel, dialog::button(dialog, OK, ok)).into_any()
}
