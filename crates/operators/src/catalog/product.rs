use engine::{Args, Cx, OpError, OpResult, Operator, Value};

/// The product of numbers. What is no number is left out.
///
/// ```yaml
/// _product: [{ _state: price }, 1.2]
/// ```
///
/// The parameters are a list.
pub struct Product;

impl Operator for Product {
    const NAME: &'static str = "_product";

    fn eval(_: &Cx<'_>, args: Args<'_>) -> OpResult {
        match args.list() {
            Some(items) => Ok(items
                .iter()
                .filter_map(Value::as_number)
                .fold(1.0, |product, n| product * n)
                .into()),
            None => Err(OpError::new("_product takes an array type as input.")),
        }
    }
}
