use engine::Value;
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::{Block, items};

/// Its blocks once for each item of a list in state. In the ids of blocks within, `$` is the index.
/// With `direction` the items stand in a row, or column, that wraps or scrolls.
///
/// ```yaml
/// type: List
/// id: people
/// blocks:
///   - { id: people.$.name, type: TextInput }
/// ```
///
/// - `direction`: `row`, `column`, `row-reverse` or `column-reverse`.
/// - `scroll`: true scrolls what does not fit.
/// - `wrap`: `wrap`, `nowrap` or `wrap-reverse`.
pub struct List;

impl Block for List {
    const NAME: &'static str = "List";
    const META: BlockMeta = BlockMeta::list();
    const EVENTS: &'static [&'static str] = &["onClick"];
    const METHODS: &'static [&'static str] = &[
        "moveItemDown",
        "moveItemUp",
        "pushItem",
        "removeItem",
        "unshiftItem",
    ];
    const PROPERTIES: &'static [&'static str] = &["direction", "scroll", "wrap"];

    fn render(cx: BlockCx) -> AnyView {
        let (look, clicked) = (cx.clone(), cx.clone());
        let clickable = cx.has_event("onClick");
        let content = items(&cx, |_, item| item);
        view! {
            <div
                class="l-list"
                class:l-clickable=clickable
                style=move || style(&look)
                on:click=move |_| clicked.trigger("onClick", Value::Undefined)
            >
                {content}
            </div>
        }
        .into_any()
    }
}

fn style(cx: &BlockCx) -> Option<String> {
    let direction = match cx.text("direction").as_str() {
        "row" => "row",
        "column" => "column",
        "row-reverse" => "row-reverse",
        "column-reverse" => "column-reverse",
        _ => return None,
    };
    let wrap = match cx.text("wrap").as_str() {
        "nowrap" => "nowrap",
        "wrap-reverse" => "wrap-reverse",
        _ => "wrap",
    };
    let overflow = if cx.flag("scroll", false) {
        "auto"
    } else {
        "visible"
    };
    Some(format!(
        "display:flex;flex-flow:{direction} {wrap};overflow:{overflow};"
    ))
}
