use engine::{Args, Cx, OpError, OpResult, Operator};

/// The first number divided by the second, which must not be 0.
///
/// ```yaml
/// _divide: [{ _state: total }, { _state: count }]
/// ```
///
/// The parameters are a list of two numbers; anything else is an error.
pub struct Divide;

impl Operator for Divide {
    const NAME: &'static str = "_divide";

    fn eval(_: &Cx<'_>, args: Args<'_>) -> OpResult {
        let (a, b) = args.pair()?;
        match (a.as_number(), b.as_number()) {
            (Some(_), Some(0.0)) => Err(OpError::new("_divide by zero not allowed.")),
            (Some(a), Some(b)) => Ok((a / b).into()),
            _ => Err(OpError::new("_divide takes an array of 2 numbers.")),
        }
    }
}
