use std::cmp::Ordering;

use engine::{Args, Cx, OpResult, Operator, js};

/// Is the first greater than the second, or equal to it? Compares as `_gt` does.
///
/// ```yaml
/// _gte: [{ _state: count }, 10]
/// ```
///
/// The parameters are a list of two values; anything else is an error.
pub struct Gte;

impl Operator for Gte {
    const NAME: &'static str = "_gte";

    fn eval(_: &Cx<'_>, args: Args<'_>) -> OpResult {
        let (a, b) = args.pair()?;
        Ok(js::compare(a, b).is_some_and(Ordering::is_ge).into())
    }
}
