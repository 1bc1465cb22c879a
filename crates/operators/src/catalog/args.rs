use engine::{Args, Cx, OpResult, Operator, Reads, Value};

use crate::get_from_object;

/// An argument of the function around, from 0.
///
/// ```yaml
/// _array.map:
///   on: { _state: orders }
///   callback: { _function: { __args: 0.price } }   # the price of every order
/// ```
pub struct ArgsOperator;

impl Operator for ArgsOperator {
    const NAME: &'static str = "_args";

    fn reads(_: Option<&str>) -> Reads {
        Reads::PLACE
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        let values = cx.args.map_or(Value::Undefined, |values| Value::list(values.to_vec()));
        get_from_object::get(cx, &args, &values)
    }
}
