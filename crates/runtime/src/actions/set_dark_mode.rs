use engine::Value;

use crate::{Action, ActionCx, ActionError};

/// Chooses the colour scheme: `dark`, `light`, `system`, or true and false for the first two.
///
/// ```yaml
/// type: SetDarkMode
/// params: { darkMode: system }
/// ```
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
