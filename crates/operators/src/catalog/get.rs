use engine::{Args, Cx, OpError, OpResult, Operator, Reads, Value};

use crate::get_from_object;

/// A value of an object or list by its path.
///
/// ```yaml
/// _get: { from: { _request: get_order }, key: lines.0.price, default: 0 }
/// ```
///
/// - `from`: the object or list. Null gives the default; any other value is an error.
/// - `key`: where in it the value is: names and positions, parted by dots.
/// - `all`: true gives the whole of `from`.
/// - `default`: what to give where there is nothing. Default: null.
pub struct Get;

impl Operator for Get {
    const NAME: &'static str = "_get";

    /// A `$` in the key is the position in the list around.
    fn reads(_: Option<&str>) -> Reads {
        Reads::PLACE
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        if args.map().is_none() {
            return Err(OpError::new("_get takes an object as params."));
        }
        match args.get("from") {
            Value::Null => Ok(args.get("default").clone().or_null()),
            from @ (Value::Map(_) | Value::List(_)) => get_from_object::get(cx, &args, from),
            _ => Err(OpError::new("_get.from is not an object or array.")),
        }
    }
}
