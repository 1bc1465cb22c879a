use engine::Value;

use crate::{Action, ActionCx, ActionError};

/// Shows the outcome of `required` and `validate` of blocks, and fails if any has an error. No
/// parameters test every block; a block id, a list of ids or `{blockIds, regex}` test some.
///
/// ```yaml
/// type: Validate
/// params: { regex: ^contact\. }
/// ```
pub struct Validate;

impl Action for Validate {
    const NAME: &'static str = "Validate";

    async fn run(cx: ActionCx, params: Value) -> Result<Value, ActionError> {
        match cx.page.validate(&params).map_err(ActionError::new)? {
            0 => Ok(Value::Undefined),
            n => Err(ActionError::new(format!(
                "Your input has {n} validation error{}.",
                if n == 1 { "" } else { "s" }
            ))),
        }
    }
}
