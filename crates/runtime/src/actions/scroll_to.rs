use engine::Value;

use crate::{Action, ActionCx, ActionError};

/// Scrolls a block into view, or the window.
///
/// ```yaml
/// type: ScrollTo
/// params: { blockId: total, options: { behavior: smooth } }
/// ```
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
