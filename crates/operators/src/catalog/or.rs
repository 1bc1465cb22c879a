use engine::{Args, Cx, OpError, OpResult, Operator, js};

/// Is any value true? Empty text, 0, null and missing values count as false.
///
/// ```yaml
/// _or: [{ _state: admin }, { _state: open }]
/// ```
///
/// The parameters are a list of values. The answer is true or false; an empty list gives false.
pub struct Or;

impl Operator for Or {
    const NAME: &'static str = "_or";

    fn eval(_: &Cx<'_>, args: Args<'_>) -> OpResult {
        match args.list() {
            Some(items) => Ok(items.iter().any(js::truthy).into()),
            None => Err(OpError::new("_or takes an array type.")),
        }
    }
}
