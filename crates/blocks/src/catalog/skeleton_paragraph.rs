use engine::Value;
use leptos::prelude::*;
use runtime::{BlockCx, BlockMeta, Category};

use crate::{skeletons, Block};

/// Grey lines in place of text.
///
/// ```yaml
/// type: SkeletonParagraph
/// properties: { lines: 3 }
/// ```
pub struct SkeletonParagraph;

impl Block for SkeletonParagraph {
    const NAME: &'static str = "SkeletonParagraph";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const PROPERTIES: &'static [&'static str] = &["lines", "style", "width"];

    fn render(cx: BlockCx) -> AnyView {
        skeletons::draw(&cx, |p| {
            let n = p.key("lines").as_number().unwrap_or(4.0).clamp(1.0, 100.0) as usize;
            let line = |i: usize| {
                // The last line of a paragraph is short.
                let width: Value = if i + 1 == n && n > 1 { "40%".into() } else { "100%".into() };
                skeletons::bone("", &width, &Value::Undefined, &Value::Undefined)
            };
            let lines: Vec<AnyView> = (0..n).map(line).collect();
            let style = crate::css::length(p.key("width")).map(|w| format!("width:{w};max-width:100%;"));
            view! { <div class="l-skeleton-group" style=style>{lines}</div> }.into_any()
        })
    }
}
