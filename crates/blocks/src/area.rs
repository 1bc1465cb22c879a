//! Areas: named places of a block where further blocks are drawn.

use engine::Value;
use runtime::BlockCx;
use ui::prelude::*;

use crate::{element, frame, layout};

/// Draws the blocks of an area; nothing where there are none.
pub fn area(cx: &BlockCx, name: &str) -> AnyView {
    item_area(cx, 0, name, cx.id().to_string())
}

/// Draws an area if it has blocks, else what `otherwise` draws.
pub fn area_or(cx: &BlockCx, name: &str, otherwise: impl FnOnce() -> AnyView) -> AnyView {
    if cx.has_area(name) {
        area(cx, name)
    } else {
        otherwise()
    }
}

/// Draws each item of a list: its blocks of the area `content`, within what `wrap` makes of them.
pub fn items<W>(cx: &BlockCx, wrap: W) -> AnyView
where
    W: Fn(usize, AnyView) -> AnyView + Clone + Send + Sync + 'static,
{
    let list = cx.clone();
    let n = Memo::new({
        let list = list.clone();
        move |_| list.n_items()
    });
    let id = cx.id();
    view! {
        <For
            each=move || 0..n.get()
            key=|i| *i
            children=move |i| wrap(i, item_area(&list, i, "content", format!("{id}-{i}")))
        />
    }
    .into_any()
}

fn item_area(cx: &BlockCx, item: usize, name: &str, id: String) -> AnyView {
    let blocks = cx.area_blocks(item, name);
    if blocks.is_empty() {
        return ().into_any();
    }
    let element = format!("ar-{id}-{name}");
    let (cx, name) = (cx.clone(), name.to_owned());
    let style = move || {
        let now = cx.now();
        let own = now
            .areas
            .iter()
            .find(|(n, _)| **n == name)
            .map_or(&Value::Undefined, |(_, v)| v);
        element::some(layout::area(&now.layout, own, &name))
    };
    let views: Vec<AnyView> = blocks.into_iter().map(frame::render).collect();
    view! { <div class="l-area" id=element style=style>{views}</div> }.into_any()
}
