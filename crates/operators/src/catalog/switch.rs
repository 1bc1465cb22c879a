use engine::{Args, Cx, OpError, OpResult, Operator, Value};

/// Chooses among several values: that of the first branch whose `if` is true.
///
/// ```yaml
/// _switch:
///   branches:
///     - { if: { _lt: [{ _state: age }, 18] }, then: child }
///     - { if: { _lt: [{ _state: age }, 65] }, then: adult }
///   default: senior
/// ```
///
/// - `branches`: a list of `{ if, then }`. Every `if` up to the one that is true must be literally
///   true or false; anything else is an error.
/// - `default`: what to give if none is true. Without it there is no value.
pub struct Switch;

impl Operator for Switch {
    const NAME: &'static str = "_switch";

    fn eval(_: &Cx<'_>, args: Args<'_>) -> OpResult {
        let Value::List(branches) = args.get("branches") else {
            return Err(OpError::new(
                "switch takes an array type as input for the branches.",
            ));
        };
        for branch in branches.iter() {
            match branch.key("if") {
                Value::Bool(true) => return Ok(branch.key("then").clone()),
                Value::Bool(false) => {}
                _ => {
                    return Err(OpError::new(
                        "switch takes a boolean type for parameter \"if\".",
                    ));
                }
            }
        }
        Ok(args.get("default").clone())
    }
}
