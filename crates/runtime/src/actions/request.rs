use engine::{Str, Value};
use futures_util::future::join_all;

use crate::{Action, ActionCx, ActionError};

/// Calls requests of the page: one by id, several at once by a list of ids, or all with
/// `{ all: true }`. Blocks read what they answer with `_request`. The action's response is the list
/// of their responses, also where it is only one.
///
/// ```yaml
/// id: load
/// type: Request
/// params: [get_customer, get_orders]
/// ```
///
/// It fails if one of them fails, once all have answered.
pub struct Request;

impl Action for Request {
    const NAME: &'static str = "Request";

    async fn run(cx: ActionCx, params: Value) -> Result<Value, ActionError> {
        let ids: Vec<Str> = match &params {
            Value::String(id) => vec![id.clone()],
            Value::List(items) => items.iter().filter_map(Value::as_shared_str).collect(),
            Value::Map(map) if map.get("all") == Some(&Value::Bool(true)) => cx.page.request_ids(),
            _ => Vec::new(),
        };
        let calls = ids.iter().map(|id| cx.page.call_request(&cx, id));
        let answers: Result<Vec<Value>, _> = join_all(calls).await.into_iter().collect();
        Ok(Value::list(answers?))
    }
}
