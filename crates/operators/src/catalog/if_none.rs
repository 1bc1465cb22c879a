use engine::{Args, Cx, OpResult, Operator};

/// The first value, or the second where the first is null or missing.
///
/// ```yaml
/// _if_none: [{ _state: name }, Nobody]
/// ```
///
/// The parameters are a list of two values; anything else is an error.
pub struct IfNone;

impl Operator for IfNone {
    const NAME: &'static str = "_if_none";

    fn eval(_: &Cx<'_>, args: Args<'_>) -> OpResult {
        let (a, b) = args.pair()?;
        Ok(if a.is_none() { b } else { a }.clone())
    }
}
