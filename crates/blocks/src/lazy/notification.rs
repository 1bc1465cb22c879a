use engine::Value;
use runtime::{BlockCx, BlockMeta, Category, Toast, ToastPlace, ToastStatus};
use ui::prelude::*;

use super::message::nothing;
use crate::Block;

/// A title with further text in a corner of the screen, shown by its method `open`, whose argument may
/// have `message`, `description`, `status` and `duration` of its own.
///
/// ```yaml
/// type: Notification
/// id: ready
/// properties: { message: Report ready, description: It is in your mailbox., placement: bottomRight }
/// # elsewhere: { type: CallMethod, params: { blockId: ready, method: open } }
/// ```
///
/// - `bottom`: pixels from the bottom of the window.
/// - `button`: a button that closes it: an object with the properties of a `Button`.
/// - `closeIcon`: another icon than a cross.
/// - `description`: the text below the title; HTML in it is made safe.
/// - `duration`: how many seconds it stays; 0 keeps it. Default: 4.5.
/// - `icon`: another icon than that of its status.
/// - `message`: the title; HTML in it is made safe. Default: the id.
/// - `notificationStyle`: CSS properties of the notification.
/// - `placement`: `topLeft`, `topRight`, `bottomLeft` or `bottomRight`. Default: `topRight`.
/// - `status`: `success`, `error`, `info` or `warning`. Default: `success`.
/// - `top`: pixels from the top of the window.
/// - `open`: shows it. Its argument may be `{ message, description, status, duration }` for this
///   time.
pub struct Notification;

impl Block for Notification {
    const NAME: &'static str = "Notification";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const EVENTS: &'static [&'static str] = &["onClick", "onClose"];
    const METHODS: &'static [&'static str] = &["open"];
    const PROPERTIES: &'static [&'static str] = &[
        "bottom",
        "button",
        "closeIcon",
        "description",
        "duration",
        "icon",
        "message",
        "notificationStyle",
        "placement",
        "status",
        "top",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let opened = cx.clone();
        cx.register_method("open", move |args| {
            open(&opened, args.first().unwrap_or(&Value::Undefined));
            Value::Undefined
        });
        nothing(&cx)
    }
}

fn open(cx: &BlockCx, args: &Value) {
    let get = |key: &str| args.key(key).clone().or(cx.prop(key));
    let text = |key: &str| get(key).as_str().map(str::to_owned);
    let title = text("message")
        .or_else(|| text("title"))
        .unwrap_or_else(|| cx.id().to_string());
    let status = ToastStatus::of(get("status").as_str().unwrap_or("success"));
    let duration = get("duration").as_number().unwrap_or(4.5);
    cx.app().show(Toast {
        description: text("description").unwrap_or_default(),
        icon: get("icon"),
        place: ToastPlace::of(&cx.text("placement")),
        look: Value::object([
            ("bottom", cx.prop("bottom")),
            ("button", cx.prop("button")),
            ("closeIcon", cx.prop("closeIcon")),
            ("style", cx.prop("notificationStyle")),
            ("top", cx.prop("top")),
        ]),
        owner: Some(cx.clone()),
        ..Toast::new(title, status, duration)
    });
}
