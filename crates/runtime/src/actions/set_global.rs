use engine::Value;

use crate::{Action, ActionCx, ActionError};

/// Sets values of `global`, which all pages share until the browser loads the app anew. Expressions
/// read them with `_global`.
///
/// ```yaml
/// id: choose_year
/// type: SetGlobal
/// params: { year: 2026, filter.open: true }
/// ```
///
/// The parameters are an object: its keys are paths, as for `SetState`.
pub struct SetGlobal;

impl Action for SetGlobal {
    const NAME: &'static str = "SetGlobal";

    async fn run(cx: ActionCx, params: Value) -> Result<Value, ActionError> {
        cx.page.set_global(&cx.entries(&params));
        Ok(Value::Undefined)
    }
}
