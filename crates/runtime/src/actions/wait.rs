use engine::Value;

use crate::{Action, ActionCx, ActionError};

/// Waits before the next action runs.
///
/// ```yaml
/// id: pause
/// type: Wait
/// params: { ms: 500 }
/// ```
///
/// - `ms`: how many milliseconds. Required.
pub struct Wait;

impl Action for Wait {
    const NAME: &'static str = "Wait";

    async fn run(cx: ActionCx, params: Value) -> Result<Value, ActionError> {
        let Some(ms) = params.key("ms").as_number() else {
            let received = engine::json::stringify(params.key("ms"));
            return Err(ActionError::new(format!(
                "Wait action \"ms\" param should be an integer. Received \"{received}\"."
            )));
        };
        cx.page.app().backend().sleep(ms).await;
        Ok(Value::Undefined)
    }
}
