use engine::{Args, Cx, OpError, OpResult, Operator, js};

/// Are all values true? Empty text, 0, null and missing values count as false.
///
/// ```yaml
/// _and: [{ _state: accepted }, { _state: name }]
/// ```
///
/// The parameters are a list of values. The answer is true or false; an empty list gives true.
pub struct And;

impl Operator for And {
    const NAME: &'static str = "_and";

    fn eval(_: &Cx<'_>, args: Args<'_>) -> OpResult {
        match args.list() {
            Some(items) => Ok(items.iter().all(js::truthy).into()),
            None => Err(OpError::new("_and takes an array type.")),
        }
    }
}
