use engine::Value;

use crate::{Action, ActionCx, ActionError};

/// Shows the outcome of `required` and `validate` of blocks, and fails if any has an error. Blocks
/// that are hidden have none.
///
/// ```yaml
/// id: check
/// type: Validate
/// params: { blockIds: [name, email], regex: ^address\. }
/// ```
///
/// Without parameters it tests every block. A block id or a list of ids in their place is
/// `blockIds`.
///
/// - `blockIds`: a block id, a list of ids, or true for every block.
/// - `regex`: a regular expression that ids are tested with, or a list of them.
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
