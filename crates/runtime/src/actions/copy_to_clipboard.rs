use engine::{Value, js};

use crate::{Action, ActionCx, ActionError};

/// Copies text for the user to paste.
///
/// ```yaml
/// id: copy_link
/// type: CopyToClipboard
/// params: { copy: { _state: link } }
/// ```
///
/// Browsers allow it only on pages of https or localhost.
///
/// - `copy`: the text; what is no text is written as one.
pub struct CopyToClipboard;

impl Action for CopyToClipboard {
    const NAME: &'static str = "CopyToClipboard";

    async fn run(cx: ActionCx, params: Value) -> Result<Value, ActionError> {
        let text = js::to_text(params.key("copy"));
        cx.page
            .app()
            .backend()
            .copy(text)
            .await
            .map_err(ActionError::new)?;
        Ok(Value::Undefined)
    }
}
