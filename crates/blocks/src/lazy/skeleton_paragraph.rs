use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, skeletons};

/// Grey lines in place of text.
///
/// ```yaml
/// type: SkeletonParagraph
/// properties: { lines: 3 }
/// ```
///
/// - `lines`: how many lines. Default: 4.
pub struct SkeletonParagraph;

impl Block for SkeletonParagraph {
    const NAME: &'static str = "SkeletonParagraph";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const PROPERTIES: &'static [&'static str] = &["lines", "style", "width"];

    fn render(cx: BlockCx) -> AnyView {
        skeletons::draw(&cx, skeletons::paragraph)
    }
}
