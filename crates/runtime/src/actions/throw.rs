use engine::{Map, Value};

use crate::{Action, ActionCx, ActionError};

/// Fails if `throw` is true, so that the actions after it do not run and those of `catch` do.
///
/// ```yaml
/// id: check_stock
/// type: Throw
/// params: { throw: { _eq: [{ _state: stock }, 0] }, message: Out of stock }
/// ```
///
/// - `throw`: true fails; false, null or nothing goes on. Anything else is an error.
/// - `message`: the text that the user sees.
/// - `metaData`: any value, for `_actions` to read from the error.
pub struct Throw;

impl Action for Throw {
    const NAME: &'static str = "Throw";

    async fn run(_: ActionCx, params: Value) -> Result<Value, ActionError> {
        match params.key("throw") {
            Value::Bool(true) => {
                let message = params
                    .key("message")
                    .as_str()
                    .unwrap_or_default()
                    .to_owned();
                let mut extra = Map::new();
                if !params.key("metaData").is_undefined() {
                    extra.insert("metaData", params.key("metaData").clone());
                }
                Err(ActionError {
                    name: "ThrowError".to_owned(),
                    message,
                    extra,
                })
            }
            v if v.is_none() || *v == Value::Bool(false) => Ok(Value::Undefined),
            _ => Err(ActionError::new(format!(
                "Invalid Throw, check action params. Received \"{}\".",
                engine::json::stringify(&params)
            ))),
        }
    }
}
