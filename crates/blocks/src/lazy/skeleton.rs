use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, skeletons};

/// A grey shape that stands in for what is loading.
///
/// ```yaml
/// type: Skeleton
/// properties: { width: 200, height: 80 }
/// ```
pub struct Skeleton;

impl Block for Skeleton {
    const NAME: &'static str = "Skeleton";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const PROPERTIES: &'static [&'static str] = &["height", "style", "width"];

    fn render(cx: BlockCx) -> AnyView {
        skeletons::draw(&cx, skeletons::plain)
    }
}
