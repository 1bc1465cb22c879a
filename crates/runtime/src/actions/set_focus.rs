use engine::Value;

use crate::{Action, ActionCx, ActionError};

/// Puts the keyboard's focus on a block: on its input, or on the first thing in it that takes
/// focus.
///
/// ```yaml
/// id: to_name
/// type: SetFocus
/// params: { blockId: customer_name }
/// ```
///
/// - `blockId`: the block.
pub struct SetFocus;

impl Action for SetFocus {
    const NAME: &'static str = "SetFocus";

    async fn run(cx: ActionCx, params: Value) -> Result<Value, ActionError> {
        let Some(id) = params.key("blockId").as_str() else {
            let received = engine::json::stringify(&params);
            return Err(ActionError::new(format!(
                "SetFocus needs a \"blockId\". Received {received}."
            )));
        };
        cx.page.app().backend().focus(&cx.path(id));
        Ok(Value::Undefined)
    }
}
