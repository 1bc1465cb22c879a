use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, skeletons};

/// A grey shape in place of a button.
///
/// ```yaml
/// type: SkeletonButton
/// properties: { width: 120 }
/// ```
///
/// - `shape`: `round` or `square`. Default: `square`.
/// - `size`: `small`, `medium`, `large`, or pixels.
pub struct SkeletonButton;

impl Block for SkeletonButton {
    const NAME: &'static str = "SkeletonButton";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const PROPERTIES: &'static [&'static str] = &["shape", "size", "style", "width"];

    fn render(cx: BlockCx) -> AnyView {
        skeletons::draw(&cx, skeletons::button)
    }
}
