use engine::Value;

use crate::{Action, ActionCx, ActionError, BlockCx};

/// Hides the outcome of validation again; parameters as for Validate.
///
/// ```yaml
/// type: ResetValidation
/// ```
pub struct ResetValidation;

impl Action for ResetValidation {
    const NAME: &'static str = "ResetValidation";

    async fn run(cx: ActionCx, params: Value) -> Result<Value, ActionError> {
        for id in cx.page.matching(&params).map_err(ActionError::new)? {
            BlockCx::new(cx.page.clone(), id).show_validation(false);
        }
        Ok(Value::Undefined)
    }
}
