use engine::Value;

use crate::{Action, ActionCx, ActionError};

/// Puts the state of the page back to what it was after onInit, and hides the outcome of
/// validation.
///
/// ```yaml
/// id: start_over
/// type: Reset
/// ```
pub struct Reset;

impl Action for Reset {
    const NAME: &'static str = "Reset";

    async fn run(cx: ActionCx, _: Value) -> Result<Value, ActionError> {
        cx.page.reset();
        Ok(Value::Undefined)
    }
}
