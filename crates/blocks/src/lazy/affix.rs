use engine::Value;
use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, area, css, element};

/// Blocks that stay in view at the edge of the window while what is around them scrolls.
///
/// ```yaml
/// type: Affix
/// properties: { offsetTop: 16 }
/// blocks: []
/// ```
///
/// - `offsetTop`: how many pixels from the top of the window it stays. Default: 0.
/// - `offsetBottom`: how many pixels from the bottom it stays, if there is no `offsetTop`.
/// - `onChange`: it began or ceased to stay: `affixed`.
pub struct Affix;

impl Block for Affix {
    const NAME: &'static str = "Affix";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const EVENTS: &'static [&'static str] = &["onChange"];
    const PROPERTIES: &'static [&'static str] = &["offsetBottom", "offsetTop", "style"];

    fn render(cx: BlockCx) -> AnyView {
        let element = NodeRef::<leptos::html::Div>::new();
        watch(&cx, element);
        let ruled = cx.clone();
        view! {
            <style inner_html=move || rule(&ruled)></style>
            <div id=cx.id().to_string() class="l-affix-block" style=element::style(&cx) node_ref=element>{area(&cx, "content")}</div>
        }
        .into_any()
    }
}

/// Where it sticks: `offsetBottom` wins where there is no `offsetTop`.
fn edge(cx: &BlockCx) -> (&'static str, f64) {
    match (cx.number("offsetTop"), cx.number("offsetBottom")) {
        (None, Some(bottom)) => ("bottom", bottom),
        (top, _) => ("top", top.unwrap_or(0.0)),
    }
}

/// It is the cell of the grid that has to stick; what is in it has no room to move.
fn rule(cx: &BlockCx) -> String {
    let (edge, offset) = edge(cx);
    let id = css::escape_id(&format!("bl-{}", cx.id()));
    format!(
        "#{id}{{position:sticky;{edge}:{offset}px;inset-inline:auto;align-self:flex-start;z-index:var(--l-z-sticky)}}"
    )
}

/// Triggers onChange whenever it begins or ends to stick.
fn watch(cx: &BlockCx, element: NodeRef<leptos::html::Div>) {
    if !cx.has_event("onChange") {
        return;
    }
    let cx = cx.clone();
    Effect::new(move |_| {
        let Some(element) = element.get() else { return };
        let (edge, offset) = edge(&cx);
        let cx = cx.clone();
        let was = StoredValue::new(false);
        let handle = window_event_listener(leptos::ev::scroll, move |_| {
            let rect = element.get_bounding_client_rect();
            let height = window()
                .inner_height()
                .ok()
                .and_then(|h| h.as_f64())
                .unwrap_or_default();
            let gap = if edge == "top" {
                rect.top() - offset
            } else {
                height - rect.bottom() - offset
            };
            let sticks = gap.abs() < 1.0 && window().scroll_y().unwrap_or_default() > 0.0;
            if was.get_value() != sticks {
                was.set_value(sticks);
                cx.trigger("onChange", Value::object([("affixed", sticks.into())]));
            }
        });
        on_cleanup(move || handle.remove());
    });
}
