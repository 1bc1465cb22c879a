use engine::Value;

use crate::{Action, ActionCx, ActionError};

/// Hides the outcome of validation again; parameters as for Validate.
///
/// ```yaml
/// type: ResetValidation
/// ```
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
