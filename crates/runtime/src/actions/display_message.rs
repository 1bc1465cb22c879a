use engine::{Value, js};

use crate::{Action, ActionCx, ActionError, ToastStatus};

/// Shows a message at the top of the page for some seconds.
///
/// ```yaml
/// id: saved
/// type: DisplayMessage
/// params: { content: Saved, status: success, duration: 3 }
/// ```
///
/// - `content`: the text. Default: `Success`.
/// - `status`: `success`, `error`, `info`, `warning` or `loading`. Default: `success`.
/// - `duration`: how many seconds it stays; 0 keeps it until it is closed. Default: 5.
/// - `icon`: the name of another icon, or an object with the properties of an Icon.
pub struct DisplayMessage;

impl Action for DisplayMessage {
    const NAME: &'static str = "DisplayMessage";

    async fn run(cx: ActionCx, params: Value) -> Result<Value, ActionError> {
        let content = match params.key("content") {
            v if v.is_none() => "Success".to_owned(),
            v => js::to_text(v),
        };
        let status = ToastStatus::of(params.key("status").as_str().unwrap_or("success"));
        let duration = params.key("duration").as_number().unwrap_or(5.0);
        cx.page
            .app()
            .show_toast(content, status, params.key("icon").clone(), duration);
        Ok(Value::Undefined)
    }
}
