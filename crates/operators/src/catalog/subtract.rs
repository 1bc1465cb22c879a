use engine::{Args, Cx, OpError, OpResult, Operator};

/// The first number less the second.
///
/// ```yaml
/// _subtract: [{ _state: total }, { _state: discount }]
/// ```
///
/// The parameters are a list of two numbers; anything else is an error.
pub struct Subtract;

impl Operator for Subtract {
    const NAME: &'static str = "_subtract";

    fn eval(_: &Cx<'_>, args: Args<'_>) -> OpResult {
        let (a, b) = args.pair()?;
        match (a.as_number(), b.as_number()) {
            (Some(a), Some(b)) => Ok((a - b).into()),
            _ => Err(OpError::new("_subtract takes an array of 2 numbers.")),
        }
    }
}
