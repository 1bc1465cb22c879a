use std::cmp::Ordering;

use engine::{Args, Cx, OpResult, Operator, js};

/// Is the first less than the second? Text compares by its characters, anything else as numbers.
///
/// ```yaml
/// _lt: [{ _state: count }, 10]
/// ```
///
/// The parameters are a list of two values; anything else is an error.
pub struct Lt;

impl Operator for Lt {
    const NAME: &'static str = "_lt";

    fn eval(_: &Cx<'_>, args: Args<'_>) -> OpResult {
        let (a, b) = args.pair()?;
        Ok((js::compare(a, b) == Some(Ordering::Less)).into())
    }
}
