use engine::Value;

use crate::{Action, ActionCx, ActionError};

/// Sets values in the state of the page.
///
/// ```yaml
/// type: SetState
/// params: { name: Ada, "list.$.done": true }
/// ```
pub struct SetState;

impl Action for SetState {
    const NAME: &'static str = "SetState";

    async fn run(cx: ActionCx, params: Value) -> Result<Value, ActionError> {
        cx.page.set_state(&cx.entries(&params));
        Ok(Value::Undefined)
    }
}
