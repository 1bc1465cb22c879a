//! Evaluating expressions.

use engine::Value;
use mcp::{Answer, Parameter, Tool};

use super::{Row, pages};
use crate::{AppState, ssr};

pub(super) static EVALUATE: Row = Row {
    tool: Tool {
        name: "evaluate",
        about: "Evaluates operators as the given page would after its onInit, and gives the value and \
                what operators complained of.",
        parameters: &[
            Parameter {
                name: "expression",
                kind: "",
                about: "Configuration as JSON: {\"_sum\": [1, {\"_state\": \"n\"}]}.",
                required: true,
            },
            Parameter {
                name: "path",
                kind: "string",
                about: "The page's path with its query. The home page if left out.",
                required: false,
            },
            Parameter {
                name: "state",
                kind: "object",
                about: "Values by path that are set in the page's state before.",
                required: false,
            },
            pages::USER,
        ],
        only_reads: false,
    },
    run: |state, arguments| Box::pin(async move { evaluate(&state, &arguments).await }),
};

async fn evaluate(state: &AppState, arguments: &Value) -> Result<Answer, String> {
    let mut arguments = arguments.clone();
    if arguments.key("path").is_none() {
        arguments.make_map().insert("path", "/".into());
    }
    let (cx, id) = pages::visitor_of(state, &arguments)?;
    let Some(visit) = ssr::visit(&cx, &id).await else {
        return Err(format!("There is no page \"{id}\"."));
    };
    let entries = arguments.key("state").as_map().map(|map| map.iter());
    let entries = entries.into_iter().flatten();
    let entries: Vec<(String, Value)> = entries
        .map(|(path, value)| (path.to_string(), value.clone()))
        .collect();
    visit.page.set_state(&entries);
    let (value, errors) = visit.page.evaluate(arguments.key("expression"));
    let errors = errors.iter().map(|error| Value::from(&*error.message));
    Ok(Answer::Data(Value::object([
        ("value", value.or_null()),
        ("errors", Value::list(errors.collect())),
    ])))
}
