use std::cmp::Ordering;

use engine::{Args, Cx, OpResult, Operator, js};

/// Is the first greater than the second? Text compares by its characters, anything else as numbers.
///
/// ```yaml
/// _gt: [{ _state: count }, 10]
/// ```
///
/// The parameters are a list of two values; anything else is an error.
pub struct Gt;

impl Operator for Gt {
    const NAME: &'static str = "_gt";

    fn eval(_: &Cx<'_>, args: Args<'_>) -> OpResult {
        let (a, b) = args.pair()?;
        Ok((js::compare(a, b) == Some(Ordering::Greater)).into())
    }
}
