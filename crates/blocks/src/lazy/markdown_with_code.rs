use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, markdown};

/// Markdown whose code blocks have colours and can be copied; otherwise as Markdown.
///
/// ````yaml
/// type: MarkdownWithCode
/// properties:
///   content: |
///     ```yaml
///     type: Button
///     ```
/// ````
///
/// - `content`: the Markdown.
/// - `skipHtml`: true leaves HTML out. Default: false, it is shown as text.
pub struct MarkdownWithCode;

impl Block for MarkdownWithCode {
    const NAME: &'static str = "MarkdownWithCode";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const PROPERTIES: &'static [&'static str] = &["content", "skipHtml", "style"];

    fn render(cx: BlockCx) -> AnyView {
        markdown::draw(&cx, "l-md l-md-code", true)
    }
}
