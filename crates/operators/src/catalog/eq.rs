use engine::{Args, Cx, OpResult, Operator, js};

/// Are two values the same? Of the same type and equal; two objects, lists or dates are the same
/// only when they are one and the same.
///
/// ```yaml
/// _eq: [{ _state: status }, open]
/// ```
///
/// The parameters are a list of two values; anything else is an error.
pub struct Eq;

impl Operator for Eq {
    const NAME: &'static str = "_eq";

    fn eval(_: &Cx<'_>, args: Args<'_>) -> OpResult {
        let (a, b) = args.pair()?;
        Ok(js::strict_eq(a, b).into())
    }
}
