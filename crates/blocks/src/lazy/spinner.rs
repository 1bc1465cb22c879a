use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, element};

/// A ring that turns while something is loading.
///
/// ```yaml
/// type: Spinner
/// properties: { size: large }
/// ```
///
/// - `size`: `small`, `medium` or `large`. Default: `medium`.
pub struct Spinner;

impl Block for Spinner {
    const NAME: &'static str = "Spinner";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const PROPERTIES: &'static [&'static str] = &["size", "style"];

    fn render(cx: BlockCx) -> AnyView {
        let look = cx.clone();
        let class = move || {
            let size = match look.text("size").as_str() {
                "small" => "small",
                "large" => "large",
                _ => "medium",
            };
            format!("l-spinner l-spinner-{size}")
        };
        view! {
            <div id=cx.id().to_string() class=class style=element::style(&cx) role="status" aria-label="Loading">
                <span class="l-spin"></span>
            </div>
        }
        .into_any()
    }
}
