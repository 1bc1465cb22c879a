//! `POST /api/endpoints/<endpointId>`.

use engine::{Str, Value};

use crate::ErrorBody;

/// The type of an answer that has a line of JSON for each row.
pub const NDJSON: &str = "application/x-ndjson";

/// The one key of the last line of an endpoint's rows; it has the answer.
pub const END: &str = "~end";

/// A call of an endpoint.
#[derive(Clone, Debug)]
pub struct EndpointCall {
    /// The endpoint; may contain `/`.
    pub endpoint_id: Str,
    /// The page that calls, if one does.
    pub page_id: Str,
    /// The block whose event called it.
    pub block_id: Str,
    /// What is sent along, evaluated.
    pub payload: Value,
}

impl EndpointCall {
    /// The body of the call.
    pub fn body(&self) -> Value {
        Value::object([
            ("blockId", Value::String(self.block_id.clone())),
            ("pageId", Value::String(self.page_id.clone())),
            ("payload", self.payload.clone()),
        ])
    }
}

/// How the routine of an endpoint ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndpointStatus {
    /// It goes on while the caller has its answer.
    Accepted,
    /// It failed.
    Error,
    /// It refused.
    Reject,
    /// It ended.
    Success,
}

/// Status and its name on the wire.
const STATUSES: [(EndpointStatus, &str); 4] = [
    (EndpointStatus::Accepted, "accepted"),
    (EndpointStatus::Error, "error"),
    (EndpointStatus::Reject, "reject"),
    (EndpointStatus::Success, "success"),
];

impl EndpointStatus {
    /// As on the wire.
    pub fn name(self) -> &'static str {
        let found = STATUSES.iter().find(|(status, _)| *status == self);
        found.map_or("error", |(_, name)| name)
    }

    /// From the wire.
    pub fn of_name(name: &str) -> Option<EndpointStatus> {
        let found = STATUSES.iter().find(|(_, n)| *n == name);
        found.map(|(status, _)| *status)
    }

    /// Did it do what it was asked to, or will it?
    pub fn is_success(self) -> bool {
        matches!(self, EndpointStatus::Accepted | EndpointStatus::Success)
    }
}

/// The answer to a call. That a routine failed is an answer, too: its HTTP status is 200.
#[derive(Clone, Debug)]
pub struct EndpointAnswer {
    /// How it ended.
    pub status: EndpointStatus,
    /// What it returned; undefined leaves the key out.
    pub response: Value,
    /// How it failed.
    pub error: Option<ErrorBody>,
}

impl EndpointAnswer {
    /// The body of the answer.
    pub fn body(&self) -> Value {
        let error = self.error.as_ref().map(ErrorBody::to_value);
        Value::object([
            ("error", error.unwrap_or(Value::Null)),
            ("response", self.response.clone()),
            ("status", self.status.name().into()),
            ("success", Value::Bool(self.status.is_success())),
        ])
    }

    /// From the body of an answer with the given HTTP status.
    ///
    /// # Errors
    /// It is no answer of a routine: the endpoint does not exist, the payload is refused.
    pub fn from_value(value: &Value, http_status: u16) -> Result<EndpointAnswer, ErrorBody> {
        let status = value
            .key("status")
            .as_str()
            .and_then(EndpointStatus::of_name);
        let Some(status) = status else {
            return Err(ErrorBody::from_value(value, http_status));
        };
        let error = value.key("error");
        Ok(EndpointAnswer {
            status,
            response: value.key("response").clone(),
            error: (!error.is_none()).then(|| ErrorBody::from_value(error, http_status)),
        })
    }
}
