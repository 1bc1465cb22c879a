use engine::Value;

use crate::{Action, ActionCx, ActionError};

/// Calls an API endpoint. Its response is what the endpoint's routine returns; blocks read it, and
/// whether the call is under way, with `_api`.
///
/// ```yaml
/// id: save
/// type: CallAPI
/// params:
///   endpointId: save_order
///   payload: { order: { _state: order } }
/// ```
///
/// It fails if the routine fails or refuses, with the message of its error.
///
/// - `endpointId`: the endpoint. Required.
/// - `payload`: what the routine reads with `_payload`.
/// - `holdValue`: while the call is under way, `_api` goes on to give the response of the call before.
///   Default: false.
pub struct CallApi;

impl Action for CallApi {
    const NAME: &'static str = "CallAPI";

    async fn run(cx: ActionCx, params: Value) -> Result<Value, ActionError> {
        let Some(id) = params.key("endpointId").as_shared_str() else {
            let received = engine::json::stringify(&params);
            return Err(ActionError::new(format!(
                "CallAPI needs an \"endpointId\" that is text. Received {received}."
            )));
        };
        let payload = params.key("payload").clone();
        let hold = *params.key("holdValue") == Value::Bool(true);
        Ok(cx.page.call_api(&cx, id, payload, hold).await?)
    }
}
