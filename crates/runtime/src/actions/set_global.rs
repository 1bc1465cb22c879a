use engine::Value;

use crate::{Action, ActionCx, ActionError};

/// Sets values in the app's global, which all pages share until the next full load.
///
/// ```yaml
/// type: SetGlobal
/// params: { theme: blue }
/// ```
pub struct SetGlobal;

impl Action for SetGlobal {
    const NAME: &'static str = "SetGlobal";

    async fn run(cx: ActionCx, params: Value) -> Result<Value, ActionError> {
        cx.page.set_global(&cx.entries(&params));
        Ok(Value::Undefined)
    }
}
