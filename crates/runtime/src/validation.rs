//! `required` and `validate`.

use engine::{js, path, Cx, Expr, Str, Value};
use model::Block;

use crate::instance::Validation;
use crate::store::World;

/// The message where a required value is missing and the app gives none.
const REQUIRED: &str = "This field is required";

/// Runs the tests of a block. Status is left out; see [`status`].
pub(crate) fn run(block: &Block, required: &Value, cx: &Cx<'_>, world: &World, has_value: bool) -> Validation {
    let mut out = Validation::default();
    let message = match required {
        Value::Bool(true) => Some(REQUIRED.into()),
        Value::String(message) => Some(message.clone()),
        _ => None,
    };
    if let (Some(message), true) = (message, has_value) {
        out.tested = true;
        if path::find(&world.state, cx.location).is_none_or(Value::is_none) {
            out.errors.push(message);
        }
    }
    if !block.validate.is_undefined() {
        tests(&block.validate, cx, &mut out);
    }
    out
}

fn tests(validate: &Expr, cx: &Cx<'_>, out: &mut Validation) {
    for test in validate.eval(cx).items() {
        out.tested = true;
        if js::truthy(test.key("pass")) {
            continue;
        }
        let message: Str = match test.key("message") {
            Value::String(message) => message.clone(),
            _ => "Validation failed".into(),
        };
        match test.key("status").as_str() {
            Some("warning") => out.warnings.push(message),
            _ => out.errors.push(message),
        }
    }
}

/// What is shown of it.
pub(crate) fn status(validation: &Validation, shown: bool) -> Option<&'static str> {
    if !shown || !validation.tested {
        None
    } else if !validation.errors.is_empty() {
        Some("error")
    } else if !validation.warnings.is_empty() {
        Some("warning")
    } else {
        Some("success")
    }
}
