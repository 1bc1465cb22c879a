use engine::{Args, Cx, OpError, OpResult, Operator, Value};

/// Chooses between two values. `test` must be literally true or false.
///
/// ```yaml
/// _if: { test: { _state: admin }, then: Edit, else: View }
/// ```
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
