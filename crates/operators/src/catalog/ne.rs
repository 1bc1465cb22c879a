use engine::{Args, Cx, OpResult, Operator, js};

/// Do two values differ? The opposite of `_eq`.
///
/// ```yaml
/// _ne: [{ _state: status }, closed]
/// ```
///
/// The parameters are a list of two values; anything else is an error.
pub struct Ne;

impl Operator for Ne {
    const NAME: &'static str = "_ne";

    fn eval(_: &Cx<'_>, args: Args<'_>) -> OpResult {
        let (a, b) = args.pair()?;
        Ok((!js::strict_eq(a, b)).into())
    }
}
