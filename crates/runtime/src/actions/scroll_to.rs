use engine::Value;

use crate::{Action, ActionCx, ActionError};

/// Scrolls a block into view, or the window.
///
/// ```yaml
/// id: show_total
/// type: ScrollTo
/// params: { blockId: total, options: { behavior: smooth } }
/// ```
///
/// - `blockId`: the block to show. Without it the window is scrolled to `top` and `left`.
/// - `options`: with a block: `behavior` (`auto` or `smooth`), and where in the window the block
///   shall be, `block`: `start`, `center`, `end` or `nearest`, as in JavaScript's `scrollIntoView`.
/// - `top`: without a block: pixels from the top of the page. Default: 0.
/// - `left`: without a block: pixels from its left. Default: 0.
/// - `behavior`: without a block: `auto` or `smooth`.
pub struct ScrollTo;

impl Action for ScrollTo {
    const NAME: &'static str = "ScrollTo";

    async fn run(cx: ActionCx, params: Value) -> Result<Value, ActionError> {
        if params.as_map().is_none() {
            let received = engine::json::stringify(&params);
            return Err(ActionError::new(format!(
                "Invalid ScrollTo, check action params. Received \"{received}\"."
            )));
        }
        let block = params.key("blockId").as_str().map(|id| cx.path(id));
        let options = if block.is_some() {
            params.key("options")
        } else {
            &params
        };
        cx.page.app().backend().scroll_to(block.as_deref(), options);
        Ok(Value::Undefined)
    }
}
