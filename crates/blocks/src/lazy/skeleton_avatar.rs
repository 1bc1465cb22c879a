use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, skeletons};

/// A grey shape in place of an avatar.
///
/// ```yaml
/// type: SkeletonAvatar
/// properties: { size: large, shape: square }
/// ```
///
/// - `shape`: `round` or `square`. Default: `round`.
/// - `size`: `small`, `medium`, `large`, or pixels.
pub struct SkeletonAvatar;

impl Block for SkeletonAvatar {
    const NAME: &'static str = "SkeletonAvatar";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const PROPERTIES: &'static [&'static str] = &["shape", "size", "style"];

    fn render(cx: BlockCx) -> AnyView {
        skeletons::draw(&cx, skeletons::avatar)
    }
}
