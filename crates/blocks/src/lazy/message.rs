use engine::Value;
use runtime::{BlockCx, BlockMeta, Category, Toast, ToastStatus};
use ui::prelude::*;

use crate::Block;

/// A short text at the top of the screen, shown by its method `open`, whose argument may have
/// `content`, `status`, `duration` and `icon` of its own. The action DisplayMessage does the same
/// without a block.
///
/// ```yaml
/// type: Message
/// id: saved
/// properties: { content: Saved, status: success, duration: 3 }
/// # elsewhere: { type: CallMethod, params: { blockId: saved, method: open } }
/// ```
///
/// - `content`: the text; HTML in it is made safe. Default: the id.
/// - `duration`: how many seconds it stays; 0 keeps it. Default: 4.5.
/// - `icon`: another icon than that of its status.
/// - `messageStyle`: CSS properties of the message.
/// - `status`: `success`, `error`, `info`, `warning` or `loading`. Default: `success`.
/// - `open`: shows it. Its argument may be `{ content, status, duration, icon }` for this time.
pub struct Message;

impl Block for Message {
    const NAME: &'static str = "Message";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const EVENTS: &'static [&'static str] = &["onClose"];
    const METHODS: &'static [&'static str] = &["open"];
    const PROPERTIES: &'static [&'static str] =
        &["content", "duration", "icon", "messageStyle", "status"];

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
    let content = get("content")
        .as_str()
        .map_or_else(|| cx.id().to_string(), str::to_owned);
    let status = ToastStatus::of(get("status").as_str().unwrap_or("success"));
    let duration = get("duration").as_number().unwrap_or(4.5);
    cx.app().show(Toast {
        icon: get("icon"),
        look: Value::object([("style", cx.prop("messageStyle"))]),
        owner: Some(cx.clone()),
        ..Toast::new(content, status, duration)
    });
}

/// In place of a block that shows nothing where it stands.
pub(super) fn nothing(cx: &BlockCx) -> AnyView {
    view! { <span id=cx.id().to_string() class="l-nothing" hidden=true></span> }.into_any()
}
