use engine::{Value, js};
use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::dialog::{self, Dialog, Dismiss, Parts};
use crate::{Block, area, css};

/// A panel that slides in from an edge of the window. It opens and closes by its methods, and closes
/// only once the actions of `onClose` have succeeded.
///
/// ```yaml
/// type: Drawer
/// id: filters
/// properties: { title: Filters, width: 320, placement: right }
/// blocks: []
/// # elsewhere: { type: CallMethod, params: { blockId: filters, method: toggleOpen } }
/// ```
///
/// - `closable`: false shows no cross. Default: true.
/// - `contentWrapperStyle`: CSS properties of what is around the panel.
/// - `drawerStyle`: CSS properties of the panel.
/// - `height`: of a drawer at the top or at the bottom. Default: 256.
/// - `placement`: the edge: `left`, `right`, `top` or `bottom`. Default: `right`.
/// - `width`: of a drawer at a side. Default: 256.
/// - `onToggle`: the method `toggleOpen` was called.
pub struct Drawer;

const PARTS: Parts = Parts {
    class: "l-drawer",
    more: |cx| {
        let open_page = if cx.flag("mask", true) {
            ""
        } else {
            " l-drawer-nomask"
        };
        format!(" l-drawer-{}{open_page}", placement(cx))
    },
    style: |cx| match cx.number("zIndex") {
        Some(z) => format!("z-index:{z};"),
        None => String::new(),
    },
    modal: |cx| cx.flag("mask", true),
    dismiss: |dialog, how| {
        let cx = dialog.cx();
        let allowed = match how {
            Dismiss::Escape => cx.flag("keyboard", true),
            Dismiss::Mask => cx.flag("mask", true) && cx.flag("maskClosable", true),
        };
        if allowed {
            close(dialog);
        }
    },
    inner,
};

impl Block for Drawer {
    const NAME: &'static str = "Drawer";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const EVENTS: &'static [&'static str] = &["afterClose", "onClose", "onOpen", "onToggle"];
    const METHODS: &'static [&'static str] = &["setOpen", "toggleOpen"];
    const PROPERTIES: &'static [&'static str] = &[
        "bodyStyle",
        "closable",
        "contentWrapperStyle",
        "drawerStyle",
        "headerStyle",
        "height",
        "keyboard",
        "mask",
        "maskClosable",
        "maskStyle",
        "placement",
        "title",
        "width",
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
            toggling.cx().trigger("onToggle", Value::Undefined);
            set_open(&toggling, !toggling.is_open());
            Value::Undefined
        });
        dialog.view(PARTS)
    }
}

fn set_open(dialog: &Dialog, open: bool) {
    if open {
        dialog.cx().trigger("onOpen", Value::Undefined);
        dialog.set(true);
    } else {
        close(dialog);
    }
}

fn close(dialog: &Dialog) {
    dialog.ask("onClose", |dialog| dialog.set(false));
}

fn placement(cx: &BlockCx) -> &'static str {
    match cx.text("placement").as_str() {
        "left" => "left",
        "top" => "top",
        "bottom" => "bottom",
        _ => "right",
    }
}

fn inner(dialog: &Dialog) -> AnyView {
    let cx = dialog.cx();
    let (place, look, head, body, empty) =
        (cx.clone(), cx.clone(), cx.clone(), cx.clone(), cx.clone());
    let extra = cx.has_area("extra");
    let size = move || {
        let (property, key) = match placement(&place) {
            "top" | "bottom" => ("height", "height"),
            _ => ("width", "width"),
        };
        let size = css::length(&place.prop(key)).unwrap_or_else(|| "256px".to_owned());
        format!(
            "{property}:{size};{}",
            css::inline(&place.prop("contentWrapperStyle"))
        )
    };
    view! {
        {dialog::mask(cx)}
        <div class="l-drawer-box" style=size>
            <div class="l-drawer-panel" style=move || css::inline(&look.prop("drawerStyle"))>
                <div
                    class="l-drawer-head"
                    style=move || css::inline(&head.prop("headerStyle"))
                    hidden=move || !extra && !empty.flag("closable", true) && empty.text_opt("title").is_none()
                >
                    {dialog::cross(dialog, true, close)}
                    {dialog::title(dialog, "l-drawer-heading")}
                    {area(cx, "extra")}
                </div>
                <div class="l-drawer-body" style=move || css::inline(&body.prop("bodyStyle"))>{area(cx, "content")}</div>
            </div>
        </div>
    }
    .into_any()
}
