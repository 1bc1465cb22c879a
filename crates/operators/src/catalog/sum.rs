use engine::{Args, Cx, OpError, OpResult, Operator, Value};

/// The sum of numbers. What is no number is left out.
///
/// ```yaml
/// _sum: [1, 2, { _state: n }]
/// ```
///
/// The parameters are a list.
pub struct Sum;

impl Operator for Sum {
    const NAME: &'static str = "_sum";

    fn eval(_: &Cx<'_>, args: Args<'_>) -> OpResult {
        match args.list() {
            Some(items) => Ok(items
                .iter()
                .filter_map(Value::as_number)
                .fold(0.0, |sum, n| sum + n)
                .into()),
            None => Err(OpError::new("_sum takes an array type as input.")),
        }
    }
}
