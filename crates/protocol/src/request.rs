//! `POST /api/request/<pageId>/<requestId>`.

use engine::{Str, Value};

/// A call of a request.
#[derive(Clone, Debug)]
pub struct RequestCall {
    /// The page whose request it is; may contain `/`.
    pub page_id: Str,
    /// The request.
    pub request_id: Str,
    /// The block whose event called it.
    pub block_id: Str,
    /// The action that called it.
    pub action_id: Option<Str>,
    /// What the page sends along, evaluated.
    pub payload: Value,
}

impl RequestCall {
    /// The body of the call.
    pub fn body(&self) -> Value {
        let action = self
            .action_id
            .clone()
            .map_or(Value::Undefined, Value::String);
        Value::object([
            ("actionId", action),
            ("blockId", Value::String(self.block_id.clone())),
            ("payload", self.payload.clone()),
        ])
    }
}

/// The answer to a call that succeeded.
#[derive(Clone, Debug)]
pub struct RequestAnswer {
    /// The page.
    pub page_id: Str,
    /// The request.
    pub request_id: Str,
    /// Type of the request.
    pub kind: Str,
    /// What it gave; undefined leaves the key out.
    pub response: Value,
}

impl RequestAnswer {
    /// The body of the answer.
    pub fn body(&self) -> Value {
        Value::object([
            (
                "id",
                format!("request:{}:{}", self.page_id, self.request_id).into(),
            ),
            ("success", Value::Bool(true)),
            ("type", Value::String(self.kind.clone())),
            ("response", self.response.clone()),
        ])
    }
}
