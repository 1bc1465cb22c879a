use std::cmp::Ordering;

use engine::{Args, Cx, OpResult, Operator, js};

/// Is the first less than the second, or equal to it? Compares as `_lt` does.
///
/// ```yaml
/// _lte: [{ _state: count }, 10]
/// ```
///
/// The parameters are a list of two values; anything else is an error.
pub struct Lte;

impl Operator for Lte {
    const NAME: &'static str = "_lte";

    fn eval(_: &Cx<'_>, args: Args<'_>) -> OpResult {
        let (a, b) = args.pair()?;
        Ok(js::compare(a, b).is_some_and(Ordering::is_le).into())
    }
}
