use engine::{Args, Cx, OpResult, Operator, js};

/// A value as true or false: false for false, 0, empty text, null and missing values, and true for
/// any other.
///
/// ```yaml
/// _boolean: { _state: name }
/// ```
pub struct Boolean;

impl Operator for Boolean {
    const NAME: &'static str = "_boolean";

    fn eval(_: &Cx<'_>, args: Args<'_>) -> OpResult {
        Ok(js::truthy(args.params).into())
    }
}
