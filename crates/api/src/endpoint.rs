//! API endpoints (specs: Lowdefy's callEndpoint).

use std::sync::Arc;

use engine::Value;
use model::server::{Endpoint, EndpointKind};
use protocol::{Code, EndpointAnswer, EndpointStatus, ErrorBody};

use crate::routine::{Outcome, Run};
use crate::transactions::Transactions;
use crate::{ApiContext, Fault, Taker};

/// How a routine ended.
#[derive(Debug)]
pub struct Ended {
    /// In which way.
    pub status: RoutineStatus,
    /// What it returned, or how it failed.
    pub result: Result<Value, Fault>,
    /// Results of its steps.
    pub steps: Value,
    /// Its state.
    pub state: Value,
}

/// In which way a routine ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoutineStatus {
    /// It came to its end.
    Continue,
    /// `:return`.
    Return,
    /// `:reject`.
    Reject,
    /// `:throw`, or something failed.
    Error,
}

impl RoutineStatus {
    /// As Lowdefy calls it.
    pub fn name(self) -> &'static str {
        match self {
            RoutineStatus::Continue => "continue",
            RoutineStatus::Return => "return",
            RoutineStatus::Reject => "reject",
            RoutineStatus::Error => "error",
        }
    }
}

impl Ended {
    /// It failed without having done anything.
    pub fn failed(error: ErrorBody) -> Ended {
        Ended {
            status: RoutineStatus::Error,
            result: Err(error.into()),
            steps: Value::object([]),
            state: Value::object([]),
        }
    }

    /// It goes on without its caller.
    pub fn begun() -> Ended {
        Ended {
            status: RoutineStatus::Continue,
            result: Ok(Value::Undefined),
            steps: Value::object([]),
            state: Value::object([]),
        }
    }

    /// As callers get it.
    pub fn answer(&self) -> EndpointAnswer {
        match &self.result {
            Ok(response) => EndpointAnswer {
                status: EndpointStatus::Success,
                response: response.clone(),
                error: None,
            },
            Err(fault) => EndpointAnswer {
                status: match self.status {
                    RoutineStatus::Reject => EndpointStatus::Reject,
                    _ => EndpointStatus::Error,
                },
                response: Value::Undefined,
                error: Some(fault.body()),
            },
        }
    }
}

/// The endpoint that a caller over HTTP means.
///
/// # Errors
/// It does not exist, which is also said of one that the caller may not call.
pub fn find<'a>(cx: &ApiContext<'a>, id: &str) -> Result<&'a Arc<Endpoint>, ErrorBody> {
    // What cannot be called from outside is not told of, either.
    let outside = |e: &&Arc<Endpoint>| e.kind != EndpointKind::Internal && !e.webhook;
    if cx.app.endpoints.get(id).filter(outside).is_none() {
        return Err(absent(id));
    }
    called(cx, id)
}

/// The endpoint that another one of the same caller means.
pub(crate) fn called<'a>(cx: &ApiContext<'a>, id: &str) -> Result<&'a Arc<Endpoint>, ErrorBody> {
    let endpoint = cx.app.endpoints.get(id).ok_or_else(|| absent(id))?;
    if let (false, Err(denied)) = (cx.trusted, cx.check(&endpoint.auth)) {
        return Err(denied.unwrap_or_else(|| absent(id)));
    }
    Ok(endpoint)
}

fn absent(id: &str) -> ErrorBody {
    let message = format!("API Endpoint \"{id}\" does not exist.");
    ErrorBody::new(Code::Config, message)
}

/// Is the payload what the endpoint's schema wants?
///
/// # Errors
/// What is wrong with it.
pub fn check_payload(
    cx: &ApiContext<'_>,
    endpoint: &Endpoint,
    payload: &Value,
) -> Result<(), ErrorBody> {
    let Some(schema) = cx.plans.payload(&endpoint.id) else {
        return Ok(());
    };
    schema.validate(payload).map_err(|complaint| {
        let message = format!("Payload of endpoint \"{}\": {complaint}", endpoint.id);
        ErrorBody::new(Code::Invalid, message)
    })
}

/// Where rows go that steps with `stream: true` give.
#[derive(Debug)]
pub enum Rows {
    /// To a caller who takes them as they come; who reads slowly makes the step wait, and who does not
    /// read makes it fail.
    Sent(Taker<Value>),
    /// Into the answer.
    Kept,
    /// Nobody waits for them.
    Dropped,
}

/// Runs the routine of an endpoint to its end.
///
/// An endpoint that streams and returns nothing answers with its rows, unless they were sent.
pub async fn run(cx: &ApiContext<'_>, endpoint: &Endpoint, payload: Value, rows: Rows) -> Ended {
    run_at(cx, endpoint, payload, rows, Within::default()).await
}

/// The routines around one that is called.
#[derive(Clone, Copy, Default)]
pub(crate) struct Within<'a> {
    /// How many, one in another.
    pub(crate) depth: usize,
    /// Of the one that calls.
    pub(crate) transactions: Option<&'a Transactions<'a>>,
}

/// The same within others.
pub(crate) async fn run_at(
    cx: &ApiContext<'_>,
    endpoint: &Endpoint,
    payload: Value,
    rows: Rows,
    within: Within<'_>,
) -> Ended {
    let keeps = endpoint.streams && matches!(rows, Rows::Kept);
    let run = Run::new(*cx, endpoint, payload, rows, within);
    let outcome = run.all().await;
    let left = run.into_left();
    let (status, result) = match outcome {
        Outcome::Continue if keeps => (RoutineStatus::Continue, Ok(Value::list(left.rows))),
        Outcome::Continue => (RoutineStatus::Continue, Ok(Value::Undefined)),
        Outcome::Return(value) => (RoutineStatus::Return, Ok(value)),
        Outcome::Reject(fault) => (RoutineStatus::Reject, Err(fault)),
        Outcome::Error(fault) => (RoutineStatus::Error, Err(fault)),
    };
    Ended {
        status,
        result,
        steps: left.steps,
        state: left.state,
    }
}
