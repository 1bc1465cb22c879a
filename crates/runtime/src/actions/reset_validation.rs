use engine::Value;

use crate::{Action, ActionCx, ActionError};

/// Hides the outcome of validation again. Its parameters are those of `Validate`: without any it is
/// about every block.
///
/// ```yaml
/// id: forget
/// type: ResetValidation
/// params: [name, email]
/// ```
///
/// - `blockIds`: a block id, a list of ids, or true for every block.
/// - `regex`: a regular expression that ids are tested with, or a list of them.
pub struct ResetValidation;

impl Action for ResetValidation {
    const NAME: &'static str = "ResetValidation";

    async fn run(cx: ActionCx, params: Value) -> Result<Value, ActionError> {
        cx.page
            .show_validation(&params, false)
            .map_err(ActionError::new)?;
        Ok(Value::Undefined)
    }
}
