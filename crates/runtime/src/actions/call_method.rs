use engine::Value;

use crate::{Action, ActionCx, ActionError};

/// Calls a method of a block, such as `toggleOpen` of a Modal or `pushItem` of a List. The methods
/// of a block are listed on its page. The response is what the method gives.
///
/// ```yaml
/// id: add_line
/// type: CallMethod
/// params:
///   blockId: lines
///   method: pushItem
/// ```
///
/// It fails where the page has no such block, or the block no such method.
///
/// - `blockId`: the block. `$` stands for the position in the list around the block whose event
///   this is.
/// - `method`: the method's name.
/// - `args`: a list of its arguments.
pub struct CallMethod;

impl Action for CallMethod {
    const NAME: &'static str = "CallMethod";

    async fn run(cx: ActionCx, params: Value) -> Result<Value, ActionError> {
        let id = cx.path(params.key("blockId").as_str().unwrap_or_default());
        let method = params.key("method").as_str().unwrap_or_default();
        let args = match params.key("args") {
            v if v.is_none() => &[],
            Value::List(items) => items.as_slice(),
            _ => {
                let received = engine::json::stringify(&params);
                return Err(ActionError::new(format!(
                    "Failed to call method \"{method}\" on block \"{id}\": \"args\" should be an array. Received \"{received}\"."
                )));
            }
        };
        let block = cx.page.block(&id).ok_or_else(|| {
            ActionError::new(format!(
                "Failed to call method \"{method}\" on block \"{id}\". Check if block is on page."
            ))
        })?;
        block.call_method(method, args).map_err(|message| {
            let received = engine::json::stringify(&params);
            ActionError::new(format!(
                "{message} Check if \"{method}\" is a valid block method for block \"{id}\". Received \"{received}\"."
            ))
        })
    }
}
