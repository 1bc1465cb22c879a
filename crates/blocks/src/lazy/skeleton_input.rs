use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, skeletons};

/// Grey shapes in place of an input and its label.
///
/// ```yaml
/// type: SkeletonInput
/// properties: { labelWidth: 80, size: small }
/// ```
///
/// - `inputHeight`: the height of the input.
/// - `inputStyle`: CSS properties of the input.
/// - `label`: false leaves out the label. Default: true.
/// - `labelHeight`: the height of the label.
/// - `labelStyle`: CSS properties of the label.
/// - `labelWidth`: the width of the label.
/// - `size`: `small`, `medium`, `large`, or pixels.
pub struct SkeletonInput;

impl Block for SkeletonInput {
    const NAME: &'static str = "SkeletonInput";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const PROPERTIES: &'static [&'static str] = &[
        "inputHeight",
        "inputStyle",
        "label",
        "labelHeight",
        "labelStyle",
        "labelWidth",
        "size",
        "width",
    ];

    fn render(cx: BlockCx) -> AnyView {
        skeletons::draw(&cx, skeletons::input)
    }
}
