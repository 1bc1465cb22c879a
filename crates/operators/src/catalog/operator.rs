use engine::{Args, Cx, OpError, OpResult, Operator, Reads, Value};

/// Calls an operator by a name that is computed.
///
/// ```yaml
/// _operator: { name: { _state: test }, params: [{ _state: a }, { _state: b }] }   # test: _gt
/// ```
///
/// - `name`: the operator, with its method if it has one: `_string.trim`. A name that does not
///   exist is an error.
/// - `params`: its parameters.
pub struct OperatorOperator;

impl Operator for OperatorOperator {
    const NAME: &'static str = "_operator";

    /// Whatever operator it is.
    fn reads(_: Option<&str>) -> Reads {
        let page = Reads::PAGE | Reads::ADDRESS | Reads::USER | Reads::WINDOW;
        page | Reads::CLOCK | Reads::PLACE | Reads::SERVER | Reads::SECRET
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        let Some(name) = args.get("name").as_str() else {
            return fail("_operator.name must be a valid operator name as string.");
        };
        if name == "_operator" {
            return fail(
                "_operator.name cannot be set to _operator to infinite avoid loop reference.",
            );
        }
        if name.contains("experimental") {
            return fail("Experimental operators cannot be used with _operator.");
        }
        let (name, method) = name
            .split_once('.')
            .map_or((name, None), |(n, m)| (n, Some(m)));
        let Some(entry) = cx.table.find(name) else {
            return fail("_operator - Invalid operator name.");
        };
        let params = args.get("params");
        let inner = Args {
            name: entry.name,
            method,
            params,
        };
        (entry.eval)(cx, inner).map_err(|error| received(error, params))
    }
}

fn fail(message: &'static str) -> OpResult {
    Err(OpError::new(message))
}

/// The complaint of the operator that was called is about its own parameters.
fn received(error: OpError, params: &Value) -> OpError {
    match error.received {
        None if !error.whole => error.received(params.clone()),
        _ => error,
    }
}
