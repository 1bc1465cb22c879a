use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, css, element};

/// A bar that runs on while something is loading, of which nobody knows how far it is.
///
/// ```yaml
/// type: ProgressBar
/// properties: { height: 4 }
/// ```
pub struct ProgressBar;

impl Block for ProgressBar {
    const NAME: &'static str = "ProgressBar";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const PROPERTIES: &'static [&'static str] = &["height", "style", "width"];

    fn render(cx: BlockCx) -> AnyView {
        let sized = cx.clone();
        let style = move || {
            let part = |key: &str| {
                css::length(&sized.prop(key))
                    .map(|l| format!("{key}:{l};"))
                    .unwrap_or_default()
            };
            element::style_now(&sized, &format!("{}{}", part("width"), part("height")))
        };
        view! {
            <div id=cx.id().to_string() class="l-progressbar" style=style role="progressbar" aria-label="Loading"><span></span></div>
        }
        .into_any()
    }
}
