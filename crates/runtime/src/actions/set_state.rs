use engine::Value;

use crate::{Action, ActionCx, ActionError};

/// Sets values in the state of the page: those of inputs, and any others. Expressions read them
/// with `_state`.
///
/// ```yaml
/// id: fill_in
/// type: SetState
/// params:
///   name: { _request: get_customer.0.name }
///   address.city: Delft
///   list.$.done: true
/// ```
///
/// The parameters are an object: its keys are paths, in which dots lead into objects and lists and
/// `$` is the position in the list around the block whose event this is. A block whose value is set
/// shows it.
pub struct SetState;

impl Action for SetState {
    const NAME: &'static str = "SetState";

    async fn run(cx: ActionCx, params: Value) -> Result<Value, ActionError> {
        cx.page.set_state(&cx.entries(&params));
        Ok(Value::Undefined)
    }
}
