use engine::Value;

use crate::{Action, ActionCx, ActionError};

/// Chooses light or dark colours. The browser remembers the choice.
///
/// ```yaml
/// id: dark
/// type: SetDarkMode
/// params: { darkMode: system }
/// ```
///
/// - `darkMode`: `dark` or true, `light` or false, or `system` for what the reader's system has.
///   Default: `system`.
pub struct SetDarkMode;

impl Action for SetDarkMode {
    const NAME: &'static str = "SetDarkMode";

    async fn run(cx: ActionCx, params: Value) -> Result<Value, ActionError> {
        let mode = match params.key("darkMode") {
            Value::Bool(true) => "dark",
            Value::Bool(false) => "light",
            Value::String(s) if &**s == "dark" => "dark",
            Value::String(s) if &**s == "light" => "light",
            _ => "system",
        };
        cx.page.app().backend().set_dark_mode(mode);
        Ok(Value::Undefined)
    }
}
