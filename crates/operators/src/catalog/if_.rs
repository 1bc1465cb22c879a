use engine::{Args, Cx, OpError, OpResult, Operator, Value};

/// Chooses between two values.
///
/// ```yaml
/// _if: { test: { _state: admin }, then: Edit, else: View }
/// ```
///
/// - `test`: must be literally true or false; anything else is an error. `_boolean` makes it so.
/// - `then`: what to give if it is true. Without it there is no value.
/// - `else`: what to give if it is false. Without it there is no value.
pub struct If;

impl Operator for If {
    const NAME: &'static str = "_if";

    fn eval(_: &Cx<'_>, args: Args<'_>) -> OpResult {
        match args.get("test") {
            Value::Bool(true) => Ok(args.get("then").clone()),
            Value::Bool(false) => Ok(args.get("else").clone()),
            _ => Err(OpError::new("_if takes a boolean type for parameter test.")),
        }
    }
}
