use engine::{Value, js};
use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::dialog::{self, Dialog, Dismiss, Parts, Press};
use crate::{Block, area, css};

/// A window above the page. It opens and closes by its methods; *Ok* and *Cancel* close it once the
/// actions of their events have succeeded.
///
/// ```yaml
/// type: Modal
/// id: rename
/// properties: { title: Rename, okText: Save }
/// events: { onOk: [{ id: save, type: Request, params: rename }] }
/// blocks: []
/// # elsewhere: { type: CallMethod, params: { blockId: rename, method: setOpen, args: [{ open: true }] } }
/// ```
///
/// - `cancelButtonProps`: the button *Cancel*: an object with the properties of a `Button`.
/// - `cancelText`: the text of the button *Cancel*. Default: `Cancel`.
/// - `centered`: true puts it in the middle of the window.
/// - `closable`: false shows no cross. Default: true.
/// - `footer`: false leaves out the buttons. Blocks of the area `footer` take their place.
/// - `okButtonProps`: the button *Ok*: an object with the properties of a `Button`.
/// - `okButtonType`: the type of the button *Ok*. Default: `primary`.
/// - `okText`: the text of the button *Ok*. Default: `Ok`.
/// - `title`: the heading; HTML in it is made safe.
/// - `width`: in pixels, or any length of CSS. Default: 520.
/// - `wrapperStyle`: CSS properties of what is around the window.
pub struct Modal;

const PARTS: Parts = Parts {
    class: "l-modal",
    more: |cx| {
        if cx.flag("centered", false) {
            " l-modal-centered".to_owned()
        } else {
            String::new()
        }
    },
    style: |cx| css::inline(&cx.prop("wrapperStyle")),
    modal: |_| true,
    dismiss: |dialog, how| {
        let cx = dialog.cx();
        let allowed = match how {
            Dismiss::Escape => cx.flag("keyboard", true),
            Dismiss::Mask => cx.flag("mask", true) && cx.flag("maskClosable", true),
        };
        if allowed {
            cancel(dialog);
        }
    },
    inner,
};

impl Block for Modal {
    const NAME: &'static str = "Modal";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const EVENTS: &'static [&'static str] =
        &["afterClose", "onCancel", "onClose", "onOk", "onOpen"];
    const METHODS: &'static [&'static str] = &["setOpen", "toggleOpen"];
    const PROPERTIES: &'static [&'static str] = &[
        "bodyStyle",
        "cancelButtonProps",
        "cancelText",
        "centered",
        "closable",
        "footer",
        "keyboard",
        "mask",
        "maskClosable",
        "maskStyle",
        "okButtonProps",
        "okButtonType",
        "okText",
        "title",
        "width",
        "wrapperStyle",
        "zIndex",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let dialog = Dialog::new(&cx);
        let (setting, toggling) = (dialog.clone(), dialog.clone());
        cx.register_method("setOpen", move |args| {
            set_open(
                &setting,
                args.first()
                    .is_some_and(|args| js::truthy(args.key("open"))),
            );
            Value::Undefined
        });
        cx.register_method("toggleOpen", move |_| {
            set_open(&toggling, !toggling.is_open());
            Value::Undefined
        });
        dialog.view(PARTS)
    }
}

fn set_open(dialog: &Dialog, open: bool) {
    dialog
        .cx()
        .trigger(if open { "onOpen" } else { "onClose" }, Value::Undefined);
    dialog.set(open);
}

fn cancel(dialog: &Dialog) {
    dialog.ask("onCancel", |dialog| set_open(dialog, false));
}

fn ok(dialog: &Dialog) {
    dialog.ask("onOk", |dialog| set_open(dialog, false));
}

fn inner(dialog: &Dialog) -> AnyView {
    let cx = dialog.cx();
    let (width, titled, body, foot) = (cx.clone(), cx.clone(), cx.clone(), cx.clone());
    let heading = dialog.clone();
    let own_foot = cx.has_area("footer").then(|| area(cx, "footer"));
    let has_own = own_foot.is_some();
    let buttons = dialog.clone();
    view! {
        {dialog::mask(cx)}
        <div class="l-modal-box" style=move || {
            format!("width:{};", css::length(&width.prop("width")).unwrap_or_else(|| "520px".to_owned()))
        }>
            {move || titled.text_opt("title").is_some().then(|| dialog::title(&heading, "l-modal-title"))}
            <div class="l-modal-body" style=move || css::inline(&body.prop("bodyStyle"))>{area(cx, "content")}</div>
            <div class="l-modal-foot" hidden=move || foot.prop("footer") == Value::Bool(false)>
                {own_foot}
                {(!has_own).then(|| footer(&buttons))}
            </div>
            {dialog::cross(dialog, true, cancel)}
        </div>
    }
    .into_any()
}

fn footer(dialog: &Dialog) -> AnyView {
    const CANCEL: Press = Press {
        event: "onCancel",
        text: ("cancelText", "Cancel"),
        props: "cancelButtonProps",
        kind: |_| "default".to_owned(),
    };
    const OK: Press = Press {
        event: "onOk",
        text: ("okText", "Ok"),
        props: "okButtonProps",
        kind: |cx| {
            cx.text_opt("okButtonType")
                .unwrap_or_else(|| "primary".to_owned())
        },
    };
    (
        dialog::button(dialog, CANCEL, cancel),
        dialog::button(dialog, OK, ok),
    )
        .into_any()
}
