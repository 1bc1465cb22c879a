use engine::Value;
use leptos::prelude::*;
use runtime::{BlockCx, BlockMeta, Category};

use crate::{skeletons, Block};

/// A grey shape in place of a button.
///
/// ```yaml
/// type: SkeletonButton
/// properties: { width: 120 }
/// ```
pub struct SkeletonButton;

impl Block for SkeletonButton {
    const NAME: &'static str = "SkeletonButton";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const PROPERTIES: &'static [&'static str] = &["shape", "size", "style", "width"];

    fn render(cx: BlockCx) -> AnyView {
        skeletons::draw(&cx, |p| {
            let height: Value = skeletons::height(p).into();
            let class = if p.key("shape").as_str() == Some("round") { " l-skeleton-round" } else { "" };
            skeletons::bone(class, p.key("width"), &height, p.key("style"))
        })
    }
}
