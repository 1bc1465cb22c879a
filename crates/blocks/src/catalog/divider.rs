use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, element, html};

/// A line between parts of a page, with a title in it if there is one.
///
/// ```yaml
/// type: Divider
/// properties: { title: Details, orientation: left }
/// ```
///
/// - `dashed`: true draws a dashed line.
/// - `orientation`: where the title is: `left`, `right` or `center`. Default: `center`.
/// - `plain`: true writes the title as plain text.
/// - `type`: `horizontal` or `vertical`. Default: `horizontal`.
pub struct Divider;

impl Block for Divider {
    const NAME: &'static str = "Divider";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const PROPERTIES: &'static [&'static str] =
        &["dashed", "orientation", "plain", "style", "title", "type"];

    fn render(cx: BlockCx) -> AnyView {
        let look = cx.clone();
        view! {
            <div id=cx.id().to_string() class=move || class(&look) role="separator" style=element::style(&cx)>
                {element::part(&cx, |cx| cx.prop("title"), |_, title| {
                    let title = element::some(element::shown(&title));
                    title.map(|t| view! { <span class="l-divider-title" inner_html=html::sanitize(&t)></span> }).into_any()
                })}
            </div>
        }
        .into_any()
    }
}

fn class(cx: &BlockCx) -> String {
    let mut class = "l-divider".to_owned();
    if cx.text("type") == "vertical" {
        class.push_str(" l-divider-vertical");
    }
    if let side @ ("left" | "right") = cx.text("orientation").as_str() {
        class.push_str(&format!(" l-divider-{side}"));
    }
    for (flag, name) in [
        ("dashed", " l-divider-dashed"),
        ("plain", " l-divider-plain"),
    ] {
        if cx.flag(flag, false) {
            class.push_str(name);
        }
    }
    class
}
