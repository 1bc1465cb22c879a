use engine::{Args, Cx, OpResult, Operator, js};

/// The opposite of a value: true for false, 0, empty text, null and missing values, and false for
/// any other.
///
/// ```yaml
/// _not: { _state: name }
/// ```
pub struct Not;

impl Operator for Not {
    const NAME: &'static str = "_not";

    fn eval(_: &Cx<'_>, args: Args<'_>) -> OpResult {
        Ok((!js::truthy(args.params)).into())
    }
}
