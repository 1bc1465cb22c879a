use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, markdown};

/// Markdown with tables, strikethrough and task lists. HTML in it is shown as text, or left out with
/// `skipHtml`; see DangerousMarkdown for HTML.
///
/// ```yaml
/// type: Markdown
/// properties:
///   content: |
///     ## Hello
///     - [x] done
/// ```
///
/// - `content`: the Markdown.
/// - `skipHtml`: true leaves HTML out. Default: false, it is shown as text.
pub struct Markdown;

impl Block for Markdown {
    const NAME: &'static str = "Markdown";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const PROPERTIES: &'static [&'static str] = &["content", "skipHtml", "style"];

    fn render(cx: BlockCx) -> AnyView {
        markdown::draw(&cx, "l-md", false)
    }
}
