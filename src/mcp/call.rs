//! Running requests and endpoints.

use engine::Value;
use mcp::{Answer, Parameter, Tool};
use protocol::{EndpointCall, ErrorBody, RequestCall};

use super::{Row, pages::USER, shared, visitor};
use crate::AppState;
use crate::services;

const PAYLOAD: Parameter = Parameter {
    name: "payload",
    kind: "object",
    about: "What is sent along, as `_payload` reads it.",
    required: false,
};

pub(super) static REQUEST: Row = Row {
    tool: Tool {
        name: "run_request",
        about: "Runs a request of a page on its connection, with real effects, and gives its answer \
                or why it failed.",
        parameters: &[
            Parameter {
                name: "pageId",
                kind: "string",
                about: "Id of the page.",
                required: true,
            },
            Parameter {
                name: "requestId",
                kind: "string",
                about: "Id of the request.",
                required: true,
            },
            PAYLOAD,
            USER,
        ],
        only_reads: false,
    },
    run: |state, arguments| Box::pin(async move { request(&state, &arguments).await }),
};

pub(super) static ENDPOINT: Row = Row {
    tool: Tool {
        name: "call_endpoint",
        about: "Runs an API endpoint, with real effects, and gives its answer.",
        parameters: &[
            Parameter {
                name: "endpointId",
                kind: "string",
                about: "Id of the endpoint.",
                required: true,
            },
            PAYLOAD,
            USER,
        ],
        only_reads: false,
    },
    run: |state, arguments| Box::pin(async move { endpoint(&state, &arguments).await }),
};

fn told(error: ErrorBody) -> String {
    format!("{}: {}", error.name, error.message)
}

async fn request(state: &AppState, arguments: &Value) -> Result<Answer, String> {
    let cx = visitor(state, "/", arguments.key("user"))?;
    let call = RequestCall {
        page_id: shared(arguments, "pageId"),
        request_id: shared(arguments, "requestId"),
        block_id: "".into(),
        action_id: None,
        payload: arguments.key("payload").clone(),
    };
    let answer = services::request::call(&cx, call).await.map_err(told)?;
    Ok(Answer::Data(answer.body()))
}

async fn endpoint(state: &AppState, arguments: &Value) -> Result<Answer, String> {
    let cx = visitor(state, "/", arguments.key("user"))?;
    let call = EndpointCall {
        endpoint_id: shared(arguments, "endpointId"),
        page_id: "".into(),
        block_id: "".into(),
        payload: arguments.key("payload").clone(),
    };
    let answer = services::endpoint::call(&cx, call).await.map_err(told)?;
    Ok(Answer::Data(answer.body()))
}
